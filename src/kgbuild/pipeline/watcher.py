"""What is told on the way from documents to a file, to whoever wants to know."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgbuild.claims.proof import Refusal
    from kgbuild.documents import Document, Skipped


class Watcher:
    """Does nothing with what it is told; override what you want to know."""

    def skipped(self, file: Skipped) -> None:
        """Hear of a file that is passed over, and why."""

    def opened(self, document: Document) -> None:
        """Hear of a document that will be read, with its notices."""

    def all_read(self) -> None:
        """Hear that the documents have been read; that may be told more than once."""

    def refused(self, claim: Refusal) -> None:
        """Hear of a claim that is kept back, because its words are not in its document."""

    def unsure(self, claims: int) -> None:
        """Hear how many claims are left out because they are not sure enough."""

    def stage(self, what: str) -> AbstractContextManager[object]:  # noqa: ARG002 - for those who tell it
        """Return what surrounds a stage that takes its time, such as "Building the graph"."""
        return nullcontext()


SILENT = Watcher()
"""Whom nothing is told."""
