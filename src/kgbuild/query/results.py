"""Answers: rows of terms, and the formats they can be written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.query import Result
from rdflib.term import Identifier, Variable

from kgbuild.errors import QueryError
from kgbuild.graph.namespaces import KG, prefixes

_RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Identifier | None, ...], ...]
    """In the order of the query; None where a column has no value."""
    parameters: frozenset[str] = frozenset()
    """The columns that are parameters of the query."""

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

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
    return heads, [tuple(_text(row[i]) for i in kept) for row in rows.rows]


def write_csv(rows: Rows, stream: BinaryIO) -> None:
    """Write rows as SPARQL 1.1 Query Results CSV."""
    _result(rows).serialize(destination=stream, format="csv")


def write_json(rows: Rows, stream: BinaryIO) -> None:
    """Write rows as SPARQL 1.1 Query Results JSON."""
    _result(rows).serialize(destination=stream, format="json")
    stream.write(b"\n")


def write_tsv(rows: Rows, stream: BinaryIO) -> None:
    """Write rows as SPARQL 1.1 Query Results TSV, which keeps language and datatype of each value."""
    written = BytesIO()
    write_json(rows, written)
    read = ox.parse_query_results(written.getvalue(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(read, ox.QuerySolutions)
    read.serialize(stream, format=ox.QueryResultsFormat.TSV)


def write_ttl(answer: Rows | Graph, stream: BinaryIO) -> None:
    """Write a graph as Turtle, and rows as the graph that W3C's result set vocabulary makes of them."""
    graph = answer if isinstance(answer, Graph) else _result_set(answer)
    for prefix, namespace in prefixes().items():
        graph.bind(prefix, namespace, replace=True)
    stream.write(graph.serialize(format="turtle", encoding="utf-8"))


def write_jsonld(graph: Graph, stream: BinaryIO) -> None:
    """Write a graph as JSON-LD, with the prefixes of the project as its context, nodes in order."""
    names = {**prefixes(), "xsd": str(XSD)}
    text = graph.serialize(format="json-ld", context=names, sort_keys=True, indent=1, ensure_ascii=True)
    stream.write(text.encode() + b"\n")


def _result_set(rows: Rows) -> Graph:
    graph = Graph()
    graph.bind("rs", _RS)
    whole = BNode("answer")
    graph.add((whole, RDF.type, _RS.ResultSet))
    for column in rows.columns:
        graph.add((whole, _RS.resultVariable, Literal(column)))
    for number, row in enumerate(rows.rows, start=1):
        solution = BNode(f"row{number:09}")
        graph.add((whole, _RS.solution, solution))
        graph.add((solution, _RS["index"], Literal(number)))
        for column, term in zip(rows.columns, row, strict=True):
            if term is not None:
                binding = BNode(f"{solution}.{column}")
                graph.add((solution, _RS.binding, binding))
                graph.add((binding, _RS.variable, Literal(column)))
                graph.add((binding, _RS.value, term))
    return graph


def _result(rows: Rows) -> Result:
    result = Result("SELECT")
    result.vars = [Variable(column) for column in rows.columns]
    result.bindings = [
        {v: term for v, term in zip(result.vars, row, strict=True) if term is not None} for row in rows.rows
    ]
    return result


def _is_shown(rows: Rows, index: int, column: str) -> bool:
    terms = [row[index] for row in rows.rows if row[index] is not None]
    if not terms:
        return column not in rows.parameters
    return not all(isinstance(term, URIRef) and not term.startswith(str(KG)) for term in terms)


def _text(term: Identifier | None) -> str:
    if term is None:
        return ""
    if isinstance(term, URIRef):
        return re.split(r"[/#]", str(term))[-1]
    if isinstance(term, Literal) and isinstance(term.value, Decimal):
        return f"{term.value.normalize():f}"
    # Words of a document may hold what a terminal would obey
    return " ".join("".join(c if c.isprintable() else " " for c in str(term)).split())


def words(column: str) -> str:
    """Write "otherClaimant" as "other claimant"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()
