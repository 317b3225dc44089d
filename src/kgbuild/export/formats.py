"""The formats a graph can be written in."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kgbuild.engine.files import FORMATS
from kgbuild.errors import ExportError
from kgbuild.export.counting import Count
from kgbuild.export.order import Order, as_quads, as_triples
from kgbuild.export.turtle import trig, turtle
from kgbuild.graph.namespaces import prefixes

Writer = Callable[[ox.Store, str, Count], Iterator[bytes]]

_IN_MEMORY = 4_000_000
"""Bytes up to which nothing is written aside to disk."""
_PIECE = 1 << 20

# What XML 1.0 has no way to write
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _serialized(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    format_: ox.RdfFormat,
    names: dict[str, str] | None = None,
) -> Iterator[bytes]:
    """Yield what Oxigraph writes, in pieces, once all of it is written without a fault."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="kgbuild-") as aside:
        ox.serialize(statements, aside, format_, prefixes=names)
        aside.seek(0)
        while piece := aside.read(_PIECE):
            yield piece


def _turtle(store: ox.Store, base: str, count: Count) -> Iterator[bytes]:
    for piece in turtle(count.merged(Order(base).merged(store)), prefixes(base)):
        yield piece.encode("utf-8")


def _trig(store: ox.Store, base: str, count: Count) -> Iterator[bytes]:
    for piece in trig(count.described(Order(base).described(store)), prefixes(base)):
        yield piece.encode("utf-8")


def _n_quads(store: ox.Store, base: str, count: Count) -> Iterator[bytes]:
    for found in count.described(Order(base).described(store)):
        yield "".join(found.lines()).encode("utf-8")


def _json_ld(store: ox.Store, base: str, count: Count) -> Iterator[bytes]:
    yield from _serialized(as_quads(count.described(Order(base).described(store))), ox.RdfFormat.JSON_LD)
    yield b"\n"


def _rdf_xml(store: ox.Store, base: str, count: Count) -> Iterator[bytes]:
    triples = map(_for_xml, as_triples(count.merged(Order(base).merged(store))))
    for piece in _serialized(triples, ox.RdfFormat.RDF_XML, prefixes(base)):
        # Bare carriage returns would be read back as line feeds
        yield piece.replace(b"\r", b"&#13;")


def _for_xml(triple: ox.Triple) -> ox.Triple:
    if isinstance(triple.object, ox.Literal) and _NOT_XML.search(triple.object.value):
        raise ExportError(
            f"RDF/XML cannot hold the control characters in a value of {triple.subject}: "
            "choose another format"
        )
    return triple


WRITERS: dict[str, Writer] = {
    "ttl": _turtle,
    "nq": _n_quads,
    "trig": _trig,
    "jsonld": _json_ld,
    "rdfxml": _rdf_xml,
}
"""Each yields the bytes of a file, piece by piece, and counts what stands in them."""

_RDF_FORMATS = {
    ox.RdfFormat.TURTLE: "ttl",
    ox.RdfFormat.N_QUADS: "nq",
    ox.RdfFormat.TRIG: "trig",
    ox.RdfFormat.JSON_LD: "jsonld",
    ox.RdfFormat.RDF_XML: "rdfxml",
}
SUFFIXES = {suffix: _RDF_FORMATS[known] for suffix, known in FORMATS.items() if known in _RDF_FORMATS}
"""File name endings and the format each stands for."""
