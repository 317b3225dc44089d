"""A graph in several compressed files, each a stretch of the one sorted file, as bulk loaders like them."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from rdflib import Dataset

from kgbuild.errors import ExportError
from kgbuild.export.counting import Count
from kgbuild.export.order import Order
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.store import as_store

_NAME = "part-{:05}.nq.gz"
_LEVEL = 6


def write_shards(dataset: Dataset, folder: Path, shards: int, base: str = BASE) -> int:
    """Write a graph to a folder as `shards` gzip files of N-Quads, `part-00000.nq.gz` and so on.

    One after the other they have the bytes of the one N-Quads file; none holds a statement twice, and their
    sizes differ by one statement at most. The folder appears once all is written; an older one of such files
    gives way. Returns the number of different triples. Raises ExportError where the folder holds anything
    else, or cannot be written.
    """
    check_place(folder)
    store, count = as_store(dataset), Count()
    quads = iter(count.quads(Order(base).quads(store)))
    total = len(store)
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        try:
            for number in range(shards):
                size = total * (number + 1) // shards - total * number // shards
                _write_one(islice(quads, size), aside / _NAME.format(number))
            aside.chmod(0o755)
            _take_the_place(aside, folder)
        except BaseException:
            with contextlib.suppress(OSError):
                shutil.rmtree(aside)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ExportError(f"{folder}: cannot be written: {reason}") from error
    return int(count)


def _take_the_place(made: Path, folder: Path) -> None:
    """Rename a folder; the one that had its name goes once the new one has it."""
    old = made.with_suffix(".old")
    if folder.is_dir():
        folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        if old.is_dir():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def check_place(folder: Path) -> None:
    """Raise ExportError where a folder of shards cannot be put."""
    if not folder.parent.is_dir():
        raise ExportError(f"{folder}: the folder {folder.parent} does not exist: make it first")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(f"{folder}: shards need a folder, and this is a file: name another place")
    others = sorted(entry.name for entry in folder.iterdir() if not entry.match("part-*.nq.gz"))
    if others:
        raise ExportError(f"{folder}: holds other files ({others[0]}): name a new or an empty folder")


def _write_one(quads: Iterable[ox.Quad], path: Path) -> None:
    # Neither name nor time: the same statements have the same bytes
    with path.open("wb") as file, gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as stream:
        ox.serialize(quads, cast(IO[bytes], stream), ox.RdfFormat.N_QUADS)
