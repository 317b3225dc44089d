"""The templates, and what all of them can use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kgbuild.query.results import words
from kgbuild.views.around import Around
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.wording import EVENTS, STANCES, STANDINGS, plain
from kgbuild.web.diagram import diagram
from kgbuild.web.links import Links
from kgbuild.web.names import ending
from kgbuild.web.tables import link

_KEPT = 20_000
"""Names, and claims, that are kept as they are written."""
_COLOURS = ("#0b5fa5", "#b3400a", "#5d6570", "#9a2374", "#0b7350", "#7a5a00", "#5a3fa0")
_STYLE = (
    "text{fill:#1d2733}.soft{fill:#5d6570}.middle{fill:#f3f5f8;stroke:#8894a0}"
    ".mark{fill:currentColor}.s-none{color:#8894a0}"
    + "".join(f".s-{name.lower()}{{color:{colour}}}" for name, colour in zip(STANCES, _COLOURS, strict=True))
)
"""What a drawing looks like where no page gives it its style: as the light theme has it."""
_SIGNS = dict(zip(STANCES, "●✕◇▼▲▶■", strict=True))
"""The shapes of stances, as the style has them."""


def environment(links: Links | None = None) -> Environment:
    """Return the templates; whatever a document says is text in them, never markup.

    With `links` they can also name nodes and claims: `ref`, `refs` and `body`, which are made once for each.
    """
    found = Environment(
        loader=PackageLoader("kgbuild.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.globals |= {"link": link, "words": words, "ending": ending, "plain": plain}
    found.globals |= {"SIGNS": _SIGNS}
    found.globals |= {"STANCES": STANCES, "STANDINGS": STANDINGS, "EVENTS": EVENTS}
    found.globals |= {name: _once(found, "parts/marks.html", name) for name in ("stance", "standing")}
    if links is not None:
        found.globals |= {"links": links, **_naming(found, links)}
    found.filters |= {"number": "{:,}".format, "percent": lambda share: f"{share:.0%}"}
    return found


def _once(templates: Environment, template: str, name: str) -> Callable[[str], str]:
    """Return a macro of one word, which is run once for each: a page has hundreds of them."""

    @lru_cache(maxsize=_KEPT)
    def written(word: str) -> str:
        macro: Callable[[str], str] = getattr(templates.get_template(template).module, name)
        return macro(word)

    return written


def _naming(templates: Environment, links: Links) -> dict[str, Any]:
    """Return what writes nodes and claims: a page has thousands of them, most of them on many pages."""

    @lru_cache(maxsize=_KEPT)
    def ref(node: Node) -> Markup:
        to = links.to(node)
        name = escape(node.name)
        return Markup('<a href="{}">{}</a>').format(to, name) if to else name

    def refs(nodes: Iterable[Node]) -> Markup:
        return Markup(", ").join(map(ref, nodes))

    known: dict[str, tuple[ClaimView, Markup]] = {}

    def body(claim: ClaimView) -> Markup:
        found = known.get(claim.iri)
        if found is not None and found[0] == claim:  # it may have been read again
            return found[1]
        written = Markup(templates.get_template("parts/body.html").render(claim=claim))
        if len(known) < _KEPT:
            known[claim.iri] = claim, written
        return written

    return {"ref": ref, "refs": refs, "body": body}


def drawing_of(templates: Environment, view: Around) -> str:
    """Return what lies around a node as an SVG file, "" where nothing does."""
    drawn = diagram(view)
    if drawn is None:
        return ""
    text: str = templates.get_template("parts/around.html").module.drawing(drawn, style=_STYLE)  # type: ignore[attr-defined]
    return text.strip()


def rendered(templates: Environment, name: str, values: Mapping[str, Any]) -> str:
    """Return a page."""
    return templates.get_template(name).render(values)
