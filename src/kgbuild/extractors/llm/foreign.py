"""Names in other languages: which states they carry, and whether an English name says the same.

A model answers in English on a document of another language. That its "Iran" stands for the document's words
is held to the names that other languages have for states, that its "Kim Jong Un" does, to the sounds of both.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from anyascii import anyascii

from kgbuild.claims.align import is_within_word
from kgbuild.errors import ResourceError
from kgbuild.extractors.llm.folding import folded
from kgbuild.resources import read_text

_FILE = ("data", "gazetteer", "foreign_names.csv")
_SHORTEST_STEM = 4
_ENDING = 2
"""Letters at the end of a word that grammar may change."""
_ARABIC = re.compile(r"^ال|(?<=...)[اة]$")
"""The article, and the ending that gives way to those of "Syrian" and "Russian"."""
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_ALIKE = 0.6
"""How alike the sounds of a name and its transliteration are at least, between 0 and 1."""
_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("bfpv", "1"),
        **dict.fromkeys("cgjkqsxz", "2"),
        **dict.fromkeys("dt", "3"),
        "l": "4",
        **dict.fromkeys("mn", "5"),
        "r": "6",
    }
)
"""The classes of consonants of Soundex (R. C. Russell 1918); vowels, h, w and y are of none."""


@dataclass(frozen=True, slots=True)
class ForeignNames:
    """How one language writes the states of the world."""

    forms: Mapping[str, tuple[re.Pattern[str], ...]]
    """By iso3 what finds each form, in whatever case or ending, in a folded text."""

    def carry(self, words: str, iso3: str) -> bool:
        """Whether words name a state, its capital, its seat of power or its people."""
        text = folded(words)
        return any(form.search(text) for form in self.forms.get(iso3, ()))

    def carry_another(self, words: str, iso3: str) -> bool:
        """Whether words name states, and this one is not among them."""
        text = folded(words)
        if any(form.search(text) for form in self.forms.get(iso3, ())):
            return False
        return any(form.search(text) for forms in self.forms.values() for form in forms)


@cache
def foreign_names(language: str) -> ForeignNames:
    """Return the names in a language ("uk"); none where it has none. Raises ResourceError."""
    found: dict[str, list[re.Pattern[str]]] = {}
    for iso3, form, languages in _rows():
        if language in languages:
            found.setdefault(iso3, []).append(_pattern(form))
    return ForeignNames({iso3: tuple(forms) for iso3, forms in found.items()})


def sound_alike(words: str, name: str) -> bool:
    """Whether an English name can be what words of another script or spelling sound like.

    Characters of Chinese have other sounds in Japanese names, so that nothing is held against those. Of
    fifteen politicians' names in Cyrillic, Hangul and Arabic all 45 sound alike, and one in ten of the 630
    pairs of a name with the words for another: it keeps inventions out, not mix-ups.

    Example:
        >>> sound_alike("Владимир Путин", "Vladimir Putin"), sound_alike("마크롱", "Olaf Scholz")
        (True, False)

    """
    if any("CJK" in unicodedata.name(char, "") for char in words):
        return True
    one, other = _sounds(anyascii(words)), _sounds(anyascii(name))
    if not one or not other:
        return not one and not other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _sounds(name: str) -> str:
    bare = re.sub(r"[^a-z]", "", name.lower())
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^1-6]", "", bare.translate(_SOUNDS)))


def _pattern(form: str) -> re.Pattern[str]:
    """Return what finds a form with the endings and particles that its language may join to it."""
    bare = folded(form)
    if not is_within_word(bare[:1] * 2, 1):  # particles stand before and behind
        stem = re.escape(_ARABIC.sub("", bare))
        return re.compile(
            stem if _ARABIC_LETTER.match(stem) is None or len(stem) > 3 else rf"\b(?:ال)?{stem}\b"
        )
    if len(bare) < _SHORTEST_STEM:
        return re.compile(rf"\b{re.escape(bare)}\b")
    stems = (rf"{re.escape(_stem(word))}\w*" for word in bare.split())
    return re.compile(r"\b" + r"\W+".join(stems), re.IGNORECASE)


def _stem(word: str) -> str:
    shortest = _SHORTEST_STEM + word.isascii()  # "indi" is in many words
    return word[: max(len(word) - _ENDING, min(len(word), shortest))]


@cache
def _rows() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, str, frozenset[str]]]:
    for number, row in enumerate(csv.DictReader(io.StringIO(read_text(*_FILE))), start=2):
        try:
            yield row["iso3"], row["form"], frozenset(row["languages"].split("|"))
        except (KeyError, AttributeError) as error:
            raise ResourceError(f"{'/'.join(_FILE)}:{number}: needs iso3, form and languages") from error
