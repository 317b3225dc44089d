"""From paths to documents, from documents to bundles of claims: a stream, one document at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        raise DocumentError("no document could be read: see above what is wrong with each")


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
    known = frozenset(extractor.languages)
    reads = " and ".join(sorted(known))
    kept = passed = 0
    try:
        for document in documents:
            language = primary(document.language)
            if not known or language in known:
                kept += 1
                yield document
            else:
                passed += 1
                reason = f"is in another language ({language}) than the extractor reads ({reads})"
                watcher.skipped(Skipped(document.identifier, reason))
    finally:
        watcher.all_read()
    if passed and not kept:
        raise DocumentError(
            f"no document is in a language that the extractor reads ({reads}): choose another extractor, or "
            "correct the language in documents.csv"
        )


def read_claims(path: Path) -> Iterator[Bundle]:
    """Yield what a claims file tells of each document. Raises ClaimError with line and field."""
    yield from of_known_states(read_bundles(path))
