"""A bundle: one document's record with its claims, the unit that every stage takes and yields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgbuild.claims.model import Claim, DocumentRecord


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one extractor found in one document, in the order of the text."""

    document: DocumentRecord
    claims: tuple[Claim, ...] = ()
    places: tuple[str, ...] = ()
    """Where each claim was read ("claims.jsonl:12"), where they come from a file; else empty."""

    def records(self) -> Iterator[DocumentRecord | Claim]:
        """Yield the document, then its claims: the order of a claims file."""
        yield self.document
        yield from self.claims

    def place(self, number: int) -> str:
        """Return where a claim was read, for people: its place in a file, else its document and number."""
        if number < len(self.places):
            return self.places[number]
        return f"{self.document.identifier}: claim {number + 1}"


def bundled(records: Iterable[DocumentRecord | Claim]) -> Iterator[Bundle]:
    """Group records, each document before its claims, into bundles. Holds one bundle at a time."""
    document: DocumentRecord | None = None
    claims: list[Claim] = []
    for record in records:
        if isinstance(record, Claim):
            claims.append(record)
            continue
        if document is not None:
            yield Bundle(document, tuple(claims))
        document, claims = record, []
    if document is not None:
        yield Bundle(document, tuple(claims))
