"""Web archives as crawlers write them."""

from __future__ import annotations

import gzip
import random

import pytest

from kgbuild.documents import Document, Handed, Skipped, read_documents
from kgbuild.documents.archives import read
from kgbuild.errors import DocumentError

SAID = "Chad's army said on Friday that it had sent no helicopters to Niger."
PAGE = f"<!DOCTYPE html><html><body><article><h1>On Chad</h1><p>{SAID} None did.</p></article></body></html>"


def archive(*pages: tuple[str, str, str, bytes], packed: bool = False) -> bytes:
    """Pages, each by status, type, address and content, as crawlers write them."""
    return b"".join(
        gzip.compress(record) if packed else record for record in (_record(*page) for page in pages)
    )


def _record(status: str, kind: str, address: str, content: bytes) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2025-03-07T10:00:00Z\r\n"
        f"WARC-Target-URI: {address}\r\nWARC-Record-ID: <urn:uuid:{len(content):032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


FOUR = (
    ("200 OK", "text/html; charset=utf-8", "https://example.org/a", PAGE.encode()),
    ("404 Not Found", "text/html", "https://example.org/b", PAGE.encode()),
    ("200 OK", "image/png", "https://example.org/c.png", b"x"),
    ("200 OK", "text/plain", "https://example.org/d", f"More. {SAID}".encode()),
    ("200 OK", "text/html", "https://example.org/e", b"<html></html>"),
)


@pytest.mark.parametrize("packed", [True, False])
def test_the_pages_of_an_archive_are_documents(packed: bool) -> None:
    name = "a.warc.gz" if packed else "a.warc"
    found = list(read_documents([Handed(name, archive(*FOUR, packed=packed))]))
    first, second, third = found
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.identifier, first.source, first.retrieved) == (
        f"{name}#1",
        "https://example.org/a",
        "2025-03-07",
    )
    assert SAID in first.text
    assert (second.identifier, second.text) == (f"{name}#4", f"More. {SAID}")
    assert isinstance(third, Skipped)
    assert (third.path, third.reason.split(":")[0]) == (f"{name}#5", "holds no article text")


def outcome(data: bytes) -> int | str:
    try:
        return len(list(read(data)))
    except DocumentError as refused:
        return str(refused)


def test_what_is_no_archive_or_holds_no_page_is_refused() -> None:
    assert "is no web archive" in str(outcome(b"Not one."))
    assert outcome(archive(*FOUR[1:3])) == "holds no page that can be read"
    assert outcome(b"") != 0


def test_mutated_archives_are_read_or_refused() -> None:
    chosen = random.Random(9)
    whole = archive(*FOUR[2:4], FOUR[1])
    kinds = set()
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chosen.randrange(1, 12)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        kinds.add(type(outcome(bytes(data))))
    assert kinds == {int, str}
