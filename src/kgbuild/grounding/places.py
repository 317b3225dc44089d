"""Strings to places, and places to the claim model."""

from __future__ import annotations

from kgbuild.claims.model import Place
from kgbuild.grounding.entities import EntityTable, agent
from kgbuild.knowledge.gazetteer import Gazetteer, PlaceEntry


class PlaceGrounder:
    """Finds the place that a name means."""

    def __init__(self, gazetteer: Gazetteer, table: EntityTable | None = None) -> None:
        self._gazetteer = gazetteer
        self._table = table or EntityTable(gazetteer)

    def place(self, name: str, iso3: str | None = None) -> Place:
        """Return the place of this name, the most populous where several have it.

        Args:
            name: as a text writes it.
            iso3: the state that it has to lie in, where that is known.

        A place that the gazetteer lacks keeps its name, and lies in a state only where one is given.

        """
        entries = self._gazetteer.places_named(" ".join(name.split()))
        fitting = [entry for entry in entries if iso3 is None or entry.iso3 == iso3]
        if fitting:
            return placed(fitting[0], self._table)
        known = iso3 if iso3 in self._gazetteer.states else None
        return Place(name=name, in_state=agent(self._table.state(known)) if known is not None else None)


def placed(entry: PlaceEntry, table: EntityTable) -> Place:
    """Return a place of the gazetteer as a place of the claim model."""
    return Place(
        name=entry.name,
        aliases=entry.aliases,
        in_state=agent(table.state(entry.iso3)) if entry.iso3 is not None else None,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )
