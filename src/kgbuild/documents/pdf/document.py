"""A PDF file as text: its pages, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kgbuild.documents.decoding import storable
from kgbuild.documents.pdf.columns import in_reading_order
from kgbuild.documents.pdf.lines import PageLine, lines_of
from kgbuild.documents.pdf.margins import without_margins
from kgbuild.documents.pdf.paragraphs import PageParagraph, goes_on, is_full, joined, paragraphs
from kgbuild.errors import DocumentError
from kgbuild.knowledge.words import BreakWords, break_words

_MOST_PAGES = 3000
_MARKS = re.compile("[\ufffe\x02]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FILE_NAME = re.compile(r"\.\w{2,5}$|^\W*(?:untitled|anonymous)\b|^microsoft \w+ - ", re.IGNORECASE)
"""Titles that a program made up."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """What is read of a PDF file."""

    text: str
    pages: tuple[int, ...]
    """Where each page begins in the text, in code points."""
    title: str
    """What the file calls itself, or nothing."""
    problems: tuple[str, ...]


def read_pdf(data: bytes) -> PdfText:
    """Read a file. Raises DocumentError where it is encrypted, damaged, or holds no text."""
    import pypdfium2  # noqa: PLC0415 - where a PDF is read

    try:
        file = pypdfium2.PdfDocument(data)
        number = len(file)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(_refusal(str(error))) from error
    if number > _MOST_PAGES:
        raise DocumentError(f"has over {_MOST_PAGES:,} pages: split it")
    pages = [_page(file, index) for index in range(number)]
    empty = [index + 1 for index, (_, lines) in enumerate(pages) if not lines]
    if len(empty) == number:
        raise DocumentError(
            f"holds no text on its {number} page{'s' * (number != 1)}: if they are scanned, have a text "
            "recogniser (OCR) put the text into it first"
        )
    text, starts = _text(without_margins(pages))
    problems = (f"no text on {_pages(empty)}: scanned pictures are not read",) if empty else ()
    return PdfText(text, starts, _title(file), problems)


def _refusal(error: str) -> str:
    if "password" in error.lower() or "security" in error.lower():
        return "is encrypted: save it without a password"
    return "is no PDF file, or is damaged: print it to a new PDF"


def _page(file: Any, index: int) -> tuple[float, list[PageLine]]:
    """Return a page's height and its lines; none where the page is damaged."""
    import pypdfium2  # noqa: PLC0415 - where a PDF is read

    try:
        page = file[index]
        try:
            return page.get_height(), lines_of(page)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return 0.0, []


def _text(pages: Sequence[Sequence[PageLine]]) -> tuple[str, tuple[int, ...]]:
    """Return the paragraphs of pages, one a line, and where each page begins."""
    everything = "\n".join(line.text for page in pages for line in page)
    words = break_words()
    text, starts = "", []
    last: PageParagraph | None = None
    for page in pages:
        begin: int | None = None
        for paragraph, height in _of_page(page, words, everything):
            own = _printable(paragraph.text)
            if not own:
                continue
            if begin is None and goes_on(last, own, height):
                text = joined(text, own, words, everything)
                begin = len(text) - len(own)
            else:
                text += f"\n{own}" if text else own
                begin = len(text) - len(own) if begin is None else begin
            last = replace(paragraph, text=own)
        starts.append(len(text) if begin is None else begin)
    return text, tuple(starts)


def _of_page(
    page: Sequence[PageLine], words: BreakWords, everything: str
) -> Iterator[tuple[PageParagraph, float]]:
    """Yield the paragraphs of a page, those that go on in the next column whole, and how high they begin."""
    waiting: tuple[PageParagraph, float] | None = None
    for column in in_reading_order(page):
        of_column = list(paragraphs(column))
        for number, paragraph in enumerate(of_column, start=1):
            found = paragraph[0].text
            for line in paragraph[1:]:
                found = joined(found, line.text, words, everything)
            height = paragraph[-1].height
            full = number == len(of_column) and is_full(paragraph, column)
            first = paragraph[0].height
            if waiting is not None and goes_on(waiting[0], found, first):
                whole = joined(waiting[0].text, found, words, everything)
                waiting = PageParagraph(whole, height, full), waiting[1]
                continue
            if waiting is not None:
                yield waiting
            waiting = PageParagraph(found, height, full), first
    if waiting is not None:
        yield waiting


def _printable(text: str) -> str:
    """Return text without what only PDFium and printers know; a word broken at its end keeps the hyphen."""
    return " ".join(_CONTROLS.sub("", storable(_MARKS.sub("-", text))).split())


def _title(file: Any) -> str:
    found = " ".join(_CONTROLS.sub("", storable(file.get_metadata_value("Title") or "")).split())
    return "" if _FILE_NAME.search(found) else found[:500]


def _pages(numbers: Sequence[int]) -> str:
    """Write "page 3", "pages 3-5 and 8"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in ranges]
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"page{'s' * (len(numbers) > 1)} {listed}"
