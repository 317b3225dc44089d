"""Claims by hand: what stands in a claims file about the documents at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import read_records
from kgbuild.claims.model import Claim, DocumentRecord
from kgbuild.documents.model import Document
from kgbuild.errors import ClaimError
from kgbuild.extractors.base import Fingerprint
from kgbuild.extractors.records import document_record


class JsonLinesExtractor:
    """Takes claims from a JSON Lines file, as `extract` printed them and a person may have mended them."""

    languages = ()

    def __init__(self, file: str | Path) -> None:
        """Read the file. Raises ClaimError where it does not follow the schema, with the line."""
        self._file = Path(file)
        self._records: dict[str, DocumentRecord] = {}
        self._claims: dict[str, list[Claim]] = {}
        for record in read_records(self._file):
            if isinstance(record, Claim):
                self._claims.setdefault(record.document, []).append(record)
            else:
                self._records[record.key] = record
        self._digests = {record.identifier: record.sha256 for record in self._records.values()}

    def fingerprint(self) -> Fingerprint:
        """Return the digest of the file, which is all that its answers depend on."""
        digest = hashlib.sha256(self._file.read_bytes()).hexdigest()
        return Fingerprint(name="jsonl", version="1", data=digest)

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield what the file says of each document; of one that it does not know, no claims.

        Raises ClaimError when the file has claims on another text of a document of that name: their places
        would point anywhere.
        """
        for document in documents:
            known = self._records.get(document.key)
            if known is None and self._digests.get(document.identifier, document.sha256) != document.sha256:
                raise ClaimError(
                    f"{self._file}: its claims on {document.identifier} are on another text than it now "
                    "has: extract them again"
                )
            record = known or document_record(document)
            yield Bundle(record, tuple(self._claims.get(document.key, ())))
