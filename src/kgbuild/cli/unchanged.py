"""An export whose documents are those of the last one, or nearly: the file is there already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.cli.cache import exports_folder
from kgbuild.cli.options import STDIN, Chosen
from kgbuild.cli.reading import Console, sources, sure_from, waiting
from kgbuild.errors import DocumentError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kgbuild.claims.bundle import Bundle
    from kgbuild.documents import Document
    from kgbuild.export.remembered import Noted, Remembered
    from kgbuild.extractors.base import Extractor

_SHARE = 4
"""One document in so many may be another one: of more, the graph is made anew as quickly."""


class Trial(Console):
    """Hears what a reading has to tell, and tells it only when the reading counts."""

    def all_read(self) -> None:
        """Wait."""

    def tell(self) -> None:
        """Tell what there is to tell of the documents."""
        super().all_read()


@dataclass
class NotedDifference:
    """What has changed since a file was written."""

    noted: Noted
    trial: Trial
    """Has heard of all documents that there are now."""
    coming: list[Document] = field(default_factory=list)
    """Those that were not there, in a language that is read."""
    gone: list[str] = field(default_factory=list)
    """The keys of those that are there no more."""


class Unchanged:
    """Knows whether the file that is asked for was made of these very documents, in this very way."""

    def __init__(
        self, remembered: Remembered, reader: Extractor, paths: Sequence[Path], out: Path, least: float
    ) -> None:
        self.difference: NotedDifference | None = None
        """What has changed, where that is little; known once `last` was asked for."""
        self._remembered = remembered
        self._reader = reader
        self._paths = paths
        self._out = out
        self._least = least
        self._read: dict[bytes, str] = {}
        """By digest the key of each document."""
        self._less_sure: dict[str, int] = {}
        """By key of a document the claims that are left out."""
        self._awaited = self._found = 0

    def last(self) -> tuple[dict[str, int], Console] | None:
        """Return the size of the file, and who has told of the documents; None where they differ.

        Raises nothing: what cannot be read is told when it is read for good.
        """
        from kgbuild.export.remembered import digest_of  # noqa: PLC0415

        noted = self._remembered.last()
        if noted is None:
            return None
        now = NotedDifference(noted, Trial())
        with waiting("Comparing with the last export"):
            try:
                read_now = self._compared(now)
            except DocumentError:
                return None
        if digest_of(read_now) != noted.documents:
            now.gone = [
                key for digest, (key, _) in noted.parts.items() if bytes.fromhex(digest) not in read_now
            ]
            most = len(noted.parts) // _SHARE
            if max(len(now.coming), len(now.gone)) <= most:
                self.difference, self._read = now, read_now
            return None
        os.utime(self._out)  # it is as new as if it had been written
        now.trial.unsure(noted.less_sure)
        now.trial.tell()
        return dict(noted.told), now.trial

    def _compared(self, now: NotedDifference) -> dict[bytes, str]:
        """Return by digest the key of each document, and take note of those that come."""
        from kgbuild.pipeline.bundles import in_another_language, read, sample_documents  # noqa: PLC0415

        most = len(now.noted.parts) // _SHARE
        read_now: dict[bytes, str] = {}
        for document in read(sources(self._paths) or [sample_documents()], now.trial):
            digest = _digest(document)
            read_now[digest] = document.key
            if other := in_another_language(document, self._reader.languages):
                now.trial.skipped(other)
            elif digest.hex() not in now.noted.parts and len(now.coming) <= most:
                now.coming.append(document)
        return read_now

    def graph(self) -> ox.Store | None:
        """Return the graph of the file, where it was kept and little has changed."""
        return self._remembered.graph(self.difference.noted) if self.difference else None

    def passing(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield documents as they are, and remember them."""
        from kgbuild.pipeline.bundles import in_another_language  # noqa: PLC0415

        for document in documents:
            self._read[_digest(document)] = document.key
            self._awaited += in_another_language(document, self._reader.languages) is None
            yield document

    def counted(self, bundles: Iterable[Bundle]) -> Iterator[Bundle]:
        """Yield what was found as it is, and count it."""
        for bundle in bundles:
            self._found += 1
            sure = [claim.confidence is None or claim.confidence >= self._least for claim in bundle.claims]
            self._less_sure[bundle.document.key] = sure.count(False)
            yield bundle

    def coming(self) -> list[Document]:
        """Return the documents that are to be read: those that were not there."""
        found = self.difference.coming if self.difference else []
        self._awaited = len(found)
        return found

    def staying(self) -> int:
        """Return how many claims were left out of the documents that are still there."""
        parts = self.difference.noted.parts if self.difference else {}
        for digest in self._read:
            if known := parts.get(digest.hex()):
                key, self._less_sure[key] = known
        return sum(self._less_sure.get(key, 0) for key in {*self._read.values()})

    def wrote(self, told: dict[str, int], console: Console, graph: ox.Store) -> None:
        """Remember the file, unless a document was lost or a claim refused: that is tried again, and told."""
        from kgbuild.export.remembered import KEPT_CLAIMS, digest_of  # noqa: PLC0415

        if self._found != self._awaited or console.kept_back:
            return
        parts = {digest.hex(): (key, self._less_sure.get(key, 0)) for digest, key in self._read.items()}
        alone = len({*self._read.values()}) == len(parts)  # a text stands in the graph once
        kept = graph if alone and told["claims"] <= KEPT_CLAIMS else None
        self._remembered.wrote(digest_of(self._read), told, console.less_sure, kept, parts)


def unchanged(
    out: Path, form: str, base: str | None, least: float | None, paths: Sequence[Path], chosen: Chosen
) -> Unchanged | None:
    """Return what knows whether an export has to be made; None where that cannot be told, or is not wanted.

    It can be told of what the rules read.
    """
    from kgbuild.extractors.deferred import deferred  # noqa: PLC0415
    from kgbuild.extractors.registry import DEFAULT  # noqa: PLC0415

    if not chosen.cache or STDIN in paths or (out.exists() and not out.is_file()):
        return None
    reader = deferred(chosen.name or DEFAULT, chosen.settings)
    if reader is None:
        return None
    from kgbuild.export.remembered import Remembered  # noqa: PLC0415

    depends = {
        "format": form,
        "base": base,
        "least": sure_from(least),
        "reader": reader.fingerprint().model_dump(),
    }
    return Unchanged(Remembered(exports_folder(), out, depends), reader, paths, out, sure_from(least))


def _digest(document: Document) -> bytes:
    from kgbuild.extractors.cache import digest_of  # noqa: PLC0415

    return digest_of(document)
