"""`kgbuild brief`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.looking import graphs_option, looked_at, out_option, put_text
from kgbuild.cli.printing import JSON

if TYPE_CHECKING:
    from kgbuild.views import AskedGraph, Node

_SUFFIXES = {".html": "html", ".htm": "html", ".json": JSON}


@click.command(short_help="Write a page on an event or agent for a memo.")
@click.argument("node")
@graphs_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("md", "html", JSON)),
    help="Markdown, HTML, or JSON (docs/json.md). [default: by the suffix of --out; md]",
)
@out_option
def brief(node: str, graphs: tuple[Path, ...], form: str | None, out: Path | None) -> None:
    """Write a page on an event or treaty, or on a state, organization or person: sides, figures, turns.

    Each has a footnote with the sentence, its document and the place in it. NODE goes by name, key
    or IRI, as `kgbuild query` prints them.

    \b
    Examples:
      kgbuild brief deployment:PRK-RUS
      kgbuild brief "North Korea" --out north-korea.html
    """  # noqa: D301 - click reads the backspace
    from kgbuild.views.finding import find_node  # noqa: PLC0415
    from kgbuild.web import briefs  # noqa: PLC0415

    form = form or _form_of(out)
    with looked_at(graphs) as (graph, _):
        found = find_node(graph, node)
        text = _as_json(graph, found) if form == JSON else briefs.brief(graph, found, form)
    put_text(text, out)


def _form_of(out: Path | None) -> str:
    return _SUFFIXES.get(out.suffix, "md") if out else "md"


def _as_json(graph: AskedGraph, node: Node) -> str:
    """Return what `kgbuild mcp` answers of a node: an event, or the positions of an agent."""
    from kgbuild.mcp.answers import Answers  # noqa: PLC0415
    from kgbuild.views.wording import EVENTS  # noqa: PLC0415

    answers = Answers(graph)
    reply = answers.event(node.iri) if node.kind in EVENTS else answers.positions(node.iri)
    return reply.model_dump_json(indent=1, ensure_ascii=True) + "\n"
