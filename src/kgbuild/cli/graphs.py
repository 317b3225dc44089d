"""Which graph files are asked, and where a store of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kgbuild.cli.cache import cache_folder
from kgbuild.cli.options import PATH
from kgbuild.errors import QueryError, StoreError

if TYPE_CHECKING:
    from kgbuild.engine.process import Source

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_GRAPH = Path("out.ttl")


def store_option(command: F) -> F:
    """Add --store-dir."""
    return click.option(
        "--store-dir",
        type=PATH,
        metavar="DIR",
        help="Keep a store of the graph there, in step with its files, so that they are read only once. "
        "[default: graphs over 20 MB have one in the user's cache folder]",
    )(command)


def default_graph() -> list[Path]:
    """Return out.ttl. Raises QueryError where there is none."""
    if not DEFAULT_GRAPH.is_file():
        raise QueryError(
            f"there is no {DEFAULT_GRAPH} here: run `kgbuild export {DEFAULT_GRAPH}` first, "
            "or name a graph with --graph"
        )
    return [DEFAULT_GRAPH]


def cache() -> Path:
    """Return the folder for stores of large graphs, which can be removed at any time."""
    return cache_folder() / "stores"


@contextmanager
def opened(paths: Sequence[Path], store_dir: Path | None, keep: bool = True) -> Iterator[Source]:
    """Yield what an engine answers from: files, or their store where one is asked for or they are large.

    With `keep` false no store is made unless `store_dir` asks for it.
    """
    from kgbuild.engine.process import Source  # noqa: PLC0415

    if store_dir is None and not (keep and are_large(paths)):
        yield Source("files", tuple(paths))
        return
    from kgbuild.engine.kept import forget_gone, open_store  # noqa: PLC0415

    with ExitStack() as stack:
        try:
            place = stack.enter_context(open_store(paths, store_dir or cache(), making=note_for(store_dir)))
            source = Source("read", (place,))
            if store_dir is None:
                forget_gone(cache())
        except StoreError:
            if store_dir is not None:
                raise
            source = Source("files", tuple(paths))  # nobody asked for a store
        yield source


def given_up(source: Source) -> bool:
    """Have a damaged store be made anew the next time, and say so; tell whether that can be."""
    from kgbuild.engine.kept import give_up  # noqa: PLC0415

    if source.mode == "files" or not give_up(source.paths[0]):
        return False
    click.echo(f"Note: the store in {source.paths[0].parent.parent} is damaged and is made anew.", err=True)
    return True


def are_large(paths: Sequence[Path]) -> bool:
    """Tell whether files are worth a store."""
    from kgbuild.engine.files import LARGE  # noqa: PLC0415

    return sum(path.stat().st_size for path in paths if path.is_file()) >= LARGE


def note_for(store_dir: Path | None) -> Callable[[], None]:
    """Return what tells that a store is made, and where, if that was not asked for."""

    def note() -> None:
        if store_dir is None:
            click.echo(
                f"Note: a store of this graph is made in {cache()}, so that it is read only once; "
                "--no-store leaves none.",
                err=True,
            )

    return note
