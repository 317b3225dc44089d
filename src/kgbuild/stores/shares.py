"""What a graph file says, graph by graph: where each lies in the file, and a digest of what it says.

N-Quads as `kgbuild export` writes it is read graph by graph and sent as it lies there: a file of a gigabyte
takes no more memory than its largest graph, and what a store is known to hold is not even parsed. Everything
else is first brought into that form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from kgbuild.engine.files import FORMATS
from kgbuild.errors import GraphFileError
from kgbuild.stores.blocks import Block, NotPlainError, blocks, content
from kgbuild.stores.normalise import normalised, sections

_NOTHING: Mapping[str, ShareEntry] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ShareEntry:
    """What a graph in a store should hold."""

    digest: str
    """SHA-256 of its N-Triples, sorted by bytes, each once."""
    triples: int
    block: str = field(default="", compare=False)
    """SHA-256 of the lines that were sent, as they lay in the file; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Share:
    """One named graph: its part of a file of N-Quads, in which it stands in one piece."""

    graph: str
    """IRI of the graph."""
    digest: str
    """SHA-256 of its N-Triples, sorted by bytes, each once."""
    triples: int
    path: Path
    offset: int
    """Where it begins in the file, in bytes."""
    size: int
    """Its length in the file, in bytes."""
    block: str = ""
    """SHA-256 of these bytes."""

    @property
    def entry(self) -> ShareEntry:
        """What the manifest says of it."""
        return ShareEntry(self.digest, self.triples, self.block)


@dataclass(frozen=True, slots=True)
class Scan:
    """Files that have been looked through, but not read."""

    paths: tuple[Path, ...]
    blocks: tuple[Block, ...] | None
    """Their graphs; None where they do not lie in one piece each, so that all has to be parsed."""


def scan(paths: Sequence[Path]) -> Scan:
    """Look where in files which graph lies. Raises GraphFileError where one cannot be read."""
    try:
        return Scan(tuple(paths), tuple(_plain(paths)))
    except NotPlainError:
        return Scan(tuple(paths), None)


def read_shares(paths: Sequence[Path], spool: Path, unnamed: str) -> list[Share]:
    """Return the graphs of files; see `collect`."""
    return collect(scan(paths), spool, unnamed)


def collect(
    found: Scan, spool: Path, unnamed: str, known: Mapping[str, ShareEntry] = _NOTHING
) -> list[Share]:
    """Return the graphs of files, sorted by IRI.

    `spool` is a folder for what has to be rewritten, which must stay until the shares have been sent.
    Triples outside all named graphs, such as all of a Turtle file, come into the graph `unnamed`. A graph
    that several files tell of is the union of what they say. `known` is what graphs held at an earlier load:
    lines that have not changed since are not parsed. Raises GraphFileError where a file cannot be read, is
    malformed, holds blank nodes, or where there is no triple at all.
    """
    try:
        if found.blocks is None:
            raise NotPlainError
        shares = [_share(block, known.get(block.graph)) for block in found.blocks]
    except NotPlainError:
        shares = list(_normalised(found.paths, spool, unnamed))
    if not shares:
        raise GraphFileError(
            f"{', '.join(map(str, found.paths))}: not a single triple: "
            "nothing is loaded, or the store would be emptied; to empty it, drop its graphs"
        )
    return sorted(shares, key=lambda share: share.graph)


def _plain(paths: Sequence[Path]) -> list[Block]:
    """Return the graphs of files as they lie there; raises NotPlainError where that cannot be."""
    found: dict[str, Block] = {}
    for path in paths:
        if FORMATS.get(path.suffix.lower()) != ox.RdfFormat.N_QUADS:
            raise NotPlainError
        try:
            for block in blocks(path):
                if found.setdefault(block.graph, block) is not block:
                    raise NotPlainError
        except OSError as error:
            raise GraphFileError(
                f"{path}: cannot be read: {(error.strerror or str(error)).lower()}: name a graph file"
            ) from error
    return list(found.values())


def _share(block: Block, entry: ShareEntry | None) -> Share:
    """Return a graph that lies in one piece; raises NotPlainError where it is not plain."""
    if entry is None or entry.block != block.digest:
        text, count = content(block)
        entry = ShareEntry(hashlib.sha256(text).hexdigest(), count)
    return Share(block.graph, entry.digest, entry.triples, block.path, block.offset, block.size, block.digest)


def _normalised(paths: Sequence[Path], spool: Path, unnamed: str) -> Iterator[Share]:
    path = normalised(paths, spool, unnamed)
    offset = 0
    for section in sections(path):
        yield Share(section.graph, section.digest, section.triples, path, offset, section.size, section.block)
        offset += section.size
