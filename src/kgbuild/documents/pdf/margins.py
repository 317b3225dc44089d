"""What stands at the head and foot of every page and is no part of the text: titles, numbers of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kgbuild.documents.pdf.lines import PageLine

_MARGIN = 0.12
"""Share of a page's height, above and below, in which running lines stand."""
_NEAR = 2
"""Pages apart that a running line stands again: left and right pages may have their own."""
_NUMBER = re.compile(r"[\W_]*(?:\d{1,4}|[ivxl]{1,6})(?:\s*[/|]\s*\d{1,4})?[\W_]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
Place = tuple[str, int]


def without_margins(pages: Sequence[tuple[float, Sequence[PageLine]]]) -> list[list[PageLine]]:
    """Return the lines of pages, each given with its height, without those that run along on several."""
    places = [set(_places(height, lines).values()) for height, lines in pages]
    kept = []
    for number, (height, lines) in enumerate(pages):
        near = range(max(number - _NEAR, 0), min(number + _NEAR + 1, len(pages)))
        running = {place for other in near if other != number for place in places[other]}
        kept.append(_kept(height, lines, running))
    return kept


def _places(height: float, lines: Sequence[PageLine]) -> dict[int, Place]:
    """Return of each line in a margin what it says, numbers apart, and how high it stands."""
    found: dict[int, Place] = {}
    by_row: defaultdict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _is_marginal(line, height):
            by_row[round(line.middle / 3)].append(index)
    for row, members in by_row.items():
        for index in members:
            found[index] = (_DIGITS.sub("#", lines[index].text).casefold(), row)
    return found


def _is_marginal(line: PageLine, height: float) -> bool:
    return line.middle < _MARGIN * height or line.middle > (1 - _MARGIN) * height


def _kept(height: float, lines: Sequence[PageLine], running: set[Place]) -> list[PageLine]:
    places = _places(height, lines)
    rows = Counter(row for _, row in places.values())
    return [
        line
        for index, line in enumerate(lines)
        if index not in places
        or not (places[index] in running or (rows[places[index][1]] == 1 and _NUMBER.fullmatch(line.text)))
    ]
