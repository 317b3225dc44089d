"""Speakers without a name: "a senior Iranian official", "the envoy", "the Indian press"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kgbuild.extractors.rules.agents.bodies import Bodies
from kgbuild.extractors.rules.agents.history import History
from kgbuild.extractors.rules.agents.owners import Owners, Resolve
from kgbuild.extractors.rules.agents.phrases import LEFT, behind, wording
from kgbuild.extractors.rules.names.mentions import Mention, Mentions
from kgbuild.extractors.rules.syntax.grammar import POSSESSIVES, child, conjuncts, is_definite
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.gazetteer import Gazetteer

_NEAR = ("appos", "compound", "nmod")
_OFFICE = 12
"""Tokens that an office can have ("the head of the district army office")."""
_BEHIND_COMMA = 5
"""Tokens behind "the minister" in which the name may follow after a comma."""


class Speakers:
    """Resolves the unnamed speakers of one document."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        mentions: Mentions,
        history: History,
        owners: Owners,
        bodies: Bodies,
        resolve: Resolve,
        abroad: frozenset[str],
    ) -> None:
        self._gazetteer = gazetteer
        self._abroad = abroad
        self._mentions = mentions
        self._history = history
        self._owners = owners
        self._bodies = bodies
        self._resolve = resolve

    def is_speaker(self, head: Token) -> bool:
        """Whether a noun names somebody who speaks: a title, or "official", "experts"."""
        return (
            head.lower_ in self._gazetteer.unnamed_speakers or head.lemma_.lower() in self._gazetteer.titles
        )

    def resolve(self, head: Token) -> tuple[Entity, ...]:
        """Return who is named beside the noun, who held the office before, else somebody unnamed."""
        named = next((m.entity for m in self._apposed(head) if m.role == "person"), None)
        if named is not None:
            return self._all_named(head) or (named,)
        owner = self._represented(head)
        if is_definite(head):
            earlier = self._earlier_holder(head, owner)
            if earlier is not None:
                return (earlier,)
            named_later = self._holder(head, owner)
            if named_later is not None:
                return (named_later,)
        several = self._of_several(head)
        if len(several) > 1:
            return several
        entity = Entity(
            "Official", self._called(head, owner), aliases=_uncounted(head), represents=owner, anonymous=True
        )
        if owner is None and not self._speaks_officially(head):
            entity = replace(entity, kind="Person")
        self._history.describe(head, entity)
        return (entity,)

    def _all_named(self, head: Token) -> tuple[Entity, ...]:
        """Return the people named behind a plural: "senators Jane Roe and John Doe"."""
        if head.tag_ not in ("NNS", "NNPS"):
            return ()  # of one's companions, `Sources` tells
        beside = next((c for c in head.rights if c.dep_ == "appos"), None)
        named = (self._mentions.covering(t) for t in conjuncts(beside)) if beside is not None else ()
        people = (m.entity for m in named if m is not None and m.role == "person")
        return tuple(dict.fromkeys(e for e in people if e is not None))

    def _of_several(self, head: Token) -> tuple[Entity, ...]:
        """Return an unnamed speaker for each state: "officials from Japan and Australia"."""
        beside = [t for t in head.lefts if t.dep_ in LEFT and child(t, "cc") is not None]
        named = beside[:1] or list(behind(head, "of", "from"))[:1]
        if head.tag_ not in ("NNS", "NNPS") or not named:
            return ()
        each = {e: item for item in conjuncts(named[0]) for e in self._resolve(item) if e.kind == "State"}
        return tuple(
            Entity("Official", f"{item.text} {head.text}", represents=state, anonymous=True)
            for state, item in each.items()
        )

    def press(self, head: Token) -> tuple[Entity, ...]:
        """Return "the Indian press": an unnamed organization that passes on what others say."""
        for mention in self._apposed(head):
            if mention.entity is not None and mention.entity.kind == "Organization":
                return (mention.entity,)
        owner = self._owners.of(head)
        if owner is None:
            return ()
        body = self._bodies.form(head)
        if owner.kind == "State" and body is not None:
            return (self._bodies.of(owner, body),)
        return (Entity("Organization", wording(head), anonymous=True, type="newspaper"),)

    def _apposed(self, head: Token) -> Iterator[Mention]:
        """Yield the names beside a noun that say who it is ("the minister, Jane Roe,")."""
        near = [c for c in head.children if c.dep_ in _NEAR]
        # "the spokesman of the army, Colonel Kamau"
        near += [c for below in behind(head, "of", "for") for c in below.children if c.dep_ == "appos"]
        following = head.doc[head.i + 1 : head.i + _BEHIND_COMMA]
        if len(following) > 1 and following[0].text == ",":
            near.extend(t for t in following[1:] if t.pos_ == "PROPN")
        near.extend(_behind_office(head))
        if head.dep_ in _NEAR:
            near.append(head.head)
        for token in near:
            mention = self._mentions.covering(token)
            if mention is not None:
                yield mention

    def _represented(self, head: Token) -> Entity | None:
        """Return whom a speaker speaks for."""
        owner = self._owners.of(head)
        organization = self._organization_beside(head)
        if organization is not None and (owner is None or owner == organization.state):
            return organization
        if owner is not None:
            return owner
        near = [t for t in head.lefts if t.dep_ in LEFT]
        near.extend(
            behind(head, "of", "at", "from", "with", *(() if self._owners.is_sent(head) else ("for",)))
        )
        if head.lemma_.lower() not in self._abroad:  # "officers in Lima" can be anybody's
            near.extend(behind(head, "in"))
        resolved = (e for token in near for e in self._resolve(token))
        return next((e for e in resolved if e.kind in ("State", "Organization")), None)

    def _organization_beside(self, head: Token) -> Entity | None:
        known = self._gazetteer.unnamed_speakers.get(head.lower_)
        # "Russian military bloggers" do not speak for the military
        near = () if known is not None and not known.official else head.children
        mentions = (self._mentions.covering(c) for c in (*near, *behind(head, "for", "of", "at")))
        entities = (m.entity for m in mentions if m is not None and m.entity is not None)
        return next((e for e in entities if e.kind == "Organization"), None)

    def _earlier_holder(self, head: Token, owner: Entity | None) -> Entity | None:
        """Return who was said to hold this office before."""
        for _, entity in self._history.all_before(head):
            if entity.kind not in ("Person", "Official"):
                continue
            if owner is not None and entity.represents is not None and entity.state != owner.state:
                continue
            if owner is not None and entity.anonymous and entity.represents is None:
                continue  # "the representative of Chad" is not any representative
            words = (entity.office or "").lower().split()
            if entity.anonymous:
                words.extend(entity.name.lower().split())
            if head.lemma_.lower() in words or head.lower_ in words:
                return entity
        return None

    def _holder(self, head: Token, owner: Entity | None) -> Entity | None:
        """Return who, named further on, holds the office that a noun names: "the president of Somalia"."""
        if owner is None or head.lemma_.lower() not in self._gazetteer.titles or head.tag_ == "NNS":
            return None
        people = (m.entity for m in self._mentions.all if m.role == "person" and m.entity is not None)
        office = self._gazetteer.titles[head.lemma_.lower()].office
        return next((e for e in people if e.office == office and e.state == owner.state), None)

    def _called(self, head: Token, owner: Entity | None) -> str:
        """Return the words for somebody, with the state named before for a pronoun: "its minister"."""
        words = wording(head)
        pronoun, _, rest = words.partition(" ")
        if not rest or pronoun.lower() not in POSSESSIVES:
            return words
        named = owner is not None and any(e == owner for _, e in self._history.all_before(head))
        if owner is None or not named or owner.kind != "State":
            return rest
        return f"{owner.name}'{'' if owner.name.endswith('s') else 's'} {rest}"

    def _speaks_officially(self, head: Token) -> bool:
        speaker = self._gazetteer.unnamed_speakers.get(head.lower_)
        return speaker is not None and speaker.official


def _behind_office(head: Token) -> Iterator[Token]:
    """Yield the word behind the comma of "the head of the army office, (Jane Roe)"."""
    if not any(t.dep_ == "prep" and t.lower_ in ("of", "for", "at") for t in head.rights):
        return
    for token in head.doc[head.i + 1 : min(head.i + _OFFICE, head.sent.end - 1)]:
        if token.pos_ in ("VERB", "AUX"):
            return
        if token.text == ",":
            yield token.nbor()
            return


def _uncounted(head: Token) -> tuple[str, ...]:
    """Return the words without the number that opens them: "two diplomats" are also "diplomats"."""
    first, _, rest = wording(head).partition(" ")
    counted = rest and any(t.dep_ == "nummod" and t.lower_ == first.lower() for t in head.lefts)
    return (rest,) if counted else ()
