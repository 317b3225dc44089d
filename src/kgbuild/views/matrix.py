"""Claimants by events: who takes which stance on what, and who changed it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph
from kgbuild.views.facets import Facets
from kgbuild.views.home import events
from kgbuild.views.model import Node
from kgbuild.views.names import named
from kgbuild.views.wording import STANCES, local

MOST = 25
"""Rows, and columns, of a page."""
_CELLS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?who ?event ?stance (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?claim a kg:Claim ; kg:about ?event ; kg:stance ?stance ; kg:claimant ?claimant ; kg:reportedIn ?document .
  OPTIONAL { ?claim kg:onBehalfOf ?behind }
  BIND(COALESCE(?behind, ?claimant) AS ?who)
  OPTIONAL { ?claim kg:madeOn ?madeOn }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?claim kg:confidence ?confidence }
  BIND(COALESCE(STR(?madeOn), STR(?issued)) AS ?day)
  FILTER(!BOUND(?wantedStance) || ?stance = ?wantedStance)
  FILTER(!BOUND(?since) || COALESCE(?day >= ?since, false))
  FILTER(!BOUND(?until) || COALESCE(?day <= ?until, false))
  FILTER(!BOUND(?least) || COALESCE(?confidence >= ?least, false))
  FILTER(!BOUND(?wantedPublisher) || EXISTS { ?document dcterms:publisher ?wantedPublisher })
}
GROUP BY ?who ?event ?stance"""
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
    """How many voices there are in all."""
    of_events: int


def matrix(graph: AskedGraph, facets: Facets | None = None, most: int = MOST) -> Matrix:
    """Return the voices and events with most claims, and what each says of each."""
    facets = facets or Facets()
    kept = {line.event.iri for line in events(graph, facets)}
    rows = [row for row in graph.rows(_CELLS, **facets.terms()) if row.get("event") in kept]
    by_event = Counter[str]()
    for row in rows:
        by_event[row["event"]] += int(row["claims"])
    across = _first(by_event, most)
    on_these = Counter[str]()
    for row in rows:
        if row["event"] in across:
            on_these[row["who"]] += int(row["claims"])
    voices = _first(on_these, most)
    nodes = named(graph, {*voices, *across})
    told: dict[tuple[str, str], dict[str, int]] = {}
    turned = {(row["who"], row["event"]) for row in graph.rows(_TURNED)}
    for row in rows:
        place = row["who"], row["event"]
        if place[0] in nodes and place[1] in nodes:
            told.setdefault(place, {})[local(row["stance"])] = int(row["claims"])
    return Matrix(
        tuple(nodes[iri] for iri in voices),
        tuple(nodes[iri] for iri in across),
        {
            place: MatrixCell(tuple((s, by[s]) for s in STANCES if s in by), place in turned)
            for place, by in told.items()
        },
        len({row["who"] for row in rows}),
        len(by_event),
    )


def _first(counted: Counter[str], most: int) -> list[str]:
    return sorted(counted, key=lambda iri: (-counted[iri], iri))[:most]
