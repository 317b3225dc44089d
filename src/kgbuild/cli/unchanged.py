"""An export whose documents are those of the last one: the file is there already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgbuild.cli.cache import exports_folder
from kgbuild.cli.options import STDIN, Chosen
from kgbuild.cli.reading import Console, sources, sure_from, waiting
from kgbuild.errors import DocumentError

if TYPE_CHECKING:
    from kgbuild.claims.bundle import Bundle
    from kgbuild.documents import Document
    from kgbuild.export.remembered import Remembered
    from kgbuild.extractors.base import Extractor


class Trial(Console):
    """Hears what a reading has to tell, and tells it only when the reading counts."""

    def all_read(self) -> None:
        """Wait."""

    def tell(self) -> None:
        """Tell what there is to tell of the documents."""
        super().all_read()


class Unchanged:
    """Knows whether the file that is asked for was made of these very documents, in this very way."""

    def __init__(self, remembered: Remembered, reader: Extractor, paths: Sequence[Path], out: Path) -> None:
        self._remembered = remembered
        self._reader = reader
        self._paths = paths
        self._out = out
        self._read: list[bytes] = []
        self._awaited = self._found = 0

    def last(self) -> tuple[dict[str, int], Console] | None:
        """Return the size of the file, and who has told of the documents; None where they differ.

        Raises nothing: what cannot be read is told when it is read for good.
        """
        from kgbuild.export.remembered import digest_of  # noqa: PLC0415
        from kgbuild.pipeline.bundles import in_another_language, read, sample_documents  # noqa: PLC0415

        last = self._remembered.last()
        if last is None:
            return None
        trial = Trial()
        read_now: list[bytes] = []
        with waiting("Comparing with the last export"):
            try:
                for document in read(sources(self._paths) or [sample_documents()], trial):
                    read_now.append(_digest(document))
                    if other := in_another_language(document, self._reader.languages):
                        trial.skipped(other)
            except DocumentError:
                return None
        if digest_of(read_now) != last.documents:
            return None
        os.utime(self._out)  # it is as new as if it had been written
        trial.unsure(last.less_sure)
        trial.tell()
        return dict(last.told), trial

    def passing(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield documents as they are, and remember them."""
        from kgbuild.pipeline.bundles import in_another_language  # noqa: PLC0415

        for document in documents:
            self._read.append(_digest(document))
            self._awaited += in_another_language(document, self._reader.languages) is None
            yield document

    def counted(self, bundles: Iterable[Bundle]) -> Iterator[Bundle]:
        """Yield what was found as it is, and count it."""
        for bundle in bundles:
            self._found += 1
            yield bundle

    def wrote(self, told: dict[str, int], console: Console) -> None:
        """Remember the file, unless a document was lost or a claim refused: that is tried again, and told."""
        from kgbuild.export.remembered import digest_of  # noqa: PLC0415

        if self._found == self._awaited and not console.kept_back:
            self._remembered.wrote(digest_of(self._read), told, console.less_sure)


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
    return Unchanged(Remembered(exports_folder(), out, depends), reader, paths, out)


def _digest(document: Document) -> bytes:
    from kgbuild.extractors.cache import digest_of  # noqa: PLC0415

    return digest_of(document)
