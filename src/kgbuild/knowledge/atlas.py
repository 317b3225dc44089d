"""Where states lie: their capitals, and the map of their borders. Both raise ResourceError."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from kgbuild.knowledge.gazetteer import COLUMNS
from kgbuild.knowledge.tables import rows
from kgbuild.resources import folder, read_text

Position = tuple[float, float]
"""Longitude and latitude in degrees."""


@cache
def capitals() -> Mapping[str, Position]:
    """Return where the capital of each state lies, by the state's ISO code."""
    tables = folder("data", "gazetteer")
    places: dict[tuple[str, str], Position] = {}
    for row in rows(tables, "places.csv", COLUMNS["places.csv"]):
        where = row.number("longitude", -180, 180), row.number("latitude", -90, 90)
        for name in (row.text("name"), *row.parts("aliases")):
            places.setdefault((row.values["iso3"], name), where)
    found: dict[str, Position] = {}
    for row in rows(tables, "state_forms.csv", COLUMNS["state_forms.csv"]):
        place = row.text("iso3"), row.text("form")
        if row.values["role"] == "capital" and place in places:
            found.setdefault(place[0], places[place])
    return MappingProxyType(found)


def borders() -> dict[str, Any]:
    """Return the borders of states as TopoJSON: `objects.states`, each named by its ISO code."""
    map_: dict[str, Any] = json.loads(read_text("data", "map", "states.json"))
    return map_
