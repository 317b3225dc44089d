"""What the gazetteer has on a state, an organization, a place, a treaty, an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FormRole = Literal["name", "capital", "seat", "adjective", "people", "context", "prefix"]
"""How a form stands for a state; a `context` form ("the North") only where the text also names the state,
a `prefix` only before a hyphen ("Franco-Greek")."""
SenseRole = Literal["name", "alias", "capital", "seat", "adjective", "people", "context", "prefix"]
SenseKind = Literal["state", "organization", "treaty"]
PlaceKind = Literal["city", "region", "sea", "base", "site"]
TitleRole = Literal["official", "military", "religious", "honorific", "journalistic", "expert"]
OrganizationType = Literal[
    "igo", "un-body", "regional", "court", "ministry", "authority", "parliament", "party", "military",
    "intelligence", "security", "news-agency", "broadcaster", "newspaper", "ngo", "research", "armed-group",
    "company",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StateEntry:
    """A state; the tuples hold its forms by role, sorted."""

    iso3: str
    iso2: str
    name: str
    official_name: str
    continent: str
    names: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    """An organization, with the state and the organization it belongs to."""

    key: str
    name: str
    aliases: tuple[str, ...]
    type: OrganizationType
    state: str | None
    """iso3 of the state it is an organ of or belongs to."""
    part_of: str | None
    """Key of the organization it is a part of."""
    body: str | None
    """The generic body it realises for its state ("Intelligence Service")."""
    state_media: bool


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body that any state may have ("foreign ministry"), by its form in lower case."""

    form: str
    body: str
    """Canonical label; equal for forms that mean the same body."""
    resolves_to: Literal["state", "organization"]


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """Anything with a name on a map; degrees in WGS84."""

    key: str
    name: str
    aliases: tuple[str, ...]
    iso3: str | None
    """The state it lies in; None for seas and what spans states."""
    latitude: float
    longitude: float
    population: int
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class TreatyEntry:
    """A treaty or resolution; no parties where there are too many to list."""

    key: str
    name: str
    aliases: tuple[str, ...]
    parties: tuple[str, ...]
    obligations: tuple[str, ...]
    """Keys of concepts of the obligation scheme."""
    signed_in: int | None
    kind: Literal["treaty", "resolution"]


@dataclass(frozen=True, slots=True)
class Title:
    """An office or form of address, in lower case, with the office it means."""

    form: str
    office: str
    role: TitleRole


@dataclass(frozen=True, slots=True)
class UnnamedSpeaker:
    """A noun for somebody unnamed who speaks ("diplomat"), in lower case."""

    form: str
    plural: str
    official: bool
    """Speaks for a state or organization."""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A place that is called like a state."""

    form: str
    place: str
    """Key of the place."""
    signs: frozenset[str]
    """Words, in lower case, that speak of the place and not of the state."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a form can stand for: the entry of this kind with this key, in this role."""

    kind: SenseKind
    key: str
    role: SenseRole
