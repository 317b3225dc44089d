"""Which lines of a text belong to the page and not to the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgbuild.extractors.rules.layout import Line, read_lines
from kgbuild.knowledge.boilerplate import BoilerplatePatterns
from kgbuild.knowledge.lines import LineWords
from kgbuild.spans import Span

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s*$")
_QUOTATION = re.compile(r"[“„«‹\"‘»].{8,}[”\"»“’«›][.,]?")
_FIGURES = re.compile(r"[^:]{2,60}:\s(?:\w+\s)?\d[\d,.\s]*\s[^\W\d_]")
"""A row of a list of figures: "Chad: 40 killed"."""
_LONG_WORD = 4
_LINK = 0.7
"""Share of capitalized words in the titles of other reports."""


def boilerplate(text: str, patterns: BoilerplatePatterns, lines: Sequence[Line] | None = None) -> list[Span]:
    """Return the lines that yield no claims, in order.

    These are lines that match a pattern, links below a heading such as "Related stories", and short lines
    without a full stop between paragraphs of the report (section headings, links to other reports). Items
    of a list, quotations on a line of their own, what is signed, rows of figures belong to the report.
    """
    found: list[Span] = []
    in_list = body = False
    known = read_lines(text, LineWords()) if lines is None else lines
    for number, line in enumerate(known):
        words = text[line.start : line.end]
        span = Span(line.start, line.end)
        closed = _SENTENCE_END.search(words) is not None
        short = len(words.split()) <= patterns.heading_words
        loose = short and not closed
        heading = loose and (in_list or (body and words[-1] not in ",:;" and not _told(text, known, number)))
        if patterns.list_head.search(words):
            in_list = True
            found.append(span)
        elif heading or patterns.line.search(words):
            found.append(span)
        else:
            in_list = False
            body = body or (closed and not short)
    return found


def _told(text: str, lines: Sequence[Line], number: int) -> bool:
    """Whether a line without a full stop belongs to the report all the same."""
    line = lines[number]
    if line.item:
        return not _is_link(text[line.body : line.end])
    if line.cells or line.label or line.signature or (number + 1 < len(lines) and lines[number + 1].signs):
        return True
    words = text[line.start : line.end]
    opened = number > 0 and text[lines[number - 1].end - 1] == ":"
    return opened or bool(_QUOTATION.fullmatch(words) or _FIGURES.match(words))


def _is_link(words: str) -> bool:
    """Whether most words are capitalized, as in the titles of other reports."""
    long = [word for word in words.split() if len(word) >= _LONG_WORD and word[0].isalpha()]
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= _LINK * len(long)
