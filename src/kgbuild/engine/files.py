"""Graph files into an Oxigraph store. No contexts, imports or entities are fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kgbuild.errors import GraphFileError

LARGE = 20_000_000
"""Bytes of graph files from which a store is worth its room: less is parsed within a second."""
_PIECE = 1 << 20
_OVERLAP = 1 << 17
"""Bytes that an entity may be long, or it may hide between two pieces."""
_GROWTH = 16
"""How many times as long as a file what it says may be."""
_ENTITY = re.compile(rb"""<!ENTITY\s+(?:%\s*)?[^\s"']+\s+(?:"([^"]*)"|'[^']*')""")
_REFERENCE = re.compile(rb"[&%](?!#|lt;|gt;|amp;|apos;|quot;)[^\s;]+;")
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nquads": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""Formats by suffix: all that can be read, and, but for N-Triples, written."""
WITH_NAMES = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD)
"""Those that can hold several graphs, each with its name."""


def format_of(path: Path) -> ox.RdfFormat:
    """Return the format that a file's suffix stands for. Raises GraphFileError where it stands for none."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise GraphFileError(
            f"{path}: the suffix {path.suffix!r} stands for no RDF format: "
            f"use one of {' '.join(sorted(FORMATS))}"
        ) from None


def load_into(store: ox.Store, path: Path) -> None:
    """Read one graph file into a store.

    Raises GraphFileError naming file and line when it cannot be read or does not follow its format.
    """
    rdf_format = format_of(path)
    try:
        with path.open("rb") as stream:
            if rdf_format == ox.RdfFormat.RDF_XML:
                _refuse_bombs(stream, path)
            # Relative IRIs are resolved against the file, as the standards have it
            store.bulk_load(stream, format=rdf_format, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        if "LoadDocumentCallback" in str(error.msg):
            raise GraphFileError(
                f"{path}: its JSON-LD context lies elsewhere, and nothing is fetched: write it into the file"
            ) from error
        line = f":{error.lineno}" if error.lineno else ""
        raise GraphFileError(
            f"{path}{line}: {_first_line(error.msg)}: mend the file or export it anew"
        ) from error
    except FileNotFoundError as error:
        raise GraphFileError(f"{path}: there is no such file: export one first") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _first_line(str(error))
        raise GraphFileError(f"{path}: cannot be read: {reason.lower()}") from error


MERGED = "merged"
"""Folder, in that of a store, of a store that holds the statements of all its graphs as one."""


def merge(store: ox.Store, paths: Iterable[Path], folder: Path) -> None:
    """Keep the statements of all graphs of a store as one graph as well, where it has several.

    Questions about all of them are answered from that many times as fast. It is made of the files, which the
    store has read without a fault: to have them back from the store takes longer.
    """
    if any(True for _ in store.named_graphs()):
        merged = ox.Store(str(folder))
        for path in paths:
            quads = ox.parse(
                path=str(path),
                format=format_of(path),
                base_iri=path.resolve().as_uri(),
                rename_blank_nodes=True,  # as the store does: two files mean two nodes by one name
            )
            merged.bulk_extend(ox.Quad(*quad.triple) for quad in quads)
        merged.flush()
        merged.optimize()  # a tenth of the time that making it takes, and answers take a third less


def _refuse_bombs(stream: BinaryIO, path: Path) -> None:
    """Raise GraphFileError where the entities of an XML file would unfold to far more than it holds."""
    size = references = 0
    found: list[bytes] = []
    before = b""
    while piece := stream.read(_PIECE):
        size += len(piece)
        references += piece.count(b"&")
        seam = len(before)
        window = before + piece
        if b"<!ENTITY" in window:
            found += (m[1] or b"" for m in _ENTITY.finditer(window) if m.end() > seam)
        before = window[-_OVERLAP:]
    stream.seek(0)
    longest = max(map(len, found), default=0)
    if any(_REFERENCE.search(value) for value in found) or longest * references > _GROWTH * (size + _PIECE):
        raise GraphFileError(f"{path}: its XML entities unfold to more than can be read: write them out")


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else "not valid"
