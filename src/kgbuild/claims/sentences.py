"""Where the sentences of a text begin and end, without a language model."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from kgbuild.spans import Span

_WRAPPED = 120
"""Characters beyond which a line is a paragraph. A text without such lines is taken to be wrapped: its
sentences run over the ends of lines."""

_PLAIN = str.maketrans(
    dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n")
    | {
        code: " "
        for code in range(0x80, 0x3001)
        if chr(code).isspace() and chr(code) not in "\x85\u2028\u2029"
    }
)
"""Blanks of several bytes as one of one: sentencex 1.0 ends in a panic at some of them ("B\\u2003.")."""


class Sentences:
    """The sentences of one text, in order, without the blanks between them."""

    def __init__(self, text: str, language: str = "en") -> None:
        self._spans = list(_sentences(text, language))

    def around(self, span: Span) -> Span:
        """Return the stretch of the whole sentence, or sentences, that a stretch of text lies in."""
        first = bisect_right(self._spans, span.start, key=lambda each: each.end)
        last = bisect_left(self._spans, span.end, key=lambda each: each.start)
        found = [span, *self._spans[first:last]]
        return Span(min(each.start for each in found), max(each.end for each in found))


def _sentences(text: str, language: str) -> Iterator[Span]:
    lines = text.splitlines(keepends=True)
    blocks = lines if any(len(line) > _WRAPPED for line in lines) else [text]
    start = 0
    for block in blocks:
        for found in get_sentence_boundaries(language, block.translate(_PLAIN)):
            words = block[found["start_index"] : found["end_index"]]
            begin = start + found["start_index"] + len(words) - len(words.lstrip())
            if words.strip():
                yield Span(begin, begin + len(words.strip()))
        start += len(block)
