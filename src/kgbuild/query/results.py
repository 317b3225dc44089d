"""Answers: rows of terms, and the formats they can be written in."""

from __future__ import annotations

import csv
import json
import re
from codecs import getwriter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from kgbuild.errors import QueryError
from kgbuild.graph.vocabulary import KG_TERMS, XSD_NAMES, prefixes
from kgbuild.query.terms import BNODE, URI, Term, from_rdflib, to_json, to_rdflib

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Identifier

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


@dataclass(frozen=True)
class Rows:
    """The answer of a query."""

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    """The rows in the order of the query; None where a column has no value."""
    parameters: frozenset[str] = frozenset()
    """The columns that are parameters of the query."""

    @classmethod
    def of_rdflib(cls, columns: Iterable[str], rows: Iterable[Iterable[Identifier | None]]) -> Self:
        """Return rows of rdflib's terms."""
        told = (tuple(None if term is None else from_rdflib(term) for term in row) for row in rows)
        return cls(tuple(columns), tuple(told))

    @cached_property
    def rows(self) -> tuple[tuple[Identifier | None, ...], ...]:
        """The rows as rdflib's terms, in the order of the query; None where a column has no value."""
        return tuple(tuple(None if term is None else to_rdflib(term) for term in row) for row in self.terms)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.terms)

    def to_dataframe(self) -> Any:
        """Return the answer as a pandas DataFrame, a column each.

        Numbers and truth values are Python's; IRIs, words and dates are texts, a date as precise as its
        source ("2024-05"); what has no value is None. Raises QueryError where pandas is not installed.
        """
        try:
            import pandas  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            raise QueryError(
                "a data frame needs pandas, which is not installed: pip install 'kgbuild[notebook]'"
            ) from error
        cells = [[_value(term) for term in row] for row in self.rows]
        return pandas.DataFrame(cells, columns=list(self.columns), dtype=object).infer_objects()


def _value(term: Identifier | None) -> object:
    from rdflib import Literal  # noqa: PLC0415

    if not isinstance(term, Literal):
        return None if term is None else str(term)
    value = term.value
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, bool | int | float) else str(term)


def display(rows: Rows) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return heads and cells as text for people.

    Leaves out the columns of IRIs, whose nodes other columns name, and those of parameters without a value;
    terms of the vocabulary are shown without their namespace.
    """
    kept = [i for i, column in enumerate(rows.columns) if _is_shown(rows, i, column)]
    heads = tuple(words(rows.columns[i]) for i in kept)
    return heads, [tuple(_text(row[i]) for i in kept) for row in rows.terms]


def write_csv(rows: Rows, stream: BinaryIO) -> None:
    """Write rows as SPARQL 1.1 Query Results CSV."""
    written = csv.writer(getwriter("utf-8")(stream))
    written.writerow(rows.columns)
    for row in rows.terms:
        written.writerow("" if term is None else _in_csv(term) for term in row)


def _in_csv(term: Term) -> str:
    return f"_:{term.value}" if term.kind == BNODE else term.value


def write_json(rows: Rows, stream: BinaryIO) -> None:
    """Write rows as SPARQL 1.1 Query Results JSON."""
    bindings = [
        {name: to_json(term) for name, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.terms
    ]
    told = {"results": {"bindings": bindings}, "head": {"vars": rows.columns}}
    stream.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")


def write_tsv(rows: Rows, stream: BinaryIO) -> None:
    """Write rows as SPARQL 1.1 Query Results TSV, which keeps language and datatype of each value."""
    import pyoxigraph as ox  # noqa: PLC0415 - only this format needs it

    written = BytesIO()
    write_json(rows, written)
    read = ox.parse_query_results(written.getvalue(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(read, ox.QuerySolutions)
    read.serialize(stream, format=ox.QueryResultsFormat.TSV)


def write_ttl(answer: Rows | Graph, stream: BinaryIO) -> None:
    """Write a graph as Turtle, and rows as the graph that W3C's result set vocabulary makes of them."""
    graph = _result_set(answer) if isinstance(answer, Rows) else answer
    for prefix, namespace in prefixes().items():
        graph.bind(prefix, namespace, replace=True)
    stream.write(graph.serialize(format="turtle", encoding="utf-8"))


def write_jsonld(graph: Graph, stream: BinaryIO) -> None:
    """Write a graph as JSON-LD, with the prefixes of the project as its context, nodes in order."""
    names = {**prefixes(), "xsd": XSD_NAMES}
    text = graph.serialize(format="json-ld", context=names, sort_keys=True, indent=1, ensure_ascii=True)
    stream.write(text.encode() + b"\n")


def _result_set(rows: Rows) -> Graph:
    from rdflib import BNode, Graph, Literal, Namespace  # noqa: PLC0415
    from rdflib.namespace import RDF  # noqa: PLC0415

    rs = Namespace(_RS)
    graph = Graph()
    graph.bind("rs", rs)
    whole = BNode("answer")
    graph.add((whole, RDF.type, rs.ResultSet))
    for column in rows.columns:
        graph.add((whole, rs.resultVariable, Literal(column)))
    for number, row in enumerate(rows.rows, start=1):
        solution = BNode(f"row{number:09}")
        graph.add((whole, rs.solution, solution))
        graph.add((solution, rs["index"], Literal(number)))
        for column, term in zip(rows.columns, row, strict=True):
            if term is not None:
                binding = BNode(f"{solution}.{column}")
                graph.add((solution, rs.binding, binding))
                graph.add((binding, rs.variable, Literal(column)))
                graph.add((binding, rs.value, term))
    return graph


def _is_shown(rows: Rows, index: int, column: str) -> bool:
    terms = [term for row in rows.terms if (term := row[index]) is not None]
    if not terms:
        return column not in rows.parameters
    return not all(term.kind == URI and not term.value.startswith(KG_TERMS) for term in terms)


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    if term.kind == URI:
        return re.split(r"[/#]", term.value)[-1]
    if isinstance(number := term.number, Decimal):
        return f"{number.normalize():f}"
    # Words of a document may hold what a terminal would obey
    return " ".join("".join(c if c.isprintable() else " " for c in str(term)).split())


def words(column: str) -> str:
    """Write "otherClaimant" as "other claimant"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()
