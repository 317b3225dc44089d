"""A file that was written before, with what has changed put in its place: the rest is copied as it is.

Files are in one order, so that the place of each description is found by halving.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from kgbuild.export.order import Order
from kgbuild.export.sorting import Description, node_of
from kgbuild.export.turtle import Names, blocks, header
from kgbuild.graph.namespaces import prefixes
from kgbuild.graph.recorded import Recorded

_PIECE = 1 << 20
_PREFIX = re.compile(r"@prefix ([\w-]+): <([^>]*)> \.\n")
# What holds no prefixed names, and these
_OPAQUE = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')
_PREFIXED = re.compile(r"([\w-]+):")


class _Layout(Protocol):
    """How descriptions follow each other in a file."""

    body: int
    """Where the first begins."""

    def start(self, at: int) -> int:
        """Return where the first one begins that begins at a place or after it; else the end of the file."""

    def key(self, at: int) -> Any:
        """Return the key of the one that begins at a place."""


def spliced(path: Path, format_: str, record: Recorded, base: str) -> Iterator[bytes] | None:
    """Yield the bytes of a file as it would be written now, after the changes that a store has recorded.

    The file is what was written of the store before them. None for a format whose files cannot be changed in
    parts. Raises OSError where the file cannot be read.
    """
    if format_ == "nq":
        return _n_quads(path, record, base)
    return _turtle(path, record, base) if format_ == "ttl" else None


class _LineLayout:
    """N-Quads: a line for each statement, those of one description together."""

    body = 0

    def __init__(self, data: mmap.mmap, order: Order) -> None:
        self._data = data
        self._key = order.described_key

    def start(self, at: int) -> int:
        if at == 0:
            return 0
        found = self._data.find(b"\n", at - 1)
        return len(self._data) if found < 0 else found + 1

    def key(self, at: int) -> Any:
        return self._key(*node_of(self._data[at : self._data.find(b"\n", at) + 1].decode("utf-8")))


class _Blocks:
    """Turtle: prefixes, then a block for each subject, with an empty line before it."""

    def __init__(self, data: mmap.mmap, order: Order) -> None:
        self._data = data
        self._key = order.merged_key
        self.body = max(data.find(b"\n\n"), 0) + 1
        self.prefixes = dict(_PREFIX.findall(data[: self.body].decode("utf-8")))

    def start(self, at: int) -> int:
        found = self._data.find(b"\n\n", max(at, self.body) - 1)
        return len(self._data) if found < 0 else found + 1

    def key(self, at: int) -> Any:
        subject = self._data[at + 1 : self._data.find(b" ", at)].decode("utf-8")
        if subject[0] != "<":
            prefix, _, local = subject.partition(":")
            subject = f"<{self.prefixes[prefix]}{local}>"
        return self._key("", subject)

    def still_used(self, prefix: str, replaced: list[tuple[int, int]]) -> bool:
        """Whether a prefix stands in what is not replaced."""
        sought = f"{prefix}:".encode()
        at = self._data.find(sought, self.body)
        while at >= 0:
            end = self.start(at)
            begin = self._data.rfind(b"\n\n", 0, at) + 1
            inside = next((last for first, last in replaced if first <= at < last), None)
            if inside is None and prefix in _prefixes_in(self._data[begin:end].decode("utf-8")):
                return True
            at = self._data.find(sought, end if inside is None else inside)
        return False


def _prefixes_in(block: str) -> set[str]:
    return set(_PREFIXED.findall(_OPAQUE.sub("", block)))


def _n_quads(path: Path, record: Recorded, base: str) -> Iterator[bytes]:
    come, gone = record.changed()
    order = Order(base)
    nodes = {(quad.graph_name, quad.subject) for quad in come | gone}
    told = {
        order.described_key(found.graph, found.subject): "".join(found.lines())
        for found in (_told(record, subject, graph, order) for graph, subject in nodes)
    }
    with _opened(path) as data:
        layout = _LineLayout(data, order)
        yield from _copied(data, layout, [(*_place(data, layout, key), told[key]) for key in sorted(told)])


def _turtle(path: Path, record: Recorded, base: str) -> Iterator[bytes]:
    come, gone = record.told()
    order, names = Order(base), Names(prefixes(base))
    found = [_told(record, subject, None, order) for subject in {triple.subject for triple in come | gone}]
    keyed = {order.merged_key("", each.subject): each for each in found}
    left = [key for key in sorted(keyed) if keyed[key].said]
    written = dict(
        zip(left, (f"\n{block}" for block in blocks(map(keyed.__getitem__, left), names)), strict=True)
    )
    with _opened(path) as data:
        layout = _Blocks(data, order)
        places = [(*_place(data, layout, key), written.get(key, "")) for key in sorted(keyed)]
        replaced = [(begin, end) for begin, end, _ in places]
        for prefix, namespace in layout.prefixes.items():
            if prefix not in names.used and layout.still_used(prefix, replaced):
                names.used[prefix] = namespace
        yield header(names).encode("utf-8")
        yield from _copied(data, layout, places)


def _opened(path: Path) -> mmap.mmap:
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _told(record: Recorded, subject: Any, graph: Any, order: Order) -> Description:
    """Return what a graph says of a subject now, or what all of them say."""
    quads = record.quads_for_pattern(subject, None, None, graph)
    said = order.said_in_order((str(quad.predicate), str(quad.object)) for quad in quads)
    return Description("" if graph in (None, ox.DefaultGraph()) else str(graph), str(subject), said)


def _place(data: mmap.mmap, layout: _Layout, key: Any) -> tuple[int, int]:
    """Return where a description begins and ends; twice where it would stand if there is none."""
    begin = _first(data, layout, lambda other: other < key)
    end = begin
    while end < len(data) and layout.key(end) == key:
        end = layout.start(end + 1)
    return begin, end


def _first(data: mmap.mmap, layout: _Layout, before: Any) -> int:
    low, high = layout.body, len(data)
    while low < high:
        middle = (low + high) // 2
        at = layout.start(middle)
        if at >= high or not before(layout.key(at)):
            high = middle
        else:
            low = layout.start(at + 1)
    return layout.start(low)


def _copied(data: mmap.mmap, layout: _Layout, places: Iterable[tuple[int, int, str]]) -> Iterator[bytes]:
    """Yield what stands between places as it is, and in each place what comes there."""
    at = layout.body
    for begin, end, text in places:
        for place in range(at, begin, _PIECE):
            yield data[place : min(place + _PIECE, begin)]
        yield text.encode("utf-8")
        at = end
    for place in range(at, len(data), _PIECE):
        yield data[place : place + _PIECE]
