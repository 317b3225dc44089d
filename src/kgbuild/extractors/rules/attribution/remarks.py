"""What somebody says of a report in a clause that hangs on it: "..., something Oslo denies".

Such a clause has no content of its own; what it rejects or leaves open is told before it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.knowledge.words import SilenceWords

_SURE = 0.3
"""Certainty from which a statement keeps its cue."""
_RELATIVE = frozenset({"which", "that"})
_OPENING = frozenset({",", "-", "–", "—", "(", ";"})
_CUE = frozenset({"aux", "neg", "preconj", "conj"})
_NEGATIVE = frozenset({"neither", "nor", "never", "not", "n't", "n’t"})


def remarks(
    doc: Doc, said: Sequence[Attribution], words: SilenceWords, evaluations: Evaluations
) -> list[Attribution]:
    """Add a denial or withholding for each relative clause that remarks on what stands before it.

    A faint guess at what the same words are the cue of gives way.

    Args:
        doc: the whole document.
        said: the statements found already; what is the cue of one of them with a content is left to it.
        words: the verbs of rejection and silence.
        evaluations: nouns that sum up what was told ("a claim Oslo denies"), and what it is called.

    """
    taken = {i for a in said if a.content and a.certainty >= _SURE for i in a.cue}
    found = (_remark(token, words, evaluations) for token in doc if _is_open(token, taken, evaluations))
    made = [a for a in found if a is not None]
    cues = {i for a in made for i in a.cue}
    kept = [a for a in said if a.certainty >= _SURE or not a.content or cues.isdisjoint(a.cue)]
    return [*kept, *made]


def _is_open(verb: Token, taken: Collection[int], evaluations: Evaluations) -> bool:
    """Whether a verb is not the cue of a statement with a content, or only of what somebody called it."""
    return verb.i not in taken or (verb.dep_ == "relcl" and verb.lemma_.lower() in evaluations.calling)


def _remark(verb: Token, words: SilenceWords, evaluations: Evaluations) -> Attribution | None:
    if verb.dep_ != "relcl" or verb.pos_ not in ("VERB", "AUX"):
        return None
    who = child(verb, "nsubj")
    if who is None or who.lower_ in _RELATIVE or who.i > verb.i or not _sums_up(verb, evaluations.pointers):
        return None
    stance = "Denies" if _calls_untrue(verb, evaluations) else _stance(verb, words)
    if stance is None:
        return None
    beside = (t for t in verb.children if t.dep_ in _CUE or t.lower_ in _NEGATIVE)
    cue = sorted({verb.i, *(t.i for t in beside if t.dep_ != "conj" or t.lemma_ in words.confirming)})
    start = min([who.i, *(t.i for t in who.subtree if t.dep_ not in ("relcl", "acl"))])
    return Attribution(Range(start, who.i + 1), who.i, tuple(cue), (), stance, rule="remark", certainty=0.6)


def _sums_up(verb: Token, pointing: Collection[str]) -> bool:
    """Whether what a clause hangs on sums up what was told, or is all of it: "..., which Oslo denies"."""
    noun = verb.head
    start = noun.left_edge.i
    behind = start > 0 and noun.doc[start - 1].text in _OPENING
    new = not any(t.lower_ in ("the", "its", "their", "his", "her") for t in noun.lefts)
    if behind and new and (noun.lower_ == "something" or noun.lemma_.lower() in pointing):
        return True
    which = next((t for t in verb.lefts if t.lower_ == "which" and t.dep_ in ("dobj", "pobj")), None)
    return which is not None and which.i > 0 and noun.doc[which.i - 1].text in _OPENING


def _calls_untrue(verb: Token, evaluations: Evaluations) -> bool:
    """Whether a verb calls what was told untrue: "an allegation Oslo called baseless"."""
    if verb.lemma_.lower() not in evaluations.calling:
        return False
    called = " ".join(t.lower_ for t in verb.doc[verb.i + 1 : verb.right_edge.i + 1] if not t.is_quote)
    return any(f" {phrase} " in f" {called} " for phrase in evaluations.rejects)


def _stance(verb: Token, words: SilenceWords) -> str | None:
    lemma = verb.lemma_.lower()
    negative = any(t.lower_ in _NEGATIVE for t in verb.lefts)
    if lemma in words.rejecting:
        return "Withholds" if negative else "Denies"
    if lemma in words.confirming | words.answering and negative:
        return "Withholds"
    able = child(verb, "acomp")
    unable = able is not None and able.lower_ in words.unable  # "a figure it was unable to confirm"
    below = child(able if unable and able is not None else verb, "xcomp")
    if below is None or not (unable or lemma in words.refusing):
        return None
    return "Withholds" if below.lemma_.lower() in words.confirming | words.answering else None
