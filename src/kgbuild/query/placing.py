"""Puts the values of a shipped query where they narrow: stores begin with them, and not with all claims.

Shipped queries keep to a few rules, which `tests/query/test_placing.py` holds. A parameter stands in the
SELECT clause of each block that it narrows; there its value is put at the head. What it narrows by a path is
written as a filter that holds for every node as long as it is open:

    FILTER EXISTS { ?speaker (kg:represents|kg:partOf)* ?state }

With a value, the path becomes a pattern at the head of its block; without, the filter is left out. Who is
reached by a path in brackets with a star, such as all who speak for a state, is asked beforehand and given as
values as well: planners take such a path for longer than it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kgbuild.query.remote_values import SKIPPED, values_line, with_values
from kgbuild.query.saved import SavedQuery
from kgbuild.query.terms import Term

_TOKEN = re.compile(
    rf"(?P<skipped>{SKIPPED})"
    r"|(?P<reach>\?\w+\s+\([\w:|]+\)\*\s+\?\w+)"
    r"|(?P<select>\bSELECT\b)|(?P<filter>\bFILTER\s+EXISTS\s*\{)|(?P<open>[({])|(?P<close>[)}])"
    r"|[?$](?P<variable>\w+)",
    re.DOTALL | re.IGNORECASE,
)
_MOST = 200
"""Nodes that are given as values; of more the store is better told by the path."""
Select = Callable[[str], Sequence[Sequence[Term | None]]]
"""Answers a SELECT query with rows."""


@dataclass(slots=True)
class _SelectBlock:
    """The block of a SELECT query, or of one within it."""

    columns: set[str]
    """Variables that its SELECT clause names as they are."""
    head: int = 0
    depth: int = 0


@dataclass(slots=True)
class _OpenFilter:
    """A filter EXISTS that stands in a block itself."""

    block: _SelectBlock
    start: int
    inner: int
    depth: int
    end: int = 0
    last: str = ""
    """The variable at the end of its path."""


def placed(query: SavedQuery, terms: Mapping[str, Term], select: Select | None = None) -> str:
    """Return the text of a query with its parameters bound to terms. Raises QueryError where none fits in.

    `select` is asked for what lies behind paths; without it, they are left as they are.
    """
    if not query.shipped:
        return with_values(query.text, terms)
    names = {parameter.name for parameter in query.parameters}
    read = _QueryParts(query.text)
    heads: dict[int, list[str]] = {}
    cuts: list[tuple[int, int]] = []
    for block in read.blocks:
        given = {name: term for name, term in terms.items() if name in block.columns}
        if given:
            heads[block.head] = [values_line(tuple(given), [tuple(given.values())])]
    told: set[int] = set()
    for block, pattern in read.reaches:
        near, *_, far = (part.lstrip("?") for part in pattern.split())
        if block.head in told:
            continue  # two lists in one block would be multiplied
        if select and far in terms and (found := _reached(query.text, pattern, terms[far], select)):
            line = values_line((far, near), [(terms[far], each) for each in found])
            heads.setdefault(block.head, []).append(line)
            told.add(block.head)
    for each in read.filters:
        if each.last not in names:
            continue
        cuts.append((each.start, each.end))
        if each.last in terms:
            pattern = " ".join(query.text[each.inner : each.end - 1].split())
            heads.setdefault(each.block.head, []).append(f"{pattern} .")
    return _edited(query.text, heads, cuts)


def _reached(text: str, pattern: str, term: Term, select: Select) -> list[Term]:
    """Return the nodes from which a path leads to a term; none where there are too many."""
    prefixes = "\n".join(line for line in text.splitlines() if line.startswith("PREFIX"))
    near, *_, far = pattern.split()
    value = values_line((far[1:],), [(term,)])
    rows = select(f"{prefixes}\nSELECT DISTINCT {near} WHERE {{ {value} {pattern} }} LIMIT {_MOST + 1}")
    found = [row[0] for row in rows if row[0] is not None]
    return sorted(found, key=lambda each: each.value) if len(found) <= _MOST else []


def _edited(text: str, heads: Mapping[int, list[str]], cuts: list[tuple[int, int]]) -> str:
    """Return a text with lines added at some places and stretches cut out; it keeps its lines."""
    edits = [(at, at, f" {' '.join(lines)} ") for at, lines in heads.items()]
    edits += [(start, end, "\n" * text.count("\n", start, end)) for start, end in cuts]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class _QueryParts:
    """What a text has in its blocks."""

    def __init__(self, text: str) -> None:
        self.blocks: list[_SelectBlock] = []
        """From the outermost on."""
        self.filters: list[_OpenFilter] = []
        self.reaches: list[tuple[_SelectBlock, str]] = []
        """Paths with a star."""
        self._around: list[_SelectBlock] = []
        self._clause: _SelectBlock | None = None
        self._filter: _OpenFilter | None = None
        self._depth = 0
        for token in _TOKEN.finditer(text):
            if token["select"]:
                self._clause = _SelectBlock(set(), depth=self._depth)
            elif reach := token["reach"]:
                self._name(reach.rpartition("?")[2])
                if self._directly() or self._filter:
                    self.reaches.append((self._around[-1], reach))
            elif name := token["variable"]:
                self._name(name)
            elif token["filter"] or token["open"]:
                self._open(token)
            elif token["close"]:
                self._close(token.end())

    def _directly(self) -> bool:
        return bool(self._around) and self._depth == self._around[-1].depth + 1

    def _name(self, name: str) -> None:
        if self._clause and self._depth == self._clause.depth:
            self._clause.columns.add(name)
        if self._filter:
            self._filter.last = name

    def _open(self, token: re.Match[str]) -> None:
        if token["filter"] and self._directly():
            self._filter = _OpenFilter(self._around[-1], token.start(), token.end(), self._depth)
            self.filters.append(self._filter)
        elif token["open"] == "{" and self._clause and self._depth == self._clause.depth:
            self._clause.head = token.end()
            self._around.append(self._clause)
            self.blocks.append(self._clause)
            self._clause = None
        self._depth += 1

    def _close(self, end: int) -> None:
        self._depth -= 1
        if self._filter and self._depth == self._filter.depth:
            self._filter.end = end
            self._filter = None
        if self._around and self._depth == self._around[-1].depth:
            self._around.pop()
