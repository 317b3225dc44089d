"""`kgbuild load`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from kgbuild.cli.credentials import HELP, credentials
from kgbuild.cli.export import build_graph
from kgbuild.cli.options import (
    PATH,
    Chosen,
    base_iri,
    documents_option,
    extractor_options,
    reading_options,
)
from kgbuild.cli.printing import json_option, put_json
from kgbuild.cli.reading import Console, count, found_in, waiting

if TYPE_CHECKING:
    from kgbuild.stores import LoadReport, Store, Transport

T = TypeVar("T")

KINDS = ("fuseki", "graphdb", "rdf4j", "oxigraph", "sparql")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class _Options:
    documents: tuple[Path, ...]
    kind: str | None
    name: str | None
    create: bool
    update_url: str | None
    unnamed: str | None
    check_all: bool
    all_again: bool
    jobs: int
    timeout: float
    zipped: bool | None
    chosen: Chosen
    base: str | None
    as_json: bool


@click.command(short_help="Bring a remote store into step with a graph.", epilog=HELP)
@click.argument("url")
@click.argument("graphs", nargs=-1, type=PATH)
@documents_option(
    "Read documents instead of graph files. [default without GRAPHS: the reports that come with kgbuild]"
)
@click.option("--store", "kind", type=click.Choice(KINDS), help="Kind of store. [default: found out]")
@click.option(
    "--dataset",
    "--repository",
    "name",
    metavar="NAME",
    help="What to load into, where URL is only the address of the server.",
)
@click.option("--create", is_flag=True, help="Make the dataset or repository if there is none.")
@click.option(
    "--update-url",
    metavar="URL",
    help="Where updates go, if not to URL; for endpoints of no kind named above.",
)
@click.option(
    "--graph", "unnamed", metavar="IRI", help="Where triples outside all named graphs go, see below."
)
@click.option("--check-all", is_flag=True, help="Count also the graphs that were there already.")
@click.option("--all", "all_again", is_flag=True, help="Send all graphs, whatever is there already.")
@click.option("--jobs", type=click.IntRange(1, 8), default=2, show_default=True, help="Requests at a time.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long an answer may take.",
)
@click.option(
    "--gzip/--no-gzip", "zipped", default=None, help="[default: to other machines, where they take it]"
)
@extractor_options
@click.option("--base", metavar="IRI", callback=base_iri, help="What names begin with, as in kgbuild export.")
@json_option
@reading_options
@click.pass_context
def load(ctx: click.Context, /, url: str, graphs: tuple[Path, ...], **options: Any) -> None:
    """Bring the store at URL into step with GRAPHS, files that `kgbuild export` wrote.

    Each document is a named graph there. Only those that changed since the last load are sent, those that
    GRAPHS no longer has are removed, and a second run sends nothing. Graphs that others have put there are
    left alone. A reader sees all of a document or nothing of it; a load that was stopped is finished by
    running it again.

    Export to .nq or .trig: .ttl has no names of graphs, so that all of it becomes one.

    \b
    Examples:
      kgbuild load http://localhost:3030/kg out.nq --create            Fuseki
      kgbuild load http://localhost:7200/repositories/kg out.nq        GraphDB, RDF4J
      kgbuild load http://localhost:7878 -d reports/                   Oxigraph
    """  # noqa: D301 - click reads the backspace
    given = _Options(**options)
    if graphs and (given.documents or given.chosen):
        other = "--documents" if given.documents else "--model" if not given.chosen.name else "--extractor"
        raise click.UsageError(f"GRAPHS and {other} exclude each other: graphs are already made of documents")
    from kgbuild.stores import Transport  # noqa: PLC0415

    transport = Transport(credentials(url), seconds=given.timeout, connections=given.jobs + 1, notice=_notice)
    try:
        with tempfile.TemporaryDirectory(prefix="kgbuild-") as folder:
            code = _load(transport, url, graphs, given, Path(folder))
    finally:
        transport.close()
    ctx.exit(code)


def _load(transport: Transport, url: str, graphs: Sequence[Path], given: _Options, spool: Path) -> int:
    """Do it; return the exit code."""
    from kgbuild.stores import BASE, LOCAL_NAME, collect, connect, scan, sync  # noqa: PLC0415

    found = _begun(lambda: scan(graphs)) if graphs else None
    base = given.base or BASE
    manifest = base + LOCAL_NAME
    store = connect(transport, url, manifest, kind=given.kind, name=given.name, update_url=given.update_url)
    if given.create and store.create():
        _notice(f"made {store.url}")
    transport.zipped = _zipped(store, url) if given.zipped is None else given.zipped
    known = store.entries()  # before hours of reading: whether it is there and may be asked
    console = Console()
    if found is None:
        graphs = (spool / "export.nq",)
        _export(given, graphs[0], base, console)
        found, known = _begun(lambda: scan(graphs)), store.entries()
    _warn_of_one_graph(graphs)
    with waiting("Comparing"):
        shares = collect(found.result(), spool, given.unnamed or f"{base}graph/export", known)
    began = time.monotonic()
    with _bar() as (begin, progress):
        report = sync(
            store,
            shares,
            known=known,
            jobs=given.jobs,
            all_again=given.all_again,
            check_all=given.check_all,
            begin=begin,
            progress=progress,
        )
    seconds = time.monotonic() - began
    if given.as_json:
        put_json({"store": store.url} | asdict(report) | {"seconds": round(seconds, 1)} | console.as_dict())
    else:
        _tell(store, report, seconds, console.and_left_out())
    return console.exit_code()


def _begun(work: Callable[[], T]) -> Future[T]:
    """Begin work in a thread, which does not keep the program from ending."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def _zipped(store: Store, url: str) -> bool:
    """Packing costs more time than it saves where no network is in between."""
    return store.takes_gzip and (urlsplit(url).hostname or "") not in _LOCAL


def _export(given: _Options, path: Path, base: str, console: Console) -> None:
    """Read documents and write their graph to a file."""
    from kgbuild.export import write  # noqa: PLC0415

    bundles = found_in(given.documents, given.chosen, console)
    dataset, _ = build_graph(bundles, base, (), console)
    write(dataset, path, "nq", base)


def _warn_of_one_graph(graphs: Sequence[Path]) -> None:
    from kgbuild.engine.files import WITH_NAMES, format_of  # noqa: PLC0415

    for path in graphs:
        if format_of(path) not in WITH_NAMES:
            _notice(
                f"{path}: {path.suffix} has no names of graphs, so all of it is one graph, sent again after "
                "each change: export to .nq for a graph per document"
            )


def _notice(text: str) -> None:
    click.echo(f"Note: {text}", err=True)


def _tell(store: Store, report: LoadReport, seconds: float, left_out: str) -> None:
    parts = [
        f"{count(report.sent, 'graph')} sent ({count(report.triples, 'triple')})",
        f"{report.removed:,} removed",
        f"{report.same:,} unchanged",
    ]
    rate = f", {report.triples / seconds:,.0f} triples/s" if report.triples else ""
    requests = count(report.requests, "request")
    click.echo(
        f"{', '.join(parts)}{left_out}: {store.url} is up to date ({requests}, {seconds:.1f} s{rate})",
        err=True,
    )


@contextmanager
def _bar() -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """Show on a terminal how many triples a second arrive; yield what begins and what moves the bar."""
    if not sys.stderr.isatty():
        yield (lambda _: None), (lambda _: None)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("Loading"),
        BarColumn(),
        TaskProgressColumn(show_speed=True),
        TextColumn("{task.completed:,} of {task.total:,} triples, {task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("Loading", total=0, rate=0.0)
    began = time.monotonic()

    def progress(triples: int) -> None:
        bar.advance(task, triples)
        done = bar.tasks[0].completed
        bar.update(task, rate=done / max(time.monotonic() - began, 1e-9))

    with bar:
        yield (lambda total: bar.update(task, total=total)), progress
