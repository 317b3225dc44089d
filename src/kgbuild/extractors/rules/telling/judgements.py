"""What somebody calls what was told: "called it an occupation", "described the move as reckless"."""

from __future__ import annotations

from spacy.tokens import Doc

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.model import Attribution
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
    tokens = [t for part in said.content for t in doc[part.start : part.end] if not t.is_quote]
    text = f" {' '.join(t.lower_ for t in tokens)} "
    denied = any(t.lower_ in _DENYING for t in tokens)
    for stance, turned, phrases in (
        (Stance.CONDEMNS, Stance.ENDORSES, (*words.blame, *words.condemns)),
        (Stance.ENDORSES, Stance.CONDEMNS, (*words.praise, *words.endorses)),
    ):
        if any(f" {phrase} " in text for phrase in phrases):
            return turned if denied else stance
    return None
