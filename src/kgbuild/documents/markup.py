"""The markup of a page, made ready for the search for its article: what is laid out must not get lost.

trafilatura keeps paragraphs surely and the rest where it can. So a list that a paragraph opens becomes
paragraphs, a table that only lays out the page becomes blocks, and who signs a quotation gets a paragraph
behind a dash.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "article", "section", "table", "ul", "ol")
_CELLS = ("td", "th")
_DASHES = ("—", "–", "-")


def prepare(tree: Any) -> None:
    """Change a page's tree in place."""
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _to_blocks(table)
    for quotation in list(tree.iter("blockquote")):
        _sign(quotation)
    for listing in list(tree.iter("ul", "ol")):
        if _is_opened(listing):
            _to_paragraphs(listing)


def _cells(table: Any) -> list[Any]:
    return list(table.iter(*_CELLS))


def _is_layout(table: Any) -> bool:
    """Whether a table only places blocks on the page, or has but one cell."""
    cells = _cells(table)
    return len(cells) < 2 or any(len(list(cell.iterdescendants(*_BLOCKS))) > 1 for cell in cells)


def _to_blocks(table: Any) -> None:
    for part in [table, *table.iter("tbody", "thead", "tfoot", "tr", *_CELLS)]:
        part.tag = "div"


def _sign(quotation: Any) -> None:
    """Give whom `cite` or `footer` names as the source of a quotation a paragraph of its own."""
    for line in list(quotation.iter("br")):  # the lines of a post are one paragraph
        line.tail = f" {line.tail or ''}"
        _drop(line)
    for source in list(quotation.iter("cite", "footer")):
        words = " ".join("".join(source.itertext()).split())
        if not words or source.getparent() is None:
            continue
        signed = etree.Element("p")
        signed.text = words if words.startswith(_DASHES) else f"— {words}"
        source.text = None
        for child in list(source):
            source.remove(child)
        _drop(source)
        quotation.addnext(signed)
        signed.tail, quotation.tail = quotation.tail, None


def _is_opened(listing: Any) -> bool:
    """Whether the words right before a list end in a colon."""
    before = listing.getprevious()
    if before is None or not isinstance(before.tag, str):
        words = before.tail if before is not None else listing.getparent().text
    else:
        words = before.tail if (before.tail or "").strip() else "".join(before.itertext())
    return (words or "").rstrip().endswith(":")


def _to_paragraphs(listing: Any) -> None:
    """Turn the items of a list into paragraphs behind a hyphen."""
    listing.tag = "div"
    for item in [child for child in listing if child.tag == "li"]:
        item.tag = "p"
        first = next(_texts(item), None)
        if first is not None:
            owner, name = first
            setattr(owner, name, f"- {getattr(owner, name).lstrip()}")


def _texts(item: Any) -> Iterator[tuple[Any, str]]:
    """Yield where the texts of an element hang, in order: (element, "text" or "tail")."""
    for part in item.iter():
        if isinstance(part.tag, str) and (part.text or "").strip():
            yield part, "text"
        if part is not item and (part.tail or "").strip():
            yield part, "tail"


def _drop(part: Any) -> None:
    """Take an element out and leave the words behind it where they are."""
    parent, before = part.getparent(), part.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (part.tail or "")
    else:
        parent.text = (parent.text or "") + (part.tail or "")
    part.tail = None
    parent.remove(part)
