"""`kgbuild query`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.options import PATH
from kgbuild.cli.reading import count, waiting
from kgbuild.errors import QueryError

if TYPE_CHECKING:
    from kgbuild.query import Parameter, SavedQuery

DEFAULT_GRAPH = Path("out.ttl")


@click.command(short_help="Ask a graph a saved question.")
@click.argument("name", required=False)
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help="What to ask for; can be given several times. States go by code or name: state=PRK, state=Chad.",
)
@click.option(
    "-g",
    "--graph",
    "graphs",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="The graph to ask; several are asked as one. [default: out.ttl in the current folder]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "list", "csv", "json")),
    default="table",
    show_default=True,
    help="table, and list with one value a line, show names and leave out IRIs; "
    "csv and json are SPARQL's result formats, and hold all.",
)
@click.option("--queries", "folder", type=PATH, metavar="DIR", help="A folder with .rq files of your own.")
def query(
    name: str | None, params: tuple[str, ...], graphs: tuple[Path, ...], format_: str, folder: Path | None
) -> None:
    """Ask a graph the saved question NAME; without NAME, list the saved questions.

    Each row of an answer names the document, the words, and where in the text they begin.

    \b
    Examples:
      kgbuild query
      kgbuild query contradictions
      kgbuild query positions --param state=IRN --graph out.ttl
      kgbuild query transfers -p recipient=Russia -p kind=missile --format csv
    """  # noqa: D301 - click reads the backspace
    from kgbuild.query import find, run, saved_queries  # noqa: PLC0415

    queries = saved_queries(folder)
    if name is None:
        if params or graphs:
            raise click.UsageError("name the query to run; `kgbuild query` lists them")
        _list(queries)
        return
    asked = find(name, queries)
    values = _values(params)
    from kgbuild.graph import read_graph  # noqa: PLC0415

    with waiting("Asking the graph"):
        rows = run(read_graph(graphs or _default_graph()), asked, values)
    if format_ in ("table", "list"):
        from kgbuild.cli.table import show  # noqa: PLC0415

        show(rows, as_list=format_ == "list")
        click.echo(count(len(rows.rows), "row"), err=True)
    else:
        from kgbuild.query import write_csv, write_json  # noqa: PLC0415

        (write_csv if format_ == "csv" else write_json)(rows, sys.stdout.buffer)


def _values(params: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise click.BadParameter(f"{param!r} is not of the form KEY=VALUE", param_hint="--param")
        if key in values:
            raise click.BadParameter(f"{key} is given twice", param_hint="--param")
        values[key] = value
    return values


def _default_graph() -> list[Path]:
    if not DEFAULT_GRAPH.is_file():
        raise QueryError(
            f"there is no {DEFAULT_GRAPH} here: run `kgbuild export {DEFAULT_GRAPH}` first, "
            "or name a graph with --graph"
        )
    return [DEFAULT_GRAPH]


def _list(queries: Sequence[SavedQuery]) -> None:
    for saved in queries:
        click.echo(click.style(saved.name, bold=True) + f": {saved.answers}")
        for parameter in saved.parameters:
            click.echo(f"    --param {parameter.name}=...  {_described(parameter)}")
        click.echo(f"    {saved.example}")
    if not sys.stdout.isatty():
        return
    click.echo("\nRun one with `kgbuild query NAME`.")


def _described(parameter: Parameter) -> str:
    if parameter.required:
        rule = "required"
    else:
        rule = f"{parameter.default} unless given" if parameter.default else "optional"
    return f"{parameter.meaning} ({parameter.type}, {rule})"
