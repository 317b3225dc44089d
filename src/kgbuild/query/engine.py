"""Runs a saved query on a graph, with values bound as terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from oxrdflib import OxigraphStore
from pyparsing import ParseBaseException
from rdflib import Dataset, Graph, Literal
from rdflib.namespace import XSD
from rdflib.plugins import sparql
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier

from kgbuild.engine.federation import refuse_federation
from kgbuild.errors import QueryError
from kgbuild.query.names import bind_by_query
from kgbuild.query.parameters import bind
from kgbuild.query.results import Rows
from kgbuild.query.saved import SavedQuery

_PLACE = re.compile(r"\bat (\d+):(\d+)")


def run(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None = None) -> Rows:
    """Return the answer of a saved query; `values` are the words given for its parameters.

    Works on any Dataset whose default graph is the union of all; on an Oxigraph store, Oxigraph answers.
    It runs in this process and without limits: `kgbuild.query.asking.Local` has a process for it. Raises
    QueryError when a value does not fit its parameter, when the text is not SPARQL, or asks another server.
    """
    with _named(query):
        result = _result(dataset, query, values)
        return rows(query, result)


def construct(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None = None) -> Graph:
    """Return the graph that a saved CONSTRUCT or DESCRIBE query answers with. Raises like `run`."""
    with _named(query):
        found = Graph()
        for subject, predicate, value in _result(dataset, query, values).graph or ():
            plain = _plain(value) if isinstance(value, Literal) else None
            found.add((subject, predicate, value if plain is None else plain))
        return found


def rows(query: SavedQuery, result: Result) -> Rows:
    """Return the rows of a result that any engine gave. Raises QueryError where it has none."""
    if result.type != "SELECT":
        raise QueryError("the answer is no table, though one was asked for")
    columns = tuple(str(variable) for variable in result.vars or ())
    return Rows(
        columns,
        tuple(tuple(map(_plain, _terms(row))) for row in result),
        frozenset(parameter.name for parameter in query.parameters),
    )


def _result(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None) -> Result:
    refuse_federation(query.text)
    # The text and not a prepared query: with that, rdflib leaves a store's own engine aside
    with _nothing_fetched():
        return dataset.query(query.text, initBindings=_bound(dataset, query, values or {}))


def _bound(dataset: Dataset, query: SavedQuery, values: Mapping[str, str]) -> dict[str, Identifier]:
    if isinstance(dataset.store, OxigraphStore):  # which finds names faster than they can be fetched
        return bind_by_query(lambda text: dataset.query(text).graph or (), query, values)
    return bind(dataset, query, values)


@contextmanager
def _nothing_fetched() -> Iterator[None]:
    """Keep rdflib, where it answers itself, from reading what FROM names off the disk or the net."""
    before = sparql.SPARQL_LOAD_GRAPHS
    sparql.SPARQL_LOAD_GRAPHS = False
    try:
        yield
    finally:
        sparql.SPARQL_LOAD_GRAPHS = before


@contextmanager
def _named(query: SavedQuery) -> Iterator[None]:
    """Turn what the engines raise into errors that name the query."""
    try:
        yield
    except ParseBaseException as error:
        raise not_sparql(query, error.lineno) from error
    except SyntaxError as error:
        raise not_sparql(query, error.lineno or line_of(str(error))) from error
    except (RuntimeError, ValueError, TypeError, NotImplementedError) as error:
        raise QueryError(f"{query.name}.rq: cannot be answered: {_first_line(str(error))}") from error


def _terms(row: object) -> Iterator[Identifier | None]:
    assert isinstance(row, ResultRow)
    yield from row


def _plain(term: Identifier | None) -> Identifier | None:
    """Return "x"^^xsd:string as "x", which it is; some engines write the one, some the other."""
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return term


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


def _first_line(message: str, longest: int = 120) -> str:
    line = message.strip().splitlines()[0] if message.strip() else "no reason given"
    return line if len(line) <= longest else line[:longest].rstrip() + "…"
