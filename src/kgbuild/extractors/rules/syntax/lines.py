"""Paragraphs whose lines were broken at a fixed width, as in mail, put together again."""

from __future__ import annotations

import re
from itertools import pairwise

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_SHORTEST = 45
"""Characters from which a line may have been broken for its length."""
_LONGEST = 110
_LIST = re.compile(r"\s*(?:[-*•–—>|#]|\d{1,3}[.)]\s)")
"""How the lines of lists, quotations in mail, tables and headings begin."""


def joined_lines(text: str) -> str:
    """Return a text with spaces for the line breaks inside its paragraphs; as long as before."""
    return _PARAGRAPH.sub(_joined, text) if "\n" in text else text


def _joined(found: re.Match[str]) -> str:
    paragraph = found.group()
    lines = paragraph.rstrip("\n").split("\n")
    if len(lines) < 2 or not _is_broken(lines):
        return paragraph
    end = paragraph[len(paragraph.rstrip("\n")) :]
    return " ".join(lines) + end


def _is_broken(lines: list[str]) -> bool:
    """Whether lines end where the width ended, not where the writer ended them."""
    if any(_LIST.match(line) for line in lines):
        return False
    if (
        not all(_SHORTEST <= len(line.rstrip()) <= _LONGEST for line in lines[:-1])
        or len(lines[-1]) > _LONGEST
    ):
        return False
    return any(
        line.rstrip()[-1:] not in (".", "!", "?", "”", '"', ":") and after.lstrip()[:1].islower()
        for line, after in pairwise(lines)
    )
