"""All that a graph can be searched for, where nobody is there to ask: names, and sentences with a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph
from kgbuild.views.home import AgentLine, DocumentLine, EventLine
from kgbuild.views.model import Node

_OTHER_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?node ?name
WHERE { ?node skos:altLabel|dcterms:identifier|kg:iso3 ?name }"""


@dataclass(frozen=True, slots=True)
class Findable:
    """A node that can be found by its names."""

    node: Node
    claims: int
    others: tuple[str, ...]
    """Its other names, codes among them."""


def entries(
    graph: AskedGraph,
    events: Iterable[EventLine],
    agents: Iterable[AgentLine],
    documents: Iterable[DocumentLine],
) -> list[Findable]:
    """Return those who speak, what they speak of, and where, in the order of the lists."""
    others: dict[str, list[str]] = defaultdict(list)
    for row in graph.rows(_OTHER_NAMES):
        others[row["node"]].append(row["name"])
    counts = [(line.agent, line.claims) for line in agents]
    counts += [(line.event, line.claims) for line in events]
    counts += [(line.document, line.claims) for line in documents]
    return [
        Findable(node, number, tuple(sorted(set(others.get(node.iri, ())) - {node.name})))
        for node, number in counts
    ]
