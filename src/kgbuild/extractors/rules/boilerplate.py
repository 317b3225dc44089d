"""Which lines of a text belong to the page and not to the report."""

from __future__ import annotations

import re

from kgbuild.knowledge.boilerplate import BoilerplatePatterns
from kgbuild.spans import Span

_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s*$")


def boilerplate(text: str, patterns: BoilerplatePatterns) -> list[Span]:
    """Return the lines that yield no claims, in order.

    These are lines that match a pattern, links below a heading such as "Related stories", and short lines
    without a full stop between paragraphs of the report (section headings, links to other reports).
    """
    found: list[Span] = []
    in_list = body = False
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if not words:
            continue
        span = Span(line.start(), line.end())
        closed = _SENTENCE_END.search(words) is not None
        short = len(words.split()) <= patterns.heading_words
        heading = short and not closed and (in_list or (body and words[-1] not in ",:;"))
        if patterns.list_head.search(words):
            in_list = True
            found.append(span)
        elif heading or patterns.line.search(words):
            found.append(span)
        else:
            in_list = False
            body = body or (closed and not short)
    return found
