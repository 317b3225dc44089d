"""`kgbuild check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.options import PATH
from kgbuild.cli.reading import count, waiting

if TYPE_CHECKING:
    from rdflib import Dataset

    from kgbuild.validate import Violation


@click.command(short_help="Check a graph against shapes and ontology.")
@click.argument("graphs", nargs=-1, required=True, type=PATH, metavar="GRAPH...")
@click.option(
    "--shapes-only",
    is_flag=True,
    help="Leave out the reasoner, which needs Java and takes half a minute and more.",
)
@click.pass_context
def check(ctx: click.Context, graphs: tuple[Path, ...], shapes_only: bool) -> None:
    """Check that a graph keeps to the shapes, and is consistent with the ontology.

    The shapes say what every node must have; the ontology, what no node can be at once. Several graphs are
    checked as one. Ends with exit code 1 when something is wrong.

    \b
    Examples:
      kgbuild check out.ttl
      kgbuild check monday.ttl tuesday.ttl --shapes-only
    """  # noqa: D301 - click reads the backspace
    from kgbuild.graph import read_graph  # noqa: PLC0415

    dataset = read_graph(graphs)
    fine = _shapes(dataset)
    if not shapes_only:
        fine &= _ontology(dataset)
    if not fine:
        ctx.exit(1)


def _shapes(dataset: Dataset) -> bool:
    from kgbuild.validate import check_shapes  # noqa: PLC0415

    with waiting("Trying the shapes"):
        violations = check_shapes(dataset)
    for violation in violations:
        click.echo(_in_words(violation))
    verdict = f"broken in {count(len(violations), 'place')}" if violations else "kept"
    click.echo(f"Shapes: {verdict} ({count(len(dataset), 'triple')}).")
    return not violations


def _ontology(dataset: Dataset) -> bool:
    from kgbuild.validate import check_consistency  # noqa: PLC0415

    with waiting("Asking the reasoner"):
        answer = check_consistency(dataset)
    if answer.consistent is None:
        click.echo(f"Ontology: left out, {answer.left_out}.")
    elif answer.consistent:
        click.echo("Ontology: consistent (without dates, which the shapes look at).")
    else:
        click.echo("Ontology: inconsistent: some node is two things that nothing can be at once.")
    return answer.consistent is not False


def _in_words(violation: Violation) -> str:
    value = f" Here it is {violation.value}." if violation.value else ""
    place = f" In {violation.document}." if violation.document else ""
    quote = f" “{violation.quote}”" if violation.quote else ""
    return f"{violation.node}: {violation.message}{value}{place}{quote}"
