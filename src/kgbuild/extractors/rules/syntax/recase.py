"""Sentences all in capitals, and headlines with one on Each Word, in ordinary letters for the model to parse.

It has learned from ordinary text: in capitals it takes "DOHA DENIES IT" for a name. Which words are names is
for the gazetteer to say, which are English for the model's lemmatizer (truecasing by lookup: Lita et al.,
"tRuEcasIng", 2003). Letters change one for one, so that offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spacy.language import Language

from kgbuild.knowledge.gazetteer import Gazetteer

_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?:]")
_CODE_BEFORE, _CODE_AFTER = re.compile(r"\d-?$"), re.compile(r"-?\d")
"""What stands before or after letters that are no word: "F-16", "9M"."""
_BEHIND_AN_APOSTROPHE = frozenset({"s", "re", "ve", "ll", "d", "m"})
_FEWEST, _ENGLISH = 4, 2
"""Words of a stretch in capitals, and English ones among them, from which it is a sentence and no name."""
_FEWEST_TITLED = 6
"""Words of a headline in capitals of titles."""
_ENDS, _MARKS = (".", "!", "?", ":"), " \n”\"'’)"
_LONGEST = 6
"""Words of a name."""
_Word = re.Match[str]


@dataclass(frozen=True, slots=True)
class _Written:
    """A word or name at its place in a line."""

    start: int
    end: int
    text: str
    is_english: bool
    """Whether it is a word, and no name."""


class Recaser:
    """Called with a line, returns it as it would be written if nothing in it were shouted."""

    def __init__(self, nlp: Language, capitalised: Iterable[str], gazetteer: Gazetteer) -> None:
        """Take words that are written with a capital letter in any case, and all names."""
        self._english = EnglishWords(nlp)
        self._capitalised = tuple(capitalised)
        self._gazetteer = gazetteer

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names by themselves in small letters; places only of several words: "SALE" is one of one."""
        places = (place for place in self._gazetteer.place_names if " " in place)
        titled = (word.title() for word in self._capitalised)
        names = (*titled, *places, *self._gazetteer.forms)
        return {_folded(name): name for name in sorted(names, key=_capitals)}  # rather NATO than Nato

    def __call__(self, line: str) -> str:
        """Return the line, as long as it was; what is not in capitals stays."""
        pieces, done = [], 0
        shouted = _shouted(line)
        titled = [] if shouted else self._titled(line)
        for words in titled or shouted:
            written = list(self._written(line, words))
            if titled:
                written = list(self._deeds(written))
            if sum(each.is_english for each in written) >= _ENGLISH:
                for each in written:
                    pieces += [line[done : each.start], each.text]
                    done = each.end
        return "".join((*pieces, line[done:])) if pieces else line

    def _titled(self, line: str) -> list[list[_Word]]:
        """Return the words of a headline that writes all of them with a capital but "to" and "of"."""
        words = list(_WORD.finditer(line))
        if len(words) < _FEWEST_TITLED or line.rstrip(_MARKS)[-1:] in _ENDS or "(" in line:
            return []
        small = [word[0] for word in words if word[0].islower()]
        plain = all(word in _BEHIND_AN_APOSTROPHE or self._english.is_common(word) for word in small)
        return [words] if plain and sum(w[0].istitle() for w in words) > len(small) + 1 else []

    def _deeds(self, written: Sequence[_Written]) -> Iterator[_Written]:
        """Yield what can be a verb or a small word of a headline; in other words its capitals do no harm."""
        for each, following in zip(written, [*written[1:], None], strict=True):
            first_name = (
                following is not None
                and not following.is_english
                and _folded(following.text) not in self._names
            )
            if each.is_english and self._english.is_verb(each.text.lower()) and not first_name:
                yield each

    def _written(self, line: str, words: Sequence[_Word]) -> Iterator[_Written]:
        """Yield how the names and other words of a stretch are written."""
        at = 0
        while at < len(words):
            count, text, known = *self._name(line, words[at : at + _LONGEST]), False
            if not count:
                count, (text, known) = 1, self._word(line, words, at)
            start, end = words[at].start(), words[at + count - 1].end()
            if len(text) == end - start:  # not so for "İ", whose small letter is two characters
                yield _Written(start, end, text, known)
            at += count

    def _word(self, line: str, words: Sequence[_Word], at: int) -> tuple[str, bool]:
        """Return how a word that begins no name is written, and whether it is English."""
        text, start, end = words[at][0], words[at].start(), words[at].end()
        before, after = line[max(0, start - 2) : start], line[end : end + 2]
        if _CODE_BEFORE.search(before) or _CODE_AFTER.match(after) or (len(text) == 1 and after[:1] in ".'’"):
            return text, False  # "F-16", "U.S.", "J. Smith", "O'Brien"
        small = text.lower()
        if before[-1:] in ("'", "’") and at and words[at - 1].end() == start - 1:
            cut_off = small in _BEHIND_AN_APOSTROPHE or (small == "t" and words[at - 1][0].endswith("N"))
            return (small if cut_off else text.capitalize()), False
        if not self._english.knows(small) and not (small.endswith("n") and after.lower() in ("'t", "’t")):
            return text.capitalize(), False
        begins = at == 0 or (
            len(words[at - 1][0]) > 1 and _STOP.search(line, words[at - 1].end(), start) is not None
        )
        return (text.capitalize() if begins or text == "I" else small), True

    def _name(self, line: str, words: Sequence[_Word]) -> tuple[int, str]:
        """Return of how many of these words the longest name at their beginning is, and the name."""
        for count in range(len(words), 0, -1):
            text = line[words[0].start() : words[count - 1].end()]
            name = self._names.get(_folded(text))
            if name is not None and len(name) == len(text):
                pairs = zip(name, text, strict=True)  # an apostrophe stays the one it is
                return count, "".join(n if n.lower() == t.lower() else t for n, t in pairs)
        return 0, ""


class EnglishWords:
    """The words that a model's lemmatizer knows."""

    def __init__(self, nlp: Language) -> None:
        """Look into the tables of a rule lemmatizer; a model without them knows the commonest words only."""
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        names = ("lemma_index", "lemma_exc", "lemma_rules")
        self._listed, self._irregular, self._rules = (
            lemmatizer.lookups.get_table(name, {}) for name in names
        )
        self._vocab = nlp.vocab

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is one, in any of its forms."""
        return self._vocab[word].is_stop or any(self._is(word, kind) for kind in self._listed)

    def is_verb(self, word: str) -> bool:
        """Whether a word in small letters can be a verb, or is one of the commonest."""
        return self.is_common(word) or self._is(word, "verb")

    def is_common(self, word: str) -> bool:
        """Whether a word is one of the commonest, as "to" and "the" are."""
        return bool(self._vocab[word].is_stop)

    def _is(self, word: str, kind: int | str) -> bool:
        listed = self._listed[kind]
        return (
            word in listed
            or word in self._irregular.get(kind, ())
            or any(
                word.endswith(ending) and word[: len(word) - len(ending)] + other in listed
                for ending, other in self._rules.get(kind, ())
            )
        )


def _shouted(line: str) -> list[list[_Word]]:
    """Return the stretches of words in capitals that are long enough for a sentence."""
    stretches: list[list[_Word]] = [[]]
    for word in _WORD.finditer(line):
        if word[0].isupper():
            stretches[-1].append(word)
        else:
            stretches.append([])
    return [words for words in stretches if len(words) >= _FEWEST]


def _capitals(name: str) -> int:
    return sum(map(str.isupper, name))


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())
