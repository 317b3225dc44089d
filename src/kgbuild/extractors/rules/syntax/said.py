"""Mends readings of what somebody says: which clause is told, and what goes on behind who speaks."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.words import grammar_words

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_BOTH = 2


def said_since(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "has said since mid-May that 11 men died": "since" opens no clause where "that" does."""
    marks = [t for t in verb.lefts if t.dep_ == "mark"]
    if verb.dep_ != "advcl" or len(marks) < _BOTH or marks[-1].lower_ != "that" or verb.i < verb.head.i:
        return None
    return {verb.i: (verb.head, "ccomp"), marks[0].i: (verb.head, "prep")}


def told_that(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "told the panel that tanks were coming": what follows is told, it is not about the panel."""
    that = next((t for t in verb.lefts if t.lower_ == "that" and t.dep_ == "dobj"), None)
    told = verb.head.head
    if (
        verb.dep_ != "relcl"
        or that is None
        or verb.head.dep_ not in ("dobj", "dative")
        or told.i > verb.head.i
    ):
        return None
    if told.lemma_.lower() not in grammar_words().addressing or that.i != verb.head.i + 1:
        return None
    return {verb.i: (told, "ccomp"), that.i: (verb, "mark")}


def behind_inserted(verb: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "Chad sent tanks, he said, and landed 40 men": who landed them is who sent the tanks."""
    said = verb.head
    told = next((t for t in said.lefts if t.dep_ == "ccomp"), None)
    speaker = child(said, "nsubj")
    if verb.dep_ != "conj" or told is None or speaker is None or not told.i < speaker.i < said.i < verb.i:
        return None
    if child(verb, *_SUBJECTS) is not None or [t.text for t in verb.doc[said.i + 1 : said.i + 3]] != [
        ",",
        "and",
    ]:
        return None
    return {verb.i: (told, "conj")}
