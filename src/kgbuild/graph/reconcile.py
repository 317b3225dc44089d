"""What depends on all documents, redone: names, treaties and concepts of any set of documents' graphs.

Documents come and go, and exports are put together; after that, some treaties are others, and some names. All
of it follows from the statements in the graphs of the documents, just as well where these graphs were merged
into one, as in Turtle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from kgbuild.graph.concepts import GRAPH as CONCEPTS
from kgbuild.graph.concepts import USES, concept_quads, is_known
from kgbuild.graph.namespaces import BASE, KG, KINDS, NAMES
from kgbuild.graph.naming import INPUTS, Naming
from kgbuild.graph.overrides import Corrections
from kgbuild.graph.recorded import Recorded
from kgbuild.graph.renaming import names_touched
from kgbuild.graph.store import as_store, pattern, replace, term
from kgbuild.graph.treaties import TOLD, treaty_triples
from kgbuild.graph.treaty_accounts import Readings, is_canonical
from kgbuild.identity.overrides import Override

_LABEL, _TYPE = term(RDFS.label), term(RDF.type)
_LINKS = (term(KG.about), term(KG.allegesBreachOf))
_CONCEPT = (RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.broader, SKOS.inScheme)

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def reconcile(dataset: Dataset, base: str = BASE, overrides: Sequence[Override] = ()) -> None:
    """Redo what depends on all documents of a dataset, in place: treaties, then names, then concepts.

    The dataset lies on the Oxigraph store, as `build` and `read_graph` return it, with a graph for each
    document or with all merged. What was derived from claims is left alone. Joins and splits by hand that the
    graph keeps are carried out again, besides those given.

    Raises:
        TypeError: the dataset is on another store.
        IdentityError: an override names a node or document that the graph does not have.

    """
    if not isinstance(dataset.store, OxigraphStore):
        raise TypeError("reconcile() works on the Oxigraph store: use build() or read_graph()")
    store = as_store(dataset)
    merged = _is_merged(store)
    corrections = Corrections(store, base, overrides)
    corrections.rename(merged)
    _treaties(store, base, corrections)
    corrections.check()
    corrections.keep(ox.DefaultGraph() if merged else None)
    _names(store, base, ox.DefaultGraph() if merged else term(URIRef(base + NAMES)))
    _concepts(store, ox.DefaultGraph() if merged else term(CONCEPTS))


def _is_merged(store: ox.Store) -> bool:
    """Whether the documents stand in the default graph, and none in a graph of its own."""
    documents = list(pattern(store, None, _TYPE, term(KG.Document)))
    return bool(documents) and all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in documents)


def _quads(triples: Iterable[Triple], graph: Any) -> Iterator[ox.Quad]:
    for subject, predicate, value in triples:
        yield ox.Quad(term(subject), term(predicate), term(value), graph)


def _treaties(store: ox.Store, base: str, corrections: Corrections) -> None:
    readings = Readings(store, base, corrections)
    # Links first: which reading a claim speaks of shows in the treaties that they still stand for
    for link in _LINKS:
        replace(store, *_links(store, readings, link))
    old = [
        quad
        for treaty in readings.treaties()
        for quad in pattern(store, treaty, None, None)
        if URIRef(quad.predicate.value) in TOLD or is_canonical(quad)
    ]
    new = [ox.Quad(each.node, term(KG.reads), term(each.treaty), each.graph) for each in readings.all] + [
        quad
        for each in readings.all
        for quad in _quads(treaty_triples(each.reading, each.treaty, each.revived, base), each.graph)
    ]
    replace(store, [*old, *pattern(store, None, term(KG.reads), None)], new)


def _links(store: ox.Store, readings: Readings, link: ox.NamedNode) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the links from claims to treaties as they are and as they should be."""
    linked: dict[Any, list[Any]] = {}
    for treaty in readings.treaties():
        for quad in pattern(store, None, link, treaty):
            linked.setdefault(quad.subject, []).append(quad)
    new: list[ox.Quad] = []
    for claim, quads in linked.items():
        meant = readings.meant(claim, {quad.object for quad in quads})
        for graph in {quad.graph_name for quad in quads}:
            new += (ox.Quad(claim, link, term(treaty), graph) for treaty in meant)
    return [quad for quads in linked.values() for quad in quads], new


def _names(store: Any, base: str, graph: Any) -> None:
    if isinstance(store, Recorded):
        wanted, known, looked_at = names_touched(store, base)
    else:
        naming = Naming(base)
        for predicate in sorted(map(str, INPUTS)):
            for quad in pattern(store, None, ox.NamedNode(predicate), None):
                if isinstance(quad.subject, ox.NamedNode):
                    naming.add(quad.subject.value, predicate, quad.object.value)
        wanted, known, looked_at = dict(naming.labels()), naming.known, None
    own = term(URIRef(base + NAMES))
    nodes = [None] if looked_at is None else [ox.NamedNode(node) for node in sorted(looked_at)]
    old = [
        quad
        for place in (own, ox.DefaultGraph())
        for node in nodes
        for quad in pattern(store, node, _LABEL, None, place)
        if _is_named(quad.subject.value, base)
        # A node of someone else's making may have no other name than its label
        and (quad.subject.value in wanted or not known(quad.subject.value))
    ]
    new = _quads(((URIRef(node), RDFS.label, Literal(label)) for node, label in wanted.items()), graph)
    replace(store, old, new)


_NAMED = frozenset(KINDS) - {"document", "claim", "quantity"}


def _is_named(node: str, base: str) -> bool:
    kind, _, _ = node.removeprefix(base).partition("/")
    return node.startswith(base) and kind in _NAMED


def _concepts(store: ox.Store, graph: Any) -> None:
    used = {
        URIRef(quad.object.value)
        for predicate in USES
        for quad in pattern(store, None, term(predicate), None)
        if isinstance(quad.object, ox.NamedNode) and is_known(quad.object.value)
    }
    described = {
        quad.subject
        for quad in pattern(store, None, _TYPE, term(SKOS.Concept))
        if isinstance(quad.subject, ox.NamedNode) and is_known(quad.subject.value)
    }
    old = [
        quad
        for concept in described
        for predicate in _CONCEPT
        for quad in pattern(store, concept, term(predicate), None)
    ]
    replace(store, old, _quads(((s, p, o) for s, p, o, _ in concept_quads(used)), graph))
