"""Whom a saved query can be asked, and the engine on this machine as one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Protocol, Self

from kgbuild.engine.pool import EngineAnswer
from kgbuild.query.terms import QueryAnswer, Term, from_json, from_oxigraph, to_rdflib

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.query import Result

_ROWS = "application/sparql-results+json"
_GRAPH = "application/n-triples"


class Asked(Protocol):
    """Whoever answers queries over all its graphs as one."""

    def answer(self, text: str) -> QueryAnswer:
        """Return the answer to a SELECT or ASK query."""

    def triples(self, text: str) -> Iterator[tuple[Term, Term, Term]]:
        """Yield the answer to a CONSTRUCT or DESCRIBE query."""

    def select(self, text: str) -> Result:
        """Return the answer to a SELECT or ASK query as rdflib has it."""

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

    def answer(self, text: str) -> QueryAnswer:
        """Return the answer to a SELECT or ASK query."""
        with self._answer({"do": "query", "text": text, "accept": _ROWS}) as content:
            return _answer_in(content)

    def triples(self, text: str) -> Iterator[tuple[Term, Term, Term]]:
        """Yield the answer to a CONSTRUCT or DESCRIBE query."""
        import pyoxigraph as ox  # noqa: PLC0415 - tables do without

        with self._answer({"do": "query", "text": text, "accept": _GRAPH}) as content:
            for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES):
                told = (quad.subject, quad.predicate, quad.object)
                subject, predicate, value = map(from_oxigraph, told)
                yield subject, predicate, value

    def select(self, text: str) -> Result:
        """Return the answer to a SELECT or ASK query as rdflib has it."""
        return _result_of(self.answer(text))

    def construct(self, text: str) -> Graph:
        """Return the answer to a CONSTRUCT or DESCRIBE query."""
        from rdflib import Graph  # noqa: PLC0415 - loaded only by who wants one

        with self._answer({"do": "query", "text": text, "accept": _GRAPH}) as content:
            return Graph().parse(content, format="nt")

    def over_all_graphs(self) -> Self:
        """Return itself: it sees all graphs as one."""
        return self

    def check(self, text: str) -> None:
        """Do nothing: the engine refuses it by itself."""

    def _answer(self, job: Mapping[str, str]) -> IO[bytes]:
        return self._pool.ask(job).content


def _answer_in(content: IO[bytes]) -> QueryAnswer:
    told = json.load(content)
    if "boolean" in told:
        return QueryAnswer((), (), bool(told["boolean"]))
    columns = tuple(told["head"]["vars"])
    return QueryAnswer(
        columns,
        tuple(
            tuple(from_json(value) if (value := row.get(name)) else None for name in columns)
            for row in told["results"]["bindings"]
        ),
    )


def _result_of(answer: QueryAnswer) -> Result:
    from rdflib import Variable  # noqa: PLC0415
    from rdflib.query import Result  # noqa: PLC0415

    if answer.truth is not None:
        result = Result("ASK")
        result.askAnswer = answer.truth
        return result
    result = Result("SELECT")
    names = [Variable(name) for name in answer.columns]
    result.vars = names
    result.bindings = [
        {name: to_rdflib(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return result
