"""Parties in the slots of a trigger: who supplies, receives, sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.agents.phrases import LEFT
from kgbuild.extractors.rules.events.denials import is_nobody
from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.names.terms import Terms
from kgbuild.extractors.rules.roles.slots import Slots
from kgbuild.extractors.rules.roles.things import Things
from kgbuild.extractors.rules.syntax.grammar import conjuncts, prepositions, subject
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import RoleWords

_PARTY_SLOTS = ("subject", "object", "dative", "to", "from", "by", "with")
_FROM, _OF = ("from", "by"), ("of",)
_MOST_OWNERS = 5
_OF_STATES = ("igo", "regional")
"""Types of organizations that states are members of."""
_ONE_OF = frozenset({"either", "neither", "each", "two"})


class Parties:
    """Reads parties in one document."""

    def __init__(
        self,
        agents: AgentResolver,
        mentions: Mentions,
        materiel: Terms,
        words: RoleWords,
        slots: Slots,
        things: Things,
    ) -> None:
        self._agents = agents
        self._mentions = mentions
        self._materiel = materiel
        self._words = words
        self._slots = slots
        self._things = things

    def fillers(self, trigger: Token, slot: str, of: Token | None) -> list[Filler]:
        """Return the parties in a slot; `of`: the thing or force whose "origin" is asked for."""
        match slot:
            case "owner":
                return self.owners(trigger)
            case "origin":
                return self._origins(of) if of is not None else []
            case "carrier":
                heads = (
                    h for s in ("subject", "on", "onto", "aboard") for h in self._slots.heads(trigger, s)
                )
                carriers = [h for h in heads if h.pos_ in ("NOUN", "PROPN")]
                return [filler for carrier in carriers for filler in self.owners(carrier)]
            case _:
                return self._acting(self._slots.heads(trigger, slot))

    def names_somebody(self, trigger: Token, slots: Sequence[str]) -> bool:
        """Whether any of these slots names parties that the text leaves in the dark ("other countries")."""
        return any(
            (head.lemma_.lower() in self._words.somebody or is_nobody(head))
            and not self._agents.resolve(head)
            for slot in slots
            if slot in _PARTY_SLOTS
            for head in self._slots.heads(trigger, slot)
        )

    def owners(self, noun: Token) -> list[Filler]:
        """Return whose a thing, force or event is: "Iran's", "Iranian", a group that is the noun itself."""
        mention = self._mentions.covering(noun)
        if mention is not None and mention.entity is not None and mention.role == "organization":
            return _as_fillers(noun, mention.entity.party)
        found: list[Filler] = []
        for token in noun.lefts:
            if token.dep_ in LEFT:
                for item in conjuncts(token):
                    found.extend(_as_fillers(item, self._party_of_modifier(item)))
                if not found and token.dep_ == "poss":
                    found.extend(self.owners(token))
        if not found:  # "Chinese FK-3 missiles": the parser hangs the nationality on the name
            names = (t for t in noun.lefts if t.dep_ in LEFT and self._mentions.covering(t) is None)
            below = (b for t in names for b in t.lefts if b.dep_ in ("amod", "compound", "nmod"))
            found = [f for b in below for f in _as_fillers(b, self._party_of_modifier(b))]
        if not found and noun.dep_ in ("compound", "nmod"):
            return self.owners(noun.head)
        each = {filler.entity: filler for filler in reversed(found)}  # "North Macedonian" is two words
        return sorted(each.values(), key=lambda f: f.token)[:_MOST_OWNERS]

    def _acting(self, heads: Sequence[Token]) -> list[Filler]:
        found: dict[Entity, Filler] = {}
        for head in heads:
            for entity in self._parties_of(head) if self._can_act(head) else ():
                found.setdefault(entity, Filler(head.i, entity))
        return list(found.values())

    def _parties_of(self, head: Token) -> list[Entity]:
        """Return who acts where a phrase acts: several for "the three countries", "they"."""
        parties = [e.party for e in self._agents.resolve(head) if e.party is not None]
        one = any(t.lower_ in _ONE_OF for t in head.lefts)  # "to either side" is one telling
        if len(parties) > 1 and not one:
            return parties
        entity = self._agents.party(head)
        return [entity] if entity is not None and not self._only_works_for(head, entity) else []

    def _only_works_for(self, head: Token, body: Entity) -> bool:
        """Whether a common noun names those who speak for a body of states, which is no party for that."""
        if body.type not in _OF_STATES or head.pos_ != "NOUN":
            return False
        return any(e.kind == "Official" for e in self._agents.resolve(head))

    def _can_act(self, head: Token) -> bool:
        """Whether a phrase names somebody, not a thing with a nationality ("Russian missiles")."""
        if self._mentions.covering(head) is not None or head.pos_ == "PRON" or self._agents.resolve(head):
            return True
        acts = head.lemma_.lower() in self._words.acting
        return acts and (self._materiel.at(head) is None or head.tag_ == "NNS")

    def _party_of_modifier(self, token: Token) -> Entity | None:
        mention = self._mentions.covering(token)
        if (
            mention is not None
            and mention.entity is not None
            and mention.entity.type == "company"
            and token.dep_ != "poss"
        ):
            return None  # "Boeing jets": a make, nobody's possession
        if mention is not None and _says_where(token, mention.range.end):
            return None
        named = mention is not None and (mention.entity is not None or mention.place is not None)
        possessor = token.dep_ == "poss" and not (token.lower_ == "their" and self._things.means_force(token))
        return self._agents.party(token) if named or possessor else None

    def _origins(self, noun: Token) -> list[Filler]:
        """Return who owns, makes or supplied a thing."""
        if (people := self._nation(noun)) is not None:
            return [Filler(noun.i, people)]  # "1,000 Canadians"
        bought = any(t.dep_ == "acl" and t.lemma_.lower() in self._words.getting for t in noun.rights)
        behind = list(self._makers_behind(noun)) if bought else []  # "its jets ordered from Spain"
        owners = self.owners(noun)
        if self._materiel.at(noun) is not None:  # "EU rifles" are made in one of many states
            owners = [f for f in owners if f.entity is None or f.entity.type not in _OF_STATES]
        found = behind or owners or [*self._makers_before(noun), *self._makers_behind(noun)]
        if not found and noun.dep_ in ("compound", "nmod"):
            # "an Iranian-made weapons shipment": the parser hangs the maker on the last noun
            return list(self._makers_before(noun.head))
        return found

    def _nation(self, noun: Token) -> Entity | None:
        """Return the state whose people a noun names."""
        mention = self._mentions.covering(noun)
        if mention is None or mention.entity is None or mention.role != "people":
            return None
        return mention.entity.party

    def _is_people(self, noun: Token) -> bool:
        """Whether a noun names people: "fighters of Wagner" are Wagner's."""
        lemma = noun.lemma_.lower()
        words = self._words
        return lemma in words.hired or lemma in words.acting or lemma in words.uniformed

    def _makers_before(self, noun: Token) -> Iterator[Filler]:
        """Yield the makers in "Chinese-made drones"."""
        for token in noun.lefts:
            if token.dep_ == "amod" and token.lemma_.lower() in self._words.making:
                for below in token.lefts:
                    if self._mentions.covering(below) is not None:
                        yield from _as_fillers(below, self._agents.party(below))

    def _makers_behind(self, noun: Token) -> Iterator[Filler]:
        """Yield the makers in "drones produced by China", "drones from China"."""
        for token in noun.rights:
            if token.dep_ == "acl" and token.lemma_.lower() in self._words.getting:
                for name, seller in prepositions(token):  # "jets ordered from France"
                    if name == "from":
                        yield from _as_fillers(seller, self._agents.party(seller))
            elif token.dep_ == "acl" and token.lemma_.lower() in self._words.making:
                maker = subject(token)
                made_in = [
                    c for p in token.children if p.lower_ == "in" for c in p.children if c.dep_ == "pobj"
                ]
                for party in [maker] if maker is not None else made_in:  # "made in Iran"
                    yield from _as_fillers(party, self._agents.party(party))
            elif token.dep_ == "prep" and token.lower_ in _FROM + _OF:
                named = [item for c in token.children if c.dep_ == "pobj" for item in conjuncts(c)]
                if token.lower_ in _OF and not self._is_people(noun):  # "a battalion of 300 Danes"
                    named = [item for item in named if self._nation(item) is not None]
                # "from former colonial power France"
                for below in (*named, *(c for n in named for c in n.rights if c.dep_ == "appos")):
                    mention = self._mentions.covering(below)
                    if mention is not None and mention.entity is not None:
                        yield from _as_fillers(below, mention.entity.party)


def _says_where(token: Token, end: int) -> bool:
    """Whether a name only says where something is: "Germany-based soldiers"."""
    return token.doc[end : end + 2].text.lower() == "-based"


def _as_fillers(token: Token, party: Entity | None) -> list[Filler]:
    return [Filler(token.i, party)] if party is not None else []
