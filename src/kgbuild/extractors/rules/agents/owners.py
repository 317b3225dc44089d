"""Whose a thing or body is: the possessor, nationality or "of" beside a noun."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kgbuild.extractors.rules.agents.phrases import LEFT, behind
from kgbuild.extractors.rules.names.mentions import Mention, Mentions
from kgbuild.extractors.rules.syntax.grammar import child, is_definite, subject
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.words import AgentWords

_PAIR = 2
Resolve = Callable[[Token], tuple[Entity, ...]]
"""Says whom the noun phrase of a head stands for."""


class Owners:
    """Reads the owners of nouns in one document."""

    def __init__(self, mentions: Mentions, table: EntityTable, resolve: Resolve, words: AgentWords) -> None:
        self._mentions = mentions
        self._table = table
        self._resolve = resolve
        self._words = words

    def of(self, head: Token) -> Entity | None:
        """Return the state or group that owns what this noun names ("Iran's", "Iranian", "of Iran")."""
        for token in head.lefts:
            found = self._party(token) if token.dep_ in LEFT else None
            if found is not None:
                return found
        for token in behind(head, *(("of", "from") if self.is_sent(head) else ("of", "from", "for"))):
            found = self._party(token)
            if (
                found is None and token.lower_ in self._words.portfolios
            ):  # "the Ministry of Foreign Affairs of Chad"
                found = next((e for t in behind(token, "of") if (e := self._party(t)) is not None), None)
            if found is not None:
                return found
        return None

    def is_sent(self, head: Token) -> bool:
        """Whether the state that an office is for is not its own: "the special envoy for Yemen"."""
        return head.lemma_.lower() in self._words.sent

    def several(self, owner: Token) -> tuple[Entity, ...]:
        """Return the states that "the two countries" in front of a noun stand for, where they are sure.

        Those are the only two that their sentence names, else those that a list has named.
        """
        if owner.dep_ != "poss" or owner.tag_ != "NNS":
            return ()
        near = [m for m in self._mentions.all if owner.sent.start <= m.range.start < owner.i]
        named = (m.entity.state if m.entity is not None else self.state_around(m) for m in near)
        here = dict.fromkeys(state for state in named if state is not None)
        if len(here) == _PAIR:
            return tuple(here)
        states = dict.fromkeys(e for e in self._resolve(owner) if e.kind == "State")
        return tuple(states) if len(states) > _PAIR else ()

    def are_several(self, head: Token) -> bool:
        """Whether owners stand before a noun who are not one state: "the two countries' ministries"."""
        return any(t.dep_ == "poss" and t.tag_ == "NNS" for t in head.lefts)

    def state(self, name: Token) -> Entity | None:
        """Return the state that a name stands for, or lies in."""
        party = self._party(name)
        return party if party is not None and party.kind == "State" else None

    def seat(self, name: Token) -> Entity | None:
        """Return the state that a name is of, or is the capital of: no place in it."""
        mention = self._mentions.covering(name)
        return mention.entity if mention is not None and mention.role in ("capital", "name") else None

    def is_region(self, head: Token) -> bool:
        """Whether a part of a state, not the state, stands before a noun as its owner ("Ohio's governor")."""
        owners = (self._mentions.covering(token) for token in head.lefts if token.dep_ in LEFT)
        mention = next((m for m in owners if m is not None), None)
        return mention is not None and mention.entity is None and mention.place is not None

    def party_named(self, mention: Mention) -> Entity | None:
        """Return the party whose act it is when this name acts: for a place, the state it lies in."""
        if mention.entity is not None:
            return mention.entity.party
        return self.state_around(mention)

    def state_around(self, mention: Mention) -> Entity | None:
        """Return the state that a named place lies in."""
        iso3 = mention.place.iso3 if mention.place is not None else None
        return self._table.state(iso3) if iso3 is not None else None

    def _party(self, token: Token) -> Entity | None:
        mention = self._mentions.covering(token)
        if mention is not None:
            found = self.party_named(mention)
            if found is not None or mention.entity is not None:
                return found
        if token.dep_ == "poss":
            doer = self._doer_before(token)
            return doer or next((e.party for e in self._resolve(token)), None)
        if token.dep_ in LEFT:
            return self._inside(token)
        return None

    def _doer_before(self, owner: Token) -> Entity | None:
        """Return who does what is told before its official is named: "Ohio sent tents, its governor said".

        "the state's governor" is as good as "its".
        """
        speaker = owner.head
        points = owner.lower_ == "its" or (
            owner.lemma_.lower() in self._words.countries and is_definite(owner)
        )
        if not points or speaker.dep_ != "nsubj":
            return None
        told = child(speaker.head, "ccomp")
        doer = subject(told) if told is not None and told.i < owner.i else None
        mention = self._mentions.covering(doer) if doer is not None else None
        return self.party_named(mention) if mention is not None else None

    def _inside(self, modifier: Token) -> Entity | None:
        """Return the party named inside a modifier ("Russian-built", "South Korean government")."""
        for below in modifier.lefts:
            mention = self._mentions.covering(below)
            if mention is not None and mention.entity is not None and below.dep_ in LEFT:
                return mention.entity.party
        return None
