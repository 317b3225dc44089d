"""`kgbuild describe`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.looking import licence_option, out_option, put_text
from kgbuild.cli.options import PATH
from kgbuild.cli.printing import JSON
from kgbuild.cli.reading import waiting


@click.command(short_help="Describe a graph for catalogues (DCAT).")
@click.argument("graphs", nargs=-1, required=True, type=PATH, metavar="GRAPH...")
@out_option
@click.option("--title", default="Claims about the conduct of states", show_default=True, metavar="TEXT")
@click.option("--iri", metavar="IRI", help="What to call the graph. [default: one under kgbuild's own base]")
@click.option("--publisher", metavar="IRI", help="Who publishes it.")
@licence_option
@click.option("--address", metavar="URL", help="Where the files are to be had; their names are appended.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("ttl", JSON)),
    default="ttl",
    show_default=True,
    help="Turtle, or JSON-LD.",
)
def describe(
    graphs: tuple[Path, ...],
    out: Path | None,
    title: str,
    iri: str | None,
    publisher: str | None,
    licence: str | None,
    address: str | None,
    form: str,
) -> None:
    """Describe GRAPH for catalogues of data: a DCAT dataset, its files with size and digest, counts, days.

    The same files give the same description. Several files are described as one graph.

    \b
    Examples:
      kgbuild describe out.ttl -o catalogue.ttl --licence https://creativecommons.org/licenses/by/4.0/
      kgbuild describe out.nq --address https://data.example.org/claims/ --format json
    """  # noqa: D301 - click reads the backspace
    from kgbuild.graph import read_graph  # noqa: PLC0415
    from kgbuild.publication import Described, written  # noqa: PLC0415
    from kgbuild.publication import describe as described  # noqa: PLC0415

    told = Described(title, iri, publisher, licence, address)
    with waiting("Reading the graph"):
        made = described(read_graph(graphs), graphs, told)
    put_text(written(made, form), out)
