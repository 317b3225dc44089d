"""An extractor before an extractor: what that one found before, it does not read again."""

from __future__ import annotations

import hashlib
import json
import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice

from kgbuild.claims.bundle import Bundle
from kgbuild.documents.model import Document
from kgbuild.extractors.base import Extractor, Fingerprint
from kgbuild.extractors.cache.file import CacheFile
from kgbuild.extractors.cache.packed import pack, unpack
from kgbuild.extractors.parallel import ParallelExtractor

_AT_ONCE = 200
"""Documents that are looked up in one go."""
_AHEAD = 1_000
"""Documents that may wait for one before them that is being read."""
_UNKEPT = 1.0
"""Seconds of reading that a killed run may lose."""
_TELLING = tuple(field.name for field in fields(Document) if field.name not in ("text", "notices"))
"""All that an extractor may go by; of the text its digest."""


@dataclass(slots=True)
class _Awaited:
    """A document on its way through, with what was found in it before."""

    document: Document
    known: Bundle | None


class CachedExtractor:
    """Yields what another extractor finds, and lets it read only what it has not read before.

    What is found is kept by the text and metadata of the document and by the fingerprint of the extractor:
    where any of it has changed, the document is read again. Extractors that do not tell by their fingerprint
    all that their answers depend on must not stand behind this (see `kgbuild.extractors.base.is_pure`).
    """

    pure = True

    def __init__(self, behind: Extractor, cache: CacheFile) -> None:
        """Take the extractor that reads, and the file in which is kept what it found."""
        self._behind = behind
        self._cache = cache
        self._fingerprint = behind.fingerprint()
        self._reader = _digest(self._fingerprint.model_dump())
        self._new: dict[bytes, bytes] = {}
        self._since = time.monotonic()
        self._hears = isinstance(behind, ParallelExtractor)
        """Whether it is told what is found before it comes: a run that ends early would lose it."""
        if isinstance(behind, ParallelExtractor):
            behind.found = self._add

    @property
    def languages(self) -> Collection[str]:
        """The languages that the extractor behind reads."""
        return self._behind.languages

    def fingerprint(self) -> Fingerprint:
        """Return the fingerprint of the extractor behind."""
        return self._fingerprint

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield the bundle of each document, in order. Streams.

        A document that the extractor behind passes over has none, and is asked about again the next time.
        """
        ahead = self._looked_up(iter(documents))
        self._since = time.monotonic()
        try:
            while (first := next(ahead, None)) is not None:
                if first.known is None:
                    yield from self._stretch(first, ahead)
                else:
                    yield first.known
        finally:
            self._keep()

    def _stretch(self, first: _Awaited, ahead: Iterator[_Awaited]) -> Iterator[Bundle]:
        """Have documents read from one on that is not known, until too many that are known wait for it."""
        waiting = deque([first])

        def unknown() -> Iterator[Document]:
            yield first.document
            for each in ahead:
                waiting.append(each)
                if each.known is None:
                    yield each.document
                elif len(waiting) >= _AHEAD:
                    return

        for bundle in self._behind.extract(unknown()):
            while waiting:
                each = waiting.popleft()
                if each.known is not None:
                    yield each.known
                elif each.document.key == bundle.document.key:
                    if not self._hears:
                        self._add(each.document, bundle)
                    break
            yield bundle
        yield from (each.known for each in waiting if each.known is not None)

    def _looked_up(self, documents: Iterator[Document]) -> Iterator[_Awaited]:
        while some := list(islice(documents, _AT_ONCE)):
            keys = [self._key(document) for document in some]
            found = self._cache.find(keys)
            for document, key in zip(some, keys, strict=True):
                packed = found.get(key)
                yield _Awaited(document, None if packed is None else unpack(packed, document))

    def _key(self, document: Document) -> bytes:
        return digest_of(document, self._reader)

    def _add(self, document: Document, bundle: Bundle) -> None:
        packed = pack(bundle, document)
        if packed is not None:
            self._new[self._key(document)] = packed
        if time.monotonic() - self._since >= _UNKEPT:
            self._keep()

    def _keep(self) -> None:
        new, self._new = self._new, {}
        self._cache.keep(self._fingerprint, self._reader, new)
        self._since = time.monotonic()


def digest_of(document: Document, reader: bytes = b"") -> bytes:
    """Return a digest of all that an extractor, itself known by one, may go by in a document."""
    told = {name: str(value) for name in _TELLING if (value := getattr(document, name)) is not None}
    return _digest({"reader": reader.hex(), **told})


def _digest(told: dict[str, str]) -> bytes:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()
