"""The seam between rdflib, which is the interface, and Oxigraph, which is the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Literal, URIRef

from kgbuild.graph.namespaces import BASE, prefixes
from kgbuild.graph.scope import Node, Quad


def as_dataset(store: ox.Store, base: str = BASE) -> Dataset:
    """Return a Dataset over an Oxigraph store, whose queries see all graphs as one."""
    dataset = Dataset(store=OxigraphStore(store=store), default_union=True)
    for prefix, namespace in prefixes(base).items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def as_store(dataset: Dataset) -> ox.Store:
    """Return the Oxigraph store below a Dataset, or a copy in one where it lies elsewhere."""
    below = dataset.store
    if isinstance(below, OxigraphStore):
        return below._inner
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(_term(s), _term(p), _term(o), ox.DefaultGraph() if g is None else _term(g))
        for s, p, o, g in dataset.quads((None, None, None, None))
    )
    return store


def _term(term: Any) -> Any:
    if isinstance(term, Literal):
        return _literal(term)
    return ox.BlankNode(term) if isinstance(term, BNode) else ox.NamedNode(term)


def _literal(term: Literal) -> ox.Literal:
    if term.language:
        return ox.Literal(term, language=term.language)
    return ox.Literal(term, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(term)


def to_oxigraph(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    """Yield the quads in Oxigraph's terms."""
    nodes: dict[URIRef, ox.NamedNode] = {}

    def named(iri: URIRef) -> ox.NamedNode:
        known = nodes.get(iri)
        if known is None:
            known = nodes[iri] = ox.NamedNode(iri)
        return known

    def term(node: Node) -> ox.NamedNode | ox.Literal:
        return named(node) if isinstance(node, URIRef) else _literal(node)

    for subject, predicate, value, graph in quads:
        yield ox.Quad(named(subject), named(predicate), term(value), named(graph))
