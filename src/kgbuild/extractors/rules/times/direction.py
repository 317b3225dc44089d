"""Whether a date without a year lies behind or ahead of the day of issue, by the verb over it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.times.periods import Direction
from kgbuild.knowledge.measures import TimeLexicon

_STEPS = 8
_PAST = frozenset({"VBD", "VBN"})
_PRESENT = frozenset({"VBZ", "VBP", "VBG"})


def direction(doc: Doc, index: int, start: int, lexicon: TimeLexicon) -> Direction:
    """Return whether the time at a token, whose words begin at `start`, is past or to come, by its verb."""
    if start > 0 and doc[start - 1].lower_ in lexicon.future_words:  # "scheduled for November"
        return Direction.FUTURE
    verb = _governor(doc[index])
    if verb is None:
        return Direction.PAST_OR_SOON
    auxiliaries = [child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    due = verb.tag_ == "VB" and doc[start].lower_ == "by"  # "agreed to deliver by March"
    if due or _is_ahead(verb, auxiliaries, lexicon):
        return Direction.FUTURE
    hypothetical = any(word in lexicon.hypothetical for word in auxiliaries) and "have" not in auxiliaries
    if hypothetical or (verb.tag_ == "VB" and verb.head.lower_ in {"was", "were"}):  # "was to start in May"
        return Direction.NEAREST
    return Direction.PAST if verb.tag_ in _PAST else Direction.PAST_OR_SOON


def _is_ahead(verb: Token, auxiliaries: Sequence[str], lexicon: TimeLexicon) -> bool:
    """Whether the verb speaks of what is to come ("will meet", "plans to meet", "is to meet", "expires")."""
    if any(word in lexicon.auxiliaries for word in auxiliaries):
        return True
    if verb.tag_ in _PRESENT and verb.lower_ in lexicon.future_words:
        return True
    over = verb.head.lower_
    return (
        verb.tag_ == "VB" and "to" in auxiliaries and (over in lexicon.future_words or over in {"is", "are"})
    )


def _governor(token: Token) -> Token | None:
    for _ in range(_STEPS):
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None
