"""A claim in the making: what the words around one telling give, and what the rest of the document adds."""

from __future__ import annotations

from dataclasses import dataclass, field

from kgbuild.claims.model import Act, Measure, Modality, Stance
from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.times import TimeFinding
from kgbuild.extractors.rules.treaties import ResolutionMention, TreatyMention
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.gazetteer import PlaceEntry


@dataclass(slots=True)
class Profile:
    """What identifies an event or agreement, as far as the words give it."""

    kind: str
    roles: dict[str, Entity | None] = field(default_factory=dict)
    """Parties and places by role."""
    concept: str | None = None
    """The kind of materiel or force."""
    civilian: bool | None = None
    treaty: TreatyMention | None = None
    unknown: tuple[str, ...] = ()
    """Roles that the words leave in the dark; nothing else may fill them."""
    filled: list[str] = field(default_factory=list)
    """Roles that came from elsewhere in the document."""
    price_of: Profile | None = None
    """The transfer that this one is given in return for."""
    in_support_of: Entity | None = None
    against: Entity | None = None
    """Whom forces are to help, and whom to fight."""

    @property
    def missing(self) -> list[str]:
        """The roles that no words filled."""
        return [role for role, entity in self.roles.items() if entity is None and role not in self.unknown]


@dataclass(slots=True)
class Draft:
    """One stance on one event or agreement at one place in the text."""

    profile: Profile
    anchor: int
    """The token by which the telling is placed in the text."""
    range: Range
    claimants: tuple[Entity, ...]
    stance: Stance
    modality: Modality
    attribution: Attribution | None = None
    relays: tuple[Entity, ...] = ()
    act: Act | None = None
    measure: Measure | None = None
    quantity: QuantityFinding | None = None
    places: tuple[PlaceEntry, ...] = ()
    event_times: tuple[TimeFinding, ...] = ()
    made_on: TimeFinding | None = None
    breaches: tuple[ResolutionMention | TreatyMention, ...] = ()
    event: EventMention | None = None
    explanation: list[str] = field(default_factory=list)
    guessed: bool = False
    """Whose the losses are, nothing in their sentence says."""
    reckoned: bool = False
    """The claimants are the subject of a verb of reckoning, where no statement was found."""
