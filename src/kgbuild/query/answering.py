"""What engines answer a saved query, at hand or elsewhere, as rows and errors of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from kgbuild.errors import QueryError
from kgbuild.query.results import Rows
from kgbuild.query.saved import SavedQuery
from kgbuild.query.terms import QueryAnswer, Term, from_rdflib

if TYPE_CHECKING:
    from rdflib.query import Result
    from rdflib.term import Identifier, Node

_PLACE = re.compile(r"\bat (\d+):(\d+)")


def rows(query: SavedQuery, answer: QueryAnswer) -> Rows:
    """Return the rows of an answer that any engine gave. Raises QueryError where it has none."""
    if answer.truth is not None:
        raise QueryError("the answer is no table, though one was asked for")
    return Rows(answer.columns, answer.rows, frozenset(parameter.name for parameter in query.parameters))


def answer_of(result: Result) -> QueryAnswer:
    """Return a result of rdflib's; one that is a graph has neither rows nor columns."""
    if result.type == "SELECT":
        names = result.vars or []
        told = (
            tuple(None if (term := row.get(name)) is None else from_rdflib(term) for name in names)
            for row in result.bindings
        )
        return QueryAnswer(tuple(map(str, names)), tuple(told))
    return QueryAnswer((), (), bool(result.askAnswer))


def triples_of(triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[tuple[Term, Term, Term]]:
    """Yield triples of rdflib's."""
    for triple in triples:
        subject, predicate, value = (from_rdflib(cast("Identifier", term)) for term in triple)
        yield subject, predicate, value


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
