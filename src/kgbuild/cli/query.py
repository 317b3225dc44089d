"""`kgbuild query`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.credentials import HELP, credentials
from kgbuild.cli.graphs import default_graph, given_up, opened, store_option
from kgbuild.cli.limits import limit_options, limits
from kgbuild.cli.nothing import why_none
from kgbuild.cli.options import PATH, graph_files_option
from kgbuild.cli.printing import JSON, put_json
from kgbuild.cli.reading import count, waiting

if TYPE_CHECKING:
    from rdflib import Graph

    from kgbuild.engine.limits import Limits
    from kgbuild.engine.pool import Pool
    from kgbuild.query import Parameter, Rows, SavedQuery
    from kgbuild.query.asking import Asked


@click.command(short_help="Ask a graph a saved question.", epilog=HELP)
@click.argument("name", required=False)
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="KEY=VALUE",
    help="What to ask for; can be given several times. States go by code or name: state=PRK, state=Chad.",
)
@graph_files_option("The graph to ask; several are asked as one.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "list", "csv", "tsv", "json", "ttl")),
    default="table",
    show_default=True,
    help="table, and list with one value a line, show names and leave out IRIs; a table folds pairs that "
    "contradict each other into sides; csv, tsv and json are SPARQL's result formats, and hold all; ttl "
    "writes a graph, or rows as an rs:ResultSet of W3C. Of a graph, json is JSON-LD.",
)
@click.option("--queries", "folder", type=PATH, metavar="DIR", help="A folder with .rq files of your own.")
@click.option(
    "-e",
    "--endpoint",
    metavar="URL",
    help="Ask a SPARQL endpoint instead of a file, such as http://localhost:3030/DATASET/query.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long an answer may take.",
)
@limit_options
@store_option
@click.option("--no-store", is_flag=True, help="Read the graph anew, however large it is.")
def query(
    name: str | None,
    params: tuple[str, ...],
    graphs: tuple[Path, ...],
    format_: str,
    folder: Path | None,
    endpoint: str | None,
    timeout: float,
    rows: int,
    memory: int,
    federation: bool,
    store_dir: Path | None,
    no_store: bool,
) -> None:
    """Ask a graph the saved question NAME; without NAME, list the saved questions.

    Each row of an answer names the document, the words, and where in the text they begin. A query that takes
    more time, rows or memory than the options below allow is ended; it asks no other server.

    \b
    Examples:
      kgbuild query
      kgbuild query contradictions
      kgbuild query positions --param state=IRN --graph out.ttl
      kgbuild query transfers -p recipient=Russia -p kind=missile --format csv
      kgbuild query positions -p state=IRN --endpoint http://localhost:3030/news/query
    """  # noqa: D301 - click reads the backspace
    from kgbuild.query import find, saved_queries  # noqa: PLC0415

    queries = saved_queries(folder)
    if name is None:
        if params or graphs or endpoint:
            raise click.UsageError("name the query to run; `kgbuild query` lists them")
        if format_ == JSON:
            put_json([_as_dict(saved) for saved in queries])
        else:
            _list(queries)
        return
    if endpoint and (graphs or store_dir or no_store):
        raise click.UsageError("an endpoint has its own graph: leave out --graph, --store-dir and --no-store")
    if store_dir and no_store:
        raise click.UsageError("--store-dir and --no-store contradict each other")
    asked = find(name, queries)
    values = _values(params)
    if asked.form != "SELECT" and format_ not in ("table", "ttl", JSON):
        raise click.UsageError(
            f"{name} answers with a graph: leave out --format, or write --format ttl or json"
        )
    most = limits(timeout, rows, memory, federation)
    with waiting("Asking the endpoint" if endpoint else "Asking the graph"):
        if endpoint:
            answer, why = _ask(_endpoint(endpoint, most), asked, values), ""
        else:
            answer, why = _ask_graph(graphs or default_graph(), store_dir, not no_store, most, asked, values)
    _write(answer, format_)
    if why:
        click.echo(f"Note: {why}", err=True)


def _ask(asked: Asked, query: SavedQuery, values: dict[str, str]) -> Rows | Graph:
    from kgbuild.query import construct_remotely, run_remotely  # noqa: PLC0415

    return (run_remotely if query.form == "SELECT" else construct_remotely)(asked, query, values)


def _ask_engine(pool: Pool, query: SavedQuery, values: dict[str, str]) -> tuple[Rows | Graph, str]:
    """Return the answer, and why it has no rows where it has none."""
    from kgbuild.query import Local, Rows  # noqa: PLC0415

    asked = Local(pool)
    answer = _ask(asked, query, values)
    is_none = isinstance(answer, Rows) and not answer.terms
    return answer, why_none(asked, query, values) if is_none else ""


def _endpoint(url: str, most: Limits) -> Asked:
    from kgbuild.query import Endpoint  # noqa: PLC0415

    return Endpoint(url, most.seconds, credentials(url), limits=most)


def _ask_graph(
    paths: Sequence[Path],
    store_dir: Path | None,
    keep: bool,
    most: Limits,
    query: SavedQuery,
    values: dict[str, str],
) -> tuple[Rows | Graph, str]:
    """Ask graph files; a store of them that turns out to be damaged is made anew, once."""
    from kgbuild.engine.pool import Pool  # noqa: PLC0415
    from kgbuild.errors import DamagedError  # noqa: PLC0415

    with opened(paths, store_dir, keep) as source:
        try:
            with Pool(source, most, 1) as pool:
                return _ask_engine(pool, query, values)
        except DamagedError:
            if not given_up(source):
                raise
    with opened(paths, store_dir, keep) as source, Pool(source, most, 1) as pool:
        return _ask_engine(pool, query, values)


def _write(answer: Rows | Graph, format_: str) -> None:
    from kgbuild.query import Rows, write_csv, write_json, write_jsonld, write_tsv, write_ttl  # noqa: PLC0415

    if not isinstance(answer, Rows):
        (write_jsonld if format_ == JSON else write_ttl)(answer, sys.stdout.buffer)
    elif format_ == "ttl":
        write_ttl(answer, sys.stdout.buffer)
    elif format_ in ("table", "list"):
        from kgbuild.cli.folding import sides  # noqa: PLC0415
        from kgbuild.cli.table import show  # noqa: PLC0415

        folded = sides(answer) if format_ == "table" and answer.terms else None
        show(folded or answer, as_list=format_ == "list")
        if folded:
            told = f"{count(len(folded), 'claim')} on two sides or more; --format list shows "
            click.echo(f"{told}{count(len(answer), 'pair')}", err=True)
        else:
            click.echo(count(len(answer), "row"), err=True)
    else:
        {"csv": write_csv, "tsv": write_tsv, "json": write_json}[format_](answer, sys.stdout.buffer)


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


def _list(queries: Sequence[SavedQuery]) -> None:
    for saved in queries:
        click.echo(click.style(saved.name, bold=True) + f": {saved.answers}")
        for parameter in saved.parameters:
            click.echo(f"    --param {parameter.name}=...  {_described(parameter)}")
        click.echo(f"    {saved.example}")
    if not sys.stdout.isatty():
        return
    click.echo("\nRun one with `kgbuild query NAME`.")


def _as_dict(saved: SavedQuery) -> dict[str, object]:
    return {
        "name": saved.name,
        "title": saved.title,
        "answers": saved.answers,
        "form": saved.form,
        "parameters": [asdict(parameter) for parameter in saved.parameters],
        "example": saved.example,
    }


def _described(parameter: Parameter) -> str:
    if parameter.required:
        rule = "required"
    else:
        rule = f"{parameter.default} unless given" if parameter.default else "optional"
    return f"{parameter.meaning} ({parameter.type}, {rule})"
