"""Runs a saved query on a graph, with values bound as terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyparsing import ParseBaseException
from rdflib import Dataset
from rdflib.query import ResultRow
from rdflib.term import Identifier

from kgbuild.errors import QueryError
from kgbuild.query.parameters import bind
from kgbuild.query.results import Rows
from kgbuild.query.saved import SavedQuery

_PLACE = re.compile(r"\bat (\d+):(\d+)")


def run(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None = None) -> Rows:
    """Return the answer of a saved query; `values` are the words given for its parameters.

    Works on any Dataset whose default graph is the union of all; on an Oxigraph store, Oxigraph answers.
    Raises QueryError when a value does not fit its parameter, or when the text is not SPARQL.
    """
    terms = bind(dataset, query, values or {})
    try:
        # The text and not a prepared query: with that, rdflib leaves a store's own engine aside
        result = dataset.query(query.text, initBindings=terms)
        columns = tuple(str(variable) for variable in result.vars or ())
        rows = tuple(tuple(_terms(row)) for row in result)
    except ParseBaseException as error:
        raise _not_sparql(query, error.lineno) from error
    except SyntaxError as error:
        raise _not_sparql(query, error.lineno or _line(str(error))) from error
    except (RuntimeError, ValueError, TypeError, NotImplementedError) as error:
        raise QueryError(f"{query.name}.rq: cannot be answered: {_first_line(str(error))}") from error
    return Rows(columns, rows, frozenset(parameter.name for parameter in query.parameters))


def _terms(row: object) -> Iterator[Identifier | None]:
    assert isinstance(row, ResultRow)  # of a SELECT query, which every saved query is
    yield from row


def _not_sparql(query: SavedQuery, line: int | None) -> QueryError:
    """Name the line; what the engines say of it lists their grammar."""
    lines = query.text.splitlines()
    if line is None or not 0 < line <= len(lines):
        return QueryError(f"{query.name}.rq: not SPARQL: compare it with a shipped query")
    return QueryError(f"{query.name}.rq:{line}: not SPARQL near {lines[line - 1].strip()!r}")


def _line(message: str) -> int | None:
    match = _PLACE.search(message)
    return int(match[1]) if match else None


def _first_line(message: str, longest: int = 120) -> str:
    line = message.strip().splitlines()[0] if message.strip() else "no reason given"
    return line if len(line) <= longest else line[:longest].rstrip() + "…"
