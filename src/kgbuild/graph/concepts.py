"""Concepts of the thesaurus as statements, read from the ontology's own files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from kgbuild.errors import ClaimError, ResourceError
from kgbuild.graph.namespaces import NS, SCHEMES
from kgbuild.graph.scope import Node, Quad
from kgbuild.resources import names, read_text

GRAPH = URIRef(NS)
"""The graph of statements that come from the ontology, not from a document."""
_KEPT = frozenset({RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.broader, SKOS.inScheme})


_STEMS = tuple(f"{NS}/{scheme}/" for scheme in SCHEMES)


def is_concept(node: Node) -> bool:
    """Whether a node is a concept of one of the schemes that claims point to."""
    return isinstance(node, URIRef) and str(node).startswith(_STEMS)


@cache
def _concepts() -> dict[URIRef, list[tuple[URIRef, Node]]]:
    """Return what the ontology says of each concept that claims can point to."""
    found: dict[URIRef, list[tuple[URIRef, Node]]] = {}
    for name in names("ontology", suffix=".ttl"):
        try:
            triples = list(ox.parse(read_text("ontology", name), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            raise ResourceError(f"kgbuild's own file ontology/{name} is not Turtle: {error.msg}") from error
        for triple in triples:
            subject, predicate, value = triple.subject, URIRef(triple.predicate.value), triple.object
            if isinstance(subject, ox.NamedNode) and subject.value.startswith(_STEMS) and predicate in _KEPT:
                found.setdefault(URIRef(subject.value), []).append((predicate, _node(value)))
    return found


def _node(term: object) -> Node:
    if isinstance(term, ox.Literal):
        return Literal(term.value, lang=term.language)
    assert isinstance(term, ox.NamedNode)
    return URIRef(term.value)


def concept_label(scheme: str, key: str) -> str:
    """Return the preferred label of a concept, or its key in words where the thesaurus lacks it."""
    for predicate, value in _concepts().get(URIRef(f"{NS}/{scheme}/{key}"), ()):
        if predicate == SKOS.prefLabel:
            return str(value)
    return key.replace("-", " ")


def concept_quads(used: Iterable[URIRef]) -> Iterator[Quad]:
    """Describe the concepts used and all that are broader.

    Raises ClaimError when a claim names a concept that the thesaurus lacks.
    """
    known = _concepts()
    waiting = sorted(set(used))
    done: set[URIRef] = set()
    while waiting:
        concept = waiting.pop()
        if concept in done:
            continue
        done.add(concept)
        if concept not in known:
            scheme, key = concept.rsplit("/", 2)[1:]
            raise ClaimError(
                f"no {scheme} concept {key!r}: use a key of the thesaurus in ontology/, or add it"
            )
        for predicate, value in known[concept]:
            yield concept, predicate, value, GRAPH
            if predicate == SKOS.broader and isinstance(value, URIRef):
                waiting.append(value)
