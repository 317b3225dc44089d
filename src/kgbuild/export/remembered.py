"""What was written before of which documents, so that the same graph is not made again.

Of each file that was written there is a note: what it depends on, the digest of its bytes, and which
documents it was made of. Beside it the graph itself is kept as N-Quads, unless that is what the file holds,
so that a document more costs that one. Nothing is trusted: only what is there with these very bytes counts.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from kgbuild.resources import contents, folder

_SUFFIXES = (".py", ".csv", ".json", ".ttl", ".rq", ".yaml")
_LIBRARIES = ("kgbuild", "pyoxigraph", "rdflib", "pydantic")
"""What has a say in the bytes besides the code and the data that are looked at."""
_MOST = 1_000
"""Files that are remembered."""
_MOST_KEPT = 500_000_000
"""Bytes of graphs that are kept."""
KEPT_CLAIMS = 10_000
"""Claims up to which a graph is kept: to change it, all of it is held in memory, some 20 KB for each."""

Parts = Mapping[str, tuple[str, int]]
"""The documents of a file by their digests: the key of each, and how many claims of it were left out."""


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
    graph: str = ""
    """Digest of the graph that is kept, in hexadecimal; empty where there is none."""
    parts: Parts = field(default_factory=dict)
    """What the graph that is kept was made of."""


class Remembered:
    """Notes of files in a folder; several processes may use it at once. Trouble with it is no trouble."""

    def __init__(self, notes: Path, out: Path, depends: Mapping[str, object]) -> None:
        """Take the folder of the notes, the file, and all that its bytes depend on besides the documents."""
        told = json.dumps({"out": str(out.resolve()), "made by": _made_by(), **depends}, sort_keys=True)
        self._out = out
        self._note = notes / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.json"
        self._is_graph = depends.get("format") == "nq"

    def last(self) -> Noted | None:
        """Return what was written there the last time; None where the file is another by now, or gone."""
        try:
            told = Noted(**json.loads(self._note.read_bytes()))
            there = self._out.is_file() and self._out.stat().st_size == told.size
            return told if there and _sha256(self._out) == told.sha256 else None
        except (OSError, ValueError, TypeError):
            return None

    def graph(self, noted: Noted) -> ox.Store | None:
        """Return the graph that is kept of a file, in memory; None where there is none by now."""
        if not noted.graph:
            return None
        store = ox.Store()
        try:
            place = self._place(noted.graph)
            if _sha256(place) != noted.graph:
                return None
            store.bulk_load(path=str(place), format=ox.RdfFormat.N_QUADS)
        except (OSError, SyntaxError, ValueError):
            return None
        return store

    def wrote(
        self,
        documents: str,
        told: Mapping[str, int],
        less_sure: int,
        graph: ox.Store | None = None,
        parts: Parts | None = None,
    ) -> None:
        """Note that the file was written, from documents with a digest; keep its graph if it is given."""
        with contextlib.suppress(OSError):
            if self._out.is_file():
                sha256 = _sha256(self._out)
                kept = "" if graph is None else sha256 if self._is_graph else self._keep(graph)
                told_of = parts if kept and parts else {}
                size = self._out.stat().st_size
                written = Noted(documents, sha256, size, told, less_sure, kept, told_of)
                _replace(self._note, json.dumps(asdict(written)).encode())
                _forget_oldest(self._note.parent, self._note.stem, kept)

    def _place(self, graph: str) -> Path:
        """Return where a graph lies; one that is replaced can still be read by who is at it."""
        return self._out if self._is_graph else self._note.with_name(f"{self._note.stem}-{graph[:16]}.nq")

    def _keep(self, graph: ox.Store) -> str:
        """Write a graph down; return the digest of what was written."""
        self._note.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._note.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                graph.dump(stream, ox.RdfFormat.N_QUADS)
            digest = _sha256(Path(name))
            Path(name).replace(self._place(digest))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest


def digest_of(documents: Iterable[bytes]) -> str:
    """Return the digest of documents, each known by its own; their order does not count."""
    whole = hashlib.sha256()
    for each in sorted(documents):
        whole.update(each)
    return whole.hexdigest()


def forget(notes: Path) -> None:
    """Remove all notes in a folder, and all graphs."""
    for pattern in ("*.json", "*.nq"):
        for file in notes.glob(pattern):
            with contextlib.suppress(OSError):
                file.unlink()


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


def _forget_oldest(notes: Path, own: str, graph: str) -> None:
    """Remove what was kept of a file before this graph, and of others what was not written for longest."""
    for file in notes.glob(f"{own}-*.nq"):
        if file.stem != f"{own}-{graph[:16]}":
            file.unlink(missing_ok=True)
    for note in _by_age(notes.glob("*.json"))[_MOST:]:
        note.unlink(missing_ok=True)
    room = _MOST_KEPT
    for file in _by_age(notes.glob("*.nq")):
        room -= file.stat().st_size
        if room < 0:
            file.unlink(missing_ok=True)


def _by_age(files: Iterable[Path]) -> list[Path]:
    return sorted(files, key=lambda file: -file.stat().st_mtime)
