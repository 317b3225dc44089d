"""The gazetteer: states, organizations, places, treaties and offices, and the ways news writes them.

It is read from the CSV files in `data/gazetteer/`; what their columns mean stands in the README there.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import chain
from types import MappingProxyType
from typing import Literal, get_args

from kgbuild import resources
from kgbuild.knowledge.tables import Row, rows

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
        "regions.csv": ("word", "states"),
        "namesakes.csv": ("form", "place", "signs"),
    }
)  # fmt: skip
"""The header of each file."""


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


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All entries, by key, and the forms that lead to them."""

    states: Mapping[str, StateEntry]
    organizations: Mapping[str, OrganizationEntry]
    places: Mapping[str, PlaceEntry]
    treaties: Mapping[str, TreatyEntry]
    bodies: Mapping[str, BodyEntry]
    titles: Mapping[str, Title]
    unnamed_speakers: Mapping[str, UnnamedSpeaker]
    """By singular and by plural."""
    regions: Mapping[str, frozenset[str]]
    """Words that say where a country lies ("west african"), to the iso3 of all that lie there."""
    namesakes: Mapping[str, Namesake]
    """By the form that they share with a state."""
    forms: Mapping[str, tuple[Sense, ...]]
    """Exact surface form (either apostrophe, with or without accents, "The" or "the") to its senses."""
    place_names: Mapping[str, tuple[PlaceEntry, ...]]
    state_organs: Mapping[tuple[str, str], OrganizationEntry]
    """(iso3, generic body) to the organization that realises it."""

    @classmethod
    def load(cls, folder: Traversable | None = None) -> Gazetteer:
        """Read the shipped files, then those of one's own folder.

        Args:
            folder: holds any of the files, in the same format; its rows join the shipped or replace them.

        Raises:
            ResourceError: a row is malformed or points to an unknown key; names file, line and column.

        """
        return _Reader(folder).gazetteer()

    def places_named(self, form: str) -> tuple[PlaceEntry, ...]:
        """Return the places of this name or alias, the most populous first."""
        return self.place_names.get(form, ())

    def organization_of(self, state: str, body: str) -> OrganizationEntry | None:
        """Return the organization that realises a generic body for a state, if it has an entry of its own."""
        return self.state_organs.get((state, body))


class _Reader:
    """Reads the files in the order of their references to each other."""

    def __init__(self, extra: Traversable | None) -> None:
        self._shipped = resources.folder("data", "gazetteer")
        self._extra = extra

    def gazetteer(self) -> Gazetteer:
        """Read everything."""
        states, forms = self._states()
        bodies = {row.text("form"): _body(row) for row in self._rows("state_bodies.csv")}
        organizations = self._organizations(states, {entry.body for entry in bodies.values()})
        places = {row.text("key"): _place(row, states) for row in self._rows("places.csv")}
        treaties = {row.text("key"): _treaty(row, states) for row in self._rows("treaties.csv")}
        speakers = [_speaker(row) for row in self._rows("unnamed_speakers.csv")]
        return Gazetteer(
            states=MappingProxyType(states),
            organizations=MappingProxyType(organizations),
            places=MappingProxyType(places),
            treaties=MappingProxyType(treaties),
            bodies=MappingProxyType(bodies),
            titles=MappingProxyType({row.text("form"): _title(row) for row in self._rows("titles.csv")}),
            unnamed_speakers=MappingProxyType(
                {entry.plural: entry for entry in speakers} | {entry.form: entry for entry in speakers}
            ),
            regions=MappingProxyType(
                {
                    row.text("word"): frozenset(_known(row, "states", s, states) for s in row.parts("states"))
                    for row in self._rows("regions.csv")
                }
            ),
            namesakes=MappingProxyType(
                {row.text("form"): _namesake(row, places) for row in self._rows("namesakes.csv")}
            ),
            forms=_senses(forms, organizations, treaties),
            place_names=_place_names(places.values()),
            state_organs=MappingProxyType(
                {(org.state, org.body): org for org in organizations.values() if org.state and org.body}
            ),
        )

    def _rows(self, file: str) -> Iterator[Row]:
        yield from rows(self._shipped, file, COLUMNS[file])
        if self._extra is not None and self._extra.joinpath(file).is_file():
            yield from rows(self._extra, file, COLUMNS[file])

    def _states(self) -> tuple[dict[str, StateEntry], list[tuple[str, Sense]]]:
        table = {row.text("iso3"): row for row in self._rows("states.csv")}
        forms: list[tuple[str, Sense]] = []
        by_role: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self._rows("state_forms.csv"):
            iso3 = _known(row, "iso3", row.text("iso3"), table)
            role: FormRole = row.choice("role", get_args(FormRole))
            forms.append((row.text("form"), Sense("state", iso3, role)))
            by_role[iso3, role].append(row.text("form"))
        return {iso3: _state(row, by_role) for iso3, row in table.items()}, forms

    def _organizations(
        self, states: Mapping[str, StateEntry], bodies: set[str]
    ) -> dict[str, OrganizationEntry]:
        table = {row.text("key"): row for row in self._rows("organizations.csv")}
        return {key: _organization(row, table, states, bodies) for key, row in table.items()}


def _known(row: Row, column: str, value: str, keys: Mapping[str, object] | set[str]) -> str:
    if value not in keys:
        row.fail(column, f"{value!r} is unknown; add it to its file or correct it")
    return value


def _known_or_none(row: Row, column: str, keys: Mapping[str, object] | set[str]) -> str | None:
    return None if (value := row.optional(column)) is None else _known(row, column, value, keys)


def _state(row: Row, by_role: Mapping[tuple[str, str], Sequence[str]]) -> StateEntry:
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


def _organization(
    row: Row, table: Mapping[str, Row], states: Mapping[str, StateEntry], bodies: set[str]
) -> OrganizationEntry:
    return OrganizationEntry(
        key=row.text("key"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        type=row.choice("type", get_args(OrganizationType)),
        state=_known_or_none(row, "state", states),
        part_of=_known_or_none(row, "part_of", table),
        body=_known_or_none(row, "body", bodies),
        state_media=row.yes("state_media"),
    )


def _body(row: Row) -> BodyEntry:
    return BodyEntry(
        form=row.text("form"),
        body=row.text("body"),
        resolves_to=row.choice("resolves_to", ("state", "organization")),
    )


_PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)


def _place(row: Row, states: Mapping[str, StateEntry]) -> PlaceEntry:
    return PlaceEntry(
        key=row.text("key"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        iso3=_known_or_none(row, "iso3", states),
        latitude=row.number("latitude", -90, 90),
        longitude=row.number("longitude", -180, 180),
        population=int(row.number("population", 0, 1e8)),
        kind=row.choice("kind", _PLACE_KINDS),
    )


def _treaty(row: Row, states: Mapping[str, StateEntry]) -> TreatyEntry:
    return TreatyEntry(
        key=row.text("key"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        parties=tuple(_known(row, "parties", iso3, states) for iso3 in row.parts("parties")),
        obligations=row.parts("obligations"),
        signed_in=int(row.number("signed_in", 1000, 3000)) if row.optional("signed_in") else None,
        kind=row.choice("kind", ("treaty", "resolution")),
    )


def _title(row: Row) -> Title:
    role: TitleRole = row.choice("role", get_args(TitleRole))
    return Title(row.text("form"), row.text("office"), role)


def _namesake(row: Row, places: Mapping[str, PlaceEntry]) -> Namesake:
    place = _known(row, "place", row.text("place"), places)
    return Namesake(row.text("form"), place, frozenset(row.parts("signs")))


def _speaker(row: Row) -> UnnamedSpeaker:
    return UnnamedSpeaker(row.text("form"), row.text("plural"), row.yes("official"))


_UNDIVIDED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "ə": "a", "ß": "ss", "Ð": "D"}
)
"""Letters that Unicode does not take apart into a plain one and its mark."""


def _spellings(form: str) -> tuple[str, ...]:
    """Return the form, with a small article, without its accents, and each with curly apostrophes."""
    if form.isascii() and "'" not in form and not form.startswith("The "):
        return (form,)
    found = [form]
    if form.startswith("The "):
        found.append("the " + form[4:])
    if not form.isascii():
        split = unicodedata.normalize("NFD", form.translate(_UNDIVIDED))
        found += ["".join(char for char in split if not unicodedata.combining(char))]
    curly = [spelling.replace("'", "’") for spelling in found if "'" in spelling]
    return tuple(dict.fromkeys(found + curly))


def _senses(
    states: Sequence[tuple[str, Sense]],
    organizations: Mapping[str, OrganizationEntry],
    treaties: Mapping[str, TreatyEntry],
) -> Mapping[str, tuple[Sense, ...]]:
    found: dict[str, tuple[Sense, ...]] = {}
    for form, sense in states:
        for spelling in _spellings(form):
            before = found.get(spelling, ())
            if sense not in before:
                found[spelling] = (*before, sense)
    named: Iterable[tuple[SenseKind, OrganizationEntry | TreatyEntry]] = chain(
        (("organization", entry) for entry in organizations.values()),
        (("treaty", entry) for entry in treaties.values()),
    )
    for kind, entry in named:
        name, alias = Sense(kind, entry.key, "name"), Sense(kind, entry.key, "alias")
        for form in (entry.name, *entry.aliases):
            for spelling in _spellings(form):
                before = found.get(spelling, ())
                if name not in before and alias not in before:
                    found[spelling] = (*before, name if form == entry.name else alias)
    return MappingProxyType(found)


def _place_names(places: Iterable[PlaceEntry]) -> Mapping[str, tuple[PlaceEntry, ...]]:
    found: dict[str, tuple[PlaceEntry, ...]] = {}
    for entry in sorted(places, key=lambda entry: (-entry.population, entry.key)):
        for name in (entry.name, *entry.aliases):
            for spelling in _spellings(name):
                before = found.get(spelling, ())
                if entry not in before:
                    found[spelling] = (*before, entry)
    return MappingProxyType(found)
