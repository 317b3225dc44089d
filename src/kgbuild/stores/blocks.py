"""A file of N-Quads in blocks, each the lines of one graph as they lie there, without reading the lines.

Only the ends of a few lines are looked at: a block whose bytes are known from an earlier load needs no more,
and one whose bytes are not known is read and checked by `content`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

LARGEST = 32 << 20
"""Bytes of one graph that are held in memory; what is larger is sorted on disk."""
_PIECE = 4 << 20
_STEP = 1 << 16
"""How far after the first line of a graph its end is looked for at first."""
_STOP = b" .\n"
_END = re.compile(rb" (<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*>) \.\n\Z")


class NotPlainError(Exception):
    """The file is no N-Quads in one piece per graph; the line that shows it is of no interest."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a file that begins and ends with lines of the same graph."""

    graph: str
    digest: str
    """SHA-256 of its bytes."""
    path: Path
    offset: int
    size: int

    def read(self) -> bytes:
        """Return its bytes."""
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            return stream.read(self.size)

    @property
    def end(self) -> bytes:
        """What each of its lines ends with, if it is plain."""
        return f" <{self.graph}> .\n".encode()


def blocks(path: Path) -> Iterator[Block]:
    """Yield the blocks of a file, which together are all of it.

    Raises NotPlainError where a graph has no end to its first line as `kgbuild export` writes it, or is too
    large; OSError where the file cannot be read.
    """
    offset = 0
    data = b""
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(_PIECE):
            data += piece
            start, found = 0, data.rfind(b"\n") + 1
            while start < found:
                stop, graph = _stop(data, start, found)
                if stop == found:
                    break  # it may go on in the next piece
                yield _block(data, start, stop, graph, path, offset)
                start = stop
            offset += start
            data = data[start:]
            if len(data) > LARGEST:
                raise NotPlainError
    start = 0
    while start < len(data):
        stop, graph = _stop(data, start, len(data))
        yield _block(data, start, stop, graph, path, offset)
        start = stop


def _block(data: bytes, start: int, stop: int, graph: bytes, path: Path, offset: int) -> Block:
    digest = hashlib.sha256(memoryview(data)[start:stop]).hexdigest()
    try:
        name = graph[1:-1].decode()
    except UnicodeDecodeError as error:
        raise NotPlainError from error
    return Block(name, digest, path, offset + start, stop - start)


def _stop(data: bytes, start: int, last: int) -> tuple[int, bytes]:
    """Return where the lines that begin at `start` cease to be of one graph, and the name of that graph.

    All before `last` are whole lines. Where a graph lies in several pieces, the place may be too far on:
    whoever needs to be sure looks at each line.
    """
    inside = data.find(b"\n", start, last) + 1
    named = _END.search(data, data.rfind(b" <", start, inside), inside) if inside else None
    if named is None:
        raise NotPlainError
    end = named[0]
    step, outside = _STEP, last + 1
    while inside < last:
        after = data.find(b"\n", min(inside + step, last - 1), last) + 1
        if not data.endswith(end, start, after):
            outside = after
            break
        inside, step = after, 2 * step
    while inside < outside - 1:
        middle = data.find(b"\n", (inside + outside) // 2, outside - 1) + 1
        middle = middle or data.find(b"\n", inside, outside - 1) + 1
        if not middle:
            break
        if data.endswith(end, start, middle):
            inside = middle
        else:
            outside = middle
    return inside, named[1]


def content(block: Block) -> tuple[bytes, int]:
    """Return the triples of a block as N-Triples, sorted, each once, and how many they are.

    Raises NotPlainError unless all lines are of its graph, spelled as `kgbuild export` spells them, and
    without blank nodes.
    """
    data = block.read()
    lines = data.split(block.end)
    if lines.pop() or len(lines) != data.count(b"\n"):
        raise NotPlainError
    del data
    lines = sorted(set(lines))
    text = _STOP.join((*lines, b""))
    if not _is_canonical(text):
        raise NotPlainError
    return text, len(lines)


def _is_canonical(text: bytes) -> bool:
    """Whether N-Triples are spelled as pyoxigraph spells them, and name all that they speak of."""
    try:
        if ox.serialize(ox.parse(text, ox.RdfFormat.N_TRIPLES), format=ox.RdfFormat.N_QUADS) != text:
            return False
        # What may be a blank node is rare enough to be looked at twice
        return not any(mark in text for mark in (b"_:", b"<<(")) or all(
            isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
            for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)
        )
    except (SyntaxError, ValueError):
        return False
