"""The numbers that words say, in digits of any script and in English words.

The figures of answers are held to them. Generous where writing is ambiguous ("1.500" is 1,500 and 1.5):
a figure passes that the words can mean.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kgbuild.errors import ResourceError
from kgbuild.knowledge.measures import QuantityLexicon
from kgbuild.resources import read_text

_WORD = re.compile(r"\d+(?:[.,'’٫٬\u00a0\u2009\u202f ]\d+)*|[^\W\d_]+\.?")
_GROUPS = re.compile(r"\d{1,3}(?:[.,'’٫٬\u00a0\u2009\u202f ]\d{3})+")
_SEPARATORS = re.compile(r"[.,'’٫٬\u00a0\u2009\u202f ]")
_WITHIN = re.compile(r"(?<=[а-яіїєґ])['’ʼ](?=[яюєї])", re.IGNORECASE)
"""The apostrophe of Ukrainian, which is part of a word."""
_SCALE = 100
_RANGE = frozenset({"to", "or", "and"})
_ARTICLES = frozenset({"a", "an", "another"})


@dataclass(frozen=True, slots=True)
class _Said:
    """One word of a text as far as it says a number."""

    values: tuple[float, ...] = ()
    scale: float | None = None
    text: str = ""


class NumberReader:
    """Reads which numbers a stretch of text may say."""

    def __init__(self, lexicon: QuantityLexicon, language: str = "en") -> None:
        words = _words().get(language, {})
        self._values = {**lexicon.values, **{w: n for w, n in words.items() if n < _SCALE}}
        self._scales = {**lexicon.scales, **{w: n for w, n in words.items() if n >= _SCALE}}
        self._suffixes = lexicon.suffixes

    def numbers(self, text: str) -> frozenset[float]:
        """Return every number that the text says, or part of one that it says."""
        whole = _WITHIN.sub("", unicodedata.normalize("NFC", text))
        words = [part for match in _WORD.finditer(whole) for part in self._said(match[0].lower())]
        found: set[float] = set()
        for start, word in enumerate(words):
            if word.values or word.scale is not None or word.text in (*_ARTICLES, "half"):
                found.update(self._from(words, start))
        return frozenset(found)

    def _said(self, word: str) -> Iterator[_Said]:
        if word[0].isdecimal():
            yield _Said(tuple(_digits(word)))
            return
        bare = word.rstrip(".")
        scale = self._scales.get(word) or self._scales.get(bare) or self._suffixes.get(bare)
        if scale is None and not bare.isascii():  # "천명", thousand people
            fitting = [s for s in self._scales if not s.isascii() and len(s) < 3 and bare.startswith(s)]
            scale = self._scales[max(fitting, key=len)] if fitting else None
        values = (self._values[bare],) if bare in self._values else ()
        yield _Said(values, scale, bare)

    def _from(self, words: list[_Said], start: int) -> Iterator[float]:
        """Yield what the words from here on say, read to each place where the number may end."""
        word = words[start]
        sums = set(word.values) or {0.5 if word.text == "half" else word.scale or 1.0}
        if word.values:
            yield from word.values
            yield from self._ranged(words, start)
        group, done = sums, {0.0}
        for at in range(start + 1, min(start + 12, len(words))):
            word = words[at]
            if word.scale is not None:
                group = {g * word.scale for g in group}
                yield from (d + g for d in done for g in group)
                if word.scale >= 1000:
                    done, group = {d + g for d in done for g in group}, {0.0}
            elif word.values:
                before = words[at - 1]
                if not (before.text or before.scale is not None or group == {0.0}):
                    return  # two numbers side by side
                group = {g + v for g in group for v in word.values}
                yield from (d + g for d in done for g in group)
            elif word.text == "half":
                group = {g + 0.5 for g in group}
                yield from (d + 1.5 * d for d in done)
                yield from (1.5 * d for d in done)
            elif word.text not in ("and", *_ARTICLES):
                return

    def _ranged(self, words: list[_Said], start: int) -> Iterator[float]:
        """Yield the lower end of "10 to 12 thousand"."""
        rest = [w for w in words[start + 1 : start + 4] if w.text not in _RANGE]
        if len(rest) > 1 and rest[0].values and rest[1].scale is not None:
            yield from (value * rest[1].scale for value in words[start].values)


def _digits(word: str) -> Iterator[float]:
    if _GROUPS.fullmatch(word):
        yield float(_SEPARATORS.sub("", word))
    parts = _SEPARATORS.split(word)
    if len(parts) == 2 and re.search(r"[.,٫]", word):
        yield float(".".join(parts))
    elif len(parts) == 1 or not _GROUPS.fullmatch(word):
        yield from (float(part) for part in parts)


@cache
def _words() -> Mapping[str, Mapping[str, float]]:
    """Return by language the words that say a number, or from a hundred on multiply what stands before."""
    found: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(io.StringIO(read_text("data", "prompts", "numbers.csv"))):
        try:
            found.setdefault(row["language"], {})[row["word"]] = float(row["value"])
        except (KeyError, ValueError, TypeError) as error:
            raise ResourceError(f"data/prompts/numbers.csv: {row}: needs language,word,value") from error
    return found
