"""Bodies and organizations behind common nouns: "the foreign ministry", "the Sudanese army", "the group"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kgbuild.extractors.rules.agents.history import History
from kgbuild.extractors.rules.agents.owners import Owners
from kgbuild.extractors.rules.agents.phrases import behind, wording
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, is_definite
from kgbuild.grounding.entities import ORGANS, Entity, EntityTable
from kgbuild.knowledge.gazetteer import BodyEntry, Gazetteer
from kgbuild.knowledge.words import AgentWords

_ANY = "Ministry"
"""The body that is any ministry: "the ministry" is the one named last."""
_ABROAD = frozenset({"Embassy"})
"""Bodies that sit in the capitals of others."""
_BODY_WORDS = (4, 3, 2, 1)
"""How many words the name of a body can have, the longest first."""


class Bodies:
    """Resolves the common nouns for bodies in one document."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        table: EntityTable,
        words: AgentWords,
        history: History,
        owners: Owners,
        quoting: Callable[[Token], Entity | None],
        telling: Callable[[Token], Entity | None],
        doing: Callable[[Token], Entity | None],
    ) -> None:
        self._quoting = quoting
        self._telling = telling
        self._doing = doing
        self._gazetteer = gazetteer
        self._table = table
        self._words = words
        self._history = history
        self._owners = owners

    def resolve(self, head: Token) -> tuple[Entity, ...]:
        """Return the body of a state, or the organization named before, that a noun stands for."""
        body = self.form(head)
        if body is not None and head.tag_ == "NNS" and (several := self._of_several(head, body)):
            return several
        if body is not None:
            found = self._body(head, body)
        else:
            found = self._of_its_state(head) or (self._organization(head) if is_definite(head) else None)
        return (found,) if found is not None else ()

    def _of_its_state(self, head: Token) -> Entity | None:
        """Return "the Czech ministry", whichever of them it is: the words name the state, not the body."""
        if head.lemma_.lower() not in self._words.nameless or head.pos_ not in ("NOUN", "PROPN"):
            return None
        owner = self._owners.of(head)
        if owner is None or owner.kind != "State":
            return None
        return self._table.body(owner, head.lemma_.title())

    def form(self, head: Token) -> BodyEntry | None:
        """Return the generic body that the words up to this one name ("air force")."""
        if head.i + 1 < len(head.doc) and head.nbor().lower_ in ("of", "for"):
            ends = (head.i + 1 + length for length in _BODY_WORDS)  # "the Ministry of Foreign Affairs"
            found = (self._gazetteer.bodies.get(head.doc[head.i : end].text.lower()) for end in ends)
            longer = next((body for body in found if body is not None), None)
            if longer is not None:
                return longer
        for length in _BODY_WORDS:
            start = head.i + 1 - length
            if start >= head.sent.start:
                words = head.doc[start : head.i + 1].text.lower()
                body = self._gazetteer.bodies.get(words)
                if body is None and head.tag_ == "NNS":  # "the foreign ministries"
                    body = self._gazetteer.bodies.get(words[: -len(head.text)] + head.lemma_.lower())
                if body is not None:
                    return body
        return None

    def of(self, state: Entity, body: BodyEntry) -> Entity:
        """Return the body of a state."""
        return self._table.body(state, body.body)

    def _of_several(self, head: Token, body: BodyEntry) -> tuple[Entity, ...]:
        """Return the bodies of several states: "Chad and Niger's foreign ministries"."""
        owner = next((t for t in head.lefts if t.dep_ in ("poss", "amod", "nmod")), None)
        if owner is None or body.resolves_to == "state":
            return ()
        if child(owner, "cc") is None:
            states = list(self._owners.several(owner))  # "the two countries' foreign ministries"
        else:
            named = (self._owners.state(token) for token in conjuncts(owner))
            states = [state for state in named if state is not None]
        return tuple(dict.fromkeys(self.of(state, body) for state in states))

    def _body(self, head: Token, body: BodyEntry) -> Entity | None:
        if self._owners.are_several(head):
            return None
        owner = self._owners.of(head) or self._ruling(head, body)
        if owner is None and body.body not in _ABROAD:
            owner = self._seated(head)
        if owner is None:
            earlier = self._named_before(head, body)
            owner = self._since(head, earlier) if earlier is not None else None
        if owner is None:
            meant = earlier is not None and (is_definite(head) or self._is_of_the_only_state(head, earlier))
            if meant and body.resolves_to == "organization":
                return earlier
            if body.body == _ANY and (named := self._organization(head)) is not None:
                return named
            if not is_definite(head):
                return None
            owner = self._governing_state(head)
        if owner is None or owner.kind != "State":
            return owner
        if self._owners.is_region(head):  # "the Ohio legislature": a body inside a state, not the state's
            return Entity("Organization", wording(head), part_of=owner)
        found = owner if body.resolves_to == "state" else self.of(owner, body)
        self._history.describe(head, found)
        return found

    def _ruling(self, head: Token, body: BodyEntry) -> Entity | None:
        """Return whose government "the junta in Niger" is."""
        if body.resolves_to != "state":
            return None
        if any(t.lower_ == "there" for t in head.rights):  # "left Mali after the junta there"
            here = (e for i, e in self._history.before(head) if e.kind == "State" and i >= head.sent.start)
            return next(here, None)
        places = behind(head, "in")
        return next((state for place in places if (state := self._owners.state(place)) is not None), None)

    def _seated(self, head: Token) -> Entity | None:
        """Return whose body is meant by "the foreign ministry in Abu Dhabi", "the police in Peru"."""
        places = [self._owners.seat(place) for place in behind(head, "in")]
        return next((state for state in places if state is not None), None)

    def _named_before(self, head: Token, body: BodyEntry) -> Entity | None:
        named = self._history.all_before(head)
        found = next((e for _, e in named if self._realises(e, body)), None)
        if found is not None or _has_more_name(head):
            return found  # "the Health Ministry" is not the ministry of defence
        alike = (e for i, e in named if head.doc[i].lower_ == head.lower_ and e.kind == "Organization")
        return next((e for e in alike if e.state is not None), None)

    def _is_of_the_only_state(self, head: Token, named: Entity) -> bool:
        """Whether "army officials" can mean no other state's: none but that of the body is named before."""
        return {e for _, e in self._history.all_before(head) if e.kind == "State"} <= {named.state}

    def _since(self, head: Token, earlier: Entity) -> Entity | None:
        """Return the state that spoke after a body was named, where the sentence tells of that state alone.

        "Mali's army said ... Chad said ... Of the Chadian soldiers, two died, the army said": Chad's.
        """
        start = head.sent.start
        named = self._history.all_before(head)
        here = {e.state for i, e in named if i >= start}
        told = self._told_of(head)
        if told is not None and earlier.state not in here:
            return told  # "23 Nigerien soldiers were killed, the defence ministry said"
        if len(here) != 1 or None in here or earlier.state in here:
            return None
        for i, entity in named:
            if i < start and entity.state is not None and self._history.is_subject(i):
                return entity.state if entity.state in here else None
        return None

    def _told_of(self, head: Token) -> Entity | None:
        """Return the state whose soldiers or people what is said before a speaker is about."""
        verb = child(head.head, "ccomp") if head.dep_ == "nsubj" else None
        told = child(verb, "nsubj", "nsubjpass") if verb is not None and verb.i < head.i else None
        owner = self._owners.of(told) if told is not None and told.pos_ == "NOUN" else None
        return owner.state if owner is not None else None

    def _realises(self, entity: Entity, body: BodyEntry) -> bool:
        """Whether an organization is such a body of some state."""
        state = entity.state
        if entity.kind != "Organization" or state is None or state.iso3 is None:
            return False
        entry = self._gazetteer.organization_of(state.iso3, body.body)
        return (entry is not None and entry.key == entity.key) or body.body in entity.aliases

    def _governing_state(self, head: Token) -> Entity | None:
        """Return whose "the government" is where no state is named beside it."""
        own = self._quoting(head)
        if own is not None:
            return own
        described = None if _has_more_name(head) else self._history.described_as(head)
        if described is not None:
            return described.state
        telling = self._telling(head)
        if telling is not None:
            return telling
        before = [(i, _stately(e)) for i, e in self._history.all_before(head)]
        named = [(i, e) for i, e in before if e is not None]
        # "They fell in southern Lebanon, the army said": a place where something happens names no government
        named = [pair for pair in named if not self._history.is_where(pair[0])] or named
        if len({e for _, e in named}) > 1:
            # "Mali denied that Russian soldiers had come. The government ...": nor does an adjective
            named = [pair for pair in named if not self._history.is_adjective(pair[0])]
        # With several states the words must point to one: "Chad has sent men to Mali, the army said"
        if len({e for _, e in named}) != 1:
            return self._doing(head)
        # "300 Peruvians were hurt, according to the Ministry of Health": not that of the Chile named before
        here = {e for i, e in self._history.all_before(head) if i >= head.sent.start and e.kind == "State"}
        return named[0][1] if not here or named[0][1] in here else None

    def _organization(self, head: Token) -> Entity | None:
        """Return the organization named last whose name or type fits "the group", "the agency"."""
        word = head.lemma_.lower()
        if head.text[0].isupper() and any(t.dep_ == "compound" and t.text[0].isupper() for t in head.lefts):
            return None  # "the Armament Agency" is a name of its own
        longer = f"{head.doc[head.i - 1].lower_} {word}" if head.i else word
        narrowed = longer in self._words.organizations
        word = longer if narrowed else word
        owner = self._owners.of(head)
        for _, entity in self._history.all_before(head):
            if owner is not None and entity.state not in (None, owner.state):
                continue  # "the Palestinian civil defense" is no force of Israel
            if entity.kind == "Organization":
                names = " ".join((entity.name, *entity.aliases)).lower().split()
                if word in names or self._words.may_mean(word, entity.type):
                    return entity
        return None


def _stately(entity: Entity) -> Entity | None:
    """Return the state that is named, by itself or by a body of its own ("the Turkish Armed Forces")."""
    if entity.kind == "State":
        return entity
    organ = entity.kind == "Organization" and not entity.is_media and entity.type in ORGANS
    return entity.state if organ else None


def _has_more_name(head: Token) -> bool:
    """Whether words beside a noun tell which body it is: "the Health Ministry", "the Ministry of Health"."""
    before = any(t.dep_ in ("compound", "amod", "nmod") for t in head.lefts)
    return before or any(t.dep_ == "prep" and t.lower_ in ("of", "for") for t in head.rights)
