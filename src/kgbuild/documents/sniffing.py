"""What a file is whose name does not say it, by how it begins."""

from __future__ import annotations

import re

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096
"""Bytes that are looked at."""


def suffix_of(data: bytes) -> str:
    """Return the suffix of the format that bytes begin like: a web page, else text."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    return ".html" if _PAGE.match(head) else ".txt"
