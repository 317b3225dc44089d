"""Treaties as statements: what each document says of them, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD

from kgbuild.claims.model import DocumentRecord, Treaty
from kgbuild.graph.labels import subject_label
from kgbuild.graph.namespaces import KG
from kgbuild.graph.scope import Node, Quad, Scope, concept, text
from kgbuild.identity.readings import TreatyReading

TOLD = (SKOS.altLabel, KG.party, KG.signatory, KG.obligation, KG.signedIn, KG.revives)
"""What a treaty has of its readings, besides its type."""


def reading_iri(document: URIRef | str, number: int) -> URIRef:
    """Return the IRI of one of a document's readings."""
    return URIRef(f"{document}#treaty={number}")


def individual(key: str, base: str) -> URIRef:
    """Return the IRI of an individual by its local key; what lives elsewhere has its whole IRI for a key."""
    return URIRef(key if "://" in key else base + key)


def reading_quads(
    reading: TreatyReading, number: int, treaty: Treaty, record: DocumentRecord, scope: Scope
) -> Iterator[Quad]:
    """Describe a treaty as one document tells of it; which treaty that is, is not said here."""
    node = reading_iri(scope.graph, number)
    revived = reading_iri(scope.graph, reading.revives) if reading.revives else None
    yield from scope.quads(
        node,
        [
            (RDF.type, KG.Reading),
            (RDFS.label, Literal(f"{subject_label(treaty)}, as told in {record.title or record.identifier}")),
            (DCTERMS.title, text(reading.title)),
            (KG.readIn, scope.graph),
            *told(reading, scope.base),
            (KG.revives, revived),
        ],
    )


def told(reading: TreatyReading, base: str) -> Iterator[tuple[URIRef, Node | None]]:
    """Yield what a reading says of its treaty, but for what that treaty revives."""
    for name in reading.names:
        yield SKOS.altLabel, text(name)
    for party in reading.parties:
        yield KG.party, individual(party, base)
    for signatory in reading.signatories:
        yield KG.signatory, individual(signatory, base)
    for obligation in reading.obligations:
        yield KG.obligation, concept("obligation", obligation)
    year = reading.signed_in
    yield KG.signedIn, None if year is None else Literal(f"{year:04d}", datatype=XSD.gYear)


def treaty_triples(
    reading: TreatyReading, treaty: URIRef, revived: URIRef | None, base: str
) -> Iterator[tuple[URIRef, URIRef, Node]]:
    """Yield what a reading adds to the description of the treaty that it means."""
    yield treaty, RDF.type, KG.Treaty
    if reading.title:
        yield treaty, SKOS.altLabel, Literal(reading.title)
    for predicate, value in told(reading, base):
        if value is not None:
            yield treaty, predicate, value
    # Joined by hand, a treaty might come to revive itself
    if revived is not None and revived != treaty:
        yield treaty, KG.revives, revived
