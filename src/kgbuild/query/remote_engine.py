"""Runs a saved query where it is to be asked: the same questions, the same answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kgbuild.errors import FederationError, LimitError, NotSparqlError, QueryError
from kgbuild.query.answering import line_of, not_sparql, rows
from kgbuild.query.asking import Asked
from kgbuild.query.names import bind_by_query
from kgbuild.query.placing import placed
from kgbuild.query.results import Rows
from kgbuild.query.saved import SavedQuery

if TYPE_CHECKING:
    from rdflib import Graph


def run_remotely(asked: Asked, query: SavedQuery, values: Mapping[str, str] | None = None) -> Rows:
    """Return the answer of a saved query, as `run` does for a graph at hand.

    Raises EndpointError when no answer comes, and QueryError when a value does not fit its parameter, when
    the query is not taken, or takes more than it may (FederationError, LimitError).
    """
    found, text = _bound(asked, query, values or {})
    with _named(query):
        return rows(query, found.answer(text))


def construct_remotely(asked: Asked, query: SavedQuery, values: Mapping[str, str] | None = None) -> Graph:
    """Return the graph that a saved CONSTRUCT or DESCRIBE query answers with. Raises like `run_remotely`."""
    found, text = _bound(asked, query, values or {})
    with _named(query):
        return found.construct(text)


def _bound(asked: Asked, query: SavedQuery, values: Mapping[str, str]) -> tuple[Asked, str]:
    asked.check(query.text)
    found = asked.over_all_graphs()
    terms = bind_by_query(found.triples, query, values)
    return found, placed(query, terms, lambda text: found.answer(text).rows)


@contextmanager
def _named(query: SavedQuery) -> Iterator[None]:
    """Let errors of the query name it."""
    try:
        yield
    except (FederationError, LimitError):
        raise
    except NotSparqlError as error:
        raise not_sparql(query, line_of(str(error))) from error
    except QueryError as error:
        raise QueryError(f"{query.name}.rq: {error}") from error
