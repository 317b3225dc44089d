"""Statements in order, however many: what does not fit in memory is sorted in runs on disk, then merged.

They are sorted as the lines of N-Triples: an object for each term would take ten times as long.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import IO, Any, NamedTuple

RUN = 200_000
"""Statements that are sorted in memory at once."""
_FILES = 64
"""Runs that are open at once."""

_END = " .\n"
"""Of a line; a line break in a text is written as "\\n"."""
Graphs = Iterable[tuple[str, Iterable[str]]]
"""Graphs by name, "" for the default graph, with the lines of N-Triples that each holds."""


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


_Part = tuple[Any, str, str, str]
"""What a graph says of a subject: key, graph, subject, and lines of N-Triples, which nobody looks into before
all is in order."""


def _description(part: _Part) -> Description:
    _, graph, subject, text = part
    begin = f"{subject} "
    said = text[len(begin) : -len(_END)].split(_END + begin)
    pairs = [(predicate, object_) for predicate, _, object_ in [each.partition(" ") for each in said]]
    return Description(graph, subject, pairs)


def in_order(
    graphs: Graphs, key: Key, run: int | None = None, *, merged: bool = False
) -> Iterator[Description]:
    """Yield what each graph says of each subject, or what all graphs say of it, `merged`.

    A key stands for one graph and subject. Holds a run of statements, and a file for each further one.
    """
    source, size = _by_subject(graphs, run or RUN, merged), run or RUN
    first = _sorted(source, size, key)
    following = _sorted(source, size, key)
    if not following:
        yield from map(_description, first)
        return
    files = [_laid_aside(first)]
    del first
    try:
        while following:
            if len(files) == _FILES:
                whole = _laid_aside(_merged(files, key))
                _close(files)
                files = [whole]
            files.append(_laid_aside(following))
            following = _sorted(source, size, key)
        yield from map(_description, _merged(files, key))
    finally:
        _close(files)


def _by_subject(graphs: Graphs, most: int, merged: bool) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield graph and subject of lines that follow each other, with these lines, but not too many at once."""
    for graph, lines in graphs:
        name = "" if merged else graph
        begin, about = "\n", list[str]()  # no line begins so
        for line in lines:
            if line.startswith(begin) and len(about) < most:
                about.append(line)
                continue
            if about:
                yield (name, begin[:-1]), about
            begin, about = line[: line.index(" ") + 1], [line]
        if about:
            yield (name, begin[:-1]), about


def _sorted(source: Iterator[tuple[tuple[str, str], list[str]]], size: int, key: Key) -> list[_Part]:
    """Return so many lines, or some more, in order."""
    found: dict[tuple[str, str], str] = {}
    further: dict[tuple[str, str], list[str]] = {}
    for node, lines in source:
        text = "".join(lines)
        if found.setdefault(node, text) is not text:
            further.setdefault(node, []).append(text)
        size -= len(lines)
        if size <= 0:
            break
    for node, texts in further.items():
        found[node] = "".join((found[node], *texts))
    parts = [(key(*node), *node, text) for node, text in found.items()]
    parts.sort(key=itemgetter(0))
    return parts


def node_of(line: str) -> tuple[str, str]:
    """Return graph and subject of a line of N-Quads, as they are written there."""
    first, last = line.index(" "), line.rindex(" ", 0, -3)
    graph = line[last + 1 : -3]
    if graph[0] not in "<_" or '"' in graph or line.index(" ", first + 1) == last:
        graph = ""  # it is the end of an object
    return graph, line[:first]


def _laid_aside(found: Iterable[_Part]) -> IO[str]:
    """Return a file with a head for each part, which says how many lines follow."""
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", prefix="kgbuild-")  # noqa: SIM115 - whoever gets it closes it
    try:
        for _, graph, subject, text in found:
            file.write(f"{text.count(_END)} {subject} {graph}\n{text}")
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _merged(files: Iterable[IO[str]], key: Key) -> Iterator[_Part]:
    files_in_order = heapq.merge(*(_read(file, key) for file in files), key=itemgetter(0))
    for _, same in groupby(files_in_order, key=itemgetter(0)):
        (found, graph, subject, text), *further = same
        yield found, graph, subject, "".join((text, *(part[3] for part in further)))


def _read(file: IO[str], key: Key) -> Iterator[_Part]:
    """Yield the parts of a run."""
    for head in file:
        count, subject, graph = head[:-1].split(" ")
        yield key(graph, subject), graph, subject, "".join(islice(file, int(count)))


def _close(files: Iterable[IO[str]]) -> None:
    for file in files:
        file.close()
