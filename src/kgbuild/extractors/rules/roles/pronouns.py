"""Things and forces that a pronoun, a bare number or a general word points back to."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.names.terms import Terms, ThesaurusTerm
from kgbuild.extractors.rules.syntax.grammar import is_definite
from kgbuild.knowledge.words import RoleWords

_POINTING = frozenset(
    {"they", "them", "their", "these", "those", "it", "which", "who", "that", "both", "whom"}
)
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr")
_SENTENCES_BACK = 2
_LINES_BACK = 6
"""The same, with lines that tell nothing."""


class PointedTerms:
    """Resolves what points back to terms in one document."""

    def __init__(self, materiel: Terms, words: RoleWords) -> None:
        self._materiel = materiel
        self._words = words

    def meant(self, head: Token, terms: Terms) -> Filler | None:
        """Return what "they", "22 of them" or "the system" stands for: the thing or force named last."""
        pronoun = _pronoun(head)
        if pronoun.lower_ not in _POINTING and not (terms is self._materiel and self._is_general(head)):
            return None
        named = [t for t in _before(terms, head, pronoun.i) if self._can_be_meant(t, terms)]
        return Filler(named[-1].head, None, named[-1].concept, pointed=True) if named else None

    def counted(self, number: Token, terms: Terms, rival: Terms) -> Filler | None:
        """Return what a bare number counts: the thing named before it ("adding to the 100 supplied").

        None where a term of the rival scheme stands nearer: after "soldiers", "1,000 more" are no missiles.
        """
        if any(t.lower_ == "of" and not _is_pointing(t) for t in number.rights):
            return None  # "one of the tanks" counts tanks
        named = _before(terms, number, number.i)
        nearer = _before(rival, number, number.i)
        if not named or (nearer and nearer[-1].head > named[-1].head):
            return None
        return Filler(number.i, None, named[-1].concept)

    def _is_general(self, head: Token) -> bool:
        return head.lemma_.lower() in self._words.generic_things and is_definite(head)

    def _can_be_meant(self, term: ThesaurusTerm, terms: Terms) -> bool:
        return terms.token(term.head).dep_ in _ARGUMENTS and term.concept not in self._words.bystanders


def _is_pointing(of: Token) -> bool:
    return any(c.lower_ in _POINTING for c in of.children)


def _pronoun(head: Token) -> Token:
    """Return the pronoun inside "22 of them", "the last of them"."""
    inside = next((c for p in head.rights if p.lower_ == "of" for c in p.children if c.dep_ == "pobj"), head)
    counts = head.pos_ in ("NUM", "PRON", "DET") or (
        head.pos_ in ("ADJ", "NOUN") and inside.lower_ in _POINTING
    )
    return inside if counts and head.lower_ not in _POINTING else head


def _before(terms: Terms, token: Token, end: int) -> list[ThesaurusTerm]:
    """Return the terms before a place, from two sentences before the token's on."""
    start: int = token.sent.start
    told = 0
    for _ in range(_LINES_BACK):
        if told == _SENTENCES_BACK or start == 0:
            break
        before = token.doc[start - 1].sent
        start = before.start
        told += any(t.pos_ in ("VERB", "AUX") for t in before)  # headings and times of day do not count
    return [t for t in terms.all if start <= t.head < end]
