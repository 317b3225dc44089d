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


def _gutter(lines: Sequence[PageLine]) -> float | None:
    """Return where a page is divided into columns: the middle of the widest gap that few lines cross."""
    if not 2 * _LEAST_LINES <= len(lines) <= _MOST_LINES:
        return None
    edges = sorted({round(line.right) for line in lines})
    starts = sorted(line.left for line in lines)
    gaps: list[tuple[float, float]] = []
    for edge in edges:
        at = edge + 0.5
        across = sum(line.left < at < line.right for line in lines)
        if across > _ACROSS * len(lines):
            continue
        ahead = next((left for left in starts if left > at), None)
        if ahead is not None and _are_columns(lines, (at + ahead) / 2):
            gaps.append((ahead - at, (at + ahead) / 2))
    least = median(line.height for line in lines) / 2
    wide = [gap for gap in gaps if gap[0] >= least]
    return max(wide)[1] if wide else None


def _are_columns(lines: Sequence[PageLine], gutter: float) -> bool:
    """Whether what stands on both sides is running text, side by side."""
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    beside = min(max(s.top for s in left), max(s.top for s in right)) - max(
        min(s.bottom for s in left), min(s.bottom for s in right)
    )
    return beside > 0 and all(_is_filled(side) or _gutter(side) is not None for side in (left, right))


def _is_filled(column: Sequence[PageLine]) -> bool:
    width = max(line.right for line in column) - min(line.left for line in column)
    usual = median(line.right - line.left for line in column)
    return usual >= _FILLED * width and median(len(line.text) for line in column) >= _LEAST_LETTERS
