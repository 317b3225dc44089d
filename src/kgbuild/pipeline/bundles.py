"""From paths to documents, from documents to bundles of claims: a stream, one document at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import read_bundles
from kgbuild.documents import Document, Handed, Skipped, read_documents
from kgbuild.documents.language import primary
from kgbuild.errors import DocumentError
from kgbuild.extractors import Extractor
from kgbuild.extractors.known_states import of_known_states
from kgbuild.pipeline.watcher import SILENT, Watcher
from kgbuild.resources import folder


def sample_documents() -> Path:
    """Return the folder of the reports that come with kgbuild."""
    return Path(str(folder("data", "documents")))


def read(paths: Iterable[Path | Handed], watcher: Watcher = SILENT) -> Iterator[Document]:
    """Yield the documents of files and folders, in the order of their files' identifiers.

    Raises DocumentError at once when a path does not exist, in the end when no document could be read.
    """
    return _kept(read_documents(paths), watcher)


def _kept(documents: Iterable[Document | Skipped], watcher: Watcher) -> Iterator[Document]:
    any_read = False
    try:
        for found in documents:
            if isinstance(found, Skipped):
                watcher.skipped(found)
            else:
                any_read = True
                watcher.opened(found)
                yield found
    finally:
        watcher.all_read()
    if not any_read:
        raise none_read()


def none_read() -> DocumentError:
    """Return the error that ends a reading in which no document could be read."""
    return DocumentError("no document could be read: see above what is wrong with each")


def extract(
    documents: Iterable[Document], extractor: Extractor, watcher: Watcher = SILENT
) -> Iterator[Bundle]:
    """Yield what an extractor finds in each document that is in a language it reads.

    Raises DocumentError in the end when there are documents, but none in such a language.
    """
    yield from extractor.extract(readable(documents, extractor, watcher))


def readable(
    documents: Iterable[Document], extractor: Extractor, watcher: Watcher = SILENT
) -> Iterator[Document]:
    """Yield the documents in a language that an extractor reads; the watcher hears of the others.

    Raises DocumentError in the end when all were others.
    """
    kept = passed = 0
    try:
        for document in documents:
            other = in_another_language(document, extractor.languages)
            if other is None:
                kept += 1
                yield document
            else:
                passed += 1
                watcher.skipped(other)
    finally:
        watcher.all_read()
    if passed and not kept:
        raise none_in_its_language(extractor.languages)


def in_another_language(document: Document, languages: Collection[str]) -> Skipped | None:
    """Return why a document is passed over by who reads these languages, all if there are none; else None."""
    language = primary(document.language)
    if not languages or language in languages:
        return None
    reason = f"is in another language ({language}) than the extractor reads ({_listed(languages)})"
    return Skipped(document.identifier, reason)


def none_in_its_language(languages: Collection[str]) -> DocumentError:
    """Return the error that ends a reading where all documents are passed over."""
    return DocumentError(
        f"no document is in a language that the extractor reads ({_listed(languages)}): choose another "
        "extractor, or correct the language in documents.csv"
    )


def _listed(languages: Collection[str]) -> str:
    return " and ".join(sorted(languages))


def read_claims(path: Path) -> Iterator[Bundle]:
    """Yield what a claims file tells of each document. Raises ClaimError with line and field."""
    yield from of_known_states(read_bundles(path))
