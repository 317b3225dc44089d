"""`kgbuild serve`."""

from __future__ import annotations

import json
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kgbuild.cli.graphs import are_large, cache, default_graph, given_up, note_for, store_option
from kgbuild.cli.limits import limit_options, limits
from kgbuild.cli.options import PATH
from kgbuild.cli.printing import json_option
from kgbuild.cli.reading import waiting
from kgbuild.cli.texts import text_options, texts_at
from kgbuild.errors import StoreError

if TYPE_CHECKING:
    from kgbuild.engine.limits import Limits
    from kgbuild.web import Backend

HOST = "127.0.0.1"
PORT = 7878


@click.command(short_help="Look at a graph on this machine, in a browser.")
@click.argument("graphs", nargs=-1, type=PATH, metavar="[GRAPH]...")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where to listen, on this machine only; 0 takes any free port.",
)
@store_option
@click.option(
    "--writable",
    is_flag=True,
    help="Let programs change the graph in --store-dir. The files it was made of stay as they are.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long a query may take.",
)
@limit_options
@click.option(
    "--jobs",
    type=click.IntRange(1, 32),
    default=4,
    show_default=True,
    help="Queries that are answered at a time.",
)
@click.option("--queries", "folder", type=PATH, metavar="DIR", help="A folder with .rq files of your own.")
@text_options
@click.option(
    "--review",
    type=PATH,
    metavar="FILE",
    help="Let claims be accepted, changed, rejected and added on the pages of documents. Decisions are added "
    "to FILE. Only whoever opens the address that is printed may decide.",
)
@click.option("--reviewer", metavar="NAME", help="Who decides. [default: the user's name on this machine]")
@json_option
def serve(
    graphs: tuple[Path, ...],
    port: int,
    store_dir: Path | None,
    writable: bool,
    timeout: float,
    rows: int,
    memory: int,
    federation: bool,
    jobs: int,
    folder: Path | None,
    texts: tuple[Path, ...],
    documents: tuple[Path, ...],
    review: Path | None,
    reviewer: str | None,
    as_json: bool,
) -> None:
    """Serve graph files, out.ttl if none is named: pages to look at them, and a SPARQL endpoint.

    The pages at http://127.0.0.1:7878, for this machine only, show who says what of which event, and where it
    stands in the text; the endpoint is http://127.0.0.1:7878/sparql. Ctrl-C stops it. Pages of other sites
    get nothing, queries ask no other server, and one that takes more than the options below allow is ended
    while others are answered.

    \b
    Examples:
      kgbuild serve
      kgbuild serve news.ttl more.nq --port 8080
      kgbuild serve news.ttl --texts news.zip          with the texts that export --texts put beside it
      kgbuild serve --writable --store-dir my-store    a store of your own, to be filled by kgbuild load
    """  # noqa: D301 - click reads the backspace
    if writable and store_dir is None:
        raise click.UsageError("what is written needs a place: name one with --store-dir")
    if reviewer and not review:
        raise click.UsageError("a reviewer needs a file to decide in: name one with --review")
    from kgbuild.query import saved_queries  # noqa: PLC0415
    from kgbuild.web import make_app  # noqa: PLC0415

    queries = saved_queries(folder)
    text_of = texts_at(texts, documents)
    paths = _paths(graphs, store_dir, writable)
    most = limits(timeout, rows, memory, federation)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # and so put everything in order
    with ExitStack() as stack:
        listening = stack.enter_context(_listen(port))
        with waiting("Opening the store"):
            place, making = _place(stack, paths, store_dir)
            backend = stack.enter_context(_backend(paths, place, writable, making, most, jobs))
        name = ", ".join(path.name for path in paths) or str(store_dir)
        _run(
            make_app(backend, queries, name, text_of, (review, reviewer or _user()) if review else None),
            listening,
            writable,
            backend.close,
            as_json,
        )


def _paths(graphs: Sequence[Path], store_dir: Path | None, writable: bool) -> list[Path]:
    """Return the files to serve: none where the store alone is, out.ttl where nothing is named."""
    from kgbuild.engine.kept import has_own  # noqa: PLC0415

    if graphs or writable or (store_dir and has_own(store_dir)):
        return list(graphs)
    return default_graph()


def _place(
    stack: ExitStack, paths: Sequence[Path], store_dir: Path | None
) -> tuple[Path, Callable[[], None]]:
    """Return the folder for the store of some files, and what tells that one is made there."""
    if store_dir is not None:
        return store_dir, lambda: None
    if are_large(paths):
        return cache(), note_for(None)
    return Path(stack.enter_context(TemporaryDirectory())), lambda: None


@contextmanager
def _backend(
    paths: Sequence[Path],
    place: Path,
    writable: bool,
    making: Callable[[], None],
    most: Limits,
    jobs: int,
) -> Iterator[Backend]:
    """Yield what answers from the store of some files, which is made anew where it is damaged."""
    from kgbuild.engine.kept import open_store  # noqa: PLC0415
    from kgbuild.engine.process import Source  # noqa: PLC0415
    from kgbuild.errors import DamagedError  # noqa: PLC0415
    from kgbuild.web import Backend  # noqa: PLC0415

    def opened(stack: ExitStack) -> Backend:
        store = stack.enter_context(open_store(paths, place, writing=writable, making=making))
        try:
            return stack.enter_context(Backend(store, most, writable=writable, jobs=jobs))
        except DamagedError:
            if not given_up(Source("read", (store,))):
                raise
            stack.close()
            return opened(stack)

    with ExitStack() as stack:
        yield opened(stack)


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"port {port} cannot be had ({reason}): choose another with --port, or any free one with --port 0"
        ) from error
    return listening


def _run(
    app: object, listening: socket.socket, writable: bool, close: Callable[[], None], as_json: bool
) -> None:
    import uvicorn  # noqa: PLC0415
    from starlette.applications import Starlette  # noqa: PLC0415

    assert isinstance(app, Starlette)
    address = f"http://{HOST}:{listening.getsockname()[1]}"
    review = app.state.review

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if as_json:  # on one line, so that whoever started it can read that far
                told = {"address": address, "sparql": f"{address}/sparql", "writable": writable}
                click.echo(json.dumps(told | {"review": f"{address}{review}" if review else None}))
            else:
                click.echo(
                    f"Serving at {address} (SPARQL: {address}/sparql{', writable' if writable else ''})"
                )
                if review:
                    click.echo(f"To review, open {address}{review}")
            click.echo("Press Ctrl-C to stop.", err=True)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            close()  # so that whoever still waits for an answer is told that none comes
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    Server(config).run(sockets=[listening])


def _user() -> str:
    import getpass  # noqa: PLC0415

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise click.UsageError("this machine has no name for you: give one with --reviewer") from error
