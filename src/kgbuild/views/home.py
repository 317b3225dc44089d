"""The opening page: what the graph tells of, the disputed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph, Row, iris
from kgbuild.views.facets import Facets
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.names import named
from kgbuild.views.wording import AGENTS, STANDINGS, local

# What many documents say of a node stands in the graph of each: so claims, which stand in one, are counted by
# themselves, and what their nodes are is asked for apart.
_EVENTS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?event (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?document) AS ?documents)
  (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  ?claim a kg:Claim ; kg:about ?event ; kg:stance ?stance ; kg:reportedIn ?document .
  OPTIONAL { ?claim kg:madeOn ?madeOn }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?claim kg:confidence ?confidence }
  BIND(COALESCE(STR(?madeOn), STR(?issued)) AS ?day)
  FILTER(!BOUND(?wantedStance) || ?stance = ?wantedStance)
  FILTER(!BOUND(?since) || COALESCE(?day >= ?since, false))
  FILTER(!BOUND(?until) || COALESCE(?day <= ?until, false))
  FILTER(!BOUND(?least) || COALESCE(?confidence >= ?least, false))
  FILTER(!BOUND(?wantedPublisher) || EXISTS { ?document dcterms:publisher ?wantedPublisher })
  FILTER(!BOUND(?wantedVoice) || EXISTS { ?claim kg:claimant|kg:onBehalfOf ?wantedVoice })
}
GROUP BY ?event"""
_KINDS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?kind
WHERE {
  VALUES ?kind { kg:Transfer kg:Deployment kg:Casualties kg:Treaty kg:Resolution }
  ?event a ?kind
}"""
_STANDINGS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?standing
WHERE { ?event kg:standing ?standing }"""
_PART_IN = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event
WHERE { ?event ?role ?state  FILTER(?role NOT IN (kg:claimant, kg:onBehalfOf)) }"""
_AGENTS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?agent (COUNT(DISTINCT ?claim) AS ?claims)
WHERE { ?claim a kg:Claim ; kg:claimant|kg:onBehalfOf ?agent }
GROUP BY ?agent"""
_DOCUMENTS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?document (SAMPLE(?title_) AS ?title) (SAMPLE(?id) AS ?identifier) (SAMPLE(?day) AS ?issued)
  (SAMPLE(?whose) AS ?publisher) (SAMPLE(?label) AS ?publisherName) (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?document a kg:Document .
  OPTIONAL { ?document dcterms:title ?title_ }
  OPTIONAL { ?document dcterms:identifier ?id }
  OPTIONAL { ?document dcterms:issued ?day }
  OPTIONAL { ?document dcterms:publisher ?whose . ?whose rdfs:label ?label }
  OPTIONAL { ?claim kg:reportedIn ?document ; a kg:Claim }
}
GROUP BY ?document"""


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list."""

    event: Node
    standing: str
    """Local name ("Disputed"), or ""."""
    claims: int
    documents: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent in a list."""

    agent: Node
    claims: int


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list."""

    document: Node
    identifier: str
    issued: str
    publisher: Node | None
    claims: int


def events(graph: AskedGraph, facets: Facets | None = None) -> list[EventLine]:
    """Return the events of a graph with the claims that fit: the disputed first, then those told most."""
    facets = facets or Facets()
    terms = facets.terms()
    rows = {row["event"]: row for row in graph.rows(_EVENTS, **terms) if "event" in row}
    if facets.state:  # all that is told of what it takes part in, and what it says itself of other events
        part_in = {row["event"] for row in graph.rows(_PART_IN, state=iris([facets.state]))}
        said = _said(graph, facets)
        rows = {iri: row for iri, row in {**said, **rows}.items() if iri in part_in or iri in said}
        rows |= {iri: row for iri, row in said.items() if iri not in part_in}
    kinds = {row["event"]: local(row["kind"]) for row in reversed(graph.rows(_KINDS))}
    stands = {row["event"]: local(row["standing"]) for row in graph.rows(_STANDINGS)}
    kept = [
        iri
        for iri in rows
        if iri in kinds
        and (not facets.kind or kinds[iri] == facets.kind)
        and (not facets.standing or stands.get(iri) == facets.standing)
    ]
    labels = named(graph, kept)
    lines = [_event(rows[iri], Node(labels[iri].name, iri, kinds[iri]), stands.get(iri, "")) for iri in kept]
    return sorted(lines, key=_disputed_first)


def _said(graph: AskedGraph, facets: Facets) -> dict[str, Row]:
    """Return the events that someone speaks of, with the claims that are theirs."""
    terms = facets.terms()
    if graph.memory is None or terms:
        own = graph.rows(_EVENTS, **terms, wantedVoice=iris([facets.state]))
        return {row["event"]: row for row in own if "event" in row}
    about: dict[str, list[ClaimView]] = {}
    for claim in graph.memory.linked(facets.state, ["claimant", "onBehalfOf"]):
        for event in claim.about:
            about.setdefault(event.iri, []).append(claim)
    return {iri: _counted(told) for iri, told in about.items()}


def _counted(told: Sequence[ClaimView]) -> Row:
    days = [claim.said for claim in told if claim.said]
    return {
        "claims": str(len(told)),
        "documents": str(len({claim.source.iri for claim in told})),
        "first": min(days, default=""),
        "last": max(days, default=""),
    }


def agents(graph: AskedGraph) -> list[AgentLine]:
    """Return who says something in a graph: those who say most first."""
    counts = {row["agent"]: int(row["claims"]) for row in graph.rows(_AGENTS) if "agent" in row}
    found = [
        AgentLine(node, counts[iri]) for iri, node in named(graph, counts).items() if node.kind in AGENTS
    ]
    return sorted(found, key=lambda line: (-line.claims, line.agent))


def documents(graph: AskedGraph) -> list[DocumentLine]:
    """Return the documents of a graph, the newest first."""
    found = []
    for row in graph.rows(_DOCUMENTS):
        if "document" not in row:
            continue
        identifier = row.get("identifier") or local(row["document"])
        publisher = row.get("publisher")
        found.append(
            DocumentLine(
                Node(row.get("title") or identifier, row["document"], "Document"),
                identifier,
                row.get("issued", ""),
                Node(row.get("publisherName", ""), publisher, "Organization") if publisher else None,
                int(row["claims"]),
            )
        )
    return sorted(sorted(found, key=lambda line: line.identifier), key=lambda line: line.issued, reverse=True)


def publishers(lines: Sequence[DocumentLine]) -> list[Node]:
    """Return the publishers of documents, by name."""
    return sorted({line.publisher for line in lines if line.publisher})


def _event(row: Row, node: Node, standing: str) -> EventLine:
    counts = int(row["claims"]), int(row["documents"])
    return EventLine(node, standing, *counts, row.get("first", ""), row.get("last", ""))


def _disputed_first(line: EventLine) -> tuple[int, int, Node]:
    rank = STANDINGS.index(line.standing) if line.standing in STANDINGS else len(STANDINGS)
    return rank, -line.claims, line.event
