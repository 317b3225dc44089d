"""Asks for all claims of a graph at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kgbuild.views.asking import AskedGraph
from kgbuild.views.claims import claims
from kgbuild.views.home import AgentLine, DocumentLine, EventLine, agents, documents, events
from kgbuild.views.memory import EventCounts, Memory, PackedClaims
from kgbuild.views.model import Node

_AT_ONCE = 1000
_CLAIMS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?claim
WHERE { ?claim a kg:Claim ; kg:stance ?stance ; kg:reportedIn ?document }"""
Gather = Callable[[Iterable[list[str]]], Iterable[PackedClaims]]
"""Returns claims by their IRIs, packed, some at a time."""


@dataclass(frozen=True, slots=True)
class GraphLists:
    """What a graph tells of, each kind in the order of its list."""

    events: list[EventLine]
    agents: list[AgentLine]
    documents: list[DocumentLine]

    def nodes(self) -> Iterator[Node]:
        """Yield every event, agent and document."""
        yield from (line.event for line in self.events)
        yield from (line.agent for line in self.agents)
        yield from (line.document for line in self.documents)


def lists_of(graph: AskedGraph) -> GraphLists:
    """Return what a graph tells of."""
    return GraphLists(events(graph), agents(graph), documents(graph))


def claims_of(graph: AskedGraph) -> list[str]:
    """Return the IRIs of all claims, in order."""
    return sorted(row["claim"] for row in graph.rows(_CLAIMS))


def packed(graph: AskedGraph, wanted: list[str]) -> PackedClaims:
    """Return claims by their IRIs, packed."""
    return PackedClaims.of(claims(graph, wanted))


@contextmanager
def remembered(
    graph: AskedGraph, lists: GraphLists, pages: Mapping[str, str] | None = None, gather: Gather | None = None
) -> Iterator[Memory]:
    """Yield what is known of a graph that does not change, as long as it is needed.

    `pages` are the names of the pages on its nodes, by their IRIs; `gather` may ask for claims elsewhere.
    """
    with tempfile.TemporaryDirectory(prefix="kgbuild-") as folder:
        memory = Memory(Path(folder, "memory.sqlite"), new=True)
        try:
            every = claims_of(graph)
            parts = (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
            for found in gather(parts) if gather else (packed(graph, part) for part in parts):
                memory.keep(found)
            memory.keep_counts((line.event.iri, _counts(line)) for line in lists.events)
            memory.keep_pages((node, (pages or {}).get(node.iri, "")) for node in lists.nodes())
            memory.settle()
            yield memory
        finally:
            memory.close()


def _counts(line: EventLine) -> EventCounts:
    return EventCounts(line.standing, str(line.claims), str(line.documents), line.first, line.last)
