"""What stands at the head and foot of every page and is no part of the text: titles, numbers of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from kgbuild.documents.pdf.lines import PageLine

_MARGIN = 0.12
"""Share of a page's height, above and below, in which running lines stand."""
_TIMES = 0.3
"""Share of pages on which a running line stands at least: left and right pages may have their own."""
_NUMBER = re.compile(r"[\W_]*(?:\d{1,4}|[ivxl]{1,6})(?:\s*[/|]\s*\d{1,4})?[\W_]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
Place = tuple[str, int]


def without_margins(pages: Sequence[tuple[float, Sequence[PageLine]]]) -> list[list[PageLine]]:
    """Return the lines of pages, each given with its height, without those that run along on many of them."""
    times = Counter(place for height, lines in pages for place in _places(height, lines).values())
    least = max(2, _TIMES * len(pages))
    running = {place for place, number in times.items() if number >= least}
    return [_kept(height, lines, running) for height, lines in pages]


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
