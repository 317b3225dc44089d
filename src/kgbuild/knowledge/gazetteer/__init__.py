"""The gazetteer: states, organizations, places, treaties and offices, and the ways news writes them.

It is read from the CSV files in `data/gazetteer/`; what their columns mean stands in the README there.
"""

from kgbuild.knowledge.gazetteer.entries import (
    BodyEntry,
    Namesake,
    OrganizationEntry,
    PlaceEntry,
    Sense,
    StateEntry,
    Title,
    TreatyEntry,
    UnnamedSpeaker,
)
from kgbuild.knowledge.gazetteer.rows import COLUMNS
from kgbuild.knowledge.gazetteer.table import Gazetteer

__all__ = [
    "COLUMNS",
    "BodyEntry",
    "Gazetteer",
    "Namesake",
    "OrganizationEntry",
    "PlaceEntry",
    "Sense",
    "StateEntry",
    "Title",
    "TreatyEntry",
    "UnnamedSpeaker",
]
