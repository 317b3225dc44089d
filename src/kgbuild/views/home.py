"""The opening page: what the graph tells of, the disputed first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kgbuild.graph.namespaces import KG
from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.counting import claims_of_documents, counts_by_event
from kgbuild.views.facets import NARROWED, Facets
from kgbuild.views.memory import Memory, Row
from kgbuild.views.model import Node
from kgbuild.views.names import named
from kgbuild.views.wording import STANDINGS, local

# What many documents say of a node stands in the graph of each: so claims, which stand in one, are counted by
# themselves, and what their nodes are is asked for apart.
_EVENTS = (
    """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?event (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?document) AS ?documents)
  (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  ?claim kg:about ?event ; kg:reportedIn ?document .
  ?claim kg:stance ?stance .  # ?wantedStance
"""
    + NARROWED
    + """}
GROUP BY ?event"""
)
_SAID = _EVENTS.replace("?claim kg:about", "?claim ?link ?voice ; kg:about")
_EVENT_KINDS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?value (GROUP_CONCAT(DISTINCT STR(?node)) AS ?nodes)
WHERE {
  VALUES ?value { kg:Transfer kg:Deployment kg:Casualties kg:Treaty kg:Resolution }
  ?node a ?value
}
GROUP BY ?value"""
_AGENT_KINDS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?value (GROUP_CONCAT(DISTINCT STR(?node)) AS ?nodes)
WHERE {
  VALUES ?value { kg:State kg:Organization kg:Official kg:Person }
  ?node a ?value
}
GROUP BY ?value"""
_STANDINGS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?value (GROUP_CONCAT(DISTINCT STR(?node)) AS ?nodes)
WHERE { ?node kg:standing ?value }
GROUP BY ?value"""
"""A row for each value, not for each node: thousands of rows take longer than the question."""
_PART_IN = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?state
WHERE {
  ?event ?role ?state
  FILTER(?role NOT IN (kg:claimant, kg:onBehalfOf, kg:origin, kg:relayedBy, dcterms:publisher))
}"""
"""Without the roles that claims and documents alone have: a state is in thousands of them."""
_AGENTS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?agent (COUNT(DISTINCT ?claim) AS ?claims)
WHERE { { ?claim kg:claimant ?agent } UNION { ?claim kg:onBehalfOf ?agent } }
GROUP BY ?agent"""
_DOCUMENTS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?document ?title ?identifier ?issued ?publisher
WHERE {
  ?document a kg:Document .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:identifier ?identifier }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?document dcterms:publisher ?publisher }
}"""


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


def events(
    graph: AskedGraph, facets: Facets | None = None, lines: Callable[[], Sequence[EventLine]] | None = None
) -> list[EventLine]:
    """Return the events of a graph with the claims that fit: the disputed first, then those told most.

    `lines` returns all events of the graph, where they may be known.
    """
    return named_events(graph, ranked_events(graph, facets, lines))


def ranked_events(
    graph: AskedGraph, facets: Facets | None = None, lines: Callable[[], Sequence[EventLine]] | None = None
) -> list[EventLine]:
    """Return the same without their names, which of thousands take longest: see `named_events`.

    `lines` returns all events of the graph, where they may be known.
    """
    facets = facets or Facets()
    if graph.memory is not None and facets.told() == {"state": facets.state}:
        return sorted(_known_of(graph, graph.memory, facets.state), key=_disputed_first)
    if lines is not None and facets.state and not facets.terms():
        return sorted(_among(graph, lines(), facets), key=_disputed_first)
    rows = _rows(graph, facets)
    kinds = _by_node(graph, _EVENT_KINDS)
    stands = _by_node(graph, _STANDINGS)
    found = [
        _event(row, Node("", iri, kinds[iri]), stands.get(iri, ""))
        for iri, row in rows.items()
        if iri in kinds
        and (not facets.kind or kinds[iri] == facets.kind)
        and (not facets.standing or stands.get(iri) == facets.standing)
    ]
    return sorted(found, key=_disputed_first)


def _known_of(graph: AskedGraph, memory: Memory, state: str) -> Iterator[EventLine]:
    """Yield all that is told of what a state takes part in, and what it says itself of other events."""
    said = memory.said_by(state)
    part_in = _part_in(graph, state)
    for iri in part_in | said.keys():
        node, counts = memory.node(iri), memory.counts(iri)
        if node is not None and counts is not None:
            row = counts.row() if iri in part_in else said[iri]
            yield _event(row, Node("", iri, node.kind), counts.standing)


def unnamed(lines: Sequence[EventLine]) -> list[EventLine]:
    """Return named events in the order in which `ranked_events` returns them."""
    return sorted(lines, key=lambda line: _disputed_first(replace(line, event=replace(line.event, name=""))))


def named_events(graph: AskedGraph, lines: Sequence[EventLine]) -> list[EventLine]:
    """Return some events with their names, in order."""
    nodes = named(graph, [line.event.iri for line in lines])
    found = [
        replace(line, event=Node(nodes[line.event.iri].name, line.event.iri, line.event.kind))
        for line in lines
    ]
    return sorted(found, key=_disputed_first)


def _by_node(graph: AskedGraph, text: str) -> Mapping[str, str]:
    """Return the local name of a value that many nodes have, by the node's IRI."""
    known = graph.memory.values if graph.memory is not None else {}
    if text not in known:
        rows = graph.rows(text)
        known[text] = {
            node: name
            for name, nodes in sorted((local(row.get("value", "")), row.get("nodes", "")) for row in rows)
            for node in nodes.split()
        }
    return known[text]


def _rows(graph: AskedGraph, facets: Facets) -> Mapping[str, Row]:
    """Return the counts of each event that fits but for kind and standing."""
    terms = facets.terms()
    every = _by_event(graph.rows(_EVENTS, **terms)) if terms else counts_by_event(graph)
    if not facets.state:
        return every
    part_in = _part_in(graph, facets.state)
    return _said(graph, facets) | {iri: row for iri, row in every.items() if iri in part_in}


def _among(graph: AskedGraph, lines: Sequence[EventLine], facets: Facets) -> Iterator[EventLine]:
    """Yield those of all events that a state takes part in, or speaks of, and are of a kind and standing."""
    part_in, said = _part_in(graph, facets.state), _said(graph, facets)
    for line in lines:
        iri = line.event.iri
        fits = facets.kind in ("", line.event.kind) and facets.standing in ("", line.standing)
        if fits and iri in part_in | said.keys():
            node = replace(line.event, name="")
            yield replace(line, event=node) if iri in part_in else _event(said[iri], node, line.standing)


def _part_in(graph: AskedGraph, state: str) -> set[str]:
    """Return what a state takes part in: all that is told of it counts."""
    return {row["event"] for row in graph.rows_of([state], "state", _PART_IN)}


def _said(graph: AskedGraph, facets: Facets) -> dict[str, Row]:
    """Return what a state, or who speaks for it, says of each event: of others than its own, that counts."""
    links = [KG.claimant, KG.onBehalfOf]
    return _by_event(graph.rows(_SAID, **facets.terms(), voice=iris([facets.state]), link=links))


def _by_event(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["event"]: row for row in rows if "event" in row}


def agents(graph: AskedGraph) -> list[AgentLine]:
    """Return who says something in a graph: those who say most first."""
    return named_agents(graph, ranked_agents(graph))


def ranked_agents(graph: AskedGraph) -> list[AgentLine]:
    """Return the same without their names: see `named_agents`."""
    counts = {row["agent"]: int(row["claims"]) for row in graph.rows(_AGENTS) if "agent" in row}
    kinds = _by_node(graph, _AGENT_KINDS)
    found = [AgentLine(Node("", i, kinds[i]), count) for i, count in counts.items() if i in kinds]
    return sorted(found, key=_loudest_first)


def named_agents(graph: AskedGraph, lines: Sequence[AgentLine]) -> list[AgentLine]:
    """Return some agents with their names, in order."""
    nodes = named(graph, [line.agent.iri for line in lines])
    found = [
        replace(line, agent=Node(nodes[line.agent.iri].name, line.agent.iri, line.agent.kind))
        for line in lines
    ]
    return sorted(found, key=_loudest_first)


def documents(graph: AskedGraph) -> list[DocumentLine]:
    """Return the documents of a graph, the newest first."""
    claims = claims_of_documents(graph)
    rows = {row["document"]: row for row in sorted(graph.rows(_DOCUMENTS), key=_by_title)}
    whose = named(graph, {row["publisher"] for row in rows.values() if "publisher" in row})
    found = []
    for iri, row in rows.items():
        identifier = row.get("identifier") or local(iri)
        publisher = row.get("publisher")
        found.append(
            DocumentLine(
                Node(row.get("title") or identifier, iri, "Document"),
                identifier,
                row.get("issued", ""),
                Node(whose[publisher].name, publisher, "Organization") if publisher else None,
                claims.get(iri, 0),
            )
        )
    return sorted(sorted(found, key=lambda line: line.identifier), key=lambda line: line.issued, reverse=True)


def _by_title(row: Row) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("document", "title", "identifier", "issued", "publisher"))


def publishers(lines: Sequence[DocumentLine]) -> list[Node]:
    """Return the publishers of documents, by name."""
    return sorted({line.publisher for line in lines if line.publisher})


def _event(row: Row, node: Node, standing: str) -> EventLine:
    counts = int(row["claims"]), int(row["documents"])
    return EventLine(node, standing, *counts, row.get("first", ""), row.get("last", ""))


def _loudest_first(line: AgentLine) -> tuple[int, str, str]:
    return -line.claims, line.agent.name, line.agent.iri


def _disputed_first(line: EventLine) -> tuple[int, int, str, str]:
    rank = STANDINGS.index(line.standing) if line.standing in STANDINGS else len(STANDINGS)
    return rank, -line.claims, line.event.name, line.event.iri
