"""Saved web pages: trafilatura finds the article, htmldate the day it was published.

The stored text is what trafilatura extracts, one paragraph a line, not the page's source.
"""

from __future__ import annotations

import calendar
import re

from kgbuild.documents.decoding import decode, one_newline
from kgbuild.documents.markup import prepare
from kgbuild.documents.metadata import Metadata, from_fields, is_web_address, partial_date
from kgbuild.documents.plain import guessed_encoding
from kgbuild.errors import DocumentError

SUFFIXES = (".html", ".htm")

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Marked-up dates only, and no bound at today: what a page yields must not depend on the day it is read.
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1945-01-01",
    "max_date": "2100-01-01",
}


def read(data: bytes) -> tuple[str, Metadata]:
    """Return the article's text and what the page's markup says of it.

    Raises DocumentError when the bytes are not text or hold no article.
    """
    from trafilatura import extract, extract_metadata, load_html  # noqa: PLC0415 (half a second, for pages only)

    declared = _CHARSET.search(data[:4096])
    page, guessed = decode(data, declared[1].decode("ascii", "ignore") if declared else None)
    tree = load_html(page)
    text = None
    if tree is not None:
        prepare(tree)
        text = extract(tree, output_format="txt", include_comments=False, include_images=False)
    if not text or not text.strip():
        raise DocumentError("holds no article text: save the article as .txt or .md")
    found = extract_metadata(page, date_config=_DATES)
    metadata = from_fields(
        {
            "title": found.title,
            "publisher": found.sitename,
            "issued": found.date if found.date and is_written(found.date, page) else None,
            "source": found.url if is_web_address(found.url or "") else None,
        },
        "page",
    )
    if guessed:
        metadata = metadata.over(Metadata(problems=(guessed_encoding(guessed),)))
    return one_newline(text), metadata


def is_written(date: str, page: str) -> bool:
    """Whether the page writes out this very day.

    htmldate fills up "2024-06" or "2024" with a day of its own; such a day is not what the page says.
    """
    day = partial_date(date)
    year, month, number = day.split("-")
    digits = rf"{year}[-/.]?{month}[-/.]?{number}(?!\d)|(?<!\d){number}[-/.]{month}[-/.]{year}"
    names = rf"(?:{calendar.month_name[int(month)]}|{calendar.month_abbr[int(month)]})\.?"
    before = rf"(?<!\d)0?{int(number)}(?:st|nd|rd|th)?(?: of)? {names},? {year}"
    after = rf"\b{names} 0?{int(number)}(?:st|nd|rd|th)?,? {year}"
    return re.search(f"{digits}|{before}|{after}", page, re.IGNORECASE) is not None
