"""What names stand for: the entities of the gazetteer, made once each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from kgbuild.claims.model import Agent
from kgbuild.knowledge.gazetteer import Gazetteer, OrganizationEntry, StateEntry

MEDIA: frozenset[str | None] = frozenset({"news-agency", "broadcaster", "newspaper"})
"""Types of organizations that pass on what others say."""
NON_STATE = frozenset({"armed-group", "company", "igo", "regional"})
"""Types of organizations that can supply, receive or send for themselves."""
ORGANS = frozenset({"ministry", "authority", "parliament", "military", "intelligence", "security", "court"})
"""Types of organizations that are part of their state; others are only at home there."""
_LONGEST = 6
"""Words of the longest name of a state."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what a mention stands for, before it becomes an agent of a claim."""

    kind: Literal["State", "Organization", "Person", "Official"]
    name: str
    iso3: str | None = None
    key: str | None = None
    """Key in the gazetteer, for organizations that have one."""
    aliases: tuple[str, ...] = ()
    part_of: Entity | None = None
    represents: Entity | None = None
    office: str | None = None
    anonymous: bool = False
    type: str | None = None
    """Type of an organization of the gazetteer ("news-agency")."""
    home: Entity | None = None
    """The state where an organization is at home, of which it is no part: a paper, an armed group."""

    @property
    def state(self) -> Entity | None:
        """The state it is, belongs to or speaks for."""
        if self.kind == "State":
            return self
        above = self.represents or self.part_of or self.home
        return above.state if above is not None else None

    @property
    def party(self) -> Entity | None:
        """Who acts when it acts: an armed group or company itself, else the state behind it.

        Where somebody is only at home, as a paper is, no state acts.
        """
        if self.kind == "State" or (self.kind == "Organization" and self.type in NON_STATE):
            return self
        above = self.represents or self.part_of
        return above.party if above is not None else None

    @property
    def is_media(self) -> bool:
        """Whether it passes on what others say."""
        return self.type in MEDIA


def agent(entity: Entity) -> Agent:
    """Return an entity as an agent of the claim model."""
    return Agent(
        kind=entity.kind,
        name=entity.name,
        aliases=entity.aliases,
        iso3=entity.iso3,
        part_of=agent(entity.part_of) if entity.part_of is not None else None,
        represents=agent(entity.represents) if entity.represents is not None else None,
        office=entity.office,
        anonymous=entity.anonymous,
    )


class EntityTable:
    """Entities of the gazetteer, made once each."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._states: dict[str, Entity] = {}
        self._organizations: dict[str, Entity] = {}

    def state(self, iso3: str) -> Entity:
        """Return the state of a code."""
        if iso3 not in self._states:
            self._states[iso3] = _state_entity(self._gazetteer.states[iso3])
        return self._states[iso3]

    def organization(self, key: str) -> Entity:
        """Return the organization of a gazetteer key."""
        if key not in self._organizations:
            self._organizations[key] = self._organization_entity(self._gazetteer.organizations[key])
        return self._organizations[key]

    def _organization_entity(self, entry: OrganizationEntry) -> Entity:
        above = self.organization(entry.part_of) if entry.part_of is not None else None
        home = self.state(entry.state) if entry.state is not None else None
        organ = entry.type in ORGANS or entry.body is not None or entry.state_media
        if home is not None and organ and (above is None or above.state is None):
            above = home
        return Entity(
            "Organization", entry.name, None, entry.key, entry.aliases, above, type=entry.type, home=home
        )

    def named(self, name: str) -> Entity | None:
        """Return the organization, else the state, that a full name stands for, such as a publisher's.

        A capital, a demonym or an adjective is no full name.
        """
        senses = self._gazetteer.forms.get(name, ())
        for sense in senses:
            if sense.kind == "organization":
                return self.organization(sense.key)
        for sense in senses:
            if sense.kind == "state" and sense.role == "name":
                return self.state(sense.key)
        return None

    def publisher(self, name: str) -> Entity:
        """Return who publishes under a name: as `named`, else a body of the state that its name holds.

        "Ministry of Defence, Republic of Chad" and "Chadian Armed Forces" are bodies of Chad; of any other
        name nothing more is known.
        """
        known = self.named(name)
        if known is not None:
            return known
        body = self._body_in(name)
        states = self._states_in(name) if body is not None else set()
        if body is None or len(states) != 1:
            return Entity("Organization", name)
        generic = self.body(self.state(states.pop()), body)
        return replace(generic, name=name, key=None, aliases=tuple(sorted({*generic.aliases, generic.name})))

    def _body_in(self, name: str) -> str | None:
        """Return the generic body whose words stand in a name, of several the longest."""
        words = f" {re.sub(r'[^a-z]+', ' ', name.lower())} "
        found = [form for form in self._gazetteer.bodies if f" {form.replace('-', ' ')} " in words]
        return self._gazetteer.bodies[max(found, key=len)].body if found else None

    def _states_in(self, name: str) -> set[str]:
        """Return the codes of the states that a name holds, by name or nationality."""
        words = name.replace(",", " ").split()
        found: set[str] = set()
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + _LONGEST), start, -1):
                senses = self._gazetteer.forms.get(" ".join(words[start:end]).removesuffix("'s"), ())
                keys = {s.key for s in senses if s.kind == "state" and s.role in ("name", "adjective")}
                if keys:
                    found |= keys
                    start = end - 1
                    break
            start += 1
        return found

    def body(self, state: Entity, body: str) -> Entity:
        """Return a generic body of a state ("Foreign Ministry"), its own entry where it has one."""
        if state.iso3 is not None:
            entry = self._gazetteer.organization_of(state.iso3, body)
            if entry is not None:
                return self.organization(entry.key)
        names = self._names_of_body(state, body)
        return Entity("Organization", f"{body} of {state.name}", aliases=names, part_of=state)

    def _names_of_body(self, state: Entity, body: str) -> tuple[str, ...]:
        """Return what a body of a state is called: with and without its nationality, in either spelling."""
        entry = self._gazetteer.states.get(state.iso3 or "")
        adjectives = entry.adjectives if entry is not None else ()
        bodies = (body, body.replace("Defence", "Defense"))
        return tuple(sorted({*bodies, *(f"{adjective} {b}" for adjective in adjectives for b in bodies)}))


def _state_entity(entry: StateEntry) -> Entity:
    aliases = tuple(sorted({*entry.names, entry.official_name} - {entry.name}))
    return Entity("State", entry.name, entry.iso3, aliases=aliases)
