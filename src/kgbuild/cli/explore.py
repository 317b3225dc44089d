"""`kgbuild explore`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.looking import graphs_option, looked_at
from kgbuild.cli.options import PATH
from kgbuild.cli.printing import JSON, put_json
from kgbuild.cli.reading import count, waiting
from kgbuild.cli.texts import text_options, texts_at


@click.command(short_help="Write the pages about a graph as files.")
@click.argument("out", type=PATH)
@graphs_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(("folder", "single-file", JSON)),
    help="A folder of pages, or one file with all of them; json: as by default, and the sum as JSON. "
    "[default: single-file where OUT ends with .html]",
)
@text_options
def explore(
    out: Path,
    graphs: tuple[Path, ...],
    format_: str | None,
    texts: tuple[Path, ...],
    documents: tuple[Path, ...],
) -> None:
    """Write the pages that `kgbuild serve` shows to OUT, as files that open from disk: no server, no network.

    \b
    Examples:
      kgbuild explore pages/
      kgbuild explore pages/ --graph news.ttl --texts news.zip
      kgbuild explore news.html --graph news.ttl
    """  # noqa: D301 - click reads the backspace
    from kgbuild.web.explore import write_folder, write_single_file  # noqa: PLC0415

    single = format_ == "single-file" or (format_ in (None, JSON) and out.suffix == ".html")
    text_of = texts_at(texts, documents)
    with looked_at(graphs) as (graph, name), waiting("Writing pages"):
        pages = (write_single_file if single else write_folder)(graph, out, name, text_of)
    where = out if single else out / "index.html"
    if format_ == JSON:
        put_json({"file": str(where), "pages": pages})
        return
    click.echo(f"{count(pages, 'page')}: open {where}", err=True)
