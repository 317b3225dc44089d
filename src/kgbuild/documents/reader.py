"""Finds the files, reads each with the reader of its format and tells apart what is read twice."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kgbuild.documents import plain, webpage
from kgbuild.documents.catalogue import NAME as CATALOGUE
from kgbuild.documents.catalogue import Catalogue, read_catalogue
from kgbuild.documents.language import detected
from kgbuild.documents.metadata import Metadata
from kgbuild.documents.model import Document, Skipped
from kgbuild.errors import DocumentError

_READERS: dict[str, Callable[[bytes], tuple[str, Metadata]]] = {
    suffix: reader.read for reader in (plain, webpage) for suffix in reader.SUFFIXES
}
SUFFIXES = tuple(_READERS)
"""The suffixes of files that can be read."""

_NO_METADATA = f"nothing known of its publisher or date: add a row to {CATALOGUE} beside it"


@dataclass(frozen=True, slots=True)
class _FoundFile:
    path: Path
    """Absolute, by which the file is known."""
    shown: str
    """As the caller named it."""
    below: tuple[str, ...]
    """Its folders and name below the folder given."""


def read_documents(paths: Iterable[Path]) -> Iterator[Document | Skipped]:
    """Read files, and folders with all below them, in the order of the documents' identifiers.

    Which path is named first makes no difference. In folders, hidden files, `README` files, tables named
    `documents.csv` and the `_files` that a browser saves beside a page are passed over. A file that cannot
    become a document comes as Skipped; so does a fault of a `documents.csv`.

    Raises DocumentError, before anything is read, when a path does not exist or a folder holds no files.
    """
    given, files = _files(paths)
    folders = {_absolute(path) for path in given if path.is_dir()}
    return _read_all(files, folders)


def count_files(paths: Iterable[Path]) -> int:
    """Return how many files `read_documents` will try to read. Raises DocumentError like it."""
    return len(_files(paths)[1])


def _files(paths: Iterable[Path]) -> tuple[list[Path], dict[Path, _FoundFile]]:
    given = sorted(set(paths))
    if not given:
        raise DocumentError("no document named: name a file or a folder of documents")
    files: dict[Path, _FoundFile] = {}
    for path in given:
        for file in _find(path):
            known = files.get(file.path)
            if known is None or len(known.below) < len(file.below):
                files[file.path] = file
    return given, files


def _find(path: Path) -> list[_FoundFile]:
    if path.is_dir():
        found = [entry for entry in sorted(path.rglob("*")) if _is_candidate(entry, path)]
        if not found:
            raise DocumentError(f"no documents in {path}: put {', '.join(SUFFIXES)} files there")
        return [
            _FoundFile(_absolute(entry), _printable(entry), entry.relative_to(path).parts) for entry in found
        ]
    if not path.exists():
        raise DocumentError(f"{path} does not exist: name a file or a folder of documents")
    return [_FoundFile(_absolute(path), _printable(path), (path.name,))]


def _is_candidate(entry: Path, root: Path) -> bool:
    parts = entry.relative_to(root).parts
    if entry.is_dir() or any(part.startswith(".") for part in parts):
        return False
    saved_with_page = any(part.endswith("_files") for part in parts[:-1])
    return not saved_with_page and entry.name != CATALOGUE and entry.stem.upper() != "README"


def _absolute(path: Path) -> Path:
    """Return one path for each file, however it was named; the file itself may be a link."""
    return path.parent.resolve() / path.name if path.name else path.resolve()


def _printable(path: Path) -> str:
    """Return the path as text that can be encoded, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def _read_all(files: dict[Path, _FoundFile], folders: set[Path]) -> Iterator[Document | Skipped]:
    catalogues = {folder: read_catalogue(folder / CATALOGUE) for folder in _described(files, folders)}
    yield from _faults(catalogues, folders)
    rows = {path: row for folder in sorted(catalogues) for path, row in catalogues[folder].rows.items()}
    seen: dict[str, str] = {}
    for identifier, path in _identifiers(files.values()):
        shown = files[path].shown
        try:
            document = _read(path, identifier, rows.get(path))
        except OSError as error:
            yield Skipped(shown, f"cannot be read: {error.strerror}")
        except DocumentError as error:
            yield Skipped(shown, str(error))
        else:
            if document.sha256 in seen:
                yield Skipped(shown, f"has the same text as {seen[document.sha256]}, which is read")
            else:
                seen[document.sha256] = identifier
                yield document


def _described(files: Iterable[Path], folders: Iterable[Path]) -> list[Path]:
    """Return the folders that hold a table, among those where the files lie and those given."""
    candidates = {path.parent for path in files} | set(folders)
    return sorted(folder for folder in candidates if (folder / CATALOGUE).is_file())


def _faults(catalogues: dict[Path, Catalogue], folders: set[Path]) -> Iterator[Skipped]:
    """Yield what is wrong with the tables; absent files only for those in a folder that is read whole."""
    for folder, catalogue in sorted(catalogues.items()):
        whole = any(folder.is_relative_to(given) for given in folders)
        for problem in [*catalogue.problems, *(catalogue.absent if whole else ())]:
            yield Skipped(_printable(folder / CATALOGUE), problem)


def _identifiers(files: Collection[_FoundFile]) -> list[tuple[str, Path]]:
    """Name each file by its name, with as many folders before it as tell it from the others.

    Only folders below the one given count, so that a corpus has the same names wherever it lies; those above
    count where two given folders hold files of one path.
    """
    trails = {file.path: file.below for file in files}
    if len(set(trails.values())) < len(trails):
        trails = {file.path: file.path.parts[1:] for file in files}
    named: list[tuple[str, Path]] = []
    depth, left = 1, set(trails)
    while left:
        names = {path: "/".join(trail[-depth:]) for path, trail in trails.items()}
        times = Counter(names.values())
        unique = {path for path in left if times[names[path]] == 1}
        named += [(_printable(Path(names[path])), path) for path in unique]
        left -= unique
        depth += 1
    return sorted(named)


def _read(path: Path, identifier: str, row: Metadata | None) -> Document:
    """Read one file; a row of the table about it counts more than what the file says of itself.

    Raises OSError or DocumentError, with a reason that does not name the file.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"no reader for {path.suffix or 'its format'}: save it as {', '.join(SUFFIXES)}")
    if not path.is_file():
        raise DocumentError("cannot be read: it is a link to nowhere, or not a file of data")
    text, own = reader(path.read_bytes())
    metadata = row.over(own) if row else own
    notices = metadata.problems
    if not metadata.publisher and not metadata.issued:
        notices = (*notices, _NO_METADATA)
    return Document(
        identifier=identifier,
        text=text,
        title=metadata.title,
        publisher=metadata.publisher,
        issued=metadata.issued,
        retrieved=metadata.retrieved,
        source=metadata.source,
        language=metadata.language or detected(text),
        notices=notices,
    )
