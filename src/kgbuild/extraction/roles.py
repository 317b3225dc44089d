"""Fillers of roles: which words in which slot of a trigger name a party, a place, materiel, a force or people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgbuild.extraction.agents import AgentResolver
from kgbuild.extraction.casualties import PeopleReader
from kgbuild.extraction.entities import Entity, EntityTable, Mentions
from kgbuild.extraction.fillers import Filler
from kgbuild.extraction.grammar import child, conjuncts, object_, prepositions, subject
from kgbuild.extraction.terms import Terms
from kgbuild.knowledge.thesaurus import Scheme
from kgbuild.knowledge.gazetteer import PlaceEntry

_MAKING = frozenset(
    {
        "make",
        "produce",
        "manufacture",
        "build",
        "supply",
        "provide",
        "develop",
        "design",
        "deliver",
        "send",
        "give",
        "donate",
    }
)
_LIGHT = frozenset(
    """make carry conduct complete start begin resume halt stop suspend continue increase approve announce order plan authorise authorize
    receive take step accelerate boost expand cut freeze ban block end cease launch undertake organise organize facilitate finance fund
    execute arrange oversee coordinate accept suffer sustain incur take pause delay have
    """.split()
)


class RoleReader:
    """Reads the slots of triggers in one document."""

    def __init__(
        self,
        agents: AgentResolver,
        mentions: Mentions,
        materiel: Terms,
        kinds: Scheme,
        forces: Terms,
        table: EntityTable,
        people: PeopleReader,
    ) -> None:
        self._agents = agents
        self._mentions = mentions
        self._materiel = materiel
        self._kinds = kinds
        self._forces = forces
        self._table = table
        self._people = people

    def slot(self, trigger: Token, slot: str) -> list[Token]:
        """Return the heads of the phrases in a slot of a trigger."""
        if slot == "subject":
            found = subject(trigger)
            return conjuncts(found) if found is not None else []
        if slot == "object":
            found = object_(trigger)
            if found is None:  # "sold Azerbaijan weapons", read as one phrase in the dative
                found = next((c for c in trigger.children if c.dep_ == "dative" and c.pos_ != "ADP"), None)
            return conjuncts(found) if found is not None else []
        if slot == "dative":
            return self._receivers(trigger)
        if slot == "compound":
            return [c for c in trigger.lefts if c.dep_ in ("compound", "amod", "nmod")]
        if slot == "possessor":
            return [c for c in trigger.lefts if c.dep_ == "poss"]
        if slot == "self":
            return [trigger]
        if slot == "lightsubject":
            return self._light_subject(trigger)
        if slot == "holder":
            return self._holder(trigger)
        return self._complements(trigger, slot)

    def _receivers(self, verb: Token) -> list[Token]:
        """Return who is given something without a preposition: "sold Taiwan missiles"."""
        datives = [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
        direct = child(verb, "dobj")
        if datives and direct is not None:
            return [t for c in datives for t in conjuncts(c)]
        for thing in (*datives, *((direct,) if direct is not None else ())):
            first = thing.left_edge
            mention = self._mentions.covering(first)
            if (
                mention is not None
                and mention.role in ("name", "capital")
                and first.dep_ in ("compound", "nmod")
            ):
                behind = thing.doc[mention.range.end] if mention.range.end < len(thing.doc) else first
                if behind.tag_ not in ("POS", "HYPH") and behind.lower_ != "made":
                    return [thing.doc[mention.head]]
        return []

    def _holder(self, participle: Token) -> list[Token]:
        """Return who has or uses a thing that a participle tells of: "Yemen fired missiles supplied by Iran"."""
        if participle.dep_ not in ("acl", "relcl", "amod"):
            return []
        thing = participle.head
        owner = child(thing, "poss")
        if owner is not None:
            return [owner]
        if thing.dep_ == "dobj" and thing.head.pos_ == "VERB":
            user = subject(thing.head)
            return conjuncts(user) if user is not None else []
        return []

    def _light_subject(self, noun: Token) -> list[Token]:
        governor = noun.head
        if noun.dep_ == "nsubjpass" or (noun.dep_ == "dobj" and governor.lemma_.lower() in _LIGHT):
            found = subject(governor)
            return conjuncts(found) if found is not None else []
        return []

    def _complements(self, trigger: Token, preposition: str) -> list[Token]:
        found = [item for name, item in prepositions(trigger) if name == preposition]
        if found or trigger.pos_ not in ("VERB", "AUX"):
            if not found and trigger.dep_ in ("dobj", "nsubjpass") and trigger.head.pos_ == "VERB":
                found = [item for name, item in prepositions(trigger.head) if name == preposition]
            return found
        # The parser often hangs "to Russia" on the thing sent.
        patient = object_(trigger)
        if patient is not None and patient.i != trigger.head.i:
            for item in conjuncts(patient):
                for part in (item, *(below for name, below in prepositions(item) if name == "of")):
                    found.extend(token for name, token in prepositions(part) if name == preposition)
        if not found:
            agent = subject(trigger)
            if trigger.dep_ == "acl" and agent is not None and patient is None:
                return found
        return found

    def parties(self, trigger: Token, slot: str, of: Token | None) -> list[Filler]:
        """Return the parties in a slot; `of` is the thing or force whose maker or nationality "origin" asks for."""
        if slot == "owner":
            return self._owners(trigger)
        if slot == "origin":
            return self._origins(of) if of is not None else []
        if slot == "carrier":
            return [
                f
                for head in self.slot(trigger, "subject")
                if head.pos_ in ("NOUN", "PROPN")
                for f in self._owners(head)
            ]
        found: dict[Entity, Filler] = {}
        for head in self.slot(trigger, slot):
            entity = self._agents.party(head) if self._can_act(head) else None
            if entity is not None:
                found.setdefault(entity, Filler(head.i, entity))
        return list(found.values())

    def is_name(self, token: Token) -> bool:
        """Whether a token is part of somebody's name ("the Houthi movement")."""
        mention = self._mentions.covering(token)
        return mention is not None and mention.role in ("organization", "person", "treaty")

    def names_somebody(self, trigger: Token, slots: Sequence[str]) -> bool:
        """Whether any of these slots names parties that the text leaves in the dark ("other countries")."""
        return any(
            head.lemma_.lower() in _SOMEBODY and not self._agents.resolve(head)
            for slot in slots
            if slot in ("subject", "object", "dative", "to", "from", "by", "with")
            for head in self.slot(trigger, slot)
        )

    def _can_act(self, head: Token) -> bool:
        """Whether a phrase names somebody, not a thing with a nationality ("Russian missiles")."""
        if self._mentions.covering(head) is not None or head.pos_ == "PRON" or self._agents.resolve(head):
            return True
        return self._materiel.at(head) is None and head.lemma_.lower() in _ACTING

    def _owners(self, noun: Token) -> list[Filler]:
        mention = self._mentions.covering(noun)
        if mention is not None and mention.entity is not None and mention.role == "organization":
            party = mention.entity.party
            return [Filler(noun.i, party)] if party is not None else []
        found = []
        for token in noun.lefts:
            if token.dep_ in ("poss", "amod", "compound", "nmod"):
                for item in conjuncts(token):
                    entity = self._party_of_modifier(item)
                    if entity is not None:
                        found.append(Filler(item.i, entity))
                if not found and token.dep_ == "poss":
                    found.extend(self._owners(token))
        if not found and noun.dep_ in ("compound", "nmod"):
            return self._owners(noun.head)
        return found[:2]

    def _party_of_modifier(self, token: Token) -> Entity | None:
        mention = self._mentions.covering(token)
        if mention is not None and (mention.entity is not None or mention.place is not None):
            return self._agents.party(token)
        if token.dep_ == "poss" and not (token.lower_ == "their" and self._pointed(token, self._forces)):
            return self._agents.party(token)
        return None

    def _origins(self, noun: Token) -> list[Filler]:
        found = self._owners(noun)
        if found:
            return found
        for token in noun.lefts:
            if token.dep_ == "amod" and token.lemma_.lower() in _MAKING:
                found.extend(
                    Filler(below.i, entity)
                    for below in token.lefts
                    if (entity := self._agents.party(below)) is not None and self._mentions.covering(below)
                )
        for token in noun.rights:
            if token.dep_ == "acl" and token.lemma_.lower() in _MAKING:
                maker = subject(token)
                entity = self._agents.party(maker) if maker is not None else None
                if maker is not None and entity is not None:
                    found.append(Filler(maker.i, entity))
            if token.dep_ == "prep" and token.lower_ in ("from", "by"):
                for below in token.children:
                    mention = self._mentions.covering(below)
                    if below.dep_ == "pobj" and mention is not None and mention.entity is not None:
                        entity = mention.entity.party
                        if entity is not None:
                            found.append(Filler(below.i, entity))
        return found

    def materiel(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the kinds of materiel in a slot, each once."""
        return self._terms(trigger, slot, self._materiel)

    def platforms(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the ships and crewed aircraft in a slot: they go where their state sends them."""
        return [
            f
            for f in self.materiel(trigger, slot)
            if f.concept is not None
            and any(self._kinds.is_a(f.concept, kind) for kind in _PLATFORMS)
            and not any(self._kinds.is_a(f.concept, kind) for kind in _UNCREWED)
        ]

    def forces(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the kinds of forces in a slot; people named by nationality count as troops."""
        found = self._terms(trigger, slot, self._forces)
        if found or slot in ("compound",):
            return found
        for head in self.slot(trigger, slot):
            if head.lemma_.lower() in ("man", "woman", "national", "fighter") and slot == "object" and child(head, "nummod") is not None:
                found.append(Filler(head.i, None, "troops"))
                continue
            mention = self._mentions.covering(head)
            if mention is not None and mention.role == "people" and mention.entity is not None:
                found.append(Filler(head.i, mention.entity, "troops"))
        return found

    def _terms(self, trigger: Token, slot: str, terms: Terms) -> list[Filler]:
        found: dict[tuple[str, int], Filler] = {}
        heads = self.slot(trigger, slot)
        for head in heads:
            if slot == "compound":
                term = terms.at(head)
                if (
                    term is None
                    and terms.at(trigger) is not None
                    and trigger.i in range(*_range(terms, trigger))
                ):
                    term = terms.at(trigger)
                if term is not None:
                    found.setdefault((term.concept, term.head), Filler(term.head, None, term.concept))
                continue
            for term in terms.in_list(head):
                found.setdefault((term.concept, term.head), Filler(term.head, None, term.concept))
            if not found and head.pos_ == "NUM":
                found.update(self._counted_before(head, terms))
            if not found:
                found.update(self._pointed(head, terms))
        if found and slot in ("object", "with") and terms is self._materiel:
            for item in self._added(trigger):
                for term in terms.in_list(item):
                    found.setdefault((term.concept, term.head), Filler(term.head, None, term.concept))
        return sorted(found.values(), key=lambda f: f.token)

    def _added(self, trigger: Token) -> Iterator[Token]:
        """Yield what is listed with the object but hangs elsewhere ("along with shells", "including 94 tanks")."""
        for name, item in prepositions(trigger):
            if name in _ALONGSIDE:
                yield item
        for token in trigger.subtree:
            if (
                token.lower_ == "including"
                and token.dep_ == "prep"
                and token.head.pos_ == "NOUN"
                and token.i > trigger.i
            ):
                yield from (c for c in token.children if c.dep_ == "pobj")

    def _pointed(self, head: Token, terms: Terms) -> dict[tuple[str, int], Filler]:
        """Return what "they" or "22 of them" stands for: the thing or force named last, up to two sentences back."""
        pronoun = head
        if head.pos_ in ("NUM", "PRON", "DET") and head.lower_ not in _POINTING:
            inner = [c for p in head.rights if p.lower_ == "of" for c in p.children]
            pronoun = inner[0] if inner else head
        generic = head.lemma_.lower() in _GENERIC_THINGS and any(t.lower_ in ("the", "these", "those", "this") for t in head.lefts)
        if pronoun.lower_ not in _POINTING and not (generic and terms is self._materiel):
            return {}
        floor = self._floor(head)
        before = [
            t
            for t in terms.all
            if floor <= t.head < pronoun.i and self._is_named_thing(t.head) and t.concept not in _BYSTANDERS
        ]
        if not before:
            return {}
        last = before[-1]
        return {(last.concept, last.head): Filler(last.head, None, last.concept, pointed=True)}

    def _floor(self, token: Token) -> int:
        """Return the first token of the sentence before the one before a token's."""
        floor: int = token.sent.start
        for _ in range(2):
            floor = token.doc[floor - 1].sent.start if floor > 0 else 0
        return floor

    def _is_named_thing(self, head: int) -> bool:
        token = self._materiel.token(head)
        return token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr")

    def _counted_before(self, number: Token, terms: Terms) -> dict[tuple[str, int], Filler]:
        """Return what a bare number counts: the thing named before it in the sentence ("adding to the 100 supplied")."""
        before = [t for t in terms.all if self._floor(number) <= t.head < number.i]
        if not before:
            return {}
        return {(before[-1].concept, number.i): Filler(number.i, None, before[-1].concept)}

    def locations(self, trigger: Token, slot: str, of: Token | None = None) -> list[Filler]:
        """Return the places and states in a slot; "there": where the force itself stands ("the soldiers in Niger")."""
        found = []
        if slot == "there":
            heads = (
                [item for name, item in prepositions(of) if name in ("in", "at", "on", "near")]
                if of is not None
                else []
            )
        else:
            heads = self.slot(trigger, slot)
        for head in heads:
            place = self._location(head, 0)
            if place is not None:
                found.append(place)
        return found

    def _location(self, head: Token, depth: int) -> Filler | None:
        mention = self._mentions.covering(head)
        if mention is not None:
            if mention.place is not None and mention.role != "capital":
                return Filler(head.i, self._state_of(mention.place), None, mention.place)
            if mention.entity is not None and mention.entity.kind == "State" and mention.role != "people":
                return Filler(head.i, mention.entity, None, mention.place)
            return None
        if depth > 2 or head.pos_ not in ("NOUN", "PROPN", "ADJ", "X", "VERB"):
            return None
        return self._location_inside(head, depth)

    def _location_inside(self, head: Token, depth: int) -> Filler | None:
        if head.lemma_.lower() in _NOT_PLACES or self._forces.at(head) is not None:
            return None
        owners: list[Filler] = []
        if head.lemma_.lower() in _COUNTRIES:
            owners = [Filler(head.i, e) for e in self._agents.resolve(head) if e.kind == "State"]
        for token in (*head.lefts, *head.rights):
            if token.dep_ in ("compound", "nmod", "appos", "poss", "amod"):
                mention = self._mentions.covering(token)
                if mention is not None and mention.place is not None and mention.role != "capital":
                    return Filler(token.i, self._state_of(mention.place), None, mention.place)
                if mention is not None and mention.entity is not None and mention.entity.kind == "State":
                    owners.append(Filler(token.i, mention.entity))
                elif token.dep_ in ("compound", "nmod", "appos"):
                    below = self._location(token, depth + 1)
                    if below is not None:
                        owners.append(below)
            if token.dep_ == "prep" and token.lower_ in ("of", "in", "near", "with", "at", "between"):
                for item in token.children:
                    below = self._location(item, depth + 1) if item.dep_ == "pobj" else None
                    if below is not None:
                        return below
        if not owners and child(head, "poss") is not None:
            owner = self._agents.owner(head)
            if owner is not None and owner.kind == "State":
                owners.append(Filler(head.i, owner))
        return owners[0] if owners else None

    def _state_of(self, place: PlaceEntry) -> Entity | None:
        return self._table.state(place.iso3) if place.iso3 is not None else None

    def people(self, trigger: Token, slot: str) -> list[Filler]:
        """Return those who were hurt in a slot: a force or civilians, with their state where one is named."""
        if slot == "owner":
            return [Filler(f.token, f.entity) for f in self._owners(trigger)]
        return self._people.fillers(trigger, slot, self.slot)


_POINTING = frozenset({"they", "them", "their", "these", "those", "it", "which", "who", "that"})
_SOMEBODY = frozenset(
    {
        "power",
        "country",
        "state",
        "nation",
        "actor",
        "party",
        "supplier",
        "ally",
        "partner",
        "side",
        "neighbour",
        "neighbor",
        "somebody",
        "someone",
        "buyer",
        "government",
    }
)
_PLATFORMS = ("aircraft", "ship", "submarine")
_UNCREWED = ("drone", "balloon")
_BYSTANDERS = frozenset({"workers", "police"})
"""Kinds of forces that a pronoun rarely means."""
_GENERIC_THINGS = frozenset({"system", "platform", "hardware", "item", "equipment", "cargo", "vehicle"})
_ALONGSIDE = frozenset(
    {"alongside", "including", "besides", "plus", "along with", "together with", "with", "as"}
)
_ACTING = frozenset(
    {"government", "regime", "country", "military", "army", "side", "forces", "authority", "nation"}
)
_COUNTRIES = frozenset({"country", "kingdom", "nation", "republic", "state", "island", "emirate"})
_NOT_PLACES = frozenset(
    {
        "war",
        "invasion",
        "support",
        "aid",
        "help",
        "exchange",
        "return",
        "response",
        "line",
        "operation",
        "conflict",
        "month",
        "year",
        "week",
        "day",
        "statement",
        "uniform",
        "combat",
    }
) - {"line"}


def _range(terms: Terms, token: Token) -> tuple[int, int]:
    term = terms.at(token)
    return term.range if term is not None else (0, 0)
