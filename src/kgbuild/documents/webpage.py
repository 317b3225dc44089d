"""Saved web pages: trafilatura finds the article, htmldate the day it was published.

The stored text is what trafilatura extracts, one paragraph a line, not the page's source.
"""

from __future__ import annotations

import re

from kgbuild.documents.decoding import decode, one_newline
from kgbuild.documents.markup import prepare
from kgbuild.documents.metadata import Metadata, from_fields, is_web_address
from kgbuild.documents.page_dates import published
from kgbuild.documents.plain import guessed_encoding
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_QUICK = {"extensive_search": False, "max_date": "2100-01-01"}
"""How trafilatura looks for a date, which is not used: `page_dates` is stricter."""


def read(data: bytes) -> list[Portion]:
    """Return the article's text with what the page's markup says of it.

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
    found = extract_metadata(page, date_config=_QUICK)
    address = found.url if is_web_address(found.url or "") else None
    metadata = from_fields(
        {
            "title": found.title,
            "publisher": found.sitename,
            "issued": published(page, address),
            "source": address,
        },
        "page",
    )
    if guessed:
        metadata = metadata.over(Metadata(problems=(guessed_encoding(guessed),)))
    return [Portion(one_newline(text), metadata)]
