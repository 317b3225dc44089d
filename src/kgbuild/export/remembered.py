"""What was written before of which documents, so that the same graph is not made again.

Of each file that was written there is a note of some hundred bytes: what it depends on, and the digest of its
bytes. Nothing is trusted: only a file that is there, with these very bytes, is left as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from kgbuild.resources import contents, folder

_SUFFIXES = (".py", ".csv", ".json", ".ttl", ".rq", ".yaml")
_LIBRARIES = ("kgbuild", "pyoxigraph", "rdflib", "pydantic")
"""What has a say in the bytes besides the code and the data that are looked at."""
_MOST = 1_000
"""Files that are remembered."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A file that was written, and what was told of it."""

    documents: str
    """Digest of the documents it was made of."""
    sha256: str
    """Of its bytes, in hexadecimal."""
    size: int
    """In bytes."""
    told: Mapping[str, int]
    """Its size, as it was told when it was written."""
    less_sure: int
    """Claims that were left out."""


class Remembered:
    """Notes of files in a folder; several processes may use it at once. Trouble with it is no trouble."""

    def __init__(self, notes: Path, out: Path, depends: Mapping[str, object]) -> None:
        """Take the folder of the notes, the file, and all that its bytes depend on besides the documents."""
        told = json.dumps({"out": str(out.resolve()), "made by": _made_by(), **depends}, sort_keys=True)
        self._out = out
        self._note = notes / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.json"

    def last(self) -> Noted | None:
        """Return what was written there the last time; None where the file is another by now, or gone."""
        try:
            told = Noted(**json.loads(self._note.read_bytes()))
            there = self._out.is_file() and self._out.stat().st_size == told.size
            return told if there and _sha256(self._out) == told.sha256 else None
        except (OSError, ValueError, TypeError):
            return None

    def wrote(self, documents: str, told: Mapping[str, int], less_sure: int) -> None:
        """Note that the file has been written, from documents with a digest."""
        with contextlib.suppress(OSError):
            if self._out.is_file():
                written = Noted(documents, _sha256(self._out), self._out.stat().st_size, told, less_sure)
                _replace(self._note, json.dumps(asdict(written)).encode())
                _forget_oldest(self._note.parent)


def digest_of(documents: Iterable[bytes]) -> str:
    """Return the digest of documents, each known by its own; their order does not count."""
    whole = hashlib.sha256()
    for each in sorted(documents):
        whole.update(each)
    return whole.hexdigest()


def forget(notes: Path) -> None:
    """Remove all notes in a folder."""
    for note in notes.glob("*.json"):
        with contextlib.suppress(OSError):
            note.unlink()


@cache
def _made_by() -> str:
    """Return a digest of all by which a graph is made of claims: code, rules, vocabularies, libraries."""
    whole = hashlib.sha256()
    for place in (files("kgbuild"), folder("ontology"), folder("data", "identity")):
        for name, content in contents(place, _SUFFIXES):
            if not name.startswith("_resources/"):
                whole.update(f"{name}\n{len(content)}\n".encode() + content)
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            whole.update(f"{name} {version(name)}\n".encode())
    return whole.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _forget_oldest(notes: Path) -> None:
    found = sorted(notes.glob("*.json"), key=lambda note: note.stat().st_mtime)
    for note in found[:-_MOST]:
        note.unlink(missing_ok=True)
