"""Verbs that the model takes for nouns: it reads other words of the same length in their place.

"Chad trains and arms the rebels" is read as "trains and pays the rebels", and written again as it was.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from kgbuild.knowledge.words import grammar_words


@cache
def _arming() -> re.Pattern[str]:
    verbs = "|".join(sorted(grammar_words().arming))
    those = "the|its|their|his|an?|all|both|such|these|those|them|rebel|militia|militant|insurgent"
    whom = rf"(?= (?:{those}|[A-ZÀ-Þ]))"
    before = rf"\b(?:(?:{verbs})s, )*(?:{verbs})s,? and arms\b{whom}"
    behind = rf"\barms(?:, (?:{verbs})s)*,? and (?:{verbs})s\b{whom}"
    return re.compile(f"{before}|{behind}")


def may_stand_in(line: str) -> bool:
    """Whether a line holds a word in whose place another can be read."""
    return " arms" in line


def stand_in(line: str) -> str:
    """Return a line with other words, each of the same length, where the model would take verbs for nouns."""
    if not may_stand_in(line):
        return line
    return _arming().sub(_replaced, line)


def _replaced(found: re.Match[str]) -> str:
    text = found[0]
    for word, (other, _) in grammar_words().stand_ins.items():
        text = re.sub(rf"\b{word}\b", other, text)
    return text


def name_again(read: Doc, written: Doc) -> None:
    """Give words that others stood in for their own dictionary forms."""
    known = grammar_words().stand_ins
    for before, token in zip(read, written, strict=True):
        word, form = known.get(token.lower_, ("", ""))
        if word and before.lower_ == word:
            token.lemma_ = form
