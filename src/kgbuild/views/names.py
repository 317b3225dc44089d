"""What people call the nodes of a graph."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.graph.namespaces import NS
from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.model import Node
from kgbuild.views.wording import local

_AT_ONCE = 1000
_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?node ?name
WHERE { ?node rdfs:label|skos:prefLabel|dcterms:title ?name }"""
_KINDS = """
SELECT DISTINCT ?node ?kind
WHERE { ?node a ?kind }"""
_GENERAL = frozenset({f"{NS}#Agent", f"{NS}#Event", f"{NS}#Instrument"})


def named(graph: AskedGraph, wanted: Iterable[str]) -> dict[str, Node]:
    """Return each of some IRIs as a node; without a name it goes by the end of its IRI."""
    memory = graph.memory
    known = {iri: memory.node(iri) if memory is not None else None for iri in wanted}
    found = {iri: node or Node(local(iri), iri) for iri, node in known.items()}
    every = iris(iri for iri, node in known.items() if node is None)
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        names: dict[str, str] = {}
        for row in graph.rows(_NAMES, node=part):
            names[row["node"]] = min(row["name"], names.get(row["node"], row["name"]))
        kinds: dict[str, str] = {}
        for row in graph.rows(_KINDS, node=part):
            if row["kind"].startswith(f"{NS}#") and row["kind"] not in _GENERAL:
                kinds[row["node"]] = max(local(row["kind"]), kinds.get(row["node"], ""))
        for iri in map(str, part):
            name = " ".join(names.get(iri, "").split()) or local(iri)
            found[iri] = Node(name, iri, kinds.get(iri, ""))
            if memory is not None:
                memory.meet(found[iri])
    return found
