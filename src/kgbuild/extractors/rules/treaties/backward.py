"""Words that point back to an agreement told of before: "it", "Article 7", "the move", "the suspension"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.treaties.mentions import TreatyMention
from kgbuild.extractors.rules.treaties.predicates import Predicate, PredicateReader
from kgbuild.knowledge.frames import TreatyFrame

_PRONOUNS = frozenset({"it", "this", "that"})
_ACTS_OF_MOVES = frozenset({"Signed", "Ratified", "Suspended", "Terminated"})
_BACK = 2
"""Sentences back that a move or a definite noun can point; a pronoun, one less."""


class TreatyBackReferences:
    """Finds what is said of agreements under another word."""

    def __init__(self, doc: Doc, frame: TreatyFrame, predicates: PredicateReader) -> None:
        self._doc = doc
        self._frame = frame
        self._predicates = predicates
        self._sentence: dict[int, int] = {}
        for number, sentence in enumerate(doc.sents):
            self._sentence.update(dict.fromkeys(range(sentence.start, sentence.end), number))

    def before(self, token: Token, found: Sequence[TreatyMention], back: int = _BACK) -> TreatyMention | None:
        """Return the agreement mentioned last before a token, within some sentences."""
        earlier = [m for m in found if m.noun < token.i and self._distance(m.noun, token) <= back]
        return max(earlier, key=lambda m: m.noun) if earlier else None

    def _distance(self, noun: int, token: Token) -> int:
        return self._sentence[token.i] - self._sentence[noun]

    def of(
        self, token: Token, found: Sequence[TreatyMention]
    ) -> tuple[TreatyMention, list[Predicate]] | None:
        """Return the agreement that a word points back to, with what is said of it there."""
        lemma = token.lemma_.lower()
        if (
            token.lower_ in _PRONOUNS
            and token.pos_ in ("PRON", "DET")
            and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
        ):
            return self._pronoun(token, found)
        if token.pos_ in ("VERB", "AUX"):
            return self._term(token, found)
        if token.pos_ not in ("NOUN", "PROPN"):
            return None
        if lemma in self._frame.parts and token.dep_ in ("nsubj", "nsubjpass") and _has_number(token):
            return self._part(token, found)
        if lemma in self._frame.moves and any(t.lower_ in ("the", "this", "that") for t in token.lefts):
            return self._move(token, found)
        return None

    def _pronoun(
        self, token: Token, found: Sequence[TreatyMention]
    ) -> tuple[TreatyMention, list[Predicate]] | None:
        said = self._predicates.of(token)
        acts = bool(said) and said[0].act is not None
        meant = self.before(token, found, _BACK if acts else _BACK - 1)
        if meant is None or (meant.predicate is None and self._distance(meant.noun, token) > 0):
            return None
        verb, frame = token.head, self._frame
        lemma = verb.lemma_.lower()
        if token.dep_ in ("dobj", "nsubjpass") and lemma in frame.pronoun_verbs:
            return meant, said
        if token.dep_ == "pobj" and said and said[0].act is not None:
            return meant, said
        if token.dep_ == "nsubj" and (
            lemma in frame.pronoun_says or (said and said[0].act == "EnteredIntoForce")
        ):
            return meant, said
        if token.dep_ == "nsubj" and lemma == "be" and self._is_called_one(verb):
            return meant, said
        if token.dep_ == "nsubj" and lemma == "be" and self._is_elliptic(verb, meant):
            return meant, [Predicate(verb, "subject", meant.act)]
        return None

    def _is_called_one(self, verb: Token) -> bool:
        """Whether "it" is said to be an agreement ("it is not a military pact")."""
        kinds = self._frame.nouns | self._frame.weak_nouns
        return any(c.dep_ == "attr" and c.lemma_.lower() in kinds for c in verb.children)

    def _is_elliptic(self, verb: Token, meant: TreatyMention) -> bool:
        """Whether "it will not be" leaves out the participle of the clause before ("is not yet signed")."""
        alone = not any(c.dep_ in ("attr", "acomp", "prep", "expl", "advmod") for c in verb.children)
        return alone and any(c.dep_ == "aux" for c in verb.children) and self._distance(meant.noun, verb) == 0

    def _term(
        self, verb: Token, found: Sequence[TreatyMention]
    ) -> tuple[TreatyMention, list[Predicate]] | None:
        """Return the agreement whose terms a sentence gives ("an attack on one shall be considered ...")."""
        if not any(c.dep_ == "aux" and c.lower_ in self._frame.terms_modals for c in verb.children):
            return None
        words = verb.doc[verb.left_edge.i : verb.right_edge.i + 1].text.lower()
        if not any(term in words for term in self._frame.terms) or any(
            m.noun >= verb.left_edge.i and m.noun <= verb.right_edge.i for m in found
        ):
            return None
        meant = self.before(verb, found)
        return (meant, [Predicate(verb, "term")]) if meant is not None and meant.antecedent is None else None

    def _part(
        self, token: Token, found: Sequence[TreatyMention]
    ) -> tuple[TreatyMention, list[Predicate]] | None:
        meant = self.before(token, found, len(self._sentence))
        said = self._predicates.of(token)
        return (meant, said) if meant is not None and said else None

    def _move(
        self, token: Token, found: Sequence[TreatyMention]
    ) -> tuple[TreatyMention, list[Predicate]] | None:
        meant = self.before(token, found)
        said = self._predicates.of(token)
        acted = meant is not None and meant.act in _ACTS_OF_MOVES and self._doc[meant.noun].pos_ != "PRON"
        if (
            meant is None
            or not acted
            or not said
            or any(t.dep_ == "prep" and t.lower_ == "of" for t in token.rights)
        ):
            return None
        act = self._frame.bridge_acts.get(token.lemma_.lower(), meant.act)
        return meant, [Predicate(p.token, p.link, act, False, p.attitude) for p in said[:1]]


def _has_number(token: Token) -> bool:
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    return following.like_num or any(t.like_num for t in token.children)
