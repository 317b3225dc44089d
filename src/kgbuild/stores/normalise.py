"""Any graph files as one file of N-Quads, sorted by graph and triple, each once, in flat memory."""

from __future__ import annotations

import hashlib
import heapq
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kgbuild.engine.files import format_of
from kgbuild.errors import GraphFileError

_RUN = 48 << 20
"""Bytes that are sorted in memory at a time."""
# Sorts before all that can stand in an IRI, so that lines sort by graph and then by triple
_SPLIT = b"\x00"


def normalised(paths: Sequence[Path], folder: Path, unnamed: str) -> Path:
    """Write the quads of files to a new file in the folder, and return it.

    Triples outside all named graphs come into the graph `unnamed`. Raises GraphFileError.
    """
    runs = [_write(sorted(set(lines)), folder) for lines in _runs(_lines(paths, unnamed))]
    with ExitStack() as stack:
        streams = [stack.enter_context(run.open("rb", buffering=1 << 18)) for run in runs]
        merged = (line for line, _ in groupby(heapq.merge(*streams)))
        whole = _write(map(_quad, merged), folder)
    for run in runs:
        run.unlink()
    return whole


def _lines(paths: Iterable[Path], unnamed: str) -> Iterator[bytes]:
    """Yield each quad as a line that begins with its graph."""
    for path in paths:
        for quad in _parsed(path):
            triple = quad.triple
            graph = quad.graph_name
            if not (isinstance(triple.subject, ox.NamedNode) and _is_ground(triple.object)):
                raise GraphFileError(
                    f"{path}: holds blank nodes, of which each load would make new ones: "
                    "load what `kgbuild export` wrote, which has none"
                )
            name = unnamed if isinstance(graph, ox.DefaultGraph) else graph.value
            yield b"<%b>%b%b\n" % (name.encode(), _SPLIT, str(triple).encode())


def _is_ground(term: object) -> bool:
    return isinstance(term, ox.NamedNode | ox.Literal)


def _parsed(path: Path) -> Iterator[ox.Quad]:
    format_ = format_of(path)
    try:
        with path.open("rb") as stream:
            for quad in ox.parse(stream, format_):
                if isinstance(quad.graph_name, ox.BlankNode):
                    raise GraphFileError(f"{path}: a graph is named by a blank node: name it by an IRI")
                yield quad
    except SyntaxError as error:
        reason = str(error.msg or error).splitlines()[0]
        raise GraphFileError(f"{path}: malformed: {reason}: export it again") from error
    except OSError as error:
        raise GraphFileError(
            f"{path}: cannot be read: {(error.strerror or str(error)).lower()}: name a graph file"
        ) from error


def _runs(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    run: list[bytes] = []
    size = 0
    for line in lines:
        run.append(line)
        size += len(line)
        if size > _RUN:
            yield run
            run, size = [], 0
    if run:
        yield run


def _quad(line: bytes) -> bytes:
    graph, _, triple = line.rstrip(b"\n").partition(_SPLIT)
    return b"%b %b .\n" % (triple, graph)


def _write(lines: Iterable[bytes], folder: Path) -> Path:
    number, name = tempfile.mkstemp(dir=folder, suffix=".nq")
    with os.fdopen(number, "wb") as stream:
        stream.writelines(lines)
    return Path(name)


@dataclass(frozen=True, slots=True)
class FileSection:
    """A graph in a file that is sorted by graph and triple."""

    graph: str
    digest: str
    """SHA-256 of its N-Triples."""
    block: str
    """SHA-256 of its lines."""
    triples: int
    size: int
    """Bytes of its lines."""


def sections(path: Path) -> Iterator[FileSection]:
    """Yield the graphs of a file that `normalised` has written, in flat memory."""
    with path.open("rb", buffering=1 << 20) as stream:
        for graph, lines in groupby(stream, _graph):
            digest, block = hashlib.sha256(), hashlib.sha256()
            triples = size = 0
            for line in lines:
                digest.update(line[: -len(graph) - 4] + b" .\n")
                block.update(line)
                triples += 1
                size += len(line)
            yield FileSection(graph[1:-1].decode(), digest.hexdigest(), block.hexdigest(), triples, size)


def _graph(line: bytes) -> bytes:
    return line.rsplit(b" ", 2)[1]
