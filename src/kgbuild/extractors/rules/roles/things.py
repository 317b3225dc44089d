"""Materiel and forces in the slots of a trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kgbuild.extractors.rules.events.denials import is_nobody
from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.names.terms import Terms, ThesaurusTerm
from kgbuild.extractors.rules.roles.pronouns import PointedTerms
from kgbuild.extractors.rules.roles.slots import Slots
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, is_passive, prepositions
from kgbuild.knowledge.thesaurus import Scheme
from kgbuild.knowledge.words import RoleWords

_TROOPS = "troops"
_REACH = 14
"""Tokens behind a verb in which its object can stand, whatever the parse says."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "TO", "WDT", "WP"})
_STOPS = frozenset(
    {".", ":", ";", "that", "while", "as", "after", "before", "about", "over", "against", "ahead"}
)


class Things:
    """Reads materiel and forces in one document."""

    def __init__(
        self,
        mentions: Mentions,
        materiel: Terms,
        kinds: Scheme,
        forces: Terms,
        words: RoleWords,
        slots: Slots,
    ) -> None:
        self._mentions = mentions
        self._materiel = materiel
        self._kinds = kinds
        self._forces = forces
        self._words = words
        self._slots = slots
        self._pointing = PointedTerms(materiel, words)

    def materiel(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the kinds of materiel in a slot, each once."""
        found = self._terms(trigger, slot, self._materiel)
        if found and slot == "of" and trigger.pos_ == "NOUN":
            # "sales of tanks, jets and mortars": the parser lists the jets beside the sales
            beside = (self._materiel.at(item) for item in conjuncts(trigger)[1:])
            found = _once([*found, *(_filler(term) for term in beside if term is not None)])
        if found and slot in ("object", "with"):
            more = (
                term
                for item in _listed_elsewhere(trigger, self._words.alongside)
                for term in self._materiel.in_list(item)
            )
            found = _once([*found, *map(_filler, more)])
        return sorted(found, key=lambda f: f.token)

    def goods(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the kinds of materiel in a slot that do not come by themselves, as ships do."""
        afloat = self._words.afloat
        return [
            f
            for f in self.materiel(trigger, slot)
            if f.concept is None or not any(self._kinds.is_a(f.concept, kind) for kind in afloat)
        ]

    def platforms(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the ships and crewed aircraft in a slot: they go where their state sends them."""
        moving = {head.i for head in self._slots.heads(trigger, slot)}  # a batch of jets is a delivery
        return [
            f
            for f in self.materiel(trigger, slot)
            if f.concept is not None and f.token in moving and self._is_crewed(f.concept)
        ]

    def forces(self, trigger: Token, slot: str) -> list[Filler]:
        """Return the kinds of forces in a slot; people named by nationality count as troops."""
        if slot == "subject" and self._handles_materiel(trigger):
            return []
        found = sorted(self._terms(trigger, slot, self._forces), key=lambda f: f.token)
        if found or slot == "compound":
            return found
        troops = (self._troops(head, slot) for head in self._slots.heads(trigger, slot))
        return [filler for filler in troops if filler is not None]

    def _handles_materiel(self, verb: Token) -> bool:
        """Whether a verb is done to materiel: "the guards sent missiles" sends no guards."""
        thing = child(verb, "dobj")
        if thing is None or self._materiel.of_phrase(thing) is None:
            return False
        if any(
            name == "of" and self._mentions.covering(item) is not None for name, item in prepositions(thing)
        ):
            return False  # "left parts of Chad"
        return verb.lemma_ not in self._words.teaching and self._forces.of_phrase(thing) is None

    def means_force(self, pronoun: Token) -> bool:
        """Whether a pronoun points back to a force ("their deployment")."""
        return self._pointing.meant(pronoun, self._forces) is not None

    def _is_crewed(self, concept: str) -> bool:
        def is_any(kinds: Iterable[str]) -> bool:
            return any(self._kinds.is_a(concept, kind) for kind in kinds)

        return is_any(self._words.platforms) and not is_any(self._words.uncrewed)

    def _troops(self, head: Token, slot: str) -> Filler | None:
        """Return "300 men", "300 Russians" and an armed group that is sent somewhere as troops."""
        lemma = head.lemma_.lower()
        if self._materiel.at(head) is not None:
            return None  # "six Su-30 fighters"
        if slot == "object" and is_nobody(head) and self._materiel.of_phrase(head) is None:
            return Filler(head.i, None, _TROOPS)  # "no one from Kenya was sent"
        counted = slot == "object" and child(head, "nummod") is not None
        fighting = (
            slot == "subject"
            and head.head.lemma_ in self._words.fighting
            and lemma in self._words.fighting_people
        )
        own = slot == "object" and child(head, "poss") is not None  # "send its army to"
        if own and lemma in self._words.own_forces and self._mentions.covering(head) is None:
            return Filler(head.i, None, _TROOPS)
        if (counted and lemma in self._words.counted_as_troops) or fighting:
            return Filler(head.i, None, _TROOPS)
        mention = self._mentions.covering(head)
        if mention is None or mention.entity is None:
            return None
        group = slot in ("object", "of", "subject") and mention.entity.type == "armed-group"
        return Filler(head.i, mention.entity, _TROOPS) if group or mention.role == "people" else None

    def _terms(self, trigger: Token, slot: str, terms: Terms) -> list[Filler]:
        heads = self._slots.heads(trigger, slot)
        if slot == "compound":
            # "an arms delivery"; "arms transfer" can itself be a term
            named = (terms.at(head) or terms.at(trigger) for head in heads)
            return _once(_filler(term) for term in named if term is not None)
        found: list[Filler] = []
        for head in heads:
            found.extend(map(_filler, terms.in_list(head)))
            pointed = self._pointed(head, terms) if not found else None
            if pointed is not None:
                found.append(pointed)
        if not found and slot == "object" and all(h.lemma_.lower() in self._words.vessels for h in heads):
            found.extend(_filler(term) for term in self._next(trigger, terms))
        return _once(found)

    def _next(self, verb: Token, terms: Terms) -> Iterator[ThesaurusTerm]:
        """Yield the term behind a verb that the parser gave no object of its own, or only "a shipment"."""
        if verb.pos_ != "VERB" or is_passive(verb):
            return
        for token in verb.doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
            if token.tag_ in _FINITE or token.lower_ in _STOPS:
                return
            term = terms.at(token)
            if term is not None:
                yield term
                return

    def _pointed(self, head: Token, terms: Terms) -> Filler | None:
        rival = self._forces if terms is self._materiel else self._materiel
        number = child(head, "nummod") if head.lower_ == "more" else head  # "sent 200 more"
        bare = number is not None and number.pos_ == "NUM"
        counted = self._pointing.counted(number, terms, rival) if bare and number is not None else None
        return counted or self._pointing.meant(head, terms)


def _filler(term: ThesaurusTerm) -> Filler:
    return Filler(term.head, None, term.concept)


def _once(fillers: Iterable[Filler]) -> list[Filler]:
    """Return fillers without those of the same kind at the same word."""
    first: dict[tuple[str | None, int], Filler] = {}
    for filler in fillers:
        first.setdefault((filler.concept, filler.token), filler)
    return list(first.values())


def _listed_elsewhere(trigger: Token, leading: frozenset[str]) -> Iterator[Token]:
    """Yield what is listed with the object but hangs elsewhere ("along with shells")."""
    for name, item in prepositions(trigger):
        if name in leading:
            yield item
    for token in trigger.subtree:
        if token.i <= trigger.i or token.dep_ != "prep":
            continue
        listed = token.lower_ == "including" and token.head.pos_ == "NOUN"
        along = f"{token.nbor(-1).lower_} {token.lower_}" in leading
        if listed or along:
            yield from (c for c in token.children if c.dep_ == "pobj")
