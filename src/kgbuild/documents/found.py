"""Which files are meant by paths, and what the documents in them are called."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from kgbuild.documents.addresses import address_of, files_at
from kgbuild.documents.catalogue import NAME as CATALOGUE
from kgbuild.documents.formats import SUFFIXES
from kgbuild.documents.sniffing import suffix_of
from kgbuild.errors import DocumentError

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that lies nowhere, such as what comes in on standard input."""

    name: str
    """How its document is called; its suffix says what it is."""
    data: bytes

    @classmethod
    def unnamed(cls, data: bytes, kind: str | None = None) -> Handed:
        """Return what came in without a name, of the kind (a suffix) given, else of what it begins like."""
        return cls(f"stdin.{kind}" if kind else f"stdin{suffix_of(data)}", data)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was found."""

    path: Path
    """Absolute, by which the file is known."""
    shown: str
    """As the caller named it."""
    below: tuple[str, ...]
    """Its folders and name below the folder given."""
    data: bytes | None = None
    """What it holds, where it lies nowhere."""
    address: str | None = None
    """Where it lies, if not on this machine."""


def find_files(sources: Iterable[Path | Handed]) -> tuple[list[Path], dict[Path, FoundFile]]:
    """Return the paths among the sources, sorted, and the files by their path.

    Raises DocumentError when there are none, a path does not exist or a folder holds no files.
    """
    named = list(sources)
    given = sorted({source for source in named if isinstance(source, Path)})
    files = {file.path: file for source in named if isinstance(source, Handed) for file in (_handed(source),)}
    if not named:
        raise DocumentError("no document named: name a file or a folder of documents")
    for path in given:
        for file in _find(path):
            known = files.get(file.path)
            if known is None or len(known.below) < len(file.below):
                files[file.path] = file
    return given, files


def _handed(source: Handed) -> FoundFile:
    return FoundFile(Path(source.name), "standard input", (source.name,), source.data)


def _find(path: Path) -> list[FoundFile]:
    address = address_of(path)
    if address is not None:
        far = (file for file in files_at(address) if _is_report(file.below))
        return [FoundFile(file.path, file.address, file.below, address=file.address) for file in far]
    if not path.exists() and _MAGIC.search(str(path)):
        return _matching(path)
    if path.is_dir():
        found = [entry for entry in sorted(path.rglob("*")) if _is_candidate(entry, path)]
        if not found:
            raise DocumentError(f"no documents in {path}: put {', '.join(SUFFIXES)} files there")
        real = {folder: folder.resolve() for folder in dict.fromkeys(entry.parent for entry in found)}
        return [
            FoundFile(real[entry.parent] / entry.name, printable(entry), entry.relative_to(path).parts)
            for entry in found
        ]
    if not path.exists():
        raise DocumentError(f"{path} does not exist: name a file or a folder of documents")
    return [FoundFile(absolute(path), printable(path), (path.name,))]


def _matching(pattern: Path) -> list[FoundFile]:
    """Return the files that a pattern means, such as reports/2024-*/*.txt; ** means folders of any depth."""
    fixed = next(number for number, part in enumerate(pattern.parts) if _MAGIC.search(part))
    root = Path(*pattern.parts[:fixed])
    try:
        found = sorted(root.glob(str(Path(*pattern.parts[fixed:])))) if root.is_dir() else []
    except ValueError as error:
        raise DocumentError(f"{pattern} is no pattern of names: {error}") from error
    files = [entry for entry in found if _is_candidate(entry, root)]
    if not files:
        raise DocumentError(
            f"{pattern} does not exist, and nothing is named like it: name a file or a folder"
        )
    return [FoundFile(absolute(entry), printable(entry), entry.relative_to(root).parts) for entry in files]


def _is_candidate(entry: Path, root: Path) -> bool:
    return not entry.is_dir() and _is_report(entry.relative_to(root).parts)


def _is_report(parts: tuple[str, ...]) -> bool:
    """Whether a file of a folder is meant when that is named."""
    if any(part.startswith(".") for part in parts):
        return False
    saved_with_page = any(part.endswith("_files") for part in parts[:-1])
    name = Path(parts[-1])
    return not saved_with_page and name.name != CATALOGUE and name.stem.upper() != "README"


def absolute(path: Path) -> Path:
    """Return one path for each file, however it was named; the file itself may be a link."""
    return path.parent.resolve() / path.name if path.name else path.resolve()


def printable(path: Path) -> str:
    """Return the path as text that can be encoded, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def identifiers(files: Collection[FoundFile]) -> list[tuple[str, Path]]:
    """Name each file by its name, with as many folders before it as tell it from the others.

    Only folders below the one given count, so that a corpus has the same names wherever it lies; those above
    count where two given folders hold files of one path.
    """
    trails = {file.path: file.below for file in files}
    if len(set(trails.values())) < len(trails):
        trails = {file.path: _whole_trail(file) for file in files}
    named: list[tuple[str, Path]] = []
    depth, left = 1, set(trails)
    while left:
        names = {path: "/".join(trail[-depth:]) for path, trail in trails.items()}
        times = Counter(names.values())
        unique = {path for path in left if times[names[path]] == 1}
        named += [(printable(Path(names[path])), path) for path in unique]
        left -= unique
        depth += 1
    return sorted(named)


def _whole_trail(file: FoundFile) -> tuple[str, ...]:
    if file.data is not None:
        return file.below
    return file.path.parts[1:] if file.address is None else file.path.parts
