"""Claimants by events: who takes which stance on what, and who changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.facets import NARROWED, Facets
from kgbuild.views.home import EventLine, ranked_events
from kgbuild.views.model import Node
from kgbuild.views.names import named
from kgbuild.views.wording import STANCES, local

MOST = 25
"""Rows, and columns, of a page."""
_CELLS = (
    """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?who ?event ?stance (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?claim a kg:Claim ; kg:about ?event ; kg:stance ?stance ; kg:claimant ?claimant ; kg:reportedIn ?document .
  OPTIONAL { ?claim kg:onBehalfOf ?behind }
  BIND(COALESCE(?behind, ?claimant) AS ?who)
"""
    + NARROWED
    + """}
GROUP BY ?who ?event ?stance"""
)
_TURNED = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?who ?event
WHERE {
  ?claim kg:revises ?earlier ; kg:about ?event ; kg:claimant ?claimant .
  ?earlier kg:about ?event .
  OPTIONAL { ?claim kg:onBehalfOf ?behind }
  BIND(COALESCE(?behind, ?claimant) AS ?who)
}"""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one voice says of one event."""

    stances: tuple[tuple[str, int], ...]
    """Each stance with its number of claims."""
    turned: bool
    """Whether it revised what it had said."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Voices down, events across."""

    voices: tuple[Node, ...]
    events: tuple[Node, ...]
    cells: dict[tuple[str, str], MatrixCell]
    """By the IRIs of voice and event."""
    of_voices: int
    """How many voices speak of these events."""
    of_events: int


def matrix(
    graph: AskedGraph,
    facets: Facets | None = None,
    most: int = MOST,
    lines: Sequence[EventLine] | None = None,
) -> Matrix:
    """Return the voices and events with most claims, and what each says of each.

    `lines` are the events that fit, where they are known.
    """
    lines = sorted(
        ranked_events(graph, facets) if lines is None else lines,
        key=lambda line: (-line.claims, line.event.iri),
    )
    across = [line.event.iri for line in lines[:most]]
    terms = (facets or Facets()).terms()
    rows = graph.rows(_CELLS, **terms, event=iris(across)) if across else []
    rows = [row for row in rows if "event" in row]
    claims = Counter[str]()
    for row in rows:
        claims[row["who"]] += int(row["claims"])
    voices = sorted(claims, key=lambda iri: (-claims[iri], iri))[:most]
    nodes = named(graph, {*voices, *across})
    told: dict[tuple[str, str], dict[str, int]] = {}
    revised = graph.rows(_TURNED, event=iris(across)) if across else []
    turned = {(row["who"], row["event"]) for row in revised}
    for row in rows:
        place = row["who"], row["event"]
        if place[0] in nodes:
            told.setdefault(place, {})[local(row["stance"])] = int(row["claims"])
    return Matrix(
        tuple(nodes[iri] for iri in voices),
        tuple(nodes[iri] for iri in across),
        {
            place: MatrixCell(tuple((s, by[s]) for s in STANCES if s in by), place in turned)
            for place, by in told.items()
        },
        len(claims),
        len(lines),
    )
