"""Live blogs: a page that is many short reports, each with a time of its own, by what its markup says.

What search engines ask of such pages is read: schema.org's LiveBlogPosting, as JSON-LD or as microdata. A
page that does not say so is one article, whatever it looks like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement, fromstring

from kgbuild.documents.decoding import one_newline, storable

_MOST = 10_000
"""Posts of one page; more is no page of news."""
_DEEPEST = 20
"""Levels of JSON-LD that are looked into."""
_TAG = re.compile(r"</?[a-z][^>]{0,500}>", re.IGNORECASE)
_BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "blockquote", "div", "br", "tr", "figcaption"})
_UNREAD = frozenset({"script", "style", "noscript", "template"})
_UPDATES = '//*[contains(concat(" ", normalize-space(@itemprop), " "), " liveBlogUpdate ")]'


@dataclass(frozen=True, slots=True)
class LivePost:
    """One post of a live blog."""

    text: str
    headline: str | None = None
    published: str | None = None
    """As the page writes it."""
    address: str | None = None


def live_posts(tree: Any) -> list[LivePost]:
    """Return the posts of a page that says it is a live blog, in its order; none where it has but one."""
    posts = list(_from_json(tree)) or list(_from_microdata(tree))
    return posts if 1 < len(posts) <= _MOST else []


def _from_json(tree: Any) -> Iterator[LivePost]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            told = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for update in _updates(told, 0):
            text = _plain(_line(update, "articleBody"))
            headline = _plain(_line(update, "headline"))
            if text or headline:
                published, address = _line(update, "datePublished"), _line(update, "url")
                yield _post(headline, text, published or None, address or None)


def _updates(told: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the updates of each live blog in a value, wherever it stands."""
    if depth > _DEEPEST:
        return
    if isinstance(told, list):
        for each in told:
            yield from _updates(each, depth + 1)
    elif isinstance(told, dict):
        kinds = told.get("@type")
        if "LiveBlogPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            updates = told.get("liveBlogUpdate")
            found = updates if isinstance(updates, list) else [updates]
            yield from (each for each in found if isinstance(each, dict))
            return
        for each in told.values():
            if isinstance(each, dict | list):
                yield from _updates(each, depth + 1)


def _from_microdata(tree: Any) -> Iterator[LivePost]:
    for update in tree.xpath(_UPDATES):
        bodies = update.xpath('.//*[@itemprop="articleBody"]')
        headlines = update.xpath('.//*[@itemprop="headline"]')
        text = "\n".join(filter(None, map(_text_of, bodies or [update])))
        headline = _text_of(headlines[0]).replace("\n", " ") if headlines and bodies else ""
        dates = update.xpath('.//*[@itemprop="datePublished"]/@*[name()="datetime" or name()="content"]')
        dates = dates or update.xpath(".//time/@datetime")
        if text:
            yield _post(headline, text, str(dates[0]) if dates else None, None)


def _post(headline: str, text: str, published: str | None, address: str | None) -> LivePost:
    whole = text if not headline or text.startswith(headline) else f"{headline}\n{text}".rstrip("\n")
    return LivePost(one_newline(storable(whole)), headline or None, published, address)


def _line(update: Mapping[str, Any], name: str) -> str:
    value = update.get(name)
    return storable(value).strip() if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """Return text without the tags that some pages leave in it."""
    if not _TAG.search(text):
        return text
    try:
        return _text_of(fromstring(f"<div>{text}</div>"))
    except (ValueError, AssertionError):  # what lxml raises of text that is no markup after all
        return _TAG.sub(" ", text)


def _text_of(element: HtmlElement) -> str:
    """Return the text of an element, a block a line."""
    parts: list[str] = []
    _collect(element, parts, 0)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: Any, parts: list[str], depth: int) -> None:
    if depth > 200 or not isinstance(element.tag, str) or element.tag in _UNREAD:
        return
    edge = "\n" if element.tag in _BLOCKS else ""
    parts.append(edge + " ".join((element.text or "").split("\n")))
    for child in element:
        _collect(child, parts, depth + 1)
        parts.append(" ".join((child.tail or "").split("\n")))
    parts.append(edge)
