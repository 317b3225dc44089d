"""The files of the gazetteer: their columns, and a row of each as an entry. All raise ResourceError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import get_args

from kgbuild.knowledge.gazetteer.entries import (
    BodyEntry,
    Namesake,
    OrganizationEntry,
    OrganizationType,
    PlaceEntry,
    PlaceKind,
    StateEntry,
    Title,
    TitleRole,
    TreatyEntry,
    UnnamedSpeaker,
)
from kgbuild.knowledge.tables import Row

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "states.csv": ("iso3", "iso2", "name", "official_name", "continent"),
        "state_forms.csv": ("iso3", "form", "role"),
        "organizations.csv": ("key", "name", "aliases", "type", "state", "part_of", "body", "state_media"),
        "state_bodies.csv": ("form", "body", "resolves_to"),
        "places.csv": (
            "key", "name", "aliases", "iso3", "latitude", "longitude", "population", "kind", "source",
        ),
        "treaties.csv": ("key", "name", "aliases", "parties", "obligations", "signed_in", "kind"),
        "titles.csv": ("form", "office", "role"),
        "unnamed_speakers.csv": ("form", "plural", "official"),
        "state_offices.csv": ("form", "states"),
        "regions.csv": ("word", "states"),
        "namesakes.csv": ("form", "place", "signs"),
    }
)  # fmt: skip
"""The header of each file."""
_PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)


def known(row: Row, column: str, value: str, keys: Mapping[str, object] | set[str]) -> str:
    """Return a value of a column. Raises ResourceError where it is none of the keys it points to."""
    if value not in keys:
        row.fail(column, f"{value!r} is unknown; add it to its file or correct it")
    return value


def known_or_none(row: Row, column: str, keys: Mapping[str, object] | set[str]) -> str | None:
    """Return what a column points to; None where it is empty."""
    return None if (value := row.optional(column)) is None else known(row, column, value, keys)


def state(row: Row, by_role: Mapping[tuple[str, str], Sequence[str]]) -> StateEntry:
    """Return the state of a row of `states.csv`, with its forms by role."""
    iso3 = row.text("iso3")
    if not (len(iso3) == 3 and iso3.isascii() and iso3.isupper()):
        row.fail("iso3", f"{iso3!r} is not three capital letters")
    roles = ("name", "capital", "seat", "adjective", "people", "context")
    return StateEntry(
        iso3,
        row.text("iso2"),
        row.text("name"),
        row.text("official_name"),
        row.text("continent"),
        *(tuple(by_role.get((iso3, role), ())) for role in roles),
    )


def organization(
    row: Row, table: Mapping[str, Row], states: Mapping[str, StateEntry], bodies: set[str]
) -> OrganizationEntry:
    """Return the organization of a row of `organizations.csv`."""
    return OrganizationEntry(
        key=row.text("key"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        type=row.choice("type", get_args(OrganizationType)),
        state=known_or_none(row, "state", states),
        part_of=known_or_none(row, "part_of", table),
        body=known_or_none(row, "body", bodies),
        state_media=row.yes("state_media"),
    )


def body(row: Row) -> BodyEntry:
    """Return the body of a row of `state_bodies.csv`."""
    return BodyEntry(
        form=row.text("form"),
        body=row.text("body"),
        resolves_to=row.choice("resolves_to", ("state", "organization")),
    )


def place(row: Row, states: Mapping[str, StateEntry]) -> PlaceEntry:
    """Return the place of a row of `places.csv`."""
    return PlaceEntry(
        key=row.text("key"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        iso3=known_or_none(row, "iso3", states),
        latitude=row.number("latitude", -90, 90),
        longitude=row.number("longitude", -180, 180),
        population=int(row.number("population", 0, 1e8)),
        kind=row.choice("kind", _PLACE_KINDS),
    )


def treaty(row: Row, states: Mapping[str, StateEntry]) -> TreatyEntry:
    """Return the treaty or resolution of a row of `treaties.csv`."""
    return TreatyEntry(
        key=row.text("key"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        parties=tuple(known(row, "parties", iso3, states) for iso3 in row.parts("parties")),
        obligations=row.parts("obligations"),
        signed_in=int(row.number("signed_in", 1000, 3000)) if row.optional("signed_in") else None,
        kind=row.choice("kind", ("treaty", "resolution")),
    )


def title(row: Row) -> Title:
    """Return the office of a row of `titles.csv`."""
    role: TitleRole = row.choice("role", get_args(TitleRole))
    return Title(row.text("form"), row.text("office"), role)


def namesake(row: Row, places: Mapping[str, PlaceEntry]) -> Namesake:
    """Return the place called like a state of a row of `namesakes.csv`."""
    place = known(row, "place", row.text("place"), places)
    return Namesake(row.text("form"), place, frozenset(row.parts("signs")))


def speaker(row: Row) -> UnnamedSpeaker:
    """Return the unnamed speaker of a row of `unnamed_speakers.csv`."""
    return UnnamedSpeaker(row.text("form"), row.text("plural"), row.yes("official"))
