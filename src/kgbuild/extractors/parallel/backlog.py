"""Which documents are to be read, and what was found in those that were, until it is its turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kgbuild.claims.bundle import Bundle
from kgbuild.documents.model import Document

CHUNK = 8
"""Documents that a process is given at a time."""
_CHARACTERS = 40_000
"""Characters after which no further document is given to it."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document with its number in the order of the input."""

    number: int
    document: Document
    alone: bool = False
    """Whether it is read by itself, since a process that read it beside others died."""


class Backlog:
    """Cuts a stream of documents into chunks, and puts what is found in them into their order."""

    def __init__(self, documents: Iterator[Document]) -> None:
        """Take the stream, of which nothing is read yet."""
        self._documents = documents
        self._pulled = 0
        self._due = 0
        self._found: dict[int, Bundle | None] = {}
        self.chunks: deque[list[Numbered]] = deque()
        """What waits for a process."""

    def fill(self, ahead: int) -> None:
        """Read documents from the stream, so many chunks ahead of what is due at most."""
        while self._pulled - self._due < ahead * CHUNK:
            chunk = list(self._chunk())
            if not chunk:
                return
            self.chunks.append(chunk)

    def again(self, documents: Iterable[Numbered]) -> None:
        """Have documents read again before all others, each by itself."""
        self.chunks.extendleft([replace(each, alone=True)] for each in reversed(list(documents)))

    def put(self, read: Numbered, bundle: Bundle | None) -> None:
        """Take what was found in a document, None where it is passed over."""
        self._found[read.number] = bundle

    def ready(self) -> Iterator[Bundle]:
        """Yield the bundles whose turn it is."""
        while self._due in self._found:
            bundle = self._found.pop(self._due)
            self._due += 1
            if bundle is not None:
                yield bundle

    def _chunk(self) -> Iterator[Numbered]:
        left = _CHARACTERS
        for _ in range(CHUNK):
            document = next(self._documents, None)
            if document is None:
                return
            yield Numbered(self._pulled, document)
            self._pulled += 1
            left -= len(document.text)
            if left <= 0:
                return
