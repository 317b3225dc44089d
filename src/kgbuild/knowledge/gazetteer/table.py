"""All of the gazetteer, by key and by form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import get_args

from kgbuild import resources
from kgbuild.knowledge.gazetteer import rows as entry_rows
from kgbuild.knowledge.gazetteer.entries import (
    BodyEntry,
    FormRole,
    Namesake,
    OrganizationEntry,
    PlaceEntry,
    Sense,
    StateEntry,
    Title,
    TreatyEntry,
    UnnamedSpeaker,
)
from kgbuild.knowledge.gazetteer.forms import place_names, senses
from kgbuild.knowledge.gazetteer.rows import COLUMNS
from kgbuild.knowledge.tables import Row, rows


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
    state_offices: Mapping[str, frozenset[str]]
    """Offices that only some states have ("congressman"), to the iso3 of those."""
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
        return _Files(folder).gazetteer()

    def places_named(self, form: str) -> tuple[PlaceEntry, ...]:
        """Return the places of this name or alias, the most populous first."""
        return self.place_names.get(form, ())

    def organization_of(self, state: str, body: str) -> OrganizationEntry | None:
        """Return the organization that realises a generic body for a state, if it has an entry of its own."""
        return self.state_organs.get((state, body))


class _Files:
    """Reads the files in the order of their references to each other."""

    def __init__(self, extra: Traversable | None) -> None:
        self._shipped = resources.folder("data", "gazetteer")
        self._extra = extra

    def gazetteer(self) -> Gazetteer:
        """Read everything."""
        states, forms = self._states()
        bodies = {row.text("form"): entry_rows.body(row) for row in self._rows("state_bodies.csv")}
        organizations = self._organizations(states, {entry.body for entry in bodies.values()})
        places = {row.text("key"): entry_rows.place(row, states) for row in self._rows("places.csv")}
        treaties = {row.text("key"): entry_rows.treaty(row, states) for row in self._rows("treaties.csv")}
        speakers = [entry_rows.speaker(row) for row in self._rows("unnamed_speakers.csv")]
        return Gazetteer(
            states=MappingProxyType(states),
            organizations=MappingProxyType(organizations),
            places=MappingProxyType(places),
            treaties=MappingProxyType(treaties),
            bodies=MappingProxyType(bodies),
            titles=MappingProxyType(
                {row.text("form"): entry_rows.title(row) for row in self._rows("titles.csv")}
            ),
            unnamed_speakers=MappingProxyType(
                {entry.plural: entry for entry in speakers} | {entry.form: entry for entry in speakers}
            ),
            state_offices=self._by_states("state_offices.csv", "form", states),
            regions=self._by_states("regions.csv", "word", states),
            namesakes=MappingProxyType(
                {row.text("form"): entry_rows.namesake(row, places) for row in self._rows("namesakes.csv")}
            ),
            forms=senses(forms, organizations, treaties),
            place_names=place_names(places.values()),
            state_organs=MappingProxyType(
                {(org.state, org.body): org for org in organizations.values() if org.state and org.body}
            ),
        )

    def _by_states(
        self, file: str, column: str, states: Mapping[str, StateEntry]
    ) -> Mapping[str, frozenset[str]]:
        """Return the states of each word of a file."""
        return MappingProxyType(
            {
                row.text(column): frozenset(
                    entry_rows.known(row, "states", s, states) for s in row.parts("states")
                )
                for row in self._rows(file)
            }
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
            iso3 = entry_rows.known(row, "iso3", row.text("iso3"), table)
            role: FormRole = row.choice("role", get_args(FormRole))
            forms.append((row.text("form"), Sense("state", iso3, role)))
            by_role[iso3, role].append(row.text("form"))
        return {iso3: entry_rows.state(row, by_role) for iso3, row in table.items()}, forms

    def _organizations(
        self, states: Mapping[str, StateEntry], bodies: set[str]
    ) -> dict[str, OrganizationEntry]:
        table = {row.text("key"): row for row in self._rows("organizations.csv")}
        return {key: entry_rows.organization(row, table, states, bodies) for key, row in table.items()}
