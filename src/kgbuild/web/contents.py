"""What `static/find.js` reads: the names and sentences of a graph, as short as they can be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from kgbuild.views.contents import Findable
from kgbuild.views.model import ClaimView
from kgbuild.views.wording import AGENTS, EVENTS, plain
from kgbuild.web.links import Links

_GROUPS = (("Agents", AGENTS), ("Events and treaties", EVENTS), ("Documents", ("Document",)))


def as_contents(entries: Iterable[Findable], claims: Iterable[ClaimView], links: Links) -> Iterator[Markup]:
    """Yield the names of a graph in their groups, and each sentence with who says it, as JSON in pieces.

    A name is its group, itself, its kind, its claims, its address and its other names; a sentence is what
    stands before the words of the claim, these, and what stands after, then who says it, its document and
    that one's publisher and date, the stance, and the address of the words.
    """
    yield Markup('{{"groups": {}, "names": ').format(_json([heading for heading, _ in _GROUPS]))
    yield from _listed(_name(entry, links) for entry in entries)
    yield Markup(', "sentences": ')
    yield from _listed(_sentence(claim, links) for claim in claims if claim.passages)
    yield Markup("}")


def _listed(values: Iterable[object]) -> Iterator[Markup]:
    before = Markup("[")
    for value in values:
        yield before + _json(value)
        before = Markup(", ")
    yield Markup("]") if before == ", " else Markup("[]")


def _json(value: object) -> Markup:
    return htmlsafe_json_dumps(value, sort_keys=True)


def _name(entry: Findable, links: Links) -> list[Any]:
    node = entry.node
    group = next(
        (number for number, (_, kinds) in enumerate(_GROUPS) if node.kind in kinds), len(_GROUPS) - 1
    )
    return [group, node.name, plain(node.kind), entry.claims, links.to(node), list(entry.others)]


def _sentence(claim: ClaimView, links: Links) -> list[Any]:
    source = claim.source
    publisher = f", {source.publisher.name}" if source.publisher else ""
    issued = f", {source.issued}" if source.issued else ""
    return [
        list(claim.passages[0].parts()),
        [f"{claim.who} {plain(claim.stance)}", source.name, f"{publisher}{issued}"],
        claim.stance.lower(),
        links.document(source.iri, f"t-{claim.anchor}"),
    ]
