"""What lies one step away from an event or an agent: parties, voices, events and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgbuild.views.agent import AgentView
from kgbuild.views.event import EventView
from kgbuild.views.model import ClaimView, Node

_BESIDE = 6
"""Nodes of a group on the left, where several lie below each other."""
_MOST = 14
"""Nodes of a group on the right."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A node one step away."""

    node: Node
    by: str = ""
    """What it is to the one in the middle ("sender"), or ""."""
    stance: str = ""
    """Local name of the stance that lies between them, or ""."""
    claims: int = 0
    """How many claims lie between them, 0 where none does."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Some of one kind."""

    heading: str
    shown: tuple[Neighbour, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Around:
    """A node and what lies around it."""

    node: Node
    left: tuple[Neighbours, ...]
    right: tuple[Neighbours, ...]


def around_event(view: EventView) -> Around:
    """Return what lies around an event or treaty."""
    parties = [
        Neighbour(value, label) for label, values in view.roles for value in values if isinstance(value, Node)
    ]
    voices = [Neighbour(group.voice, "", group.stance, group.count) for group in view.groups]
    left = _some("Parties and things", parties, _BESIDE), _told_in(view.claims)
    return _around(view.event, left, [_some("Who says what", _loudest(voices), _MOST)])


def around_agent(view: AgentView) -> Around:
    """Return what lies around an agent."""
    said = [
        Neighbour(part.event, "", stance, sum(1 + len(told.repeats) for told in tellings))
        for part in view.events
        if part.event is not None
        for stance, tellings in part.stances
    ]
    spoken_of = {each.node.iri for each in said}
    silent = [Neighbour(line.event) for line in view.part_in if line.event.iri not in spoken_of]
    left = (
        _some("Speaks for it, or is part of it", [Neighbour(node) for node in view.speakers], _BESIDE),
        _some("Says otherwise", [Neighbour(each.agent) for each in view.opponents], _BESIDE),
        _told_in(view.claims),
    )
    right = _some("What it says of", _loudest(said), _MOST), _some("Takes part in", silent, _MOST // 2)
    return _around(view.agent, left, right)


def _around(node: Node, left: Sequence[Neighbours], right: Sequence[Neighbours]) -> Around:
    return Around(node, *(tuple(group for group in side if group.shown) for side in (left, right)))


def _loudest(found: Iterable[Neighbour]) -> list[Neighbour]:
    return sorted(found, key=lambda each: (-each.claims, each.node, each.stance))


def _told_in(claims: Iterable[ClaimView]) -> Neighbours:
    counts = Counter(claim.source for claim in claims)
    documents = [
        Neighbour(Node(source.name, source.iri, "Document"), claims=n) for source, n in counts.items()
    ]
    return _some("Told in", _loudest(documents), _BESIDE)


def _some(heading: str, found: Sequence[Neighbour], most: int) -> Neighbours:
    return Neighbours(heading, tuple(found[:most]), max(0, len(found) - most))
