"""The entries of RSS and Atom feeds."""

from __future__ import annotations

import datetime
import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from kgbuild.documents.decoding import storable

_BEGINS = re.compile(rb"\s*(?:<\?xml|<!--|<rss\b|<feed\b|<rdf:RDF\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed."""

    address: str
    title: str = ""
    issued: str = ""
    """The day on which it was published, as the feed writes it; empty where it does not."""
    publisher: str = ""
    """Who published it, where the feed says so itself (dc:publisher)."""


def entries(content: bytes, url: str) -> Sequence[FeedEntry] | None:
    """Return the entries of a feed that point somewhere; None where the content is no feed."""
    if not _BEGINS.match(content.removeprefix(b"\xef\xbb\xbf")):
        return None
    import feedparser  # noqa: PLC0415 - of the extra "fetch"

    try:
        feed: Any = feedparser.parse(io.BytesIO(content), response_headers={"content-location": url})
    except Exception:  # what odd feeds make the parser raise has no common class
        return None
    if not feed.get("version"):
        return None
    publisher = _line(feed.feed.get("publisher"))
    is_rss = str(feed.version).startswith("rss")
    return [_entry(found, publisher, is_rss) for found in feed.entries if found.get("link")]


def _entry(found: Any, publisher: str, is_rss: bool) -> FeedEntry:
    return FeedEntry(
        str(found["link"]).strip(),
        html.unescape(re.sub(r"<[^>]*>", "", _line(found.get("title")))),
        _day(found, is_rss),
        _line(found.get("publisher")) or publisher,
    )


def _line(value: object) -> str:
    return " ".join(storable(value).split())[:500] if isinstance(value, str) else ""


def _day(found: Any, is_rss: bool) -> str:
    """Return the day of publication by the clock of who wrote it.

    RSS knows no day of change: what feedparser takes for one there is `dc:date`, of publication.
    """
    name = "updated" if is_rss and "published" not in found and "updated" in found else "published"
    written = _line(found.get(name))
    for read in (datetime.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(written).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    parsed = found.get(f"{name}_parsed")
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else ""
