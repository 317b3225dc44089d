"""Whom noun phrases without a name stand for."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from kgbuild.extractors.rules.agents.bodies import Bodies
from kgbuild.extractors.rules.agents.history import History
from kgbuild.extractors.rules.agents.owners import Owners, Resolve
from kgbuild.extractors.rules.agents.phrases import behind
from kgbuild.extractors.rules.agents.speakers import Speakers
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, is_definite, subject
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.words import AgentWords

_FAR = 400
"""Tokens back that "the report" can point to a report."""
_PAIR = 2
"""Sentences back that "both countries" can point to two that acted together."""
_OF = ("by", "from", "of")
_NUMBERS = {"three": 3, "four": 4, "five": 5}
_NOMINAL = ("NOUN", "PROPN", "ADJ", "X", "VERB", "NUM", "PRON", "DET")


class Descriptions:
    """Resolves the descriptions of one document, each kind by its own rules."""

    def __init__(
        self,
        mentions: Mentions,
        regions: Mapping[str, frozenset[str]],
        words: AgentWords,
        history: History,
        owners: Owners,
        bodies: Bodies,
        speakers: Speakers,
        resolve: Resolve,
    ) -> None:
        self._mentions = mentions
        self._regions = regions
        self._words = words
        self._history = history
        self._owners = owners
        self._bodies = bodies
        self._speakers = speakers
        self._resolve = resolve

    def resolve(self, head: Token) -> tuple[Entity, ...]:
        """Return whom a description stands for; none where that is unclear."""
        if head.pos_ not in _NOMINAL:
            return ()
        word = head.lemma_.lower()
        words = self._words
        if word in words.others and head.dep_ == "nsubj":
            return self._spoken_last(head)
        if word in words.opposite and child(head, "poss") is not None:
            return ()  # "our neighbour" is not us
        if word in words.counting or head.pos_ == "NUM":
            among = self._counted(head)  # "the group" counts nobody, "a group of experts" does
            if among or (word not in words.organizations and word not in words.panels):
                return among
        if word in words.collectives and (several := self._several(head)) is not None:
            return several
        if word in words.countries:
            nobody = word == "side" and head.tag_ == "NNS"  # "the warring sides"
            return () if nobody else self._country(head)
        return self._somebody(head, word)

    def _somebody(self, head: Token, word: str) -> tuple[Entity, ...]:
        """Return who is behind a noun for people, bodies or texts."""
        words = self._words
        if self._speakers.is_speaker(head):
            return self._speakers.resolve(head)
        if word in words.press or head.lower_ in words.press:
            return self._speakers.press(head)
        if word in words.organizations and (called := self._called(head)) is not None:
            return (called,)
        if word in words.writings:
            return self._authors(head) or self._told_before(head)
        return self._bodies.resolve(head) or (self._authors(head) if word in words.panels else ())

    def _counted(self, head: Token) -> tuple[Entity, ...]:
        """Return whom "one of its representatives", "some of the officials" speaks of."""
        among = next(behind(head, "of", "from", "among"), None)
        if among is not None and among.lower_ == "them" and (people := self._spoken_last(head)):
            return people
        return self._resolve(among) if among is not None else ()

    def _spoken_last(self, head: Token) -> tuple[Entity, ...]:
        """Return the people without a name who spoke last: "two officials said ...; the other said"."""
        for i, entity in self._history.before(head):
            several = (
                head.doc[i].tag_ in ("NNS", "NNPS") and self._history.sentences_between(i, head.i) <= _PAIR
            )
            if several and entity.anonymous and entity.kind in ("Person", "Official"):
                return (entity,)
        return ()

    def _several(self, head: Token) -> tuple[Entity, ...] | None:
        """Return whom "both governments", "the three countries" speaks of; None for other phrases."""
        if any(t.lower_ in self._words.both for t in head.lefts):
            inside = [e for t in behind(head, "in") if (e := self._owners.state(t)) is not None]
            return tuple(inside[:1]) or self._two_before(head)  # "the two sides in Libya"
        return self._several_before(head) or None if is_definite(head) else None

    def _two_before(self, head: Token) -> tuple[Entity, ...]:
        """Return the two states that "neither government" means: a pair that acts, else the last named."""
        pair = self._pair_before(head)
        if pair:
            return pair
        found: dict[Entity, None] = {}
        named = self._history.before(head)
        states = dict.fromkeys(e for i, e in named if e.kind == "State" and not self._history.is_adjective(i))
        if len(states) == _PAIR:  # not those of envoys and soldiers named beside them
            return tuple(sorted(states, key=lambda e: e.iso3 or ""))
        for _, entity in [p for p in named if not self._history.is_where(p[0])] or named:
            state = entity.state if entity.kind == "State" or entity.represents is not None else None
            if state is not None:
                found[state] = None
            if len(found) == 2:
                return tuple(sorted(found, key=lambda e: e.iso3 or ""))
        return ()

    def _pair_before(self, head: Token) -> tuple[Entity, ...]:
        """Return the two states that acted together in the sentence before: "Chad and Niger said"."""
        for i, _ in self._history.all_before(head):
            token = head.doc[i]
            if self._history.sentences_between(i, head.i) > _PAIR:
                return ()
            group = conjuncts(token)
            if token.dep_ not in ("nsubj", "nsubjpass") or len(group) != 2:
                continue
            states = dict.fromkeys(e for item in group for e in self._resolve(item) if e.kind == "State")
            if len(states) == 2:
                return tuple(states)
        return ()

    def _several_before(self, head: Token) -> tuple[Entity, ...]:
        """Return the states, listed together before, that "the three countries" speaks of."""
        count = next((_NUMBERS[t.lower_] for t in head.lefts if t.lower_ in _NUMBERS), 0)
        if not count:
            return ()
        for i, _ in self._history.all_before(head):
            group = conjuncts(head.doc[i])
            states = [e for token in group for e in self._resolve(token) if e.kind == "State"]
            if len(group) == count and len(set(states)) == count:
                return tuple(states)
        return ()

    def _country(self, head: Token) -> tuple[Entity, ...]:
        owner = self._owners.of(head)
        if owner is None and is_definite(head):
            guests = self._guests(head)
            states = [(i, e) for i, e in self._history.before(head) if e.kind == "State" and e not in guests]
            region = self._region(head)
            if region is not None:
                # "France condemned the coup in the West African country": any mention counts, adjectives too
                lying = (e for _, e in self._history.all_before(head) if e.iso3 in region)
                return tuple(e for e in [next(lying, None)] if e is not None)
            said_by = self._speaker_around(head)
            if said_by is not None:
                return (said_by,)
            # "Mali denies that Russian soldiers are in the country": an adjective names no country
            owner = next(
                (e for i, e in states if not self._history.is_adjective(i)), states[0][1] if states else None
            )
        return (owner,) if owner is not None else ()

    def _called(self, head: Token) -> Entity | None:
        """Return the organization named right behind "the militant group"."""
        named = (self._mentions.covering(t) for t in head.rights if t.dep_ == "appos")
        found = (m.entity for m in named if m is not None and m.entity is not None)
        return next((e for e in found if e.kind == "Organization"), None)

    def _guests(self, head: Token) -> tuple[Entity, ...]:
        """Return whose people are abroad: "US troops are in the country", "they keep troops there"."""
        if head.dep_ != "pobj" or head.head.lower_ != "in":
            return ()
        verb = next((t for t in head.ancestors if t.pos_ in ("VERB", "AUX")), None)
        doer = child(verb, "nsubj", "nsubjpass") if verb is not None else None
        if doer is not None and doer.pos_ == "NOUN":
            owner = self._owners.of(doer)
            return (owner,) if owner is not None else ()
        doer = subject(verb) if verb is not None and child(verb, "dobj") is not None else None
        return self._resolve(doer) if doer is not None and doer.pos_ == "PRON" and doer.i < head.i else ()

    def _speaker_around(self, head: Token) -> Entity | None:
        """Return the state that speaks of itself: "Mali's ministry said the country had lost"."""
        clause = head
        if head.dep_ == "poss":  # "ten of the nation's troops were killed"
            clause = head.head
            while clause.dep_ in ("pobj", "prep"):
                clause = clause.head
        if clause.dep_ not in ("nsubj", "nsubjpass"):
            return None
        while clause.dep_ != "ccomp" and clause.head.i != clause.i:
            clause = clause.head
        doer = child(clause.head, "nsubj") if clause.dep_ == "ccomp" else None
        if doer is None or doer.i > head.i:
            return None
        return next((e.state for e in self._resolve(doer) if e.state is not None), None)

    def _region(self, head: Token) -> frozenset[str] | None:
        """Return the states of the region that the words before a noun name, the longest name first."""
        start = head.left_edge.i
        alone = self._regions.get(head.lemma_.lower())  # "the kingdom"
        for first in range(start, head.i):
            for last in range(head.i, first, -1):
                found = self._regions.get(head.doc[first:last].text.lower())
                if found is not None:
                    return found
        return alone

    def _authors(self, head: Token) -> tuple[Entity, ...]:
        """Return who stands behind a report: its possessor, or whom "by", "from" or "of" names."""
        for token in head.lefts:
            near = token.dep_ in ("compound", "nmod", "amod")
            named = near and (
                self._mentions.covering(token) is not None
                or self._speakers.is_speaker(token)
                or self._bodies.form(token) is not None  # "the foreign ministry statement"
            )
            found = self._resolve(token) if named or token.dep_ == "poss" else ()
            if found:
                return found
        published = (t for t in head.rights if t.dep_ in ("relcl", "acl") and t.lemma_ in self._words.issuing)
        for verb in published:  # "a list that the ministry published"
            doer = child(verb, "nsubj")
            if doer is not None and doer.pos_ in ("NOUN", "PROPN") and (found := self._resolve(doer)):
                return found
        made = (t for t in head.rights if t.dep_ == "acl" and t.lemma_.lower() in self._words.issuing)
        issued = [c for t in made for c in t.subtree]
        for token in (*head.rights, *issued):  # "a statement issued on Monday by the mission"
            if token.dep_ in ("prep", "agent") and token.lower_ in (("by",) if token in issued else _OF):
                for below in token.children:
                    if below.dep_ == "pobj":
                        return tuple(e for item in conjuncts(below) for e in self._resolve(item))
        return ()

    def _told_before(self, head: Token) -> tuple[Entity, ...]:
        """Return who stands behind "the statement" that was spoken of before, by its authors or issuer."""
        if not is_definite(head):
            return ()
        lemma = head.lemma_
        for i in range(head.i - 1, max(head.i - _FAR, -1), -1):
            earlier = head.doc[i]
            if earlier.lemma_ == lemma and earlier.pos_ == "NOUN":
                found = self._authors(earlier) or self._issuer(earlier)
                if found:
                    return found
        return ()

    def _issuer(self, writing: Token) -> tuple[Entity, ...]:
        """Return who "said in a statement", "issued a statement"."""
        verb = writing.head
        if writing.dep_ == "pobj" and verb.lower_ == "in":
            verb = verb.head
        elif writing.dep_ != "dobj":
            return ()
        doer = subject(verb) if verb.pos_ == "VERB" else None
        return self._resolve(doer) if doer is not None and doer.i != writing.i else ()
