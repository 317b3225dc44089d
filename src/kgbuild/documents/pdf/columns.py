"""In which order the lines of a page are read: columns from left to right, each from its top."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from kgbuild.documents.pdf.lines import PageLine

_LEAST_LINES = 3
"""Lines that make a column."""
_ACROSS = 0.15
"""Share of lines that may run across a gutter: headlines, and text above or below the columns."""
_FILLED = 0.6
"""How much of its column half of the lines fill at least; cells of a table fill less."""
_MOST_LINES = 3_000
"""Lines of a page beyond which no columns are looked for: a newspaper has a tenth."""
_DEEP = 3
"""Times that a page is divided in two to see whether it has columns: newspapers have up to eight."""
_MOST_GAPS = 8
"""Gaps that are looked at each time, the widest."""
_LEAST_LETTERS = 14
"""Letters that half of the lines of a column have at least."""


def in_reading_order(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    """Return the columns of a page, in the order in which they are read, each with its lines.

    Lines across several columns, such as a headline, divide what is above from what is below.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return [_rows(lines)] if lines else []
    found: list[list[PageLine]] = []
    waiting: list[PageLine] = []
    for line in sorted(lines, key=lambda line: (-line.middle, line.left)):
        if line.left < gutter < line.right:
            found += _divided(waiting, gutter)
            waiting = []
            if found and all(part.left < gutter < part.right for part in found[-1]):
                found[-1].append(line)
            else:
                found.append([line])
        else:
            waiting.append(line)
    return found + _divided(waiting, gutter)


def _divided(lines: Sequence[PageLine], gutter: float) -> list[list[PageLine]]:
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.right > gutter]
    return [*in_reading_order(left), *in_reading_order(right)]


def _rows(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return lines from top to bottom, those of one height from left to right."""
    rows: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda line: -line.middle):
        if rows and abs(rows[-1][0].middle - line.middle) < rows[-1][0].height / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _gutter(lines: Sequence[PageLine], deep: int = _DEEP) -> float | None:
    """Return where a page is divided into columns: the middle of the widest gap that few lines cross.

    Each side is a column, or has columns itself, so many times at most.
    """
    if not deep or not 2 * _LEAST_LINES <= len(lines) <= _MOST_LINES:
        return None
    return next((middle for middle in _gaps(lines) if _are_columns(lines, middle, deep)), None)


def _gaps(lines: Sequence[PageLine]) -> list[float]:
    """Return the middles of the widest gaps that few lines cross."""
    starts = sorted(line.left for line in lines)
    widest: dict[float, float] = {}
    for edge in sorted({round(line.right) for line in lines}):
        at = edge + 0.5
        ahead = next((left for left in starts if left > at), None)
        if ahead is None or ahead in widest:
            continue
        if sum(line.left < at < line.right for line in lines) <= _ACROSS * len(lines):
            widest[ahead] = at
    least = median(line.height for line in lines) / 2
    wide = [(ahead - at, (at + ahead) / 2) for ahead, at in widest.items() if ahead - at >= least]
    return [middle for _, middle in sorted(wide, reverse=True)[:_MOST_GAPS]]


def _are_columns(lines: Sequence[PageLine], gutter: float, deep: int) -> bool:
    """Whether what stands on both sides is running text, side by side."""
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    beside = min(max(s.top for s in left), max(s.top for s in right)) - max(
        min(s.bottom for s in left), min(s.bottom for s in right)
    )
    return beside > 0 and all(
        _is_filled(side) or _gutter(side, deep - 1) is not None for side in (left, right)
    )


def _is_filled(column: Sequence[PageLine]) -> bool:
    width = max(line.right for line in column) - min(line.left for line in column)
    usual = median(line.right - line.left for line in column)
    return usual >= _FILLED * width and median(len(line.text) for line in column) >= _LEAST_LETTERS
