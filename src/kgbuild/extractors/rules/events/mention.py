"""What the finder of events yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.model import Range

_NOWHERE = Range(0, 0)


@dataclass(frozen=True, slots=True)
class EventMention:
    """One telling of one event: its trigger and what fills its roles."""

    kind: str
    trigger: int
    pattern: str
    act: str | None = None
    measure: str | None = None
    roles: Mapping[str, Filler] = field(default_factory=dict, hash=False)
    unplaced: bool = False
    """Tells of something only together with a place that the document names elsewhere."""
    unknown: tuple[str, ...] = ()
    """Roles whose filler is named by words that say not who ("shipped by outside powers")."""
    range: Range = _NOWHERE
    """The words that tell it: the trigger and its fillers."""
    definite: bool = False
    """It points back to events told before ("the deliveries")."""
    points: bool = False
    """Its words point to what was told elsewhere ("the soldiers", "them", "the deliveries", "40 more")."""
    in_passing: bool = False
    """It is only named, not told of ("the French soldiers in Niger")."""
    modality: str | None = None
    """What the pattern itself says ("asked for": planned)."""
