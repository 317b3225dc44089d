"""Bundles laid aside on disk, so that all of them can be gone through again and again without being held."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Iterator

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import parse_record
from kgbuild.claims.model import Claim, DocumentRecord, Treaty

_IN_MEMORY = 8_000_000
"""Bytes up to which nothing is written to disk."""


class BundleSpool:
    """Holds keys and places in a temporary file, which is gone when the spool is.

    Goes through the documents by identifier, each once with all its claims, whatever the order in which they
    came; of several records of a document the least counts.
    """

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        """Lay aside bundles as they come."""
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="kgbuild-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._places: dict[str, list[int]] = {}
        self._identifiers: dict[str, str] = {}
        self._with_treaties: set[str] = set()
        self.claims = 0
        """How many there are, those that will turn out to be one counted apart."""
        for bundle in bundles:
            self._add(bundle)
        self._named: dict[str, list[str]] = {}
        for key, identifier in self._identifiers.items():
            self._named.setdefault(identifier, []).append(key)
        self._order = sorted(self._places, key=lambda key: (self._identifiers[key], key))

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._places)

    def __iter__(self) -> Iterator[Bundle]:
        """Yield the bundle of each document."""
        yield from map(self._bundle, self._order)

    def find(self, key: str) -> Bundle | None:
        """Return the bundle of a document by its key; None where there is none."""
        return self._bundle(key) if key in self._places else None

    def keys(self, identifier: str) -> list[str]:
        """Return the keys of the documents of a name."""
        return self._named.get(identifier, [])

    def with_treaties(self) -> Iterator[Bundle]:
        """Yield the bundles with a claim that speaks of a treaty."""
        yield from (self._bundle(key) for key in self._order if key in self._with_treaties)

    def _add(self, bundle: Bundle) -> None:
        key = bundle.document.key
        self._places.setdefault(key, []).append(self._file.tell())
        known = self._identifiers.get(key, bundle.document.identifier)
        self._identifiers[key] = min(known, bundle.document.identifier)
        self.claims += len(bundle.claims)
        for record in bundle.records():
            self._file.write(record.model_dump_json(exclude_none=True).encode() + b"\n")
        self._file.write(b"\n")
        if any(
            isinstance(subject, Treaty)
            for claim in bundle.claims
            for subject in (*claim.about, *claim.alleges_breach_of)
        ):
            self._with_treaties.add(key)

    def _bundle(self, key: str) -> Bundle:
        documents: list[DocumentRecord] = []
        claims: list[Claim] = []
        for place in self._places[key]:
            self._file.seek(place)
            while line := self._file.readline().rstrip(b"\n"):
                record = parse_record(line)
                if isinstance(record, Claim):
                    claims.append(record)
                else:
                    documents.append(record)
        least = documents[0] if len(documents) == 1 else min(documents, key=lambda d: d.model_dump_json())
        return Bundle(least, tuple(claims))
