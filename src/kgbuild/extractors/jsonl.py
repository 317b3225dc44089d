"""Claims by hand: what stands in a claims file about the documents at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import read_bundles
from kgbuild.claims.spool import BundleSpool
from kgbuild.documents.model import Document
from kgbuild.errors import ClaimError
from kgbuild.extractors.base import Fingerprint
from kgbuild.extractors.known_states import of_known_states
from kgbuild.extractors.records import document_record


class JsonLinesExtractor:
    """Takes claims from a JSON Lines file, as `extract` printed them and a person may have mended them."""

    languages = ()

    def __init__(self, file: str | Path) -> None:
        """Read the file. Raises ClaimError where it does not follow the schema, with the line."""
        self._file = Path(file)
        self._known = BundleSpool(of_known_states(read_bundles(self._file)))

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
            known = self._known.find(document.key)
            if known is None and self._known.keys(document.identifier):
                raise ClaimError(
                    f"{self._file}: its claims on {document.identifier} are on another text than it now "
                    "has: extract them again"
                )
            yield known or Bundle(document_record(document))
