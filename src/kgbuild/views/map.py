"""Transfers and deployments as ways from state to state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgbuild.knowledge.atlas import Position, capitals
from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.facets import Facets
from kgbuild.views.home import EventLine, named_events, ranked_events
from kgbuild.views.model import Node
from kgbuild.views.names import named
from kgbuild.views.wording import local

MOST = 500
"""Transfers and deployments of a page."""
DRAWN = 60
"""Ways that a picture shows."""
BESIDE = 6
"""Of these, from one place to another: the next would bend too far."""
KINDS = ("Transfer", "Deployment")
_ENDS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?role ?who
WHERE { ?event ?role ?who  FILTER(?role IN (kg:supplier, kg:sender, kg:recipient, kg:destination)) }"""
_STATES = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?who ?code
WHERE { { ?who kg:iso3 ?code } UNION { ?who kg:partOf ?body . ?body kg:iso3 ?code } }"""


@dataclass(frozen=True, slots=True)
class Way:
    """A transfer or deployment from one party to another; None where the graph has nobody for an end."""

    line: EventLine
    start: Node | None
    end: Node | None
    start_at: Position | None = None
    """Where the state lies that the party is, or is part of."""
    end_at: Position | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether both ends have a place."""
        return self.start_at is not None and self.end_at is not None


@dataclass(frozen=True, slots=True)
class MapView:
    """All that a map shows."""

    ways: tuple[Way, ...]
    of_events: int
    """How many transfers and deployments there are in all."""
    left_out: int
    """How many of these are not among the ways."""
    codes: tuple[tuple[str, str], ...]
    """IRI and ISO code of each party that has a place."""


def map_of(
    graph: AskedGraph,
    facets: Facets | None = None,
    only: str = "",
    most: int = MOST,
    lines: Sequence[EventLine] | None = None,
) -> MapView:
    """Return the transfers and deployments that fit: the disputed first, then those told most.

    `only` is the IRI of the one event to show; `lines` are the events that fit, where they are known.
    """
    every = [
        line
        for line in (ranked_events(graph, facets) if lines is None else lines)
        if line.event.kind in KINDS and only in ("", line.event.iri)
    ]
    shown_lines = named_events(graph, every[:most])
    ends: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in graph.rows_of([line.event.iri for line in shown_lines], "event", _ENDS):
        side = "end" if local(row["role"]) in ("recipient", "destination") else "start"
        ends[row["event"], side].add(row["who"])
    shown = [
        (line, start, end)
        for line in shown_lines
        for start in sorted(ends.get((line.event.iri, "start"), [""]))
        for end in sorted(ends.get((line.event.iri, "end"), [""]))
    ]
    parties = {who for _, *both in shown for who in both if who}
    nodes, codes = named(graph, parties), _codes(graph, parties)
    where = capitals()
    ways = (
        Way(
            line,
            nodes.get(start),
            nodes.get(end),
            where.get(codes.get(start, "")),
            where.get(codes.get(end, "")),
        )
        for line, start, end in shown
    )
    return MapView(tuple(ways), len(every), len(every) - len(shown_lines), tuple(sorted(codes.items())))


def _codes(graph: AskedGraph, parties: Iterable[str]) -> dict[str, str]:
    """Return the ISO code of the state that each party is, or is part of."""
    wanted = iris(parties)
    rows = graph.rows(_STATES, who=wanted) if wanted else []
    return {row["who"]: row["code"] for row in sorted(rows, key=lambda row: row["code"], reverse=True)}
