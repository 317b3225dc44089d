"""Whose agreement it is: the states and groups that the words around it name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.agents.phrases import says_where
from kgbuild.extractors.rules.names.mentions import Mention, Mentions
from kgbuild.extractors.rules.syntax.grammar import (
    INTRODUCERS,
    conjuncts,
    prepositions,
    sentence_before,
    subject,
)
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.frames import TreatyFrame

_INSIDE = frozenset({"poss", "compound", "amod", "nmod", "appos", "conj", "prep", "pobj", "npadvmod"})
_WITH = frozenset({"with", "between", "among"})
_BODIES = frozenset({"igo", "regional"})
_DETERMINERS = frozenset({"the", "both", "these", "those", "two", "three", "four", "their"})
_ENDS = (".", "?", "!", ":", ";", "…")
_QUOTES = " \n”\"'’)"
_NEAR = 2
"""Sentences back and forth in which states are near."""
_ACTING = frozenset({"they", "both", "we", "he", "she", "two"})
"""Words of a sentence by which those whose agreement it is can be meant."""
_BOTH = 2
_DEEP = 8
"""Tokens between an agreement and its "with"."""


@dataclass(frozen=True, slots=True)
class Found:
    """Parties, and whether another one is named that is not known."""

    parties: tuple[Entity, ...]
    stranger: bool = False


class PartyReader:
    """Reads who is party to the agreements of one document."""

    def __init__(
        self, doc: Doc, mentions: Mentions, agents: AgentResolver, frame: TreatyFrame, table: EntityTable
    ) -> None:
        self._doc = doc
        self._mentions = mentions
        self._agents = agents
        self._frame = frame
        self._table = table

    def named(self, noun: Token) -> Found:
        """Return the parties in the noun phrase: "the X-Y pact", "X's treaty with Y"."""
        found: list[Entity] = []
        seats: list[Entity] = []
        for token in self._left(noun):
            mention = self._mentions.covering(token)
            if mention is None:
                if token.dep_ == "poss":
                    found.extend(self._resolved(token))
            elif mention.role in ("capital", "seat") and token.dep_ != "poss":
                seats.extend(_party(mention))
            else:
                found.extend(_party(mention))
        if len(set(seats)) > 1 or (seats and found):
            found.extend(seats)
        behind = [self._behind(token) for token in noun.rights]
        behind += [self._complements(token) for token in self._withs(noun)]
        found.extend(e for part in behind for e in part.parties)
        found = found or self._on_whose_soil(noun)
        if len(set(found)) < _BOTH:
            found += [e for e in self._acting_under(noun, found) if e not in found]
        return Found(_ordered(found), any(part.stranger for part in behind))

    def _acting_under(self, noun: Token, named: Sequence[Entity]) -> list[Entity]:
        """Return who acts where under it: "France, which keeps soldiers in Djibouti under a treaty".

        Where one party is named ("under an accord with Kinshasa"), whoever acts is the other.
        """
        new = any(t.lower_ in INTRODUCERS for t in noun.lefts)
        verb = noun.head.head
        if noun.dep_ != "pobj" or noun.head.lower_ != "under" or not new or verb.pos_ != "VERB":
            return []
        doer = subject(verb)
        acting = self._agents.party(doer) if doer is not None else None
        if acting is None or named:
            return [acting] if acting is not None else []
        if not any(t.dep_ in ("acl", "relcl") for t in noun.rights):
            return []  # a pact of which nothing more is said
        places = (self._mentions.covering(t) for name, t in prepositions(verb) if name in ("in", "to", "at"))
        hosts = {e for m in places if m is not None and (e := self._state(m)) is not None} - {acting}
        return [acting, *hosts] if len(hosts) == 1 else []

    def _on_whose_soil(self, noun: Token) -> list[Entity]:
        """Return whose base is to be where: "an agreement on a Russian naval facility near Port Sudan"."""
        for link in (
            t for t in noun.rights if t.dep_ == "prep" and t.lower_ in ("on", "for", "over", "about")
        ):
            base = next((t for t in link.children if t.dep_ == "pobj"), None)
            if base is None or base.lemma_.lower() not in self._frame.bases:
                continue
            owner = self._agents.owner(base)
            behind = (t for p in base.rights if p.dep_ == "prep" for t in p.children if t.dep_ == "pobj")
            places = (self._mentions.covering(t) for t in behind)
            hosts = {e for m in places if m is not None and (e := self._state(m)) is not None}
            if owner is not None and len(hosts) == 1 and owner not in hosts:
                return [owner, *hosts]
        return []

    def _withs(self, noun: Token) -> Iterator[Token]:
        """Yield "with" and "between" deeper in the noun phrase ("a memorandum on ports with Y")."""
        for token in noun.subtree:
            if token.i > noun.i and token.dep_ == "prep" and token.lower_ in _WITH and token.head.i != noun.i:
                between = self._doc[noun.i + 1 : token.i]
                if len(between) < _DEEP and not any(t.pos_ in ("VERB", "AUX", "PUNCT") for t in between):
                    yield token

    def _left(self, noun: Token) -> Iterator[Token]:
        for token in noun.lefts:
            # Who brokered or backed it ("US-brokered") is no party.
            if token.dep_ in ("poss", "amod", "compound", "nmod", "npadvmod") and token.tag_ not in (
                "VBN",
                "VBD",
            ):
                yield from (t for t in token.subtree if t.pos_ != "PUNCT")

    def _behind(self, token: Token) -> Found:
        if token.dep_ == "prep" and token.lower_ in _WITH | {"of", "by"}:
            return self._complements(token)
        if token.dep_ in ("acl", "relcl"):
            parts = [
                self._behind(below)
                for below in token.children
                if below.dep_ == "prep" and below.lower_ in _WITH
            ]
            if token.lemma_.lower() in self._frame.party_verbs:
                agents = (c for below in token.children if below.dep_ == "agent" for c in below.children)
                parts += [Found(self.phrase(item)) for item in agents if item.dep_ == "pobj"]
            if token.dep_ == "relcl" and token.lemma_.lower() in self._frame.permitting:
                # "the accord that let French troops stay": whoever is let
                let = (c for c in token.rights if c.dep_ in ("dobj", "dative", "ccomp"))
                whom = (subject(c) if c.pos_ == "VERB" else c for c in let)
                parts += [Found(self.phrase(item)) for item in whom if item is not None]
            return Found(tuple(e for part in parts for e in part.parties), any(p.stranger for p in parts))
        return Found(())

    def _complements(self, preposition: Token) -> Found:
        found: list[Entity] = []
        stranger = False
        for below in preposition.children:
            if below.dep_ == "pobj":
                here = self.phrase(below)
                found.extend(here)
                stranger = stranger or (not here and preposition.lower_ in _WITH and below.pos_ == "PROPN")
                stranger = stranger or self._is_stranger(below)
                stranger = stranger or any(
                    m.place is not None and m.entity is None
                    for i in conjuncts(below)
                    if (m := self._mentions.covering(i))
                )
        return Found(tuple(found), stranger)

    def acting(self, verb: Token, noun: Token) -> tuple[Found, tuple[Entity, ...]]:
        """Return who does what a verb says of the agreement, as states and as the people named."""
        heads = self._actors(verb, noun)
        states = [e for head in heads for e in self.phrase(head)]
        people = [e for head in heads for e in self._people(head)]
        stranger = any(self._is_stranger(head) for head in heads)
        for token in verb.sent:
            if (
                token.dep_ == "prep"
                and token.lower_ in _WITH
                and token.i > min(verb.i, noun.i)
                and self._hangs_on(token, verb)
            ):
                found = self._complements(token)
                states.extend(found.parties)
                stranger = stranger or found.stranger
        if not heads or is_headline(verb):
            start = noun.i + 1 if noun.i < verb.i else verb.sent.start
            here = [m for m in self._mentions.all if start <= m.range.start < verb.i]
            states.extend(e for m in here for e in _party(m))
            people.extend(m.entity for m in here if m.role == "person" and m.entity is not None)
        return Found(_ordered(states), stranger), tuple(dict.fromkeys(people))

    def _is_stranger(self, head: Token) -> bool:
        return any(item.lemma_.lower() in self._frame.strangers for item in conjuncts(head))

    def _actors(self, verb: Token, noun: Token) -> list[Token]:
        who = subject(verb)
        if who is not None and who.pos_ == "PRON" and noun.is_ancestor(verb) and noun.head.pos_ == "VERB":
            # "cancels the deal it struck": whoever cancels
            who = subject(noun.head) or who
        elif who is not None and who.lower_ == "they" and verb.dep_ == "ccomp":
            above = subject(verb.head)
            who = above if above is not None and len(conjuncts(above)) > 1 else who
        own = self._mentions.at.get(noun.i)
        itself = who is None or who.i == noun.i or (own is not None and own is self._mentions.at.get(who.i))
        if itself:
            # "are bound by the treaty": whoever is bound
            bound = next((c for c in verb.children if c.dep_ == "nsubjpass" and c.i != noun.i), None)
            who = bound if bound is not None and not bound.is_ancestor(noun) else None
        heads = conjuncts(who) if who is not None else []
        # "meeting X in the capital and signing an agreement"
        if verb.dep_ == "conj" and verb.head.lemma_ in self._frame.receiving:
            heads += [c for c in verb.head.children if c.dep_ == "dobj"]
        return heads

    def _hangs_on(self, token: Token, verb: Token) -> bool:
        for above in token.ancestors:
            if above.i == verb.i:
                return True
            if above.pos_ == "VERB":
                return False
        return False

    def holders(self, verb: Token) -> tuple[Entity, ...]:
        """Return the agents that are subject of a verb; none where it is a pronoun."""
        who = self._voicing(verb) if verb.lemma_.lower() in self._frame.meeting else subject(verb)
        if who is None or who.pos_ == "PRON":
            return ()
        return tuple(dict.fromkeys(e for head in conjuncts(who) for e in self._agents.resolve(head)))

    def _voicing(self, verb: Token) -> Token | None:
        """Return whose feeling an agreement meets with: "has drawn criticism from Chad"."""
        froms = (t for t in verb.subtree if t.dep_ == "prep" and t.lower_ in ("from", "by", "in"))
        return next((c for t in froms if t.i > verb.i for c in t.children if c.dep_ == "pobj"), None)

    # Noun phrases

    def phrase(self, head: Token) -> tuple[Entity, ...]:
        """Return the parties that a noun phrase with all its members names or stands for."""
        counted = self._pair(head)
        found = [e for item in conjuncts(head) for e in self._np(item)]
        named = any(_party(m) for item in conjuncts(head) for m in self._inside(item))
        better = len(counted) > len(set(found)) or (counted and not named)
        return tuple(dict.fromkeys(counted if better else found))

    def _np(self, head: Token) -> tuple[Entity, ...]:
        found = [e for m in self._inside(head) for e in _party(m)]
        return tuple(dict.fromkeys(found or self._resolved(head)))

    def _people(self, head: Token) -> Iterator[Entity]:
        for mention in self._inside(head):
            if mention.entity is not None and mention.role == "person" and not mention.entity.anonymous:
                yield mention.entity

    def _inside(self, head: Token) -> Iterator[Mention]:
        """Yield the names in a noun phrase, not those in its clauses."""
        queue = [head]
        while queue:
            token = queue.pop(0)
            mention = self._mentions.covering(token)
            if mention is not None:
                yield mention
            for below in token.children:
                if below.dep_ in _INSIDE and (
                    below.dep_ != "prep" or below.lower_ in ("of", "from", "between")
                ):
                    queue.append(below)

    def _resolved(self, token: Token) -> list[Entity]:
        if token.pos_ not in ("NOUN", "PROPN", "PRON", "DET", "NUM"):
            return []
        return [e.party for e in self._agents.resolve(token) if e.party is not None]

    def _pair(self, head: Token) -> tuple[Entity, ...]:
        """Return whom "the two governments", "both sides", "they" stands for: the states named last."""
        words = [head, *head.lefts]
        count = next((self._frame.counts[t.lower_] for t in words if t.lower_ in self._frame.counts), 0)
        plural = head.tag_ == "NNS" and any(t.lower_ in _DETERMINERS for t in head.lefts)
        known = head.lemma_.lower() in self._frame.pairs or head.lower_ in self._frame.pairs
        if known and (plural or count):
            near, many = self.near(head), count or 2
            meant = tuple(e for e in self._agents.resolve(head) if e.kind == "State")
            sure = len(meant) == many < len(near) and set(meant) <= set(near)
            return meant if sure else near[:many]
        return self.near(head)[:2] if head.lower_ == "they" else ()

    # The neighbourhood

    def near(self, token: Token) -> tuple[Entity, ...]:
        """Return the states named near a token: in its sentence, before it, then behind, the nearest first.

        Those that only say where something is come last.
        """
        start, end = token.sent.start, token.sent.end
        new = any(t.lower_ in INTRODUCERS for t in token.lefts)  # "a treaty": nothing of the paragraph before
        for _ in range(_NEAR):
            before = self._doc[start - 1].sent.start if start > 0 else start
            start = before if new else sentence_before(self._doc, start)
            end = self._doc[end].sent.end if end < len(self._doc) else end
        own = {t.i for t in self._left(token) if t.dep_ in ("compound", "nmod")}
        around = [m for m in self._mentions.all if start <= m.range.start < end and m.head not in own]
        named = [m for m in around if m.range.start != token.i and not self._comments(m)]
        named = [m for m in named if not self._is_venue(m)]
        named.sort(key=lambda m: (m.range.start > token.i, abs(m.range.start - token.i)))
        named.sort(key=lambda m: not token.sent.start <= m.range.start < token.sent.end)
        named.sort(key=self._is_aside)
        plain = [m for m in named if not self._is_aside(m)]
        if len({self._state(m) for m in plain} - {None}) > 1:
            named = plain
        here = [m for m in named if token.sent.start <= m.range.start < token.sent.end]
        if new and not here and not any(t.lower_ in _ACTING for t in token.sent):
            return ()  # "A truce reached in April has held": nothing says whose
        states = [*map(self._state, here), *self._doing(token), *map(self._state, named)]
        return tuple(dict.fromkeys(e for e in states if e is not None))

    def _comments(self, mention: Mention) -> bool:
        """Whether somebody only says something of an agreement, or keeps silent: no sign of a party."""
        token = self._doc[mention.head]
        above = token.head.head if token.dep_ in ("poss", "compound", "amod") else token.head
        verb = above.head if above.dep_ == "xcomp" else above
        said = {verb.lemma_.lower(), *(c.lemma_.lower() for c in verb.children if c.dep_ == "xcomp")}
        of_subject = token.dep_ == "nsubj" or token.head.dep_ == "nsubj"
        return verb.pos_ == "VERB" and of_subject and bool(said & self._frame.commenting)

    def _is_venue(self, mention: Mention) -> bool:
        """Whether a city is only where it was signed: "signed in Geneva", "the Geneva accord"."""
        token = self._doc[mention.head]
        kinds = self._frame.nouns | self._frame.weak_nouns
        if token.dep_ in ("compound", "nmod") and mention.role in ("capital", "place"):
            return token.head.lemma_.lower() in kinds
        if token.dep_ != "pobj" or token.head.lower_ not in ("in", "at") or mention.role == "name":
            return False
        verb = token.head.head
        return verb.lemma_.lower() in self._frame.venue_verbs

    def _is_aside(self, mention: Mention) -> bool:
        """Whether a name only says where something is, against whom it is, or who brokered or judges it."""
        token = self._doc[mention.head]
        first = token
        while first.dep_ == "conj":
            first = first.head
        verb = first.head.head if first.dep_ == "pobj" and first.head.dep_ == "agent" else first.head
        others = self._frame.brokering | self._frame.judging_verbs | self._frame.attitudes["Condemns"]
        told = [c.lemma_.lower() for t in conjuncts(first) for c in t.rights if c.dep_ == "relcl"]
        if self._frame.brokering & set(told):
            return True
        outside = verb.pos_ == "VERB" and first.dep_ != "dobj" and verb.lemma_.lower() in others
        against = first.dep_ == "pobj" and first.head.lower_ == "against"  # "it was directed against Chad"
        return outside or against or says_where(token)

    def _doing(self, token: Token) -> Iterator[Entity | None]:
        """Yield the states of who does what the verbs above a token say ("he said, pointing to the pact")."""
        for above in token.ancestors:
            doer = subject(above) if above.pos_ == "VERB" else None
            if doer is not None and doer.pos_ == "PRON" and doer.i < token.i:
                yield from (e.state for e in self._agents.resolve(doer))

    def _state(self, mention: Mention) -> Entity | None:
        if mention.entity is not None:
            return mention.entity if mention.entity.kind == "State" else None
        iso3 = mention.place.iso3 if mention.place is not None else None
        return self._table.state(iso3) if iso3 is not None else None


def is_headline(token: Token) -> bool:
    """Whether a token stands in a line without an end mark."""
    return token.sent.text.rstrip(_QUOTES)[-1:] not in _ENDS


def _party(mention: Mention) -> list[Entity]:
    entity = mention.entity
    if entity is None:
        return []
    if entity.party is not None:
        return [entity.party]
    return [entity] if entity.kind == "Organization" and entity.type in _BODIES else []


def _ordered(found: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(set(found), key=lambda e: (e.iso3 or "~", e.name)))
