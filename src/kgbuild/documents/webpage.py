"""Saved web pages: trafilatura finds the article, htmldate the day it was published.

The stored text is what trafilatura extracts, one paragraph a line, not the page's source. A live blog is
several documents, a post each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kgbuild.documents.decoding import decode, one_newline
from kgbuild.documents.live import LivePost, live_posts
from kgbuild.documents.markup import prepare
from kgbuild.documents.metadata import Metadata, from_fields, is_web_address
from kgbuild.documents.page_dates import published
from kgbuild.documents.plain import guessed_encoding
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ROW = re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^\|[-|]*\|[ \t]*$", re.MULTILINE)
_NO_MARKUP = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[1245-9]|2[0-9]|3[01]|127)(?![0-9])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]));?"
)
"""Characters, or references to some, that no markup can hold: libraries fail at them wherever they stand."""
_QUICK = {"extensive_search": False, "max_date": "2100-01-01"}
"""How trafilatura looks for a date, which is not used: `page_dates` is stricter."""


def read(data: bytes) -> list[Portion]:
    """Return the article's text with what the page's markup says of it, or each post of a live blog.

    Raises DocumentError when the bytes are not text or hold no article.
    """
    from trafilatura import load_html  # noqa: PLC0415 (half a second, for pages only)

    page, guessed = _decoded(data)
    tree = load_html(page)
    posts = [] if tree is None else live_posts(tree)
    if not posts:
        return [_article(page, tree, guessed)]
    known = _metadata(page, guessed)
    return [_portion(post, str(number), known) for number, post in enumerate(posts, start=1)]


def read_one(data: bytes) -> Portion:
    """Return the article of a page, whatever it is. Raises DocumentError like `read`."""
    from trafilatura import load_html  # noqa: PLC0415

    page, guessed = _decoded(data)
    return _article(page, load_html(page), guessed)


def _decoded(data: bytes) -> tuple[str, str | None]:
    declared = _CHARSET.search(data[:4096])
    page, guessed = decode(data, declared[1].decode("ascii", "ignore") if declared else None)
    return _NO_MARKUP.sub(" ", page), guessed


def _article(page: str, tree: Any, guessed: str | None) -> Portion:
    from trafilatura import extract  # noqa: PLC0415

    text = None
    if tree is not None:
        prepare(tree)
        text = extract(tree, output_format="txt", include_comments=False, include_images=False)
    if not text or not text.strip():
        raise DocumentError("holds no article text: save the article as .txt or .md")
    metadata = _metadata(page, guessed)
    if rows := len(_ROW.findall(text)) - len(_RULE.findall(text)):
        notice = (
            f"has a table ({rows} rows): kept as text, but what stands only in its cells is not understood"
        )
        metadata = metadata.over(Metadata(problems=(notice,)))
    return Portion(one_newline(text), metadata)


def _metadata(page: str, guessed: str | None) -> Metadata:
    from trafilatura import extract_metadata  # noqa: PLC0415

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
    return metadata


def _portion(post: LivePost, name: str, page: Metadata) -> Portion:
    """Return a post as a document of its own, with what only the page tells; its day is its own alone."""
    own = from_fields(
        {"title": post.headline, "issued": post.published, "source": post.address}, f"post {name}"
    )
    return Portion(post.text, own.over(replace(page, issued=None)), name)
