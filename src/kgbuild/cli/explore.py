"""`kgbuild explore`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.looking import graphs_option, looked_into
from kgbuild.cli.options import PATH
from kgbuild.cli.printing import JSON, put_json
from kgbuild.cli.reading import count, waiting
from kgbuild.cli.texts import text_options, texts_in_files

FEW = 500
"""Pages up to which one process is as quick as several, which have to start."""


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
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write in so many processes, each with a query engine of its own. [default: one for each core where "
    f"there are more than {FEW} pages, else 1]",
)
def explore(
    out: Path,
    graphs: tuple[Path, ...],
    format_: str | None,
    texts: tuple[Path, ...],
    documents: tuple[Path, ...],
    jobs: int | None,
) -> None:
    """Write the pages that `kgbuild serve` shows to OUT, as files that open from disk: no server, no network.

    \b
    Examples:
      kgbuild explore pages/
      kgbuild explore pages/ --graph news.ttl --texts news.zip
      kgbuild explore news.html --graph news.ttl
    """  # noqa: D301 - click reads the backspace
    from kgbuild.documents.texts import first_of, read_texts  # noqa: PLC0415
    from kgbuild.engine.pool import Pool  # noqa: PLC0415
    from kgbuild.extractors.parallel.machine import processes  # noqa: PLC0415
    from kgbuild.views import AskedGraph  # noqa: PLC0415
    from kgbuild.web.explore import write_folder, write_single_file  # noqa: PLC0415
    from kgbuild.web.writing import Helpers  # noqa: PLC0415

    single = format_ == "single-file" or (format_ in (None, JSON) and out.suffix == ".html")
    write = write_single_file if single else write_folder
    with (
        texts_in_files(texts, documents) as files,
        looked_into(graphs) as (source, limits, name),
        Pool(source, limits, 1) as pool,
        waiting("Writing pages"),
    ):
        helpers = Helpers(jobs or processes(), source, limits, files, few=0 if jobs else FEW)
        text_of = first_of(map(read_texts, files))
        pages = write(AskedGraph.of_engines(pool), out, name, text_of, helpers=helpers)
    where = out if single else out / "index.html"
    if format_ == JSON:
        put_json({"file": str(where), "pages": pages})
        return
    click.echo(f"{count(pages, 'page')}: open {where}", err=True)
