"""`kgbuild nanopub`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.graphs import default_graph
from kgbuild.cli.looking import licence_option, out_option, put_text
from kgbuild.cli.options import graph_files_option
from kgbuild.cli.printing import JSON
from kgbuild.cli.reading import waiting
from kgbuild.times import PartialDate


def _day(_: click.Context, __: click.Parameter, value: str | None) -> PartialDate | None:
    try:
        return PartialDate(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(short_help="Write one claim as a nanopublication.")
@click.argument("claim")
@graph_files_option("The graph that has it; several are read as one.")
@out_option
@click.option(
    "--creator", metavar="IRI", help="Who publishes it, such as https://orcid.org/0000-0002-1825-0097."
)
@licence_option
@click.option(
    "--created",
    metavar="DATE",
    callback=_day,
    help="When it was made. [default: not told, so that the same claim gives the same bytes]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("trig", JSON)),
    default="trig",
    show_default=True,
    help="TriG, or JSON-LD.",
)
def nanopub(
    claim: str,
    graphs: tuple[Path, ...],
    out: Path | None,
    creator: str | None,
    licence: str | None,
    created: PartialDate | None,
    form: str,
) -> None:
    """Write CLAIM as a nanopublication: what is claimed, where it is read, who publishes it, a graph each.

    CLAIM is whole or short: claim/473de37edd3658bd. What follows from other claims stays out. It is not
    signed; docs/publish.md shows how to sign and publish it with the nanopub library.

    \b
    Examples:
      kgbuild nanopub claim:473de37edd3658bd
      kgbuild nanopub claim:473de37edd3658bd --creator https://orcid.org/0000-0002-1825-0097 -o claim.trig
    """  # noqa: D301 - click reads the backspace
    from kgbuild.graph import Account, read_graph  # noqa: PLC0415
    from kgbuild.publication import PublicationInfo, nanopublication, written  # noqa: PLC0415

    with waiting("Reading the graph"):
        dataset = read_graph(graphs or default_graph())
        found = Account(dataset).find(claim)
    made = nanopublication(dataset, found, PublicationInfo(creator, licence, created), _base(found))
    put_text(written(made, form, _base(found)), out)


def _base(iri: str) -> str:
    """Return what the names of a graph begin with, by one of its claims."""
    return iri.rpartition("claim/")[0]
