"""For whom and against whom forces are sent: "to help Peru fight Chile", "alongside Ghanaian troops"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgbuild.extractors.rules.reading import Reading
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import TellingWords

_WITHIN = frozenset(
    {
        "prep",
        "pobj",
        "pcomp",
        "advcl",
        "xcomp",
        "ccomp",
        "acl",
        "dobj",
        "oprd",
        "poss",
        "compound",
        "amod",
        "dative",
    }
    | {"nmod"}
)
"""Labels by which a word belongs to what a telling says, not to another clause."""


class Sides:
    """Finds the sides of the deployments of one reading."""

    def __init__(self, reading: Reading, words: TellingWords) -> None:
        self._reading = reading
        self._doc = reading.doc
        self._words = words

    def settle(self, draft: Draft) -> None:
        """Tell a deployment whom it is to help and whom it is to fight, where the words around it do."""
        if draft.profile.kind != "Deployment" or draft.event is None:
            return
        trigger = self._doc[draft.anchor]
        sender = draft.profile.roles.get("sender")
        words = [trigger, *self._below(trigger)]
        draft.profile.in_support_of = self._first(self._helped(words), sender)
        helped = draft.profile.in_support_of
        draft.profile.against = self._first(self._fought(words), sender, helped)

    def _below(self, trigger: Token) -> Iterator[Token]:
        """Yield the words behind a trigger that belong to its own clause, in order."""
        noun = trigger.pos_ in ("NOUN", "PROPN") and trigger.dep_ in ("dobj", "nsubjpass", "pobj")
        top = trigger.head if noun and trigger.head.pos_ == "VERB" else trigger
        for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
            above = token
            while above.i not in (top.i, trigger.i) and above.dep_ in _WITHIN:
                above = above.head
            if above.i in (top.i, trigger.i) and token.i != top.i:
                yield token

    def _helped(self, words: list[Token]) -> Iterator[Token]:
        """Yield those whom a word says to be helped."""
        for token in words:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in self._words.aiding:
                yield from (c for c in token.rights if c.dep_ in ("dobj", "nsubj", "dative"))
                yield from (
                    s
                    for c in token.rights
                    if c.dep_ in ("ccomp", "xcomp")
                    for s in c.lefts
                    if s.dep_ == "nsubj"
                )
            elif token.dep_ == "prep" and token.lower_ in self._words.beside:
                yield from _objects(token)
            elif token.dep_ == "pobj" and lemma in self._words.aid:
                yield from (o for c in token.rights if c.lower_ in ("of", "for", "to") for o in _objects(c))
                yield from (c for c in token.lefts if c.dep_ == "poss")
            elif token.lower_ == "for" and token.head.lemma_.lower() in self._words.fighting:
                yield from _objects(token)

    def _fought(self, words: list[Token]) -> Iterator[Token]:
        """Yield those whom a word says to be fought."""
        for token in words:
            if token.pos_ == "VERB" and token.lemma_.lower() in self._words.fighting:
                yield from (c for c in token.rights if c.dep_ == "dobj")
            elif token.dep_ == "prep" and (
                token.lower_ == "against"
                or (token.lower_ in ("on", "with") and token.head.lemma_.lower() in self._words.wars)
            ):
                yield from _objects(token)

    def _first(self, heads: Iterator[Token], *others: Entity | None) -> Entity | None:
        """Return the first known party that is none of the others."""
        for head in heads:
            for entity in self._reading.agents.resolve(head):
                if entity.party is not None and entity.party not in others:
                    return entity.party
        return None


def _objects(preposition: Token) -> Iterator[Token]:
    yield from (t for t in preposition.rights if t.dep_ == "pobj")
