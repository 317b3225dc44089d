"""What engines answer a saved query, at hand or elsewhere, as rows and errors of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import Literal
from rdflib.namespace import XSD
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier

from kgbuild.errors import QueryError
from kgbuild.query.results import Rows
from kgbuild.query.saved import SavedQuery

_PLACE = re.compile(r"\bat (\d+):(\d+)")


def rows(query: SavedQuery, result: Result) -> Rows:
    """Return the rows of a result that any engine gave. Raises QueryError where it has none."""
    if result.type != "SELECT":
        raise QueryError("the answer is no table, though one was asked for")
    columns = tuple(str(variable) for variable in result.vars or ())
    return Rows(
        columns,
        tuple(tuple(map(plain_literal, _terms(row))) for row in result),
        frozenset(parameter.name for parameter in query.parameters),
    )


def not_sparql(query: SavedQuery, line: int | None) -> QueryError:
    """Return an error that names the line; what the engines say of it lists their grammar."""
    lines = query.text.splitlines()
    if line is None or not 0 < line <= len(lines):
        return QueryError(f"{query.name}.rq: not SPARQL: compare it with a shipped query")
    return QueryError(f"{query.name}.rq:{line}: not SPARQL near {lines[line - 1].strip()!r}")


def line_of(message: str) -> int | None:
    """Return the line that an engine names."""
    match = _PLACE.search(message)
    return int(match[1]) if match else None


def _terms(row: object) -> Iterator[Identifier | None]:
    assert isinstance(row, ResultRow)
    yield from row


def plain_literal(term: Identifier | None) -> Identifier | None:
    """Return "x"^^xsd:string as "x", which it is; some engines write the one, some the other."""
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return term
