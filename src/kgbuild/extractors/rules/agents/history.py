"""Who was named or described up to a place in the text, for what points back."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents.phrases import says_where
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.grounding.entities import Entity

SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT"})
_REACH = 4
"""Sentences back that a pronoun can point."""


class History:
    """The agents of one document in order of the text."""

    def __init__(self, doc: Doc, mentions: Mentions) -> None:
        self._doc = doc
        self._mentions = mentions
        self._described: list[tuple[int, Entity]] = []
        self._sentence = [0] * len(doc)
        for number, sentence in enumerate(doc.sents):
            self._sentence[sentence.start : sentence.end] = [number] * len(sentence)

    def describe(self, head: Token, entity: Entity) -> None:
        """Remember whom a description stands for."""
        self._described.append((head.i, entity))

    def described_as(self, head: Token) -> Entity | None:
        """Return the agent, of a state, that the same word before this one described last."""
        for i, entity in reversed(self._described):
            if i < head.i and self._doc[i].lower_ == head.lower_ and entity.state is not None:
                return entity
        return None

    def before(self, token: Token) -> list[tuple[int, Entity]]:
        """Return (token, agent) of all before a token that a pronoun can point to, the nearest first."""
        return [pair for pair in self.all_before(token) if self.sentences_between(pair[0], token.i) <= _REACH]

    def all_before(self, token: Token) -> list[tuple[int, Entity]]:
        """Return (token, agent) of all before a token, the nearest first."""
        named = [
            (m.head, m.entity) for m in self._mentions.all if m.entity is not None and m.range.end <= token.i
        ]
        described = [(i, e) for i, e in self._described if i < token.i]
        return sorted([*named, *described], key=lambda pair: pair[0], reverse=True)

    def sentences_between(self, earlier: int, later: int) -> int:
        """Return how many sentences a token stands before another."""
        return self._sentence[later] - self._sentence[earlier]

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
