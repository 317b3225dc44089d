"""The seam between rdflib, which is the interface, and Oxigraph, which is the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Dataset, Literal, URIRef

from kgbuild.graph.namespaces import BASE, prefixes

if TYPE_CHECKING:
    from kgbuild.graph.scope import Quad

# What joins the two loads all of rdflib's SPARQL: it is imported where a Dataset is at hand
# ruff: noqa: PLC0415

_REMEMBERED = 1 << 12
"""Nodes that are kept at hand while quads are converted."""
_BATCH = 10_000
"""Quads that go to a store on disk at once: the memory that takes grows with them."""


def filled(quads: Iterable[Quad], folder: Path | None = None) -> ox.Store:
    """Return a store of quads: in memory, or in a folder where there are too many for that."""
    if folder is None:
        store = ox.Store()
        store.bulk_extend(to_oxigraph(quads))
        return store
    store = ox.Store(str(folder))
    extend(store, to_oxigraph(quads))
    store.optimize()
    return store


def extend(store: ox.Store, quads: Iterator[ox.Quad]) -> None:
    """Add quads to a store, however many."""
    while batch := list(islice(quads, _BATCH)):
        store.bulk_extend(batch)


def as_dataset(store: ox.Store, base: str = BASE) -> Dataset:
    """Return a Dataset over an Oxigraph store, whose queries see all graphs as one."""
    from oxrdflib import OxigraphStore

    dataset = Dataset(store=OxigraphStore(store=store), default_union=True)
    for prefix, namespace in prefixes(base).items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def as_store(dataset: Dataset) -> ox.Store:
    """Return the Oxigraph store below a Dataset, or a copy in one where it lies elsewhere."""
    from oxrdflib import OxigraphStore

    below = dataset.store
    if isinstance(below, OxigraphStore):
        return below._inner
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(term(s), term(p), term(o), ox.DefaultGraph() if g is None else term(g))
        for s, p, o, g in dataset.quads((None, None, None, None))
    )
    return store


def pattern(store: ox.Store, subject: Any, predicate: Any, value: Any, graph: Any = None) -> Iterator[Any]:
    """Yield the quads of a store that fit, None standing for anything."""
    yield from store.quads_for_pattern(subject, predicate, value, graph)


def replace(store: ox.Store, old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> None:
    """Put quads in the place of others; those that are in both stay as they are."""
    gone, wanted = set(old), set(new)
    for quad in gone - wanted:
        store.remove(quad)
    store.extend(wanted - gone)


def term(node: Any) -> Any:
    """Return an rdflib term as Oxigraph has it."""
    if isinstance(node, Literal):
        return _literal(node)
    return ox.BlankNode(node) if isinstance(node, BNode) else ox.NamedNode(node)


def _literal(literal: Literal) -> ox.Literal:
    if literal.language:
        return ox.Literal(literal, language=literal.language)
    if literal.datatype:
        return ox.Literal(literal, datatype=ox.NamedNode(literal.datatype))
    return ox.Literal(literal)


def to_oxigraph(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    """Yield the quads in Oxigraph's terms."""
    nodes: dict[URIRef, ox.NamedNode] = {}

    def named(iri: URIRef) -> ox.NamedNode:
        known = nodes.get(iri)
        if known is None:
            if len(nodes) >= _REMEMBERED:
                nodes.clear()
            known = nodes[iri] = ox.NamedNode(iri)
        return known

    for subject, predicate, value, graph in quads:
        node = named(value) if isinstance(value, URIRef) else _literal(value)
        yield ox.Quad(named(subject), named(predicate), node, named(graph))
