"""Whom a saved query can be asked, and the engine on this machine as one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Protocol, Self

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.namespace import XSD
from rdflib.query import Result
from rdflib.term import Identifier

from kgbuild.engine.pool import EngineAnswer

_ROWS = "application/sparql-results+json"
_GRAPH = "application/n-triples"
_STRING = str(XSD.string)


class Asked(Protocol):
    """Whoever answers queries over all its graphs as one."""

    def select(self, text: str) -> Result:
        """Return the answer to a SELECT or ASK query."""

    def construct(self, text: str) -> Graph:
        """Return the answer to a CONSTRUCT or DESCRIBE query."""

    def over_all_graphs(self) -> Asked:
        """Return it, asked in the way in which it sees all graphs as one."""

    def check(self, text: str) -> None:
        """Raise FederationError where a query asks a third server, and may not."""


class Answering(Protocol):
    """A pool, or what stands before one."""

    def ask(self, job: Mapping[str, str]) -> EngineAnswer:
        """Have a job done."""


class Local:
    """The engines of a pool. All methods raise LimitError, FederationError, NotSparqlError, StoreError."""

    def __init__(self, pool: Answering) -> None:
        self._pool = pool

    def select(self, text: str) -> Result:
        """Return the answer to a SELECT or ASK query."""
        with self._answer({"do": "query", "text": text, "accept": _ROWS}) as content:
            return _result(content)

    def construct(self, text: str) -> Graph:
        """Return the answer to a CONSTRUCT or DESCRIBE query."""
        with self._answer({"do": "query", "text": text, "accept": _GRAPH}) as content:
            return Graph().parse(content, format="nt")

    def over_all_graphs(self) -> Self:
        """Return itself: it sees all graphs as one."""
        return self

    def check(self, text: str) -> None:
        """Do nothing: the engine refuses it by itself."""

    def _answer(self, job: Mapping[str, str]) -> IO[bytes]:
        return self._pool.ask(job).content


def _result(content: IO[bytes]) -> Result:
    """Return an answer in JSON as rdflib's; its own reader loads all of its SPARQL first."""
    found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        result = Result("ASK")
        result.askAnswer = bool(found)
        return result
    result = Result("SELECT")
    names = [(variable, Variable(variable.value)) for variable in found.variables]
    result.vars = [name for _, name in names]
    result.bindings = [
        {name: _term(value) for variable, name in names if (value := row[variable]) is not None}
        for row in found
    ]
    return result


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)  # graphs of kgbuild hold no triples as terms
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = term.datatype.value
    return Literal(term.value) if kind == _STRING else Literal(term.value, datatype=URIRef(kind))
