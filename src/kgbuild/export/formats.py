"""The formats a graph can be written in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kgbuild.errors import ExportError
from kgbuild.export.order import Order
from kgbuild.export.turtle import trig, turtle
from kgbuild.graph.namespaces import prefixes

Writer = Callable[[ox.Store, str], Iterator[bytes]]

# What XML 1.0 has no way to write
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _serialized(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    format_: ox.RdfFormat,
    names: dict[str, str] | None = None,
) -> bytes:
    out = io.BytesIO()
    ox.serialize(statements, out, format_, prefixes=names)
    return out.getvalue()


def _turtle(store: ox.Store, base: str) -> Iterator[bytes]:
    for piece in turtle(Order(base).triples(store), prefixes(base)):
        yield piece.encode("utf-8")


def _trig(store: ox.Store, base: str) -> Iterator[bytes]:
    for piece in trig(Order(base).quads(store), prefixes(base)):
        yield piece.encode("utf-8")


def _n_quads(store: ox.Store, base: str) -> Iterator[bytes]:
    yield _serialized(Order(base).quads(store), ox.RdfFormat.N_QUADS)


def _json_ld(store: ox.Store, base: str) -> Iterator[bytes]:
    yield _serialized(Order(base).quads(store), ox.RdfFormat.JSON_LD)
    yield b"\n"


def _rdf_xml(store: ox.Store, base: str) -> Iterator[bytes]:
    triples = Order(base).triples(store)
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and _NOT_XML.search(triple.object.value):
            raise ExportError(
                f"RDF/XML cannot hold the control characters in a value of {triple.subject}: "
                "choose another format"
            )
    whole = _serialized(triples, ox.RdfFormat.RDF_XML, prefixes(base))
    # Bare carriage returns would be read back as line feeds
    yield whole.replace(b"\r", b"&#13;")


WRITERS: dict[str, Writer] = {
    "ttl": _turtle,
    "nq": _n_quads,
    "trig": _trig,
    "jsonld": _json_ld,
    "rdfxml": _rdf_xml,
}
"""Each yields the bytes of a file, piece by piece."""

SUFFIXES = {
    ".ttl": "ttl",
    ".turtle": "ttl",
    ".nq": "nq",
    ".nquads": "nq",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".owl": "rdfxml",
}
"""File name endings and the format each stands for."""
