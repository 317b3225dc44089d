"""Answers in the formats of the protocol, and no more rows of them than there may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from json.encoder import encode_basestring as _quoted
from typing import IO, TypeVar

import pyoxigraph as ox

from kgbuild.errors import LimitError, NoFormatError

T = TypeVar("T")
Solutions = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def accepted(accept: str, offered: Iterable[str]) -> str:
    """Return the media type of an answer by the header Accept; raises NoFormatError."""
    offers = list(offered)
    wishes: list[tuple[float, str]] = []
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        kind, *options = (piece.strip().lower() for piece in part.split(";"))
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        try:
            wishes.append((float(weight), kind))
        except ValueError:
            continue
    for _, wish in sorted((w for w in wishes if w[0] > 0), key=lambda w: -w[0]):
        for offer in offers:
            if wish in (offer, "*/*") or (wish.endswith("/*") and offer.startswith(wish[:-1])):
                return offer
    raise NoFormatError(f"the answer comes as one of {', '.join(offers)}, none of which is asked for")


def graph_format(kind: str) -> ox.RdfFormat | None:
    """Return the format of graphs that a media type stands for."""
    return _GRAPHS.get(kind)


def graph_type(accept: str) -> str:
    """Return the media type of a graph by the header Accept; raises NoFormatError."""
    return accepted(accept, _GRAPHS)


def write_answer(answer: Solutions, accept: str, pieces: IO[bytes], most: int, too_many: str) -> str:
    """Write an answer; return its media type. Raises NoFormatError, LimitError beyond `most` rows."""
    if isinstance(answer, ox.QueryTriples):
        kind = accepted(accept, _GRAPHS)
        ox.serialize(_up_to(answer, most, too_many), pieces, _GRAPHS[kind])
        return _with_charset(kind)
    kind = accepted(accept, _ROWS)
    form = _ROWS[kind]
    if isinstance(answer, ox.QueryBoolean):
        answer.serialize(pieces, form)
    elif form is ox.QueryResultsFormat.JSON:
        _write_json(answer, pieces, most, too_many)
    else:
        whole = BytesIO()
        _write_json(answer, whole, most, too_many)
        whole.seek(0)
        read = ox.parse_query_results(whole, format=ox.QueryResultsFormat.JSON)
        assert isinstance(read, ox.QuerySolutions)
        read.serialize(pieces, form)
    return _with_charset(kind)


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _up_to(items: Iterable[T], most: int, too_many: str) -> Iterator[T]:
    for number, item in enumerate(items, start=1):
        if number > most:
            raise LimitError(too_many, "rows")
        yield item


def _write_json(rows: ox.QuerySolutions, stream: IO[bytes], most: int, too_many: str) -> None:
    """Write rows by hand: the engine's own writer can neither count them nor be stopped."""
    names = [_quoted(variable.value) for variable in rows.variables]
    stream.write(f'{{"head":{{"vars":[{",".join(names)}]}},"results":{{"bindings":['.encode())
    before = ""
    for row in _up_to(rows, most, too_many):
        bound = (f"{name}:{_json(term)}" for name, term in zip(names, row, strict=True) if term is not None)
        stream.write(f"{before}{{{','.join(bound)}}}".encode())
        before = ","
    stream.write(b"]}}")


def _json(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_quoted(term.value)}}}'
    if isinstance(term, ox.Literal):
        more = ""
        if term.language:
            more = f',"xml:lang":{_quoted(term.language)}'
            if term.direction is not None:
                more += f',"its:dir":{_quoted(str(term.direction))}'
        elif term.datatype.value != _XSD_STRING:
            more = f',"datatype":{_quoted(term.datatype.value)}'
        return f'{{"type":"literal","value":{_quoted(term.value)}{more}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_quoted(term.value)}}}'
    assert isinstance(term, ox.Triple)
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    inner = ",".join(f'"{name}":{_json(part)}' for name, part in parts)
    return f'{{"type":"triple","value":{{{inner}}}}}'
