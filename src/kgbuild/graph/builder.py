"""From records to a graph: one named graph for each document, then what depends on all of them.

A document's graph is a function of that document, but for which treaties it speaks of. Names, treaties and
concepts are recomputed over any set of such graphs by `kgbuild.graph.reconcile`; what follows by rules is
added by `kgbuild.derivation.derive`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import RDFS

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Agent, Claim, DocumentRecord, Evidence, Place, Quantity, Treaty
from kgbuild.claims.proof import prove, stored_text
from kgbuild.claims.spool import BundleSpool
from kgbuild.graph.agents import agent_quads, place_quads
from kgbuild.graph.claims import claim_quads, evidence_quads
from kgbuild.graph.concepts import USES, concept_quads
from kgbuild.graph.documents import document_quads
from kgbuild.graph.events import quantity_quads, subject_quads
from kgbuild.graph.mentions import Node, NodeMentions
from kgbuild.graph.namespaces import BASE, KG, NAMES
from kgbuild.graph.naming import INPUTS, Naming
from kgbuild.graph.scope import Quad, Scope
from kgbuild.graph.store import as_dataset, filled
from kgbuild.graph.treaties import reading_iri, reading_quads, treaty_triples
from kgbuild.identity.joining import join
from kgbuild.identity.readings import TreatyReading, readings_of
from kgbuild.identity.unify import settle, settled
from kgbuild.spans import Span

Records = Iterable[DocumentRecord | Claim]
_Settled = tuple[DocumentRecord, list[Claim]]


def build(records: Records, base: str = BASE) -> Dataset:
    """Return the graph of these records, on the Oxigraph store.

    The records may come in any order, as they were read or as `unify` returned them. Raises ClaimError when a
    claim names an unknown document or a concept that the thesaurus lacks, and when its words are not in the
    text of its document (`kgbuild.claims.proof.proved` keeps such claims back).
    """
    return as_dataset(filled(graph_quads(records, base)), base)


def build_spooled(spool: BundleSpool, base: str = BASE, folder: Path | None = None) -> Dataset:
    """Return the graph of laid aside bundles: in memory, or in a folder where there are too many for that.

    Raises ClaimError like `build`.
    """
    quads = _quads(_settled(spool), _settled(spool.with_treaties()), base)
    return as_dataset(filled(quads, folder), base)


def graph_quads(records: Records, base: str = BASE) -> Iterator[Quad]:
    """Yield every statement of the graph, some of them more than once."""
    documents = list(settled(records))
    return _quads(documents, documents, base)


def _settled(bundles: Iterable[Bundle]) -> Iterator[_Settled]:
    for bundle in bundles:
        yield settle(bundle.document, bundle.claims)


def _quads(documents: Iterable[_Settled], with_treaties: Iterable[_Settled], base: str) -> Iterator[Quad]:
    """Yield the statements of settled documents, one at a time, then what depends on all of them.

    What that needs is held: which treaty each reading means, and what the names of nodes are made of.
    """
    meant = _treaties_meant(with_treaties)
    naming = Naming(base)
    concepts: set[URIRef] = set()
    for document, claims in documents:
        readings, numbers = readings_of(document.key, claims)
        for quad in document_graph(document, claims, readings, numbers, meant.get(document.key, []), base):
            if quad[1] in INPUTS:
                naming.add(str(quad[0]), str(quad[1]), str(quad[2]))
            if quad[1] in USES:
                concepts.add(URIRef(quad[2]))
            yield quad
    names = URIRef(base + NAMES)
    for node, label in naming.labels():
        yield URIRef(node), RDFS.label, Literal(label), names
    yield from concept_quads(concepts)


def _treaties_meant(documents: Iterable[_Settled]) -> dict[str, list[str]]:
    """Return by document the key of the treaty that each of its readings means."""
    read = {document.key: readings_of(document.key, claims)[0] for document, claims in documents}
    return {document: [each.key for each in joined] for document, joined in join(read).items()}


def document_graph(
    document: DocumentRecord,
    claims: Iterable[Claim],
    readings: tuple[TreatyReading, ...],
    numbers: Mapping[Treaty, int],
    keys: list[str],
    base: str = BASE,
) -> Iterator[Quad]:
    """Yield the statements of one settled document.

    Its readings and their numbers are those of `readings_of`; `keys` says which treaty each of them means.
    """
    treaties = {treaty: keys[number - 1] for treaty, number in numbers.items()}
    scope, mentions = Scope(document.key, base, treaties), NodeMentions()
    mentions.add_document(document)
    yield from document_quads(document, scope)
    told = list(claims)
    if told:
        stored = stored_text(document)
        told = [prove(claim, stored) for claim in told]
        yield from _evidence_quads(told, stored.text, document.page, scope)
    for claim in told:
        mentions.add_claim(claim)
        yield from claim_quads(claim, scope)
    for node in mentions:
        yield from _node_quads(node, scope)
    for treaty, number in numbers.items():
        reading, own = readings[number - 1], scope.iri(keys[number - 1])
        yield from reading_quads(reading, number, treaty, document, scope)
        yield reading_iri(scope.graph, number), KG.reads, own, scope.graph
        revived = scope.iri(keys[reading.revives - 1]) if reading.revives else None
        for subject, predicate, value in treaty_triples(reading, own, revived, base):
            yield subject, predicate, value, scope.graph


def _evidence_quads(
    claims: Iterable[Claim], text: str, page: Callable[[int], int | None], scope: Scope
) -> Iterator[Quad]:
    """Yield each stretch of text once; where claims tell several sentences of one, it has all of them."""
    found: dict[Span, tuple[Evidence, Span]] = {}
    for evidence in (evidence for claim in claims for evidence in claim.evidence):
        span = evidence.span
        sentence = evidence.sentence or span
        _, known = found.get(span, (evidence, sentence))
        whole = Span(min(sentence.start, known.start), max(sentence.end, known.end))
        found[span] = evidence, whole
    for evidence, sentence in found.values():
        told = text[sentence.start : sentence.end]
        yield from evidence_quads(evidence, told, page(evidence.span.start), scope)


def _node_quads(node: Node, scope: Scope) -> Iterator[Quad]:
    if isinstance(node, Agent):
        return agent_quads(node, scope)
    if isinstance(node, Place):
        return place_quads(node, scope)
    if isinstance(node, Quantity):
        return quantity_quads(node, scope)
    return subject_quads(node, scope)
