"""Statements in order, however many: what does not fit in memory is sorted in runs on disk, then merged.

They are sorted as the lines of N-Quads: an object for each term would take ten times as long.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from sys import intern
from typing import IO, Any, NamedTuple

RUN = 100_000
"""Statements that are sorted in memory at once."""
_FILES = 64
"""Runs that are open at once."""


class Description(NamedTuple):
    """What a graph says of a subject; all terms as N-Triples writes them."""

    graph: str
    """"" for the default graph, and where the statements of all graphs come together."""
    subject: str
    said: list[tuple[str, str]]
    """Predicates and objects, in no order."""

    def lines(self) -> Iterator[str]:
        """Yield the lines of N-Quads it stands for."""
        end = f" {self.graph} .\n" if self.graph else " .\n"
        for predicate, object_ in self.said:
            yield f"{self.subject} {predicate} {object_}{end}"


Key = Callable[[str, str], Any]
"""What orders descriptions: of a graph and a subject."""


class _Lines(NamedTuple):
    """The lines about a subject in a graph, which are looked into only once they are in order."""

    key: Any
    graph: str
    subject: str
    lines: list[str]

    def description(self) -> Description:
        return Description(self.graph, self.subject, [_said(line) for line in self.lines])


def in_order(
    lines: Iterable[str], key: Key, run: int | None = None, *, merged: bool = False
) -> Iterator[Description]:
    """Yield what lines of N-Quads say of each subject of each graph, or of all graphs `merged`.

    A key stands for one graph and subject. Holds a run of lines, and a file for each further one.
    """
    source, size = iter(lines), run or RUN
    first = _sorted(islice(source, size), key, merged)
    following = _sorted(islice(source, size), key, merged)
    if not following:
        yield from (part.description() for part in first)
        return
    files = [_laid_aside(first)]
    try:
        while following:
            if len(files) == _FILES:
                whole = _laid_aside(_merged(files, key, merged))
                _close(files)
                files = [whole]
            files.append(_laid_aside(following))
            following = _sorted(islice(source, size), key, merged)
        yield from (part.description() for part in _merged(files, key, merged))
    finally:
        _close(files)


def _sorted(lines: Iterable[str], key: Key, merged: bool) -> list[_Lines]:
    found: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        node = ("", line[: line.index(" ")]) if merged else node_of(line)
        known = found.get(node)
        if known is None:
            found[node] = [line]
        else:
            known.append(line)
    parts = [_Lines(key(*node), *node, about) for node, about in found.items()]
    parts.sort(key=itemgetter(0))
    return parts


def node_of(line: str) -> tuple[str, str]:
    """Return graph and subject of a line, as they are written there."""
    first, last = line.index(" "), line.rindex(" ", 0, -3)
    graph = line[last + 1 : -3]
    if graph[0] not in "<_" or '"' in graph or line.index(" ", first + 1) == last:
        graph = ""  # it is the end of an object
    return graph, line[:first]


def _said(line: str) -> tuple[str, str]:
    """Return predicate and object of a line, as they are written there."""
    _, predicate, rest = line.split(" ", 2)
    if rest[0] == '"':
        end = rest.index(" ", rest.rindex('"'))
    elif rest.startswith("<<"):  # a statement about a statement
        end = rest.rindex(">>") + 2
    else:
        end = rest.index(" ")
    return intern(predicate), rest[:end]


def _laid_aside(found: Iterable[_Lines]) -> IO[str]:
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="kgbuild-")  # noqa: SIM115 - whoever gets it closes it
    try:
        for part in found:
            file.write("".join(part.lines))  # each write costs as much as many lines
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _merged(files: Iterable[IO[str]], key: Key, merged: bool) -> Iterator[_Lines]:
    now: _Lines | None = None
    for each in heapq.merge(*(_read(file, key, merged) for file in files), key=itemgetter(0)):
        if now is not None and now.key == each.key:
            now.lines.extend(each.lines)
            continue
        if now is not None:
            yield now
        now = each
    if now is not None:
        yield now


def _read(file: IO[str], key: Key, merged: bool) -> Iterator[_Lines]:
    """Yield the parts of a run: all lines of one stand together."""
    now: _Lines | None = None
    for line in file:
        graph, subject = ("", line[: line.index(" ")]) if merged else node_of(line)
        if now is None or now.subject != subject or now.graph != graph:
            if now is not None:
                yield now
            now = _Lines(key(graph, subject), graph, subject, [])
        now.lines.append(line)
    if now is not None:
        yield now


def _close(files: Iterable[IO[str]]) -> None:
    for file in files:
        file.close()
