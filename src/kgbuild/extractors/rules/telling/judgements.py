"""What somebody calls what was told: "called it an occupation", "described the move as reckless"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.grammar import child, is_definite
from kgbuild.knowledge.evaluations import Evaluations

_CALLED = frozenset({"called-so", "called-as"})
_DENYING = frozenset({"not", "no", "never", "n't", "hardly"})


def judgement(said: Attribution, doc: Doc, words: Evaluations) -> Stance | None:
    """Return the stance of what somebody calls a thing; None where the words only name it.

    Args:
        said: the statement, whose content is what is called something, and what it is called.
        doc: the document.
        words: words of blame and praise.

    """
    calls = said.rule in _CALLED or any(doc[i].lemma_.lower() in words.calling for i in said.cue)
    if said.stance != Stance.ASSERTS or not said.nominal or not calls or not said.content:
        return None
    if any(t.lower_ in words.hedges for part in said.content for t in doc[part.start : part.end]):
        return None  # "a potentially dangerous step"
    return _verdict([t for part in said.content for t in doc[part.start : part.end]], words)


def judged(said: Attribution, doc: Doc, words: Evaluations) -> tuple[Token, Stance] | None:
    """Return what a statement judges in a clause of its own, and how: "said it was lawful".

    Its subject points back to what was told ("it", "the deployment"); None where it does not.
    """
    if said.stance != Stance.ASSERTS or said.nominal or not said.content or said.modality is not None:
        return None
    part = said.content[0]
    clause = doc[part.start : part.end]
    verb = clause.root
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is None or not part.start <= subject.i < part.end or verb.lemma_ not in words.judging:
        return None
    deed = subject.pos_ == "NOUN" and is_definite(subject) and subject.lemma_.lower() in words.deeds
    if not deed and subject.lower_ not in ("it", "this", "that"):
        return None
    behind = [t for t in verb.subtree if t.i > subject.i and t.i < part.end]
    if any(t.lower_ in words.hedges for t in behind):
        return None
    stance = _verdict(behind, words)
    return (subject, stance) if stance is not None else None


def _verdict(said: Iterable[Token], words: Evaluations) -> Stance | None:
    """Return the stance of words of blame or praise, turned where they are denied."""
    tokens = [t for t in said if not t.is_quote]
    text = f" {' '.join(t.lower_ for t in tokens)} "
    denied = any(t.lower_ in _DENYING for t in tokens)
    for stance, turned, phrases in (
        (Stance.CONDEMNS, Stance.ENDORSES, (*words.blame, *words.condemns)),
        (Stance.ENDORSES, Stance.CONDEMNS, (*words.praise, *words.endorses)),
    ):
        if any(f" {phrase} " in text for phrase in phrases):
            return turned if denied else stance
    return None
