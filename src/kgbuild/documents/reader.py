"""Reads each file with the reader of its format and tells apart what is read twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kgbuild.documents.addresses import contents_at
from kgbuild.documents.catalogue import NAME as CATALOGUE
from kgbuild.documents.catalogue import Catalogue, read_catalogue
from kgbuild.documents.formats import format_of
from kgbuild.documents.found import FoundFile, Handed, absolute, find_files, identifiers, printable
from kgbuild.documents.language import detected
from kgbuild.documents.metadata import Metadata
from kgbuild.documents.model import Document, Skipped
from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.documents.unpacking import PACKINGS, contents
from kgbuild.errors import DocumentError

_NO_METADATA = f"nothing known of its publisher or date: add a row to {CATALOGUE} beside it"
_TWICE = "has the same text as another, which is read"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that is to be read, with its name among all of them and what its table says of it."""

    file: FoundFile
    identifier: str
    row: Metadata | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The files that are to be read, in the order of their identifiers, and the faults of their tables."""

    files: list[ListedFile]
    faults: list[Skipped]


def read_documents(sources: Iterable[Path | Handed]) -> Iterator[Document | Skipped]:
    """Read files, and folders with all below them, in the order of the files' identifiers.

    Which path is named first makes no difference. In folders, hidden files, `README` files, tables named
    `documents.csv` and the `_files` that a browser saves beside a page are passed over. A file that cannot
    become a document comes as Skipped; so does a fault of a `documents.csv`.

    Raises DocumentError, before anything is read, when a path does not exist or a folder holds no files.
    """
    return _read_all(list_files(sources))


def count_files(sources: Iterable[Path | Handed]) -> int:
    """Return how many files `read_documents` will try to read. Raises DocumentError like it."""
    return len(find_files(sources)[1])


def list_files(sources: Iterable[Path | Handed]) -> Listing:
    """Return what `read_documents` would read, for who reads the files elsewhere, by `read_file`.

    Raises DocumentError like it.
    """
    given, files = find_files(sources)
    folders = {absolute(path) for path in given if path.is_dir()}
    catalogues = {folder: read_catalogue(folder / CATALOGUE) for folder in _described(files, folders)}
    rows = {path: row for folder in sorted(catalogues) for path, row in catalogues[folder].rows.items()}
    named = identifiers(files.values())
    return Listing(
        [ListedFile(files[path], identifier, rows.get(path)) for identifier, path in named],
        list(_faults(catalogues, folders)),
    )


def _read_all(listing: Listing) -> Iterator[Document | Skipped]:
    yield from listing.faults
    seen: dict[str, str] = {}
    taken = {file.identifier for file in listing.files}
    for file in listing.files:
        for found, own_name in read_file(file):
            if isinstance(found, Document):
                if own_name and own_name not in taken:
                    found = replace(found, identifier=own_name)
                    taken.add(own_name)
                if found.sha256 in seen:
                    yield read_twice(file, found, seen[found.sha256])
                    continue
                seen[found.sha256] = found.identifier
            yield found


def read_twice(file: ListedFile, found: Document, first: str) -> Skipped:
    """Return how a document of a file is passed over that has the same text as the first one of it."""
    where = file.file.shown if found.identifier == file.identifier else found.identifier
    return Skipped(where, f"has the same text as {first}, which is read", kind=_TWICE)


def _described(files: dict[Path, FoundFile], folders: Iterable[Path]) -> list[Path]:
    """Return the folders that hold a table, among those where the files lie and those given."""
    here = (path for path, file in files.items() if file.data is None and file.address is None)
    candidates = {path.parent for path in here} | set(folders)
    return sorted(folder for folder in candidates if (folder / CATALOGUE).is_file())


def _faults(catalogues: dict[Path, Catalogue], folders: set[Path]) -> Iterator[Skipped]:
    """Yield what is wrong with the tables; absent files only for those in a folder that is read whole."""
    for folder, catalogue in sorted(catalogues.items()):
        whole = any(folder.is_relative_to(given) for given in folders)
        for problem in [*catalogue.problems, *(catalogue.absent if whole else ())]:
            yield Skipped(printable(folder / CATALOGUE), problem)


def read_file(listed: ListedFile) -> Iterator[tuple[Document | Skipped, str | None]]:
    """Yield the documents of one file, each with the name that the file itself gives it, if it gives one.

    A document has that name instead of its own where no file and no document before it has it.
    """
    file, identifier = listed.file, listed.identifier
    try:
        for part in _parts(file):
            name = f"{identifier}#{part.name}" if part.name else identifier
            if isinstance(part, Unreadable):
                yield Skipped(name, part.reason), None
            else:
                yield _document(part, name, listed.row), part.identifier
    except OSError as error:
        yield Skipped(file.shown, f"cannot be read: {error.strerror}"), None
    except DocumentError as error:
        yield Skipped(file.shown, str(error)), None


def _parts(file: FoundFile) -> Iterable[Portion | Unreadable]:
    """Return what a file holds. Raises OSError or DocumentError, with a reason that does not name it."""
    unpack = PACKINGS.get(file.path.suffix.lower())
    name = file.path.with_suffix("") if unpack else file.path
    known = format_of(name.suffix)
    if file.data is not None:
        data = file.data
    elif file.address is not None:
        data = contents_at(file.address)
    elif file.path.is_file():
        data = contents(file.path)
    else:
        raise DocumentError("cannot be read: it is a link to nowhere, or not a file of data")
    return known.read(unpack(data) if unpack else data)


def _document(part: Portion, identifier: str, row: Metadata | None) -> Document:
    """Make a document of a part; a row of the table about the file counts more than what that says of itself.

    Where a file holds several documents, a row about it only fills up what they do not say.
    """
    own = part.metadata
    metadata = own if row is None else own.over(row) if part.name else row.over(own)
    notices = metadata.problems
    if not metadata.publisher and not metadata.issued:
        notices = (*notices, _NO_METADATA)
    return Document(
        identifier=identifier,
        text=part.text,
        title=metadata.title,
        publisher=metadata.publisher,
        issued=metadata.issued,
        retrieved=metadata.retrieved,
        source=metadata.source,
        language=metadata.language or detected(part.text),
        notices=notices,
        pages=part.pages,
    )
