"""`kgbuild explain`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.graphs import default_graph
from kgbuild.cli.options import graph_files_option
from kgbuild.cli.printing import json_option, put_json
from kgbuild.cli.reading import waiting


@click.command(short_help="Say why mentions were taken for one thing.")
@click.argument("iri", metavar="IRI")
@graph_files_option("The graph to look in; several are read as one.")
@json_option
def explain(iri: str, graphs: tuple[Path, ...], as_json: bool) -> None:
    """Say why the mentions of an agent, event, treaty or claim were taken for one thing.

    IRI is whole or short: treaty/PRK-RUS-1961, person:kim-jong-un. Shows what makes the IRI, the names, the
    documents and words that mention it, for a treaty why each document's account was joined, and what was
    corrected by hand.

    \b
    Examples:
      kgbuild explain deployment/FRA-MLI
      kgbuild explain treaty:PRK-RUS-comprehensive-strategic-partnership --graph out.trig
    """  # noqa: D301 - click reads the backspace
    from kgbuild.graph import Account, read_graph  # noqa: PLC0415

    with waiting("Reading the graph"):
        account = Account(read_graph(graphs or default_graph()))
    found = account.find(iri)
    sections = account.sections(found)
    if as_json:
        told = [{"heading": section.heading, "lines": list(section.lines)} for section in sections]
        put_json({"iri": found, "sections": told})
        return
    for number, section in enumerate(sections):
        if number:
            click.echo()
        click.echo(click.style(section.heading, bold=True))
        for line in section.lines:
            click.echo(f"  {line}")
