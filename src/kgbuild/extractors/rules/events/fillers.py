"""What fills a role of an event."""

from __future__ import annotations

from dataclasses import dataclass

from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.gazetteer import PlaceEntry


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role, and the token that says so."""

    token: int
    entity: Entity | None = None
    """The party, or the state a place lies in."""
    concept: str | None = None
    """Key of a kind of materiel or force."""
    place: PlaceEntry | None = None
    civilian: bool | None = None
    pointed: bool = False
    """A pronoun stands for it; the token is that of what it points back to."""
