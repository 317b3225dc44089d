"""`kgbuild brief`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.looking import graphs_option, looked_at, put
from kgbuild.cli.options import PATH


@click.command(short_help="Write a page on an event or agent for a memo.")
@click.argument("node")
@graphs_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("md", "html")),
    help="Markdown, or HTML. [default: by the suffix of --out; md]",
)
@click.option("-o", "--out", type=PATH, metavar="FILE", help="Where to write it. [default: standard output]")
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

    form = form or ("html" if out and out.suffix in (".html", ".htm") else "md")
    with looked_at(graphs) as (graph, _):
        text = briefs.brief(graph, find_node(graph, node), form)
    if out:
        put(text.encode(), out)
    else:
        click.echo(text, nl=False)
