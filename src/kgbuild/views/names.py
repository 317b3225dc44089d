"""What people call the nodes of a graph."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.graph.namespaces import NS
from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.model import Node
from kgbuild.views.wording import local

_AT_ONCE = 400
_NAMED = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?node (MIN(STR(?any)) AS ?name) (MAX(STR(?class)) AS ?kind)
WHERE {
  OPTIONAL { ?node rdfs:label|skos:prefLabel|dcterms:title ?any }
  OPTIONAL { ?node a ?class  FILTER(STRSTARTS(STR(?class), STR(?ours)) && !STRENDS(STR(?class), "Agent")) }
}
GROUP BY ?node"""


def named(graph: AskedGraph, wanted: Iterable[str]) -> dict[str, Node]:
    """Return each of some IRIs as a node; without a name it goes by the end of its IRI."""
    found = {iri: Node(local(iri), iri) for iri in wanted}
    every = iris(found)
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        for row in graph.rows(_NAMED, node=part, ours=iris([f"{NS}#"])):
            name = " ".join(row.get("name", "").split()) or local(row["node"])
            found[row["node"]] = Node(name, row["node"], local(row["kind"]) if "kind" in row else "")
    return found
