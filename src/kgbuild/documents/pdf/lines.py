"""Lines of text on a page, as PDFium finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_GAP = 1.6
"""Times the height of the letters: white space from which what follows is another column, or another cell."""
_MOST = 200_000
"""Letters of a page beyond which nothing is read: no page that people read has them."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """Words that stand side by side, and where: in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How high its letters are."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """How high above the foot of the page it stands."""
        return (self.top + self.bottom) / 2


def lines_of(page: Any) -> list[PageLine]:
    """Return the lines of one of PDFium's pages, in the order of the file."""
    text = page.get_textpage()
    try:
        return list(_lines(text))
    finally:
        text.close()


def _lines(text: Any) -> Iterator[PageLine]:
    gathered: list[str] = []
    box: list[float] = []
    for character, place in _letters(text):
        if place is None:  # a space that stands for a gap, or the end of a line
            if character in "\r\n":
                yield from _line(gathered, box)
                gathered, box = [], []
            elif gathered:
                gathered.append(" ")
            continue
        if box and _is_apart(box, place):
            yield from _line(gathered, box)
            gathered, box = [], []
        gathered.append(character)
        box = _around(box, place) if box else [*place]
    yield from _line(gathered, box)


def _letters(text: Any) -> Iterator[tuple[str, tuple[float, float, float, float] | None]]:
    """Yield each character with its place; None where PDFium made it up, and of white space."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - where a PDF is read

    for index in range(min(text.count_chars(), _MOST)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if character in "\r\n" or not character.strip():
            yield character or " ", None
            continue
        yield character, text.get_charbox(index, loose=True)


def _is_apart(box: list[float], place: tuple[float, float, float, float]) -> bool:
    """Whether a letter is no part of the line before it."""
    left, bottom, _, top = place
    height = max(box[3] - box[1], top - bottom, 1.0)
    beside = min(box[3], top) - max(box[1], bottom)
    return left - box[2] > _GAP * height or left < box[0] - height or beside < 0


def _around(box: list[float], place: tuple[float, float, float, float]) -> list[float]:
    left, bottom, right, top = place
    return [min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top)]


def _line(gathered: list[str], box: list[float]) -> Iterator[PageLine]:
    words = " ".join("".join(gathered).split())
    if words and box:
        yield PageLine(words, *box)
