"""The stored texts of documents, beside a graph that does not hold them.

A store of texts is a ZIP file with one UTF-8 file for each text, named by its SHA-256 as the graph has it.
Any tool opens it, one text is read without the others, and the same texts give the same bytes.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kgbuild.errors import DocumentError

TextOf = Callable[[str], str | None]
"""Returns a text by its SHA-256, or None where it is not at hand."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP file can tell."""


def write_texts(texts: Mapping[str, str], path: Path) -> None:
    """Write texts by their SHA-256 to a store. Raises DocumentError where it cannot be written."""
    aside = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as file:
            for digest in sorted(texts):
                entry = zipfile.ZipInfo(f"{digest}.txt", _DAY)
                entry.external_attr = 0o644 << 16
                file.writestr(entry, texts[digest].encode())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise DocumentError(f"{path}: the texts cannot be written: {_reason(error)}") from error


def read_texts(path: Path) -> TextOf:
    """Return what looks texts up in a store; a text that is not its digest's is not at hand.

    Raises DocumentError where the file is no store of texts.
    """
    try:
        file = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        told = _reason(error) if isinstance(error, OSError) else "it is no ZIP file"
        raise DocumentError(
            f"{path}: the texts cannot be read ({told}): name a file that `kgbuild export --texts` wrote"
        ) from error

    def text_of(digest: str) -> str | None:
        try:
            content = file.read(f"{digest}.txt")
        except (KeyError, OSError, zipfile.BadZipFile):
            return None
        return content.decode() if hashlib.sha256(content).hexdigest() == digest else None

    return text_of


def first_of(sources: Iterable[TextOf]) -> TextOf:
    """Return what looks texts up in several places."""
    every = tuple(sources)

    def text_of(digest: str) -> str | None:
        return next((text for source in every if (text := source(digest)) is not None), None)

    return text_of


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
