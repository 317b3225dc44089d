"""Who keeps silent: "did not respond to a request for comment", "there was no word from Tehran".

Such a sentence has no content of its own; what the silence is about was told before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kgbuild.extraction.grammar import child, object_, subject
from kgbuild.extraction.model import Attribution, Range

_ANSWERING = frozenset({"comment", "respond", "reply", "answer", "react", "elaborate"})
_REFUSING = frozenset({"decline", "refuse"})
_GIVING = frozenset({"have", "make", "give", "offer", "issue", "provide", "release"})
_SAYING = frozenset(
    {"comment", "response", "reply", "word", "statement", "reaction", "answer", "confirmation"}
)


def silences(doc: Doc, said: Sequence[Attribution]) -> list[Attribution]:
    """Return a withholding for each that is silent without saying about what, in order.

    Args:
        doc: the whole document.
        said: the statements found already; a silence with a content of its own is among them.
    """
    taken = {i for a in said if a.stance == "Withholds" and a.content for i in a.cue}
    found = [a for token in doc for a in _silence(token) if taken.isdisjoint(a.cue)]
    return sorted(found, key=lambda a: a.cue)


def _silence(token: Token) -> Iterator[Attribution]:
    lemma = token.lemma_.lower()
    who: Token | None = None
    if token.pos_ == "VERB" and lemma in _ANSWERING:
        governor = token.head
        refused = token.dep_ == "xcomp" and governor.lemma_.lower() in _REFUSING
        if refused or child(token, "neg") is not None:
            who = subject(token)
    elif token.pos_ == "VERB" and lemma == "reach" and child(token, "neg") is not None:
        who = object_(token) if any(t.lower_ == "comment" for t in token.subtree) else None
    elif token.pos_ in ("NOUN", "VERB") and lemma in _SAYING and any(t.lower_ == "no" for t in token.lefts):
        who = _silent_holder(token)
    if who is None or who.i == token.i:
        return
    cue = sorted({token.i, *(t.i for t in token.children if t.dep_ in ("neg", "aux") or t.lower_ == "no")})
    if token.dep_ == "xcomp":
        cue = sorted({*cue, token.head.i})
    words = sorted(t.i for t in who.subtree if t.dep_ not in ("relcl", "acl"))
    yield Attribution(
        Range(min(words[0], who.i), who.i + 1),
        who.i,
        tuple(cue),
        (),
        "Withholds",
        rule="silence",
        certainty=0.6,
    )


def _silent_holder(noun: Token) -> Token | None:
    """Return who made no comment: the subject of "had no comment", or whom "no word from" names."""
    for below in noun.children:
        if below.dep_ == "prep" and below.lower_ in ("from", "by"):
            return child(below, "pobj")
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in _GIVING:
        return subject(noun.head)
    return None
