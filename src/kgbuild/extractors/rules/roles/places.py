"""Places in the slots of a trigger."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.agents.phrases import LEFT
from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.names.terms import Terms
from kgbuild.extractors.rules.roles.slots import Slots
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, prepositions
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.gazetteer import PlaceEntry
from kgbuild.knowledge.words import RoleWords

_STATIONED = ("in", "at", "on", "near")
_PLACING = ("of", "in", "near", "with", "at", "between")
_DEPTH = 2


class Places:
    """Reads places in one document."""

    def __init__(
        self,
        agents: AgentResolver,
        mentions: Mentions,
        forces: Terms,
        table: EntityTable,
        words: RoleWords,
        slots: Slots,
    ) -> None:
        self._agents = agents
        self._mentions = mentions
        self._forces = forces
        self._table = table
        self._words = words
        self._slots = slots

    def fillers(self, trigger: Token, slot: str, of: Token | None) -> list[Filler]:
        """Return the places in a slot; "there": where the force `of` stands ("the soldiers in Niger")."""
        if slot != "there":
            heads = self._slots.heads(trigger, slot)
        else:
            found = prepositions(of) if of is not None else ()
            heads = [item for name, item in found if name in _STATIONED] or self._pointed(trigger)
        if slot == "subject":  # "Mali said it would host"
            return [place for head in heads if (place := self._location(head, 0) or self._meant(head))]
        return [place for head in heads if (place := self._location(head, 0)) is not None]

    def _pointed(self, trigger: Token) -> list[Token]:
        """Return the place named before an adverb: "the war in Mali, or had sent soldiers there"."""
        if trigger.dep_ == "relcl" and any(c.lower_ == "where" for c in trigger.children):
            return conjuncts(_first_of_list(trigger.head))  # "in Chad and Gabon, where troops are based"
        if not any(c.lower_ == "there" and c.dep_ == "advmod" for c in trigger.children):
            return []
        start = trigger.sent.start
        start = trigger.doc[start - 1].sent.start if start > 0 else 0
        before = [m for m in self._mentions.all if start <= m.range.start < trigger.i]
        places = [trigger.doc[m.head] for m in before if m.entity is None or m.entity.kind == "State"]
        return [t for t in places if t.dep_ == "pobj"][-1:]

    def _meant(self, head: Token) -> Filler | None:
        found = self._agents.resolve(head) if head.pos_ == "PRON" else ()
        return next((Filler(head.i, entity) for entity in found if entity.kind == "State"), None)

    def _location(self, head: Token, depth: int) -> Filler | None:
        mention = self._mentions.covering(head)
        if mention is not None:
            place = self._named_place(head)
            if place is None and mention.role != "people":
                return self._named_state(head)
            return place
        if depth > _DEPTH or head.pos_ not in ("NOUN", "PROPN", "ADJ", "X", "VERB"):
            return None
        if head.lemma_.lower() in self._words.not_places:
            return None
        if self._forces.at(head) is not None:  # "joined the mission in Chad"
            stationed = (item for name, item in prepositions(head) if name in _STATIONED)
            return next((f for item in stationed if (f := self._location(item, depth + 1))), None)
        return self._inside(head, depth)

    def _named_place(self, token: Token) -> Filler | None:
        """Return the place a name stands for; a capital may stand for its government."""
        mention = self._mentions.covering(token)
        if mention is None or mention.place is None or mention.role == "capital":
            return None
        return Filler(token.i, self._state_of(mention.place), None, mention.place)

    def _named_state(self, token: Token) -> Filler | None:
        mention = self._mentions.covering(token)
        if mention is None or mention.entity is None or mention.entity.kind != "State":
            return None
        return Filler(token.i, mention.entity, None, mention.place)

    def _inside(self, head: Token, depth: int) -> Filler | None:
        """Return the place named inside a phrase, before any state named there ("Mali's Kidal region")."""
        states: list[Filler] = []
        if head.lemma_.lower() in self._words.countries:
            states = [Filler(head.i, e) for e in self._agents.resolve(head) if e.kind == "State"]
        for token in (*head.lefts, *head.rights):
            if token.dep_ in (*LEFT, "appos"):
                place = self._named_place(token)
                if place is not None:
                    return place
                states.extend(self._states_beside(token, depth))
            elif token.dep_ == "prep" and token.lower_ in _PLACING:
                behind = (self._location(item, depth + 1) for item in token.children if item.dep_ == "pobj")
                found = next((filler for filler in behind if filler is not None), None)
                if found is not None:
                    return found
        return states[0] if states else self._owning_state(head)

    def _states_beside(self, token: Token, depth: int) -> list[Filler]:
        mention = self._mentions.covering(token)
        if mention is not None and mention.entity is not None and mention.entity.kind == "State":
            return [Filler(token.i, mention.entity)]
        below = self._location(token, depth + 1) if token.dep_ in ("compound", "nmod", "appos") else None
        return [below] if below is not None else []

    def _owning_state(self, head: Token) -> Filler | None:
        owner = self._agents.owner(head) if child(head, "poss") is not None else None
        return Filler(head.i, owner) if owner is not None and owner.kind == "State" else None

    def _state_of(self, place: PlaceEntry) -> Entity | None:
        return self._table.state(place.iso3) if place.iso3 is not None else None


def _first_of_list(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token
