"""Refusals told as a statement: "said he was not familiar with the matter" says nothing of the matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.words import SilenceWords

_SUBJECTS = ("nsubj", "nsubjpass")


def as_refusals(doc: Doc, said: Sequence[Attribution], words: SilenceWords) -> list[Attribution]:
    """Return the statements in order; those that only say that one will not or cannot tell withhold.

    Args:
        doc: the whole document.
        said: the statements found.
        words: the verbs and nouns of silence.

    """
    return [_turned(doc, each, words) if each.stance == "Asserts" else each for each in said]


def _turned(doc: Doc, said: Attribution, words: SilenceWords) -> Attribution:
    if said.nominal or not said.cue or not said.content:
        return said
    verb = doc[said.content[0].start : said.content[0].end].root
    who = child(verb, *_SUBJECTS)
    if who is None or who.tag_ != "PRP" or _goes_on(verb):
        return said
    refusal = _refusal(verb, words)
    if not refusal:
        return said
    inside = (i for i in refusal if any(part.start <= i < part.end for part in said.content))
    return replace(said, stance="Withholds", modality=None, cue=tuple(sorted({*said.cue, *inside})))


def _goes_on(verb: Token) -> bool:
    """Whether something else is said too: "he did not know, and the ship had left"."""
    return any(c.dep_ == "conj" and child(c, *_SUBJECTS) is not None for c in verb.rights)


def _refusal(verb: Token, words: SilenceWords) -> list[int]:
    """Return the words that show that nothing is told: none where something is."""
    negation = child(verb, "neg")
    beside = [t.i for t in verb.lefts if t.dep_ in ("aux", "auxpass", "neg")] + [verb.i]
    beside += [negation.i] if negation is not None else []
    lemma = verb.lemma_.lower()
    if negation is not None and lemma in words.answering | words.speculating | words.knowing:
        return beside if lemma not in words.knowing or not _knows_that(verb) else []
    if negation is not None and lemma in words.going and any(c.lower_ == "into" for c in verb.rights):
        return beside
    state = child(verb, "acomp")
    if state is not None and state.lower_ in (words.informed if negation is not None else words.uninformed):
        return [*beside, state.i]
    held = child(verb, "dobj")
    if held is not None and lemma in words.giving and held.lemma_.lower() in words.details:
        nothing = [t.i for t in held.lefts if t.lower_ == "no"]
        return [*beside, *nothing, held.i] if nothing or negation is not None else []
    return []


def _knows_that(verb: Token) -> bool:
    """Whether somebody "did not know that": what they then learned was so."""
    clause = child(verb, "ccomp")
    return clause is not None and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.lefts)
