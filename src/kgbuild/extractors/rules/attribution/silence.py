"""Who keeps silent: "did not respond to a request for comment", "there was no word from Tehran".

Such a sentence has no content of its own; what the silence is about was told before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.grammar import child, object_, subject
from kgbuild.knowledge.words import SilenceWords

_NEAR = 3
"""Tokens behind a verb in which "quiet" or "nothing" makes it a silence."""


def silences(doc: Doc, said: Sequence[Attribution], words: SilenceWords) -> list[Attribution]:
    """Return a withholding for each that is silent without saying about what, in order.

    Args:
        doc: the whole document.
        said: the statements found already; a silence with a content of its own is among them.
        words: the verbs and nouns of silence.

    """
    taken = {i for a in said if a.stance == "Withholds" and a.content for i in a.cue}
    denied = {i for a in said if a.stance == "Denies" and a.content for i in a.cue}
    found = [a for token in doc for a in _silence(token, words) if taken.isdisjoint(a.cue)]
    found += [a for token in doc for a in _denial(token, words) if denied.isdisjoint(a.cue)]
    return sorted(found, key=lambda a: a.cue)


def _is_nothing(verb: Token, words: SilenceWords) -> bool:
    """Whether nothing is told by a verb: "did not give details", "neither X nor Y gave any figures"."""
    told = child(verb, "dobj")
    if told is None or told.lemma_.lower() not in words.details:
        return False
    negative = _refused(verb, words) or any(t.lower_ == "no" for t in told.lefts)
    return negative or _is_negated(verb)


def _keeps_quiet(verb: Token, words: SilenceWords) -> bool:
    """Whether somebody "kept quiet", "remained silent", "said nothing", "had nothing to add"."""
    said = next((t for t in verb.rights if t.dep_ in ("dobj", "acomp", "oprd", "attr")), None)
    if said is None or said.i - verb.i > _NEAR:
        return False
    if said.lower_ in words.quiet:
        return verb.lemma_.lower() in words.keeping
    adds = any(t.lemma_.lower() in words.adding for t in said.rights)
    return said.lower_ == "nothing" and (verb.lemma_.lower() == "say" or adds)


def _refused(verb: Token, words: SilenceWords) -> bool:
    """Whether somebody "declined to", "did not wish to" or "has yet to" do what a verb says."""
    above = verb.head
    if verb.dep_ != "xcomp":
        return False
    yet = above.lemma_ == "have" and any(t.lower_ == "yet" for t in above.children)
    unwilling = above.lemma_.lower() in words.wishing and child(above, "neg") is not None
    return yet or unwilling or above.lemma_.lower() in words.refusing


def _refers(verb: Token, words: SilenceWords) -> bool:
    """Whether somebody "referred questions to" another."""
    asked = child(verb, "dobj", "nsubjpass")
    return (
        verb.lemma_.lower() in words.referring and asked is not None and asked.lemma_.lower() in words.asked
    )


def _is_negated(verb: Token) -> bool:
    """Whether a verb is negated, by itself or by its subject: "neither X nor Y replied"."""
    doer = child(verb, "nsubj", "nsubjpass")
    neither = doer is not None and any(t.lower_ == "neither" for t in doer.lefts)
    return neither or child(verb, "neg") is not None


def _denial(token: Token, words: SilenceWords) -> Iterator[Attribution]:
    """Read "months of denials by X": what is denied was told before."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in words.denying:
        return
    who = child(token, "poss") or _holder_behind(token)
    if who is None and token.dep_ == "pobj" and token.head.lower_ == "of":  # "months of denials by X"
        who = _holder_behind(token.head.head)
    if who is not None:
        source = Range(who.left_edge.i, who.right_edge.i + 1)
        yield Attribution(source, who.i, (token.i,), (), "Denies", rule="denial", certainty=0.6)


def _silence(token: Token, words: SilenceWords) -> Iterator[Attribution]:
    who = _silent(token, words)
    if who is None or who.i == token.i:
        return
    cue = {token.i, *(t.i for t in token.children if t.dep_ in ("neg", "aux") or t.lower_ == "no")}
    cue.update(t.i for t in token.rights if t.lower_ in words.quiet or t.lower_ == "nothing")
    if token.dep_ == "xcomp":
        cue.add(token.head.i)
    start = min([who.i, *(t.i for t in who.subtree if t.dep_ not in ("relcl", "acl"))])
    yield Attribution(
        Range(start, who.i + 1),
        who.i,
        tuple(sorted(cue)),
        (),
        "Withholds",
        rule="silence",
        certainty=0.6,
    )


def _silent(token: Token, words: SilenceWords) -> Token | None:
    """Return who keeps silent by this verb or noun."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and lemma in words.answering:
        return subject(token) if _refused(token, words) or _is_negated(token) else None
    if token.pos_ == "VERB" and lemma in words.telling and _is_nothing(token, words):
        return subject(token)
    if token.pos_ in ("VERB", "AUX") and (_keeps_quiet(token, words) or _refers(token, words)):
        return subject(token)
    if (
        token.pos_ == "VERB"
        and lemma in words.drawing
        and _is_negated(token)
        and child(token, "auxpass") is not None
    ):
        chain = (token, token.head) if token.dep_ == "conj" else (token,)
        who = (child(verb, "nsubjpass", "nsubj") for verb in chain)
        return next((t for t in who if t is not None), None)  # "confirmed it but would not be drawn"
    if token.pos_ == "VERB" and lemma in words.reaching and child(token, "neg") is not None:
        return object_(token) if any(t.lower_ == "comment" for t in token.subtree) else None
    if (
        token.pos_ in ("NOUN", "VERB")
        and lemma in words.saying
        and any(t.lower_ == "no" for t in token.lefts)
    ):
        return _silent_holder(token, words)
    return None


def _holder_behind(noun: Token) -> Token | None:
    for below in noun.children:
        if below.dep_ in ("prep", "agent") and below.lower_ in ("from", "by"):
            return child(below, "pobj")
    return None


def _silent_holder(noun: Token, words: SilenceWords) -> Token | None:
    """Return who made no comment: the subject of "had no comment", or whom "no word from" names."""
    behind = _holder_behind(noun)
    if behind is not None:
        return behind
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in words.giving:
        return subject(noun.head)
    return None
