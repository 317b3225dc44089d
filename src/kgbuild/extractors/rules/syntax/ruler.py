"""What the model's attribute ruler finds, without matching each of its patterns against each token anew.

Its patterns look at a token's tag, label and word only, most of them at no more than one token. Which apply
is thus the same for all tokens that agree in these, and of the words only those count that a pattern names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

_RULER = "attribute_ruler"
_READ: list[int | str] = ["TAG", "DEP", "LOWER"]
_KNOWN = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"})
_TESTS: Mapping[str, Callable[[str, Any], bool]] = {
    "IN": lambda text, wanted: text in wanted,
    "NOT_IN": lambda text, wanted: text not in wanted,
    "REGEX": lambda text, wanted: re.search(wanted, text) is not None,
}
_REMEMBERED = 1 << 16
"""Words, and kinds of tokens, that are kept at hand."""

Pattern = Sequence[Mapping[str, Any]]
Kind = tuple[int, int, str]
"""Tag and label, as numbers, and the word as far as it counts."""
Fitting = tuple[list[int], list[tuple[int, Mapping[str, Any]]]]
Match = tuple[int, int, int, int]
"""Number of the rule, its name in the model's strings, first token, end."""


def hasten(nlp: Language) -> None:
    """Let a model's attribute ruler remember what it found; one with other patterns stays as it is."""
    if _RULER not in nlp.pipe_names:
        return
    ruler: Any = nlp.get_pipe(_RULER)
    rules = [rule["patterns"] for rule in ruler.patterns]
    if all(_is_known(pattern) for patterns in rules for pattern in patterns):
        ruler.match = RuleMemory(rules, nlp.vocab.strings).match


def _is_known(pattern: Pattern) -> bool:
    """Whether a pattern is of the kinds that are read here."""
    return 0 < len(pattern) <= 2 and all(
        attribute in _KNOWN and (isinstance(wanted, str | bool) or wanted.keys() <= _TESTS.keys())
        for token in pattern
        for attribute, wanted in token.items()
    )


class RuleMemory:
    """Patterns of one or two tokens, and which of them tokens of each kind fit."""

    def __init__(self, rules: Sequence[Sequence[Pattern]], strings: Any) -> None:
        self._strings = strings
        self._rules = [(number, pattern) for number, patterns in enumerate(rules) for pattern in patterns]
        self._names = [strings.add(str(number)) for number in range(len(rules))]
        wanted = [token["LOWER"] for _, pattern in self._rules for token in pattern if "LOWER" in token]
        self._named = {word for each in wanted for word in _words(each)}
        self._shapes = [
            re.compile(each["REGEX"]) for each in wanted if isinstance(each, dict) and "REGEX" in each
        ]
        self._word: dict[int, str] = {}
        self._fitting: dict[Kind, Fitting] = {}

    def match(self, doc: Doc) -> list[Match]:
        """Return all matches, those of later rules last."""
        rows: Any = doc.to_array(_READ)
        kinds = [
            (tag, label, self._word.get(lower) or self._look(lower)) for tag, label, lower in rows.tolist()
        ]
        found: list[Match] = []
        last = len(kinds) - 1
        for i, kind in enumerate(kinds):
            alone, begun = self._fitting.get(kind) or self._fit(kind)
            found += [(number, self._names[number], i, i + 1) for number in alone]
            if begun and i < last:
                behind = self._said(kinds[i + 1])
                found += [
                    (number, self._names[number], i, i + 2) for number, token in begun if fits(token, behind)
                ]
        return sorted(set(found))

    def _look(self, lower: int) -> str:
        """Return a word as far as the patterns tell it from others: itself, white space, or any word."""
        if len(self._word) >= _REMEMBERED:
            self._word.clear()
        text = self._strings[lower]
        named = text in self._named or any(shape.search(text) for shape in self._shapes)
        self._word[lower] = word = text if named else " " if text.isspace() else "*"
        return word

    def _said(self, kind: Kind) -> dict[str, Any]:
        tag, label, word = kind
        strings = self._strings
        return {"TAG": strings[tag], "DEP": strings[label], "LOWER": word, "IS_SPACE": word.isspace()}

    def _fit(self, kind: Kind) -> Fitting:
        """Return the rules that a token of a kind fits alone, and those it begins, with what is to follow."""
        if len(self._fitting) >= _REMEMBERED:
            self._fitting.clear()
        said = self._said(kind)
        fitting = [(number, pattern) for number, pattern in self._rules if fits(pattern[0], said)]
        alone = [number for number, pattern in fitting if len(pattern) == 1]
        begun = [(number, pattern[1]) for number, pattern in fitting if len(pattern) == 2]
        self._fitting[kind] = alone, begun
        return alone, begun


def fits(token: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether what is said of a token is what a pattern wants."""
    return all(
        all(_TESTS[test](said[attribute], value) for test, value in wanted.items())
        if isinstance(wanted, dict)
        else said[attribute] == wanted
        for attribute, wanted in token.items()
    )


def _words(wanted: Any) -> Sequence[str]:
    if isinstance(wanted, str):
        return (wanted,)
    return (*wanted.get("IN", ()), *wanted.get("NOT_IN", ()))
