"""Strings to agents: states by any of their forms, bodies of states, organizations, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from kgbuild.claims.model import Agent
from kgbuild.grounding.entities import Entity, EntityTable, agent
from kgbuild.knowledge.gazetteer import BodyEntry, Gazetteer

Kind = Literal["State", "Organization", "Person", "Official"]

_STATE_ROLES = frozenset({"name", "capital", "seat", "adjective", "people"})
"""Roles in which a form means its state whatever stands around it; "the North" needs its text."""
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’'](?:s\b)?", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)


class AgentGrounder:
    """Resolves names to the agents that every extractor gives for them.

    A state comes from the words alone: what names none has none.

    Example:
        >>> grounder = AgentGrounder(Gazetteer.load())
        >>> grounder.agent("Seoul").iso3
        'KOR'
        >>> grounder.agent("Malian army").part_of.iso3
        'MLI'

    """

    def __init__(self, gazetteer: Gazetteer, table: EntityTable | None = None) -> None:
        self._gazetteer = gazetteer
        self._table = table or EntityTable(gazetteer)

    def state(self, name: str) -> Agent | None:
        """Return the state that a name, capital, seat of government or demonym means; None for none."""
        found = self._state(name)
        return agent(found) if found is not None else None

    def agent(
        self,
        name: str,
        kind: Kind | None = None,
        of: str | None = None,
        office: str | None = None,
        anonymous: bool = False,
    ) -> Agent:
        """Return the agent that a name stands for.

        Args:
            name: as the document writes it, or in English.
            kind: what it is, where that is known; a person called like a state is no state.
            of: whom it is a part of or speaks for, by any name.
            office: an official's office.
            anonymous: unnamed ("a government official"), known in one document only.

        """
        above = self._above(of)
        if kind in ("Person", "Official"):
            official = kind == "Official" or above is not None
            return Agent(
                kind="Official" if official else "Person",
                name=name,
                represents=above,
                office=office,
                anonymous=anonymous,
            )
        found = None if anonymous else self._known(name, kind, above)
        if found is not None:
            return found
        return Agent(kind="Organization", name=_bare(name), part_of=above, anonymous=anonymous)

    def _above(self, of: str | None) -> Agent | None:
        return self.agent(of) if of and of.strip() else None

    def _known(self, name: str, kind: Kind | None, above: Agent | None) -> Agent | None:
        """Return the state or the organization of the gazetteer, or the body of a state, of this name."""
        state = self._state(name) if kind != "Organization" else None
        found = state or self._organization(name) or self._body(name, above)
        if found is None and kind == "Organization":
            return None
        found = found or self._state(name)
        return agent(found) if found is not None else None

    def _state(self, name: str) -> Entity | None:
        for form in _forms(name):
            for sense in self._gazetteer.forms.get(form, ()):
                if sense.kind == "state" and sense.role in _STATE_ROLES:
                    return self._table.state(sense.key)
        return None

    def _organization(self, name: str) -> Entity | None:
        for form in _forms(name):
            for sense in self._gazetteer.forms.get(form, ()):
                if sense.kind == "organization":
                    return self._table.organization(sense.key)
        return None

    def _body(self, name: str, above: Agent | None) -> Entity | None:
        """Return "the Malian army", "Foreign Ministry of Mali", or "the army" of the state given."""
        for state_words, body_words in _parted(_bare(name)):
            body = self._gazetteer.bodies.get(body_words.lower())
            state = self._state(state_words) if body is not None else None
            if body is not None and state is not None:
                return self._of(state, body)
        body = self._gazetteer.bodies.get(_bare(name).lower())
        if body is not None and above is not None and above.iso3 is not None:
            return self._of(self._table.state(above.iso3), body)
        return None

    def _of(self, state: Entity, body: BodyEntry) -> Entity:
        """Return a body of a state, under the gazetteer's own name for it where it has one."""
        if body.resolves_to == "state":
            return state
        entry = self._gazetteer.states[state.iso3 or ""]
        called = (f"{adjective} {body.form}" for adjective in entry.adjectives)
        own = next((found for form in called if (found := self._organization(form)) is not None), None)
        return own or self._table.body(state, body.body)


def _bare(name: str) -> str:
    """Return a name without white space around it, quotation marks and article."""
    return _ARTICLE.sub("", " ".join(name.split()).strip('"“”«»')) or name


def _forms(name: str) -> Iterator[str]:
    """Yield the ways in which the gazetteer may write a name."""
    whole = " ".join(name.split()).strip('"“”«»')
    yield whole
    bare = _bare(name)
    if bare != whole:
        yield bare
    if bare[:1].islower():
        yield bare[:1].upper() + bare[1:]


def _parted(name: str) -> Iterator[tuple[str, str]]:
    """Yield (state, body) as a name may join them: "Mali's army", "Malian army", "army of Mali"."""
    for joint in _OF.finditer(name):
        yield name[joint.end() :], name[: joint.start()]
    words = name.split()
    for cut in range(1, len(words)):
        yield _POSSESSIVE.sub("", " ".join(words[:cut])), " ".join(words[cut:])
