"""A graph in several compressed files, each a stretch of the one sorted file, as bulk loaders like them."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, pairwise
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
_PIECE = 1 << 16


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
    begins = [*shard_begins(len(store), shards), len(store)]
    with folder_aside(folder) as aside:
        for number, (begin, end) in enumerate(pairwise(begins)):
            with part_stream(aside / part_name(number)) as stream:
                ox.serialize(islice(quads, end - begin), stream, ox.RdfFormat.N_QUADS)
    return int(count)


def shard_begins(total: int, shards: int) -> list[int]:
    """Return which of so many statements each shard begins with."""
    return [total * number // shards for number in range(shards)]


def part_name(number: int) -> str:
    """Return the name of the file of a shard."""
    return _NAME.format(number)


class _Even:
    """Hands bytes on in pieces of one size: what zlib makes of them depends on how they come."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        ready = len(self._waiting) // _PIECE * _PIECE
        for begin in range(0, ready, _PIECE):
            self._stream.write(self._waiting[begin : begin + _PIECE])
        del self._waiting[:ready]
        return len(data)

    def flush(self) -> None:
        """Wait: only the end is of another size."""

    def end(self) -> None:
        self._stream.write(self._waiting)


@contextmanager
def part_stream(path: Path) -> Iterator[IO[bytes]]:
    """Yield a stream that packs what is written to a file: the same bytes for the same, however it comes."""
    # Neither name nor time
    with path.open("wb") as file, gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as stream:
        even = _Even(stream)
        yield cast(IO[bytes], even)
        even.end()


@contextmanager
def folder_aside(folder: Path) -> Iterator[Path]:
    """Yield a folder beside another that takes its place once the block has ended well.

    Raises ExportError where it cannot be written.
    """
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        try:
            yield aside
            aside.chmod(0o755)
            _take_the_place(aside, folder)
        except BaseException:
            with contextlib.suppress(OSError):
                shutil.rmtree(aside)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ExportError(f"{folder}: cannot be written: {reason}") from error


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
