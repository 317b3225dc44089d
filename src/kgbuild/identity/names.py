"""Normal forms of names: two spellings of one name have one form. Pure functions of the name alone."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kgbuild.identity.words import word_list

# News repeats its names: their forms need not be worked out each time
_REMEMBERED = 1 << 16
# Letters that Unicode does not decompose into a Latin base and a mark
_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_MARKS = re.compile("[\u0300-\u036f]")
LETTERS = (
    "0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
"""Ranges of what Turtle allows in a local name without an escape (PN_CHARS) and RFC 3987 in an IRI."""
_WORD = re.compile(f"[{LETTERS}]+")
_INITIALS = re.compile(r"\b((?:[a-z]\.){2,}[a-z]?\b|(?:[a-z]\.){2,})")
_APOSTROPHES = re.compile("[’'`ʼʻ‘]")
_POSSESSIVE = re.compile("[’'ʼ]s\\b")

# Romanisations of one ending: Zelenskyy, Zelenskiy, Zelenskii; Sergey, Sergei; Dmitriy, Dmitri
_ENDINGS = (
    (re.compile("(?:yy|iy|ii|ij|yi)$"), "y"),
    (re.compile("(?<=sk)i$|(?<=tr)i$|(?<=[aeiou][nr]g)i$"), "y"),
    (re.compile("ey$"), "ei"),
)
_PATRONYMIC = re.compile("(?:[oe]vi[ct]h|[oey]vych|[oe]vna|[iy]vna|ichna)$")


def fold(text: str) -> str:
    """Lower case without diacritics: "Erdoğan" and "ERDOGAN" become "erdogan"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed))


@lru_cache(_REMEMBERED)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name: "the U.N. Security Council's" is the, un, security, council."""
    folded = _INITIALS.sub(lambda hit: hit.group().replace(".", ""), fold(text))
    return tuple(_WORD.findall(_APOSTROPHES.sub("", _POSSESSIVE.sub("", folded)).replace("&", " and ")))


def slug(text: str) -> str:
    """Return a name as part of an IRI: folded words joined by hyphens, never empty.

    A text without letters or digits becomes a digest of itself.
    """
    return "-".join(words(text)) or "x" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _british(word: str) -> str:
    # "Defense Ministry" and "Defence Ministry", "Organization" and "Organisation" are one
    word = re.sub("fense$", "fence", word)
    return re.sub("isation(s?)$", r"ization\1", word)


@lru_cache(_REMEMBERED)
def title_words(text: str) -> tuple[str, ...]:
    """Return the words of the title of an organization or treaty, American and British spelling alike."""
    return tuple(_british(word) for word in words(text))


def _person_word(word: str) -> str:
    for ending, plain in _ENDINGS:
        if len(word) > 3 and ending.search(word):
            return ending.sub(plain, word)
    return word


@lru_cache(_REMEMBERED)
def person_words(name: str) -> tuple[str, ...]:
    """Return what identifies a person in a name, whatever its romanisation.

    Middle initials and East Slavic patronymics do not count: "Joe R. Biden", "Sergei Viktorovich Lavrov".
    """
    parts = words(name)
    if len(parts) > 2:
        inner = [p for p in parts[1:-1] if len(p) > 1 and not _PATRONYMIC.search(p)]
        parts = (parts[0], *inner, parts[-1])
    return tuple(_person_word(part) for part in parts)


def one_word(name: str) -> bool:
    """Whether a person's name is a single word ("Lavrov", "Al-Shara"), which names nobody for certain."""
    return len(name.split()) < 2


def treaty_words(name: str, parties: Iterable[str] = ()) -> list[str]:
    """Return the words of a treaty's name that carry meaning, in order: not "treaty", "of", or a party."""
    skip = word_list("link") | word_list("treaty-form")
    content = [word for word in title_words(name) if word not in skip]
    named = {word for party in parties for word in title_words(party)}
    return [word for word in content if word not in named]


def is_distinctive(content: Iterable[str]) -> bool:
    """Whether words of a treaty's name tell it from others: "Budapest", not "friendship"."""
    themes = word_list("treaty-theme")
    return any(word not in themes and not word.isdigit() for word in content)


def is_proper_title(name: str) -> bool:
    """Whether the words are written as a title: at least two capitalised words that carry meaning or form."""
    links = word_list("link")
    capitals = [word for word in name.split() if word[:1].isupper() and fold(word) not in links]
    return len(capitals) > 1


def initials(name: str) -> set[str]:
    """Return the initials of an organization's name, with and without its small words: "opcw", "oftpocw"."""
    every = title_words(name)
    weighty = [word for word in every if word not in word_list("link")]
    return {"".join(word[0] for word in parts) for parts in (every, weighty) if len(parts) > 1}


def is_generic_organization(name: str) -> bool:
    """Whether the name fits an office of every state: "Foreign Ministry", "the army"."""
    generic = word_list("organization") | word_list("link")
    return all(word in generic for word in title_words(name))
