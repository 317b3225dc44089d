"""The opening page: what the graph tells of, the disputed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph, Row
from kgbuild.views.facets import Facets
from kgbuild.views.model import Node
from kgbuild.views.wording import STANDINGS, local

MOST = 200
"""Events that one page lists."""
_EVENTS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?event (SAMPLE(?kind) AS ?class) (SAMPLE(?label) AS ?name) (SAMPLE(?stands) AS ?standing)
  (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?document) AS ?documents)
  (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  VALUES ?kind { kg:Transfer kg:Deployment kg:Casualties kg:Treaty kg:Resolution }
  ?event a ?kind .
  ?claim kg:about ?event ; a kg:Claim ; kg:stance ?stance ; kg:reportedIn ?document .
  OPTIONAL { ?event rdfs:label ?label }
  OPTIONAL { ?event kg:standing ?stands }
  OPTIONAL { ?claim kg:madeOn ?madeOn }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?claim kg:confidence ?confidence }
  BIND(COALESCE(STR(?madeOn), STR(?issued)) AS ?day)
  FILTER(!BOUND(?wantedKind) || ?kind = ?wantedKind)
  FILTER(!BOUND(?wantedStance) || ?stance = ?wantedStance)
  FILTER(!BOUND(?wantedStanding) || COALESCE(?stands = ?wantedStanding, false))
  FILTER(!BOUND(?since) || COALESCE(?day >= ?since, false))
  FILTER(!BOUND(?until) || COALESCE(?day <= ?until, false))
  FILTER(!BOUND(?least) || COALESCE(?confidence >= ?least, false))
  FILTER(!BOUND(?wantedPublisher) || EXISTS { ?document dcterms:publisher ?wantedPublisher })
  FILTER(!BOUND(?wantedState) || EXISTS { ?event ?role ?wantedState }
    || EXISTS { ?claim kg:claimant|kg:onBehalfOf ?wantedState })
}
GROUP BY ?event"""
_AGENTS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?agent (SAMPLE(?class) AS ?kind) (SAMPLE(?label) AS ?name) (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?claim kg:claimant|kg:onBehalfOf ?agent ; a kg:Claim .
  ?agent a ?class .
  FILTER(?class IN (kg:State, kg:Organization, kg:Person, kg:Official))
  OPTIONAL { ?agent rdfs:label ?label }
}
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
    rows = graph.rows(_EVENTS, **(facets or Facets()).terms())
    return sorted(map(_event, rows), key=_disputed_first)


def agents(graph: AskedGraph) -> list[AgentLine]:
    """Return who says something in a graph: those who say most first."""
    found = [
        AgentLine(
            Node(row.get("name") or local(row["agent"]), row["agent"], local(row["kind"])), int(row["claims"])
        )
        for row in graph.rows(_AGENTS)
        if "agent" in row
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


def _event(row: Row) -> EventLine:
    name = " ".join(row.get("name", "").split()) or local(row["event"])
    return EventLine(
        Node(name, row["event"], local(row["class"])),
        local(row["standing"]) if "standing" in row else "",
        int(row["claims"]),
        int(row["documents"]),
        row.get("first", ""),
        row.get("last", ""),
    )


def _disputed_first(line: EventLine) -> tuple[int, int, Node]:
    rank = STANDINGS.index(line.standing) if line.standing in STANDINGS else len(STANDINGS)
    return rank, -line.claims, line.event
