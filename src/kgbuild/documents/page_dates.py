"""The day a saved page was published: what its markup says, never the day of a change, a footer or a guess.

htmldate finds dates; what it should not find is taken out of the page before: days of changes and copyright,
footers and lists of other articles, running text, and days that can be read in two ways ("04/03/2025").
"""

from __future__ import annotations

import calendar
import re

from lxml.html import HtmlElement, fromstring, tostring

from kgbuild.documents.metadata import partial_date

_EARLIEST, _LATEST = "1945-01-01", "2100-01-01"
"""No bound at today: what a page yields must not depend on the day it is read."""
_CHANGED = re.compile(r"modif|lastmod|updat|revis|edited|copyright|expir", re.IGNORECASE)
"""Names by which markup tells when a page was changed, or whose it is."""
_PUBLISHED = re.compile(r"publi|create|post", re.IGNORECASE)
_CHANGED_WORD = re.compile(
    r"\b(?:last |site |page )*"
    r"(?:updated|modified|revised|corrected|edited|reviewed|accessed|retrieved|copyright)\b|©",
    re.IGNORECASE,
)
_CHANGED_FIELD = re.compile(r'"(?:dateModified|copyrightYear|expires|uploadDate)"\s*:\s*"?[^",}]*"?\s*,?')
_OTHERS = re.compile(r"(?:^|[\s_-])(?:footer|colophon|copyright|sidebar|related|comments?)(?:$|[\s_-])")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_LONG = 100
"""Characters from which text is running text, not a line with a date."""
_PLACES = ("content", "datetime", "title", "data-date", "data-datetime")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-]|$)")


def published(page: str, address: str | None) -> str | None:
    """Return the day as YYYY-MM-DD; None where neither the markup nor the page's address writes one out."""
    from htmldate import find_date  # noqa: PLC0415 (slow to import, for pages only)

    tree = _parsed(page)
    if tree is not None:
        _strip(tree)
        found = find_date(
            tree, extensive_search=False, original_date=True, url="", min_date=_EARLIEST, max_date=_LATEST
        )
        if found and is_written(found, tostring(tree, encoding="unicode")):
            return str(found)
    match = _IN_ADDRESS.search(address or "")
    return "-".join(match.groups()) if match else None


def is_written(date: str, page: str) -> bool:
    """Whether the page writes out this very day, in a way that cannot be read as another.

    htmldate fills up "2024-06" or "2024" with a day of its own; such a day is not what the page says.
    """
    day = partial_date(date)
    year, month, number = day.split("-")
    digits = rf"{year}[-/.]?{month}[-/.]?{number}(?!\d)|(?<!\d){number}\.{month}\.{year}"
    names = rf"(?:{calendar.month_name[int(month)]}|{calendar.month_abbr[int(month)]})\.?"
    before = rf"(?<!\d)0?{int(number)}(?:st|nd|rd|th)?(?: of)? {names},? {year}"
    after = rf"\b{names} 0?{int(number)}(?:st|nd|rd|th)?,? {year}"
    return re.search(f"{digits}|{before}|{after}", page, re.IGNORECASE) is not None


def _parsed(page: str) -> HtmlElement | None:
    """Return the page as a tree; None where it is none."""
    try:
        return fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (ValueError, SyntaxError):  # lxml's errors of parsing are syntax errors
        return None


def _strip(tree: HtmlElement) -> None:
    """Take out of a page what tells another day than that of its publication."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue  # comments
        if _tells_change(element) or _is_of_others(element):
            _drop(element, tree)
        elif element.tag == "script":
            element.text = _CHANGED_FIELD.sub("", element.text or "")
        elif element.tag == "link":
            element.attrib.pop("href", None)  # the address counts last
        else:
            _strip_text(element)


def _tells_change(element: HtmlElement) -> bool:
    names = " ".join(
        element.get(key, "") for key in ("property", "name", "itemprop", "http-equiv", "class", "id")
    )
    if element.tag == "meta" and element.get("property", "").lower() == "og:url":
        return True
    if element.tag not in ("meta", "time", "span", "div", "p", "abbr", "small", "li", "em", "b", "strong"):
        return False
    return bool(_CHANGED.search(names)) and not _PUBLISHED.search(names) and len(_words(element)) < _LONG


def _is_of_others(element: HtmlElement) -> bool:
    """Whether an element is no part of the article: a footer, a menu, a list of other articles."""
    above = [a.tag for a in element.iterancestors()]
    if element.tag in ("aside", "nav") or (element.tag == "footer" and "article" not in above):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return (
        element.tag in ("div", "section", "ul", "p")
        and bool(_OTHERS.search(names))
        and "article" not in above
    )


def _strip_text(element: HtmlElement) -> None:
    """Cut running text and what follows "updated"; leave no day that can be read in two ways."""
    for key in _PLACES:
        if key in element.attrib:
            element.set(key, _FIGURES.sub(_year_first, element.get(key)))
    element.text = _kept(element.text, element[0] if len(element) else None)
    element.tail = _kept(element.tail, element.getnext())


def _kept(text: str | None, behind: HtmlElement | None) -> str | None:
    if not text or not text.strip():
        return text
    if len(text) >= _LONG:
        return " "
    found = _CHANGED_WORD.search(text)
    if found is not None and not any(c.isdigit() for c in text[found.end() :]) and behind is not None:
        _empty(behind)  # "Updated: <time>20 June 2025</time>"
    text = text[: found.start()] if found is not None else text
    return _FIGURES.sub(_year_first, text)


def _year_first(found: re.Match[str]) -> str:
    """Return a date in figures as YYYY-MM-DD; nothing where day and month could be exchanged."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    if len(year) < 4 or (first != second and max(first, second) <= 12) or min(first, second) > 12:
        return " "
    month, day = (second, first) if first > 12 else (first, second)
    return f"{year}-{month:02}-{day:02}"


def _empty(element: HtmlElement) -> None:
    for key in _PLACES:
        element.attrib.pop(key, None)
    for inner in element.iter():
        inner.text = None


def _drop(element: HtmlElement, tree: HtmlElement) -> None:
    if element is not tree and element.getparent() is not None:
        element.drop_tree()


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
