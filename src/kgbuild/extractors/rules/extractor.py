"""From documents to claims: the whole extraction behind one door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, tee
from typing import NamedTuple

from spacy.tokens import Doc

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents.language import primary
from kgbuild.documents.model import Document
from kgbuild.extractors.base import Fingerprint
from kgbuild.extractors.records import document_record
from kgbuild.extractors.rules.fingerprint import LANGUAGES, fingerprint_of
from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.reading import Knowledge, RulesReader
from kgbuild.extractors.rules.syntax.parsing import load_model
from kgbuild.extractors.rules.telling.claim_writer import ClaimWriter
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.grounding.entities import Entity, agent

_SECTION = 40_000
"""Characters read in one go: several times the longest report."""


class _Stretch(NamedTuple):
    """A part of a document that is read in one go."""

    number: int
    """Of the document, in the order given."""
    document: Document
    offset: int
    """Where it begins in the stored text."""
    doc: Doc


class RulesExtractor:
    """Reads English by grammar and by the words in `data/en`: who takes which stance on what.

    Example:
        >>> extractor = RulesExtractor.load()
        >>> bundles = extractor.extract(documents)

    """

    languages = LANGUAGES
    pure = True

    def __init__(self, reader: RulesReader, model: str | None = None) -> None:
        """Take a reader; `model` is the name of its language model, None for the one kgbuild depends on."""
        self._reader = reader
        self._model = model

    @classmethod
    def load(cls, model: str | None = None) -> RulesExtractor:
        """Load the language model and the data files. Raises ModelError and ResourceError."""
        return cls(RulesReader(load_model(model), Knowledge.load()), model)

    def __reduce__(self) -> tuple[Callable[..., RulesExtractor], tuple[str | None]]:
        """Travel by name: whoever unpickles loads model and data anew, which is faster than to send them."""
        return type(self).load, (self._model,)

    def fingerprint(self) -> Fingerprint:
        """Return the model's name and version, and a digest of data and code."""
        return fingerprint_of(self._model, self._reader.nlp.meta)

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield a record of each document with its claims, in the order given; of one not in English, none.

        Streams.
        """
        for _, parts in groupby(self._sections(documents), key=lambda section: section.number):
            first = next(parts)
            document, publisher = first.document, self._publisher(first.document)
            claims: list[Claim] = []
            for _, _, offset, doc in chain([first], parts) if _is_read(document) else ():
                reading = self._reader.read(doc, document.issued, publisher)
                drafting = Drafting(reading, self._reader.knowledge, publisher)
                assembly = ClaimWriter(
                    document.key, reading, self._reader.knowledge, self._reader.table, offset
                )
                claims += assembly.claims(drafting)
            known = agent(publisher) if document.publisher else None
            yield Bundle(document_record(document, known), tuple(claims))

    def records(self, documents: Iterable[Document]) -> Iterator[DocumentRecord | Claim]:
        """Yield the records of the bundles one by one: each document, then its claims."""
        for bundle in self.extract(documents):
            yield from bundle.records()

    def attributions(
        self, documents: Iterable[Document]
    ) -> Iterator[tuple[Document, Doc, list[Attribution]]]:
        """Yield who said what in each English document, without events."""
        for document, doc in self._parsed(filter(_is_read, documents)):
            yield document, doc, self._reader.attributions(doc)

    def _parsed(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
        first, second = tee(documents)
        yield from zip(first, self._reader.parse(d.text for d in second), strict=True)

    def _sections(self, documents: Iterable[Document]) -> Iterator[_Stretch]:
        """Yield each document, parsed, in sections."""
        cut = (
            (number, document, offset, text)
            for number, document in enumerate(documents)
            for offset, text in (sections(document.text) if _is_read(document) else [(0, "")])
        )
        first, second = tee(cut)
        docs = self._reader.parse(text for *_, text in second)
        for (number, document, offset, _), doc in zip(first, docs, strict=True):
            yield _Stretch(number, document, offset, doc)

    def _publisher(self, document: Document) -> Entity:
        """Return who speaks where nobody is quoted; unknown publishers are told apart by document."""
        if document.publisher is None:
            return Entity("Organization", f"publisher of {document.identifier}", anonymous=True)
        return self._reader.table.publisher(document.publisher)


def _is_read(document: Document) -> bool:
    return primary(document.language) in RulesExtractor.languages


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
