"""From records to a graph: a named graph for each document, one for derived statements, one for concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import Dataset, URIRef

from kgbuild.claims.model import Agent, Claim, DocumentRecord, Place, Quantity, Subject
from kgbuild.errors import ClaimError
from kgbuild.graph.agents import agent_quads, place_quads
from kgbuild.graph.claims import claim_quads
from kgbuild.graph.concepts import concept_quads, is_concept
from kgbuild.graph.derived import RULE_INPUTS, derived_quads
from kgbuild.graph.documents import document_quads
from kgbuild.graph.events import quantity_quads, subject_quads
from kgbuild.graph.mentions import Mentions
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.scope import Quad, Scope
from kgbuild.graph.store import as_dataset, to_oxigraph

Records = Iterable[DocumentRecord | Claim]


def build(records: Records, base: str = BASE) -> Dataset:
    """Return the graph of these records, on the Oxigraph store.

    Raises ClaimError when a claim names an unknown document or a concept that the thesaurus lacks.
    """
    store = ox.Store()
    store.bulk_extend(to_oxigraph(graph_quads(records, base)))
    return as_dataset(store, base)


def graph_quads(records: Records, base: str = BASE) -> Iterator[Quad]:
    """Yield every statement of the graph, some of them more than once."""
    concepts: set[URIRef] = set()
    chained: list[Quad] = []
    for quad in _document_graphs(records, base):
        if quad[1] in RULE_INPUTS:
            chained.append(quad)
        elif is_concept(quad[2]):
            concepts.add(URIRef(quad[2]))
        yield quad
    yield from derived_quads(chained, base)
    yield from concept_quads(concepts)


def _document_graphs(records: Records, base: str) -> Iterator[Quad]:
    scopes: dict[str, tuple[Scope, Mentions]] = {}
    for record in records:
        if isinstance(record, DocumentRecord):
            scope, mentions = scopes.setdefault(record.key, (Scope(record.key, base), Mentions()))
            mentions.add_document(record)
            yield from document_quads(record, scope)
        else:
            if record.document not in scopes:
                raise ClaimError(
                    f"a claim names the document {record.document!r}, which no record before it describes"
                )
            scope, mentions = scopes[record.document]
            mentions.add_claim(record)
            yield from claim_quads(record, scope)
    for scope, mentions in scopes.values():
        for node in mentions:
            yield from _node_quads(node, scope)


def _node_quads(node: Agent | Place | Subject | Quantity, scope: Scope) -> Iterator[Quad]:
    if isinstance(node, Agent):
        return agent_quads(node, scope)
    if isinstance(node, Place):
        return place_quads(node, scope)
    if isinstance(node, Quantity):
        return quantity_quads(node, scope)
    return subject_quads(node, scope)
