"""What people call the nodes of a graph, and what the graph says of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.query import ResultRow
from rdflib.term import Identifier

from kgbuild.query import Asked
from kgbuild.query.parameters import CLASSES
from kgbuild.query.remote_values import with_rows

_AT_ONCE = 400
"""Nodes whose names are asked for in one query."""
_LONGEST = 90
_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?node (MIN(STR(?any)) AS ?name)
WHERE { ?node rdfs:label|skos:prefLabel|dcterms:title|oa:exact|(oa:hasSelector/oa:exact) ?any }
GROUP BY ?node"""
_SUGGESTED = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name
WHERE { ?node a ?class ; rdfs:label|skos:prefLabel|dcterms:identifier ?any  BIND(STR(?any) AS ?name) }
ORDER BY ?name
LIMIT 500"""
_SAID = """
SELECT DISTINCT ?property ?value
WHERE { ?node ?property ?value }
ORDER BY ?property ?value
LIMIT 500"""
_SAID_ELSEWHERE = """
SELECT DISTINCT ?property ?value
WHERE { ?value ?property ?node }
ORDER BY ?property ?value
LIMIT 200"""


@dataclass(frozen=True, slots=True)
class LabelledNode:
    """What a graph says of a node: properties in order, each with its values."""

    iri: str
    said: Mapping[str, tuple[Identifier, ...]]
    said_elsewhere: Mapping[str, tuple[Identifier, ...]]
    """The nodes that point to it, by property."""


def names(asked: Asked, nodes: Iterable[URIRef]) -> dict[URIRef, str]:
    """Return the name of each node; the end of its IRI where it has none."""
    wanted = sorted(set(nodes))
    found = {node: ending(node) for node in wanted}
    for start in range(0, len(wanted), _AT_ONCE):
        text = with_rows(_NAMES, ["node"], [[node] for node in wanted[start : start + _AT_ONCE]])
        for node, name in _rows(asked, text):
            if isinstance(node, URIRef) and name is not None and node in found:
                found[node] = " ".join(str(name).split())
    return found


def suggestions(asked: Asked, kind: str) -> list[str]:
    """Return names that a parameter of a type can be given."""
    classes = CLASSES.get(kind)
    if classes is None:
        return []
    text = with_rows(_SUGGESTED, ["class"], [[cls] for cls in classes])
    return [str(name) for (name,) in _rows(asked, text)]


def node(asked: Asked, iri: str) -> LabelledNode:
    """Return what the graph says of a node. Raises QueryError where that is no IRI."""
    return LabelledNode(
        iri,
        _by_property(asked, with_rows(_SAID, ["node"], [[URIRef(iri)]])),
        _by_property(asked, with_rows(_SAID_ELSEWHERE, ["node"], [[URIRef(iri)]])),
    )


def _by_property(asked: Asked, text: str) -> dict[str, tuple[Identifier, ...]]:
    found: dict[str, list[Identifier]] = {}
    for property_, value in _rows(asked, text):
        if value is not None:
            found.setdefault(str(property_), []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _rows(asked: Asked, text: str) -> Iterator[tuple[Identifier | None, ...]]:
    for row in asked.select(text):
        assert isinstance(row, ResultRow)
        yield tuple(row)


def ending(iri: str) -> str:
    """Return the last part of an IRI."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri


def shown(term: Identifier | None, known: Mapping[URIRef, str]) -> str:
    """Return a term as people read it."""
    if term is None:
        return ""
    if isinstance(term, URIRef):
        return known.get(term) or ending(term)
    if isinstance(term, Literal) and str(term.datatype).endswith("#decimal") and term.value is not None:
        return f"{term.value.normalize():f}"
    return " ".join(str(term).split())


def shortened(text: str) -> str:
    """Return a text that fits into a cell."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
