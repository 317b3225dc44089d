"""Graphs from their store on disk, as rdflib has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kgbuild.engine.kept import give_up, open_store
from kgbuild.errors import DamagedError
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.store import as_dataset


@contextmanager
def open_graph(
    paths: Sequence[Path],
    folder: Path,
    base: str = BASE,
    making: Callable[[], None] = lambda: None,
) -> Iterator[Dataset]:
    """Yield the graph of some files from their store below `folder`, which is made first where there is none.

    `making` is called before that is done, since it takes as long as reading the files. The graph can be
    read, not changed. Raises GraphFileError when a file cannot be read, StoreError where no store can be.
    """
    with ExitStack() as stack:
        place = stack.enter_context(open_store(paths, folder, making=making))
        try:
            store = _read_only(place)
        except DamagedError:
            stack.close()
            if not give_up(place):
                raise
            store = _read_only(stack.enter_context(open_store(paths, folder, making=making)))
        yield as_dataset(store, base)


def _read_only(place: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(place))
    except (OSError, RuntimeError) as error:
        told = str(error).splitlines()[0]
        raise DamagedError(f"{place}: the store cannot be opened: {told}") from error
