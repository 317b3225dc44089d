"""Puts the values of a shipped query where they narrow: stores begin with them, and not with all claims.

Shipped queries keep to a few rules, which `tests/query/test_placing.py` holds. A parameter stands in the SELECT
clause of each block that it narrows; there its value is put at the head. What it narrows by a path is written
as a filter that holds for every node as long as it is open:

    FILTER EXISTS { ?speaker (kg:represents|kg:partOf)* ?state }

With a value, the path becomes a pattern at the head of its block; without, the filter is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kgbuild.query.remote_values import SKIPPED, values_line, with_values
from kgbuild.query.saved import SavedQuery
from kgbuild.query.terms import Term

_TOKEN = re.compile(
    rf"(?P<skipped>{SKIPPED})"
    r"|(?P<select>\bSELECT\b)|(?P<filter>\bFILTER\s+EXISTS\s*\{)|(?P<open>[({])|(?P<close>[)}])"
    r"|[?$](?P<variable>\w+)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(slots=True)
class _Block:
    """The block of a SELECT query, or of one within it."""

    columns: set[str]
    """Variables that its SELECT clause names as they are."""
    head: int = 0
    depth: int = 0


@dataclass(slots=True)
class _Filter:
    """A filter EXISTS that stands in a block itself."""

    block: _Block
    start: int
    inner: int
    depth: int
    end: int = 0
    last: str = ""
    """The variable at the end of its path."""


def placed(query: SavedQuery, terms: Mapping[str, Term]) -> str:
    """Return the text of a query with its parameters bound to terms. Raises QueryError where none fits in."""
    if not query.shipped:
        return with_values(query.text, terms)
    names = {parameter.name for parameter in query.parameters}
    blocks, filters = _read(query.text)
    heads: dict[int, list[str]] = {}
    cuts: list[tuple[int, int]] = []
    for block in blocks:
        given = {name: term for name, term in terms.items() if name in block.columns}
        if given:
            heads[block.head] = [values_line(tuple(given), [tuple(given.values())])]
    for each in filters:
        if each.last not in names:
            continue
        cuts.append((each.start, each.end))
        if each.last in terms:
            pattern = query.text[each.inner : each.end - 1].strip()
            heads.setdefault(each.block.head, []).append(f"{pattern} .")
    return _edited(query.text, heads, cuts)


def _edited(text: str, heads: Mapping[int, list[str]], cuts: list[tuple[int, int]]) -> str:
    """Return a text with lines added at some places and stretches cut out; it keeps its lines."""
    edits = [(at, at, f" {' '.join(lines)} ") for at, lines in heads.items()]
    edits += [(start, end, "\n" * text.count("\n", start, end)) for start, end in cuts]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _read(text: str) -> tuple[list[_Block], list[_Filter]]:
    """Return the blocks of a text from the outermost on, and the filters in them."""
    blocks = list(_blocks(text))
    return [block for block, _ in blocks], [each for _, found in blocks for each in found]


def _blocks(text: str) -> Iterator[tuple[_Block, list[_Filter]]]:
    found: list[tuple[_Block, list[_Filter]]] = []
    around: list[int] = []
    clause: _Block | None = None
    depth = 0
    filtering: _Filter | None = None
    for token in _TOKEN.finditer(text):
        if token["select"]:
            clause = _Block(set(), depth=depth)
        elif name := token["variable"]:
            if clause and depth == clause.depth:
                clause.columns.add(name)
            if filtering:
                filtering.last = name
        elif token["filter"]:
            if around and depth == found[around[-1]][0].depth + 1 and not filtering:
                filtering = _Filter(found[around[-1]][0], token.start(), token.end(), depth)
                found[around[-1]][1].append(filtering)
            depth += 1
        elif token["open"]:
            if clause and token["open"] == "{" and depth == clause.depth:
                clause.head = token.end()
                around.append(len(found))
                found.append((clause, []))
                clause = None
            depth += 1
        elif token["close"]:
            depth -= 1
            if filtering and depth == filtering.depth:
                filtering.end = token.end()
                filtering = None
            if around and depth == found[around[-1]][0].depth:
                around.pop()
    yield from found
