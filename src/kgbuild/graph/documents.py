"""Documents as statements."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal
from rdflib.namespace import DCTERMS, RDF, RDFS

from kgbuild.claims.model import DocumentRecord
from kgbuild.graph.namespaces import KG
from kgbuild.graph.scope import Quad, Scope, date, text
from kgbuild.identity.keys import agent_key


def document_quads(record: DocumentRecord, scope: Scope) -> Iterator[Quad]:
    """Describe one document; its publisher is named, not described."""
    publisher = record.publisher
    yield from scope.quads(
        scope.graph,
        [
            (RDF.type, KG.Document),
            (RDFS.label, Literal(record.title or record.identifier)),
            (DCTERMS.identifier, Literal(record.identifier)),
            (DCTERMS.title, text(record.title)),
            (DCTERMS.publisher, scope.iri(agent_key(publisher, record.key)) if publisher else None),
            (DCTERMS.issued, date(record.issued)),
            (DCTERMS.source, text(record.source)),
            (KG.sha256, Literal(record.sha256)),
        ],
    )
