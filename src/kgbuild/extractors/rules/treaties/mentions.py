"""What a text says of agreements and resolutions, in tokens of one `Doc`."""

from __future__ import annotations

from dataclasses import dataclass

from kgbuild.extractors.rules.model import Range
from kgbuild.grounding.entities import Entity


@dataclass(frozen=True, slots=True)
class TreatyMention:
    """One thing said of an agreement, or its bare mention where nothing is."""

    noun: int
    range: Range
    """The words that tell what is done, or the noun phrase where nothing is."""
    parties: tuple[Entity, ...] = ()
    signatories: tuple[Entity, ...] = ()
    name: str | None = None
    key: str | None = None
    """Key in the gazetteer, for a well-known one."""
    obligations: tuple[str, ...] = ()
    act: str | None = None
    predicate: int | None = None
    """The verb that it is subject or object of; None where it is only mentioned in the background."""
    breach: bool = False
    weak: bool = False
    """Said with a word that only points back, or need not mean a treaty ("deal")."""
    attitude: str | None = None
    """The stance that the verb takes by itself ("hailed", "regards as illegal")."""
    holders: tuple[Entity, ...] = ()
    """Who takes that stance: the subject of the verb."""
    partner: bool = False
    """The other party is named, but is no state or group that is known."""
    nearby: tuple[Entity, ...] = ()
    """States named near it, the nearest first, that may be the parties no words tell."""
    antecedent: int | None = None
    """The noun that a pronoun, a part or a move points back to."""
    introduces: bool = False
    """Brought up as new: "a defence pact"."""
    compared: bool = False
    """Only what another is compared with: "differs from the treaty with Chad"."""
    filled: bool = False
    """Whether a party is only named near it, or speaks of it, and not with it."""


@dataclass(frozen=True, slots=True)
class ResolutionMention:
    """Resolutions named together, one for each year or number."""

    noun: int
    range: Range
    adopter: Entity | None
    years: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    breach: bool = False
