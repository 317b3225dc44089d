"""From lines to paragraphs: which lines belong together, and which words were broken at the end of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kgbuild.documents.pdf.lines import PageLine
from kgbuild.knowledge.words import BreakWords

_BROKEN = "-\u00ad\u2010\ufffe\x02"
"""What stands at the end of a line where a word is broken; the last two are PDFium's."""
_LAST = re.compile(r"([^\W_]+)[-\u00ad\u2010\ufffe\x02]$")
_FIRST = re.compile(r"[^\W_]+")
_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[•●▪‣◦·*–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])(?:\s|$)", re.IGNORECASE)
_SAME_SIZE = 1.25
_USUAL = 1.5
"""Times the height of the letters: the distance of lines where there are too few to tell."""
_ENOUGH = 4
_LEADING = 1.45
"""Times the usual distance of lines from which a new paragraph begins."""
_INDENT = 0.8
"""Times the height of a line by which the first of a paragraph stands in."""
_EDGE = 0.03
"""Share of its column by which a line may end before its edge and yet be full."""
_SHORT = 0.8
"""Share of its column up to which a line that ends a sentence ends its paragraph, too."""


def paragraphs(column: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Yield the paragraphs of one column of text, each with its lines."""
    steps = [step for above, below in pairwise(column) if (step := above.bottom - below.bottom) > 0]
    # Of paragraphs of a line or two, most steps are those between them: the lesser ones are within
    few = min([*steps, _USUAL * median(map(_height, column))])
    usual = sorted(steps)[len(steps) // 4] if len(steps) >= _ENOUGH else few
    left, right = min(line.left for line in column), max(line.right for line in column)
    cells = {after for pair in pairwise(column) if _are_beside(*pair) for after in pair}
    current: list[PageLine] = []
    for line in column:
        row = {line, *current[-1:]} <= cells and not _are_beside(current[-1], line) if current else False
        if row or (current and _begins(current, line, usual, left, right)):
            yield current
            current = []
        current.append(line)
    yield current


def _height(line: PageLine) -> float:
    return line.height


def _are_beside(before: PageLine, line: PageLine) -> bool:
    """Whether two lines are cells of one row."""
    return abs(before.bottom - line.bottom) < line.height / 2


def _begins(current: Sequence[PageLine], line: PageLine, usual: float, left: float, right: float) -> bool:
    """Whether a line begins a paragraph, and does not go on with the one before it."""
    before = current[-1]
    step = before.bottom - line.bottom
    if _are_beside(before, line):
        return False
    larger, smaller = max(before.height, line.height), min(before.height, line.height)
    if larger > _SAME_SIZE * max(smaller, 0.1) or step > max(_LEADING * usual, 1.2 * larger):
        return True
    if before.text[-1] in _BROKEN:
        return False
    indented = line.left - left > _INDENT * line.height and before.left - left < _INDENT * line.height
    indented = indented and not _ITEM.match(current[0].text)  # the text of an item may stand in
    ended = bool(_END.search(before.text)) and before.right - left < _SHORT * (right - left)
    return indented or ended or bool(_ITEM.match(line.text))


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """A paragraph as text, and what tells whether it goes on in the next column."""

    text: str
    height: float
    """Of the letters of its last line."""
    is_full: bool
    """Whether that runs to the edge of its column, below others that do."""


def is_full(paragraph: Sequence[PageLine], column: Sequence[PageLine]) -> bool:
    """Return whether the last line of a paragraph ends where its column ends."""
    left, right = min(line.left for line in column), max(line.right for line in column)
    return len(paragraph) > 1 and right - paragraph[-1].right < _EDGE * (right - left)


def goes_on(before: PageParagraph | None, behind: str, height: float) -> bool:
    """Whether a paragraph goes on in words of some height in the next column or on the next page."""
    if before is None or not behind or _END.search(before.text):
        return False
    larger, smaller = max(before.height, height), min(before.height, height)
    alike = larger <= _SAME_SIZE * max(smaller, 0.1)
    told = before.text[-1] in _BROKEN or behind[0].islower() or before.text[-1] in ",;–—"
    return told or (alike and before.is_full and not _ITEM.match(behind))


def joined(before: str, behind: str, words: BreakWords, everything: str) -> str:
    """Return two lines as one, with the word whole that was broken; "long-range" keeps its hyphen.

    `everything` is all text of the document, which may have the word elsewhere.
    """
    last, first = _LAST.search(before), _FIRST.match(behind)
    if last is None or first is None:
        return f"{before} {behind}"
    stem = before[:-1]
    if before[-1] == "\u00ad" or not _has_hyphen(last[1], first[0], words, everything):
        return stem + behind
    return f"{stem}-{behind}"


def _has_hyphen(first: str, second: str, words: BreakWords, everything: str) -> bool:
    if re.search(rf"\b{first}{second}\b", everything, re.IGNORECASE):
        return False
    return (
        first[-1].isdigit()
        or second[0].isdigit()
        or second[0].isupper()
        or first.lower() in words.before
        or second.lower() in words.behind
        or re.search(rf"\b{first}-{second}\b", everything, re.IGNORECASE) is not None
    )
