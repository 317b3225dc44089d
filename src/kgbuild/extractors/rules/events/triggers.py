"""The words that can tell of an event, and what has to stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import child, is_passive, prepositions, subject
from kgbuild.knowledge.frames import EventFrame, Pattern
from kgbuild.knowledge.words import grammar_words

Candidate = tuple[EventFrame, Pattern]


class EventTriggers:
    """Which patterns of the frames each word of a text can trigger."""

    def __init__(self, frames: Sequence[EventFrame]) -> None:
        self.kept = frozenset(kind for frame in frames for kind in frame.kept)
        """Kinds of things that nobody gives away."""
        self._verbs = _index(
            (frame, pattern, pattern.verbs) for frame in frames for pattern in frame.patterns
        )
        self._nouns = _index(
            (frame, pattern, pattern.nouns) for frame in frames for pattern in frame.patterns
        )

    def of(self, token: Token) -> Sequence[Candidate]:
        """Return the patterns that a word can trigger."""
        lemma = _word(token)
        if token.pos_ in ("VERB", "AUX"):
            return self._verbs.get(lemma, ())
        left_dead = token.pos_ == "ADV" and token.head.lemma_ in grammar_words().leaving
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") and not left_dead:
            return ()
        patterns: Sequence[Candidate] = self._nouns.get(lemma, ())
        if not patterns and token.tag_ in ("VBG", "NN") and token.lower_.endswith("ing"):
            return self._verbs.get(_verb_of_gerund(token), ())
        return patterns


def has_company(pattern: Pattern, trigger: Token) -> bool:
    """Whether the words that a pattern wants beside its trigger are there."""
    if trigger.lemma_ == "be" and (
        (child(trigger, "attr") is not None and child(trigger, "expl") is None)
        or any(c.lower_ == "far" for c in trigger.rights)
    ):
        return False  # "the base is a gateway to": said of it, not where it is
    if pattern.with_modifier and not any(
        c.lower_ in pattern.with_modifier for left in trigger.lefts for c in left.subtree
    ):
        return False
    if pattern.with_adverb and not any(
        c.dep_ in ("advmod", "prt", "advcl", "prep", "acomp")
        and c.lower_ in pattern.with_adverb
        and (c.dep_ != "prep" or child(c, "pobj") is None)  # "admitted it in March"
        for c in trigger.children
    ):
        return False
    if pattern.not_under and any(t.lemma_.lower() in pattern.not_under for t in trigger.ancestors):
        return False
    if pattern.passive and not is_passive(trigger):
        return False
    if pattern.with_complement and not any(
        item.lemma_.lower() in pattern.with_complement for _, item in prepositions(trigger)
    ):
        return False
    if pattern.with_subject:
        doer = subject(trigger)
        if doer is None or doer.lemma_.lower() not in pattern.with_subject:
            return False
    return not pattern.with_object or any(
        c.dep_ == "dobj" and c.lemma_.lower() in pattern.with_object for c in trigger.children
    )


def _index(
    patterns: Iterable[tuple[EventFrame, Pattern, Iterable[str]]],
) -> dict[str, list[Candidate]]:
    index: dict[str, list[Candidate]] = {}
    for frame, pattern, words in patterns:
        for word in words:
            index.setdefault(word, []).append((frame, pattern))
    return index


def _word(token: Token) -> str:
    """Return the dictionary form of a word, whole where a hyphen divides it ("build-up")."""
    lemma = token.lemma_.lower()
    if token.i > 1 and token.nbor(-1).tag_ == "HYPH" and token.pos_ in ("NOUN", "ADP", "ADV", "PROPN"):
        return f"{token.nbor(-2).lower_}-{lemma}"
    return lemma


def _verb_of_gerund(token: Token) -> str:
    stem = token.lower_[:-3]
    return stem + "e" if stem.endswith(("c", "v", "s", "g")) else stem
