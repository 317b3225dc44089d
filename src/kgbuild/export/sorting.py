"""Statements in order, however many: what does not fit in memory is sorted in runs on disk, then merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

import pyoxigraph as ox

RUN = 10_000
"""Statements that are sorted in memory at once."""
_FILES = 64
"""Runs that are open at once."""

Key = Callable[[ox.Quad], Any]


def in_order(quads: Iterable[ox.Quad], key: Key, run: int = RUN) -> Iterator[ox.Quad]:
    """Yield quads in the order of their keys; holds a run of them, and a file for each further one."""
    source = iter(quads)
    first = sorted(islice(source, run), key=key)
    ahead = list(islice(source, 1))
    if not ahead:
        yield from first
        return
    files = [_laid_aside(first)]
    source = chain(ahead, source)
    try:
        while chunk := sorted(islice(source, run), key=key):
            if len(files) == _FILES:
                whole = _laid_aside(_merged(files, key))
                _close(files)
                files = [whole]
            files.append(_laid_aside(chunk))
        yield from _merged(files, key)
    finally:
        _close(files)


def _laid_aside(quads: Iterable[ox.Quad]) -> IO[bytes]:
    file = tempfile.TemporaryFile(prefix="kgbuild-")  # noqa: SIM115 - whoever gets it closes it
    try:
        ox.serialize(quads, file, ox.RdfFormat.N_QUADS)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _merged(files: Iterable[IO[bytes]], key: Key) -> Iterator[ox.Quad]:
    runs = [ox.parse(file, ox.RdfFormat.N_QUADS) for file in files]
    return heapq.merge(*runs, key=key)


def _close(files: Iterable[IO[bytes]]) -> None:
    for file in files:
        file.close()
