"""What a file is whose name does not say it, by how it begins."""

from __future__ import annotations

import re
import zlib

from kgbuild.documents.unpacking import GZIP, ZSTD, unpacked_zstd
from kgbuild.errors import DocumentError

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAILBOX = re.compile(rb"From \S+ +\w{3} \w{3} +\d")
_MAIL = re.compile(rb"[A-Za-z][A-Za-z-]*: ?\S")
_OF_MAIL = (re.compile(rb"^From:", re.MULTILINE), re.compile(rb"^(?:Date|Subject|To):", re.MULTILINE))
_RECORD = re.compile(rb"\s*\{\s*\"")
_BEGINNINGS = {b"%PDF-": ".pdf", b"PAR1": ".parquet", b"WARC/": ".warc"}
_ZSTD = b"\x28\xb5\x2f\xfd"
_HEAD = 4096
"""Bytes that are looked at."""


def suffix_of(data: bytes) -> str:
    """Return the suffix of the format that bytes begin like; that of text where they begin like none."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"\x1f\x8b"):
        return suffix_of(_first_unpacked(data)) + GZIP
    if head.startswith(_ZSTD):
        return suffix_of(_first_of_zstd(data)) + ZSTD
    for begins, suffix in _BEGINNINGS.items():
        if head.startswith(begins):
            return suffix
    if head.startswith(b"PK\x03\x04") and b"word/" in data:
        return ".docx"
    if _MAILBOX.match(head):
        return ".mbox"
    if _MAIL.match(head) and all(sign.search(head) for sign in _OF_MAIL):
        return ".eml"
    if _PAGE.match(head):
        return ".html"
    return ".jsonl" if _RECORD.match(head) else ".txt"


def _first_unpacked(data: bytes) -> bytes:
    """Return how what gzip packed begins, as far as it can be unpacked; nothing of what is packed twice."""
    try:
        first = zlib.decompressobj(wbits=31).decompress(data, _HEAD)
    except zlib.error:
        return b""
    return b"" if first.startswith(b"\x1f\x8b") else first


def _first_of_zstd(data: bytes) -> bytes:
    """Return how what zstd packed begins; nothing where it is damaged, large or packed twice."""
    try:
        first = unpacked_zstd(data)[:_HEAD]
    except DocumentError:
        return b""
    return b"" if first.startswith((_ZSTD, b"\x1f\x8b")) else first
