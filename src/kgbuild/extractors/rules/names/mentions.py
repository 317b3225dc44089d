"""Names at places in a text: the states, organizations, people, places and treaties they can stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from kgbuild.extractors.rules.model import Range
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.gazetteer import PlaceEntry


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place in the text."""

    range: Range
    head: int
    entity: Entity | None = None
    """The agent it can stand for."""
    place: PlaceEntry | None = None
    """The place it can stand for."""
    role: str = "name"
    """How it stands for a state ("capital", "adjective"); "person" for people."""
    treaty: str | None = None
    """Key of a treaty of the gazetteer."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """All names of one document, in order, and by the tokens they cover."""

    all: tuple[Mention, ...]
    at: Mapping[int, Mention] = field(hash=False)

    @classmethod
    def of(cls, found: Iterable[Mention]) -> Mentions:
        """Order mentions and index them by token."""
        ordered = tuple(sorted(found, key=lambda m: m.range))
        return cls(ordered, {i: m for m in ordered for i in range(*m.range)})

    def covering(self, token: Token) -> Mention | None:
        """Return the mention that covers a token."""
        return self.at.get(token.i)
