"""Whether a quote is the text: evidence held against the stored text that it is said to stand in.

A quote that stands at its span is taken as it is. One that stands elsewhere, or that differs only in how
quotation marks, dashes, white space and invisible characters are written, is anchored where it does stand,
in the stored text's own characters. Anything else is not evidence.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from kgbuild.claims.model import Evidence
from kgbuild.claims.sentences import Sentences
from kgbuild.spans import Span

_SINGLE, _DOUBLE = "'‘’‚‛‹›`´′", '"“”„‟«»″'
_DASHES = "-‐‑‒–—―−﹘﹣－"
_AS = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_DASHES, "-"),
        "…": "...",
    }
)


_JOINED = (
    *("ARABIC", "HEBREW", "HANGUL", "CJK", "HIRAGANA", "KATAKANA"),
    *("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"),
)
"""Scripts whose words take particles before or behind them, or stand without blanks between."""


class Alignment(StrEnum):
    """How a quote was found in the stored text."""

    EXACT = "exact"
    """It stands at its span."""
    MOVED = "moved"
    """It stands elsewhere, to the letter."""
    FOLDED = "folded"
    """It stands there but for the form of quotation marks, dashes, white space or invisible characters."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Evidence whose quote is the stored text at its span, and how it was found."""

    evidence: Evidence
    alignment: Alignment


class StoredText:
    """A document's text, against which quotes are held; folds it once, when first needed."""

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self._language = language

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences of the text."""
        return Sentences(self.text, self._language)

    def holds(self, span: Span) -> bool:
        """Whether a span is a stretch of this text of at least one character."""
        return 0 <= span.start < span.end <= len(self.text)

    def align(self, evidence: Evidence) -> Aligned | None:
        """Return the evidence as it stands in this text; None where its quote is not in it.

        Of several places the one nearest to the evidence's span counts, of two equally near the first. Away
        from its span a quote is looked for as whole words.
        """
        start, end = evidence.span
        if self.holds(evidence.span) and self.text[start:end] == evidence.quote:
            return Aligned(evidence, Alignment.EXACT)
        if not any(map(str.isalnum, evidence.quote)):
            return None  # marks alone stand everywhere and say nothing
        span = _nearest(self._exact(evidence.quote), start)
        if span is not None:
            return self._anchored(evidence, span, Alignment.MOVED)
        span = _nearest(self._alike(evidence.quote), start)
        return self._anchored(evidence, span, Alignment.FOLDED) if span is not None else None

    def _anchored(self, evidence: Evidence, span: Span, alignment: Alignment) -> Aligned:
        quote = self.text[span.start : span.end]
        return Aligned(evidence.model_copy(update={"span": span, "quote": quote}), alignment)

    def _exact(self, quote: str) -> Iterator[Span]:
        for at in _places(self.text, quote):
            span = Span(at, at + len(quote))
            if self._is_whole(span):
                yield span

    def _alike(self, quote: str) -> Iterator[Span]:
        folded = "".join(char for _, char in _folded(quote)).strip()
        text, starts = self._fold
        for at in _places(text, folded) if folded else ():
            end = at + len(folded)
            if at > 0 and starts[at] == starts[at - 1]:
                continue  # within what one character of the text stands for
            if end < len(starts) and starts[end] == starts[end - 1]:
                continue
            # invisible characters behind the last one stay outside
            span = Span(starts[at], starts[end - 1] + 1)
            if self._is_whole(span):
                yield span

    @cached_property
    def _fold(self) -> tuple[str, list[int]]:
        """The folded text, and for each of its characters the offset of the one it stands for."""
        pairs = list(_folded(self.text))
        return "".join(char for _, char in pairs), [at for at, _ in pairs]

    def _is_whole(self, span: Span) -> bool:
        """Whether a span begins and ends between words, as far as the script shows where words end."""
        return not any(is_within_word(self.text, at) for at in span)


def is_within_word(text: str, at: int) -> bool:
    """Whether an offset lies inside a word; never in a script that joins words or particles to them."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return _in_word(before) and _in_word(after) and not (_is_joined(before) or _is_joined(after))


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) != 0


@cache
def _is_joined(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_JOINED)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _nearest(spans: Iterator[Span], start: int) -> Span | None:
    """Return the span that begins nearest to an offset, the first of two; the spans come in order."""
    found = list(spans)
    if not found:
        return None
    behind = bisect_right(found, (start,))
    around = found[max(behind - 1, 0) : behind + 1]
    return min(around, key=lambda span: (abs(span.start - start), span.start))


def _folded(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a text as they compare, each with the offset of the one it stands for.

    Letters come apart from their accents, so that both ways of writing "é" are one; numerals stay as they
    are: 10² is not 102. Case counts.
    """
    blank = False
    for at, char in enumerate(text):
        if char.isspace():
            if not blank:
                yield at, " "
            blank = True
            continue
        if unicodedata.category(char) in ("Cf", "Cc") or "\ufe00" <= char <= "\ufe0f":
            continue
        blank = False
        for part in unicodedata.normalize("NFD", char).translate(_AS):
            yield at, part
