"""Answers as tables for a page: nodes by their names, which lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from rdflib import URIRef
from rdflib.term import Identifier

from kgbuild.query import Rows
from kgbuild.query.results import words
from kgbuild.web.names import shortened, shown

MOST = 500
"""Rows that a page shows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table."""

    text: str
    link: str | None = None
    whole: str | None = None
    """The text before it was shortened."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be shown, and how many there are in all."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def nodes(rows: Rows) -> set[URIRef]:
    """Return the nodes of the rows that a page shows."""
    return {term for row in rows.rows[:MOST] for term in row if isinstance(term, URIRef)}


def table(rows: Rows, known: Mapping[URIRef, str]) -> Table:
    """Return rows as a table, given the names of their nodes.

    A column that only repeats the names of a column of nodes becomes their links; parameters without a value
    are left out.
    """
    kept = [
        i for i, column in enumerate(rows.columns) if _has_terms(rows, i) or column not in rows.parameters
    ]
    named = {i: column for i in kept for column in kept if i != column and _names(rows, i, column, known)}
    shown_columns = [i for i in kept if i not in named.values()]
    return Table(
        tuple(words(rows.columns[i]) for i in shown_columns),
        tuple(
            tuple(_cell(row[i], row[named[i]] if i in named else row[i], known) for i in shown_columns)
            for row in rows.rows[:MOST]
        ),
        len(rows.rows),
    )


def link(iri: str) -> str:
    """Return the address of the page about a node."""
    return f"/node?{urlencode({'iri': iri})}"


def cell(term: Identifier | None, known: Mapping[URIRef, str]) -> Cell:
    """Return what stands for a term."""
    return _cell(term, term, known)


def _cell(term: Identifier | None, leads_to: Identifier | None, known: Mapping[URIRef, str]) -> Cell:
    text = shown(term, known)
    is_quote = not isinstance(term, URIRef)  # words of a document are shown in full
    short = text if is_quote else shortened(text)
    return Cell(
        short,
        link(leads_to) if isinstance(leads_to, URIRef) else None,
        text if short != text else None,
    )


def _has_terms(rows: Rows, column: int) -> bool:
    return any(row[column] is not None for row in rows.rows)


def _names(rows: Rows, column: int, of: int, known: Mapping[URIRef, str]) -> bool:
    """Tell whether a column of texts holds the names of a column of nodes."""
    if not _has_terms(rows, column):
        return False
    for row in rows.rows[:MOST]:
        term, named = row[column], row[of]
        if isinstance(term, URIRef) or not isinstance(named, URIRef | None):
            return False
        if (known.get(named) if named is not None else None) != (
            None if term is None else shown(term, known)
        ):
            return False
    return True
