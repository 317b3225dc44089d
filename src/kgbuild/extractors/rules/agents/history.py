"""Who was named or described up to a place in the text, for what points back."""

from __future__ import annotations

from bisect import bisect_left, insort
from operator import itemgetter

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents.phrases import says_where
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.grounding.entities import Entity

SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT"})
_REACH = 4
"""Sentences back that a pronoun can point."""


class History:
    """The agents of one document in order of the text."""

    def __init__(self, doc: Doc, mentions: Mentions) -> None:
        self._doc = doc
        self._mentions = mentions
        self._named = ByPlace((m for m in mentions.all if m.entity is not None), lambda m: m.head)
        self._described: list[tuple[int, Entity]] = []
        self._in_order: list[tuple[int, Entity]] = []
        """The same by their tokens, those at one token as they came."""
        self._sentence = [0] * len(doc)
        for number, sentence in enumerate(doc.sents):
            self._sentence[sentence.start : sentence.end] = [number] * len(sentence)

    def describe(self, head: Token, entity: Entity) -> None:
        """Remember whom a description stands for."""
        self._described.append((head.i, entity))
        insort(self._in_order, (head.i, entity), key=itemgetter(0))

    def described_as(self, head: Token) -> Entity | None:
        """Return the agent, of a state, that the same word before this one described last."""
        for i, entity in reversed(self._described):
            if i < head.i and self._doc[i].lower_ == head.lower_ and entity.state is not None:
                return entity
        return None

    def before(self, token: Token) -> list[tuple[int, Entity]]:
        """Return (token, agent) of all before a token that a pronoun can point to, the nearest first."""
        return self._between(self.first_token(token.i, _REACH), token)

    def all_before(self, token: Token) -> list[tuple[int, Entity]]:
        """Return (token, agent) of all before a token, the nearest first."""
        return self._between(0, token)

    def _between(self, first: int, token: Token) -> list[tuple[int, Entity]]:
        mentions = self._named.inside(first, token.i)
        named = [(m.head, m.entity) for m in mentions if m.entity is not None and m.range.end <= token.i]
        start, end = (bisect_left(self._in_order, i, key=itemgetter(0)) for i in (first, token.i))
        described = self._in_order[start:end]
        return sorted([*named, *described], key=itemgetter(0), reverse=True)

    def first_token(self, i: int, back: int) -> int:
        """Return where the sentence begins that stands so many before that of a token."""
        return bisect_left(self._sentence, self._sentence[i] - back)

    def sentences_between(self, earlier: int, later: int) -> int:
        """Return how many sentences a token stands before another."""
        return self._sentence[later] - self._sentence[earlier]

    def knows(self, i: int) -> bool:
        """Whether a token belongs to a name that is known."""
        return i in self._mentions.at

    def is_adjective(self, i: int) -> bool:
        """Whether a token is a nationality before a noun ("Russian soldiers")."""
        mention = self._mentions.at.get(i)
        return mention is not None and mention.role == "adjective"

    def is_where(self, i: int) -> bool:
        """Whether a name only says where something is ("in southern Lebanon")."""
        return says_where(self._doc[i])

    def is_subject(self, i: int) -> bool:
        """Whether a token is, or is coordinated with, the subject of a clause."""
        token = self._doc[i]
        while token.dep_ in ("conj", "appos") and token.head.i != token.i:
            token = token.head
        return token.dep_ in SUBJECTS
