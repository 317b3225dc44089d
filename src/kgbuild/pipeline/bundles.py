"""From paths to documents, from documents to bundles of claims: a stream, one document at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kgbuild.claims.bundle import Bundle, bundled
from kgbuild.claims.jsonl import read_records
from kgbuild.documents import Document, Skipped, read_documents
from kgbuild.errors import DocumentError
from kgbuild.extractors import Extractor
from kgbuild.pipeline.watcher import SILENT, Watcher
from kgbuild.resources import folder


def sample_documents() -> Path:
    """Return the folder of the reports that come with kgbuild."""
    return Path(str(folder("data", "documents")))


def read(paths: Iterable[Path], watcher: Watcher = SILENT) -> Iterator[Document]:
    """Yield the documents of files and folders, in the order of their identifiers.

    Raises DocumentError when a path does not exist, and in the end when no document could be read.
    """
    any_read = False
    for found in read_documents(paths):
        if isinstance(found, Skipped):
            watcher.skipped(found)
        else:
            any_read = True
            watcher.opened(found)
            yield found
    if not any_read:
        raise DocumentError("no document could be read: see above what is wrong with each")


def extract(
    documents: Iterable[Document],
    extractor: Extractor,
    watcher: Watcher = SILENT,  # noqa: ARG001 - until a gate stands here
) -> Iterator[Bundle]:
    """Yield what an extractor finds in each document."""
    yield from extractor.extract(documents)


def read_claims(path: Path) -> Iterator[Bundle]:
    """Yield what a claims file tells of each document. Raises ClaimError with line and field."""
    yield from bundled(read_records(path))
