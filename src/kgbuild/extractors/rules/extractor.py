"""From documents to claims: the whole extraction behind one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from spacy.tokens import Doc

from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.reading import Knowledge, Reader
from kgbuild.extractors.rules.syntax.parsing import load_model
from kgbuild.extractors.rules.telling.claim_writer import Assembly
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.grounding.entities import Entity, agent

_SECTION = 40_000
"""Characters read in one go: several times the longest report."""


class Extractor:
    """Reads documents and says who takes which stance on what.

    Example:
        >>> extractor = Extractor.load()
        >>> records = extractor.records(documents)

    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @classmethod
    def load(cls, model: str | None = None) -> Extractor:
        """Load the language model and the data files. Raises ModelError and ResourceError."""
        return cls(Reader(load_model(model), Knowledge.load()))

    def records(self, documents: Iterable[Document]) -> Iterator[DocumentRecord | Claim]:
        """Yield a record of each document, then its claims, in the order given. Streams."""
        for document, offset, doc in self._sections(documents):
            publisher = self._publisher(document)
            if offset == 0:
                yield _record(document, publisher)
            reading = self._reader.read(doc, document.issued, publisher.state)
            drafting = Drafting(reading, self._reader.knowledge, publisher)
            assembly = Assembly(document.key, reading, self._reader.knowledge, self._reader.table, offset)
            yield from assembly.claims(drafting, publisher)

    def attributions(
        self, documents: Iterable[Document]
    ) -> Iterator[tuple[Document, Doc, list[Attribution]]]:
        """Yield who said what in each document, without events."""
        for document, doc in self._parsed(documents):
            yield document, doc, self._reader.attributions(doc)

    def _parsed(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
        first, second = tee(documents)
        yield from zip(first, self._reader.parse(d.text for d in second), strict=True)

    def _sections(self, documents: Iterable[Document]) -> Iterator[tuple[Document, int, Doc]]:
        """Yield each document in sections, with the offset at which each begins in the stored text."""
        first, second = tee((d, offset, text) for d in documents for offset, text in sections(d.text))
        docs = self._reader.parse(text for *_, text in second)
        for (document, offset, _), doc in zip(first, docs, strict=True):
            yield document, offset, doc

    def _publisher(self, document: Document) -> Entity:
        """Return who speaks where nobody is quoted; unknown publishers are told apart by document."""
        if document.publisher is None:
            return Entity("Organization", f"publisher of {document.identifier}", anonymous=True)
        return self._reader.table.named(document.publisher) or Entity("Organization", document.publisher)


def sections(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text of the length of a book into sections at line ends: (offset, section).

    A report is one section. What is pointed back to ("the deliveries") is looked for in the section only,
    so that time grows with the length of a text and not with its square.
    """
    start = 0
    while len(text) - start > _SECTION:
        cut = text.rfind("\n", start + 1, start + _SECTION) + 1
        cut = cut if cut > start else start + _SECTION
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


def _record(document: Document, publisher: Entity) -> DocumentRecord:
    return DocumentRecord(
        key=document.key,
        sha256=document.sha256,
        identifier=document.identifier,
        title=document.title,
        publisher=agent(publisher) if document.publisher else None,
        issued=document.issued,
        source=document.source,
        language=document.language,
    )
