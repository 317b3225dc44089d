"""What every extractor tells: the record of a document, and words of it as evidence."""

from __future__ import annotations

from kgbuild.claims.model import Agent, DocumentRecord, Evidence
from kgbuild.documents.model import Document
from kgbuild.spans import Span


def document_record(document: Document, publisher: Agent | None = None) -> DocumentRecord:
    """Return what the graph tells of a document.

    `publisher` is who published it, where the extractor knows more of it than its name.
    """
    if publisher is None and document.publisher:
        publisher = Agent(kind="Organization", name=document.publisher)
    return DocumentRecord(
        key=document.key,
        sha256=document.sha256,
        identifier=document.identifier,
        title=document.title,
        publisher=publisher,
        issued=document.issued,
        source=document.source,
        language=document.language,
        text=document.text,
    )


def evidence(document: Document, start: int, end: int) -> Evidence:
    """Return the words of a document between two places, in code points of its text."""
    return Evidence(span=Span(start, end), quote=document.text[start:end])
