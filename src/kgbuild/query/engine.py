"""Runs a saved query on a graph, with values bound as terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from oxrdflib import OxigraphStore
from pyparsing import ParseBaseException
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.plugins import sparql
from rdflib.query import Result
from rdflib.term import Identifier

from kgbuild.engine.federation import refuse_federation
from kgbuild.errors import QueryError
from kgbuild.query import parameters
from kgbuild.query.answering import answer_of, line_of, not_sparql, rows, triples_of
from kgbuild.query.names import bind_by_query
from kgbuild.query.placing import placed
from kgbuild.query.results import Rows
from kgbuild.query.saved import SavedQuery
from kgbuild.query.terms import Term, to_rdflib


def run(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None = None) -> Rows:
    """Return the answer of a saved query; `values` are the words given for its parameters.

    Works on any Dataset whose default graph is the union of all; on an Oxigraph store, Oxigraph answers.
    It runs in this process and without limits: `kgbuild.query.asking.Local` has a process for it. Raises
    QueryError when a value does not fit its parameter, when the text is not SPARQL, or asks another server.
    """
    with _named(query):
        result = _result(dataset, query, values)
        return rows(query, answer_of(result))


def construct(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None = None) -> Graph:
    """Return the graph that a saved CONSTRUCT or DESCRIBE query answers with. Raises like `run`."""
    with _named(query):
        found = Graph()
        for subject, predicate, value in _result(dataset, query, values).graph or ():
            found.add((subject, predicate, _plain(value) if isinstance(value, Literal) else value))
        return found


def _result(dataset: Dataset, query: SavedQuery, values: Mapping[str, str] | None) -> Result:
    refuse_federation(query.text)
    # The text and not a prepared query: with that, rdflib leaves a store's own engine aside
    with _nothing_fetched():
        if not isinstance(dataset.store, OxigraphStore):
            return dataset.query(query.text, initBindings=bind(dataset, query, values or {}))
        # It finds names faster than they can be fetched
        terms = bind_by_query(lambda text: triples_of(dataset.query(text).graph or ()), query, values or {})
        if query.shipped:
            return dataset.query(placed(query, terms, lambda text: answer_of(dataset.query(text)).rows))
        return dataset.query(query.text, initBindings={name: to_rdflib(t) for name, t in terms.items()})


def bind(dataset: Dataset, query: SavedQuery, values: Mapping[str, str]) -> dict[str, Identifier]:
    """Return the term of each parameter that is given or has a default. Raises QueryError."""
    terms = parameters.bind(_InDataset(dataset), query, values)
    return {name: to_rdflib(term) for name, term in terms.items()}


class _InDataset:
    """What a graph at hand knows of its nodes."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def individuals(self, cls: Term | None) -> Iterator[str]:
        """Yield the IRIs of a class, or of all that anything is said of."""
        found = self._dataset.subjects() if cls is None else self._dataset.subjects(RDF.type, to_rdflib(cls))
        return (str(node) for node in found if isinstance(node, URIRef))

    def named(self, name: Term) -> Iterator[tuple[str, str]]:
        """Yield IRIs with what they are called by a property."""
        found = self._dataset.subject_objects(to_rdflib(name))
        return ((str(node), str(value)) for node, value in found if isinstance(node, URIRef))


def _plain(value: Literal) -> Identifier:
    """Return "x"^^xsd:string as "x", which it is."""
    return Literal(str(value)) if value.datatype == XSD.string else value


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


def _first_line(message: str, longest: int = 120) -> str:
    line = message.strip().splitlines()[0] if message.strip() else "no reason given"
    return line if len(line) <= longest else line[:longest].rstrip() + "…"
