"""One state, organization or person: what it said of which event and when, and who says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kgbuild.errors import MissingGraphError
from kgbuild.graph.namespaces import KG
from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.claims import MOST, claims, linked
from kgbuild.views.event import FoldedClaims, Turn, tellings, turns
from kgbuild.views.facets import Facets
from kgbuild.views.home import EventLine, events
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.names import named
from kgbuild.views.wording import STANCES

_OPPOSED = {
    "Asserts": "Denies",
    "Pledges": "Denies",
    "Denies": "Asserts",
    "Endorses": "Condemns",
    "Condemns": "Endorses",
}
_STANCES_ON = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?claimant ?behind ?stance
WHERE {
  ?claim kg:about ?event ; kg:stance ?stance ; kg:claimant ?claimant .
  OPTIONAL { ?claim kg:onBehalfOf ?behind }
}"""
_BODIES = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?node ?part
WHERE { ?part kg:represents|kg:partOf ?node }"""


@dataclass(frozen=True, slots=True)
class OnEvent:
    """What an agent says of one event, by stance."""

    event: Node | None
    """None for what is about no event."""
    stances: tuple[tuple[str, tuple[FoldedClaims, ...]], ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Opponent:
    """Who says otherwise, and of which events."""

    agent: Node
    events: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AgentView:
    """All that a page on an agent shows."""

    agent: Node
    claims: tuple[ClaimView, ...]
    left_out: int
    events: tuple[OnEvent, ...]
    opponents: tuple[Opponent, ...]
    speakers: tuple[Node, ...]
    """Who speaks for it, or is part of it."""
    part_in: tuple[EventLine, ...]
    """The events that it takes part in, whoever tells of them."""

    def count(self, stance: str) -> int:
        """Return how many claims take a stance."""
        return sum(claim.stance == stance for claim in self.claims)


def agent(graph: AskedGraph, iri: str, lines: Callable[[], Sequence[EventLine]] | None = None) -> AgentView:
    """Return an agent; `lines` returns all events of the graph, where they may be known.

    Raises MissingGraphError where the graph knows none of that name.
    """
    every = linked(graph, iri, "claimant", "onBehalfOf")
    found = claims(graph, every[:MOST])
    node = named(graph, [iri])[iri]
    speakers = named(graph, [row["part"] for row in graph.rows_of([iri], "node", _BODIES)])
    if not every and not node.kind:
        raise MissingGraphError(f"this graph has no agent {iri}")
    return AgentView(
        node,
        tuple(found),
        len(every) - len(found),
        tuple(_by_event(found)),
        tuple(_opponents(graph, iri, found)),
        tuple(sorted(speakers.values())),
        tuple(events(graph, Facets(state=iri), lines)),
    )


def _by_event(found: Sequence[ClaimView]) -> list[OnEvent]:
    about: dict[Node | None, list[ClaimView]] = {}
    for claim in found:
        for event in claim.about or (None,):
            about.setdefault(event, []).append(claim)
    parts = [OnEvent(event, tuple(_by_stance(told)), tuple(turns(told))) for event, told in about.items()]
    return sorted(parts, key=lambda part: (part.event is None, -len(about[part.event]), str(part.event)))


def _by_stance(told: Iterable[ClaimView]) -> list[tuple[str, tuple[FoldedClaims, ...]]]:
    by_stance: dict[str, list[ClaimView]] = {}
    for claim in told:
        by_stance.setdefault(claim.stance, []).append(claim)
    return [(s, tuple(tellings(by_stance[s]))) for s in STANCES if s in by_stance]


def _stances_on(graph: AskedGraph, events_: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield who takes which stance on which of some events."""
    if graph.memory is None:
        for row in graph.rows(_STANCES_ON, event=iris(events_)):
            who = row.get("behind", row["claimant"])
            yield who, row["event"], row["stance"].removeprefix(str(KG))
        return
    for event in events_:
        for who, stance in graph.memory.stances(event):
            yield who, event, stance


def _opponents(graph: AskedGraph, iri: str, found: Sequence[ClaimView]) -> list[Opponent]:
    """Return who takes the opposite stance on the same event."""
    taken = {(event.iri, claim.stance) for claim in found for event in claim.about}
    wanted = {(event, _OPPOSED[stance]) for event, stance in taken if stance in _OPPOSED}
    if not wanted:
        return []
    against: dict[str, set[str]] = {}
    for who, event, stance in _stances_on(graph, {event for event, _ in wanted}):
        if who != iri and (event, stance) in wanted:
            against.setdefault(who, set()).add(event)
    nodes = named(graph, {*against, *(event for events_ in against.values() for event in events_)})
    opponents = [Opponent(nodes[who], tuple(sorted(nodes[e] for e in on))) for who, on in against.items()]
    return sorted(opponents, key=lambda each: (-len(each.events), each.agent))
