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
_Keyed = tuple[Any, Description]


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
        yield from (found for _, found in first)
        return
    files = [_laid_aside(first)]
    try:
        while following:
            if len(files) == _FILES:
                whole = _laid_aside(_merged(files, key))
                _close(files)
                files = [whole]
            files.append(_laid_aside(following))
            following = _sorted(islice(source, size), key, merged)
        yield from (found for _, found in _merged(files, key))
    finally:
        _close(files)


def _sorted(lines: Iterable[str], key: Key, merged: bool) -> list[_Keyed]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for line in lines:
        subject, predicate, object_, graph = _terms(line)
        if merged:
            graph = ""
        said = found.get((graph, subject))
        if said is None:
            said = found[graph, subject] = []
        said.append((predicate, object_))
    keyed = [(key(*node), Description(*node, said)) for node, said in found.items()]
    keyed.sort(key=itemgetter(0))
    return keyed


def _terms(line: str) -> tuple[str, str, str, str]:
    """Return subject, predicate, object and graph of a line, as they are written there."""
    subject, predicate, rest = line.split(" ", 2)
    if rest[0] == '"':
        end = rest.index(" ", rest.rindex('"'))
    elif rest.startswith("<<"):  # a statement about a statement
        end = rest.rindex(">>") + 2
    else:
        end = rest.index(" ")
    return subject, intern(predicate), rest[:end], rest[end + 1 : -3]


def _laid_aside(found: Iterable[_Keyed]) -> IO[str]:
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="kgbuild-")  # noqa: SIM115 - whoever gets it closes it
    try:
        for _, each in found:
            file.writelines(each.lines())
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _merged(files: Iterable[IO[str]], key: Key) -> Iterator[_Keyed]:
    now: _Keyed | None = None
    for each in heapq.merge(*(_read(file, key) for file in files), key=itemgetter(0)):
        if now is not None and now[0] == each[0]:
            now[1].said.extend(each[1].said)
            continue
        if now is not None:
            yield now
        now = each
    if now is not None:
        yield now


def _read(file: IO[str], key: Key) -> Iterator[_Keyed]:
    """Yield the descriptions of a run: all lines of one stand together."""
    now: _Keyed | None = None
    for line in file:
        subject, predicate, object_, graph = _terms(line)
        if now is None or now[1].subject != subject or now[1].graph != graph:
            if now is not None:
                yield now
            now = key(graph, subject), Description(graph, subject, [])
        now[1].said.append((predicate, object_))
    if now is not None:
        yield now


def _close(files: Iterable[IO[str]]) -> None:
    for file in files:
        file.close()
