"""Web archives (.warc): the pages in them, by warcio. Pictures, styles and requests are passed over."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from typing import Any

from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.errors import DocumentError

_READ = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
_MOST = 50_000_000
"""Bytes that one page may have, unpacked."""


def read(data: bytes) -> Iterator[Portion | Unreadable]:
    """Yield the pages that were found where they were asked for, each named by its number in the archive.

    Raises DocumentError when the file is no archive or is damaged, and in the end when it holds no page.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - of the extra "warc"

    records = iter(ArchiveIterator(io.BytesIO(data)))
    number = pages = 0
    while True:
        try:
            with redirect_stderr(io.StringIO()):  # where the library would complain at length, and go on
                record = next(records, None)
            kind = None if record is None else _kind(record)
        except Exception as error:  # what damaged records make the library raise has no common class
            raise DocumentError(f"is no web archive, or is damaged behind record {number}") from error
        if record is None:
            break
        number += 1
        if kind is not None:
            pages += 1
            yield from _portions(record, _READ[kind], str(number))
    if not pages:
        raise DocumentError("holds no page that can be read")


def _kind(record: Any) -> str | None:
    """Return the type of a page; None of what is none, or was not found."""
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
        told = headers.get_header("Content-Type")
    else:
        told = record.rec_headers.get_header("Content-Type") if record.rec_type == "resource" else None
    kind = (told or "").partition(";")[0].strip().lower()
    return kind if kind in _READ else None


def _portions(record: Any, suffix: str, name: str) -> Iterator[Portion | Unreadable]:
    from kgbuild.documents.formats import format_of  # noqa: PLC0415 - which knows this module

    try:
        content = record.content_stream().read(_MOST + 1)
        if len(content) > _MOST:
            raise DocumentError(f"is larger than {_MOST // 1_000_000} MB")
        found = list(format_of(suffix).read(content))
    except DocumentError as error:
        yield Unreadable(str(error), name)
        return
    except Exception as error:  # see above
        yield Unreadable(f"cannot be unpacked ({type(error).__name__})", name)
        return
    known = _fields(record)
    for portion in found:
        if isinstance(portion, Portion):
            own = f"{name}.{portion.name}" if portion.name else name  # the posts of a live blog
            yield replace(portion, name=own, metadata=known.over(portion.metadata))


def _fields(record: Any) -> Metadata:
    """Return where and when a page was found."""
    told = {
        "source": record.rec_headers.get_header("WARC-Target-URI"),
        "retrieved": record.rec_headers.get_header("WARC-Date"),
    }
    return from_fields(told, "record")
