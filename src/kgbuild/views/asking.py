"""A graph as the views ask it: SPARQL in, rows of plain text out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib.query import ResultRow
from rdflib.term import Identifier

from kgbuild.graph.store import as_store
from kgbuild.query import Asked
from kgbuild.query.asking import Answering
from kgbuild.query.remote_values import n_triples, with_rows
from kgbuild.views.memory import Memory, Row

_WISH = re.compile(r"^ *(?:FILTER\(!BOUND\(\?(\w+)\) \|\| .*|.*# \?(\w+))\n", re.MULTILINE)
"""A line that counts only where a variable is given: by a filter, or by its name behind a hash."""
_JSON = "application/sparql-results+json"


class AskedGraph:
    """Answers SELECT queries with rows. Raises what whoever answers raises (`kgbuild.query.Asked`)."""

    def __init__(self, select: Callable[[str], list[Row]], memory: Memory | None = None) -> None:
        self._select = select
        self.memory = memory
        """What is known without asking, where the graph does not change."""

    def with_memory(self, memory: Memory) -> Self:
        """Return the graph with its claims known."""
        return type(self)(self._select, memory)

    @classmethod
    def of_engines(cls, engines: Answering) -> Self:
        """Return the graph that a pool of engines answers from."""

        def select(text: str) -> list[Row]:
            with engines.ask({"do": "query", "text": text, "accept": _JSON}).content as content:
                told: Any = json.load(content)
            return [
                {name: value["value"] for name, value in row.items()} for row in told["results"]["bindings"]
            ]

        return cls(select)

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> Self:
        """Return a graph in this process, as `kgbuild.build` returns it."""
        store = as_store(dataset)

        def select(text: str) -> list[Row]:
            answer = store.query(text, use_default_graph_as_union=True)
            assert isinstance(answer, ox.QuerySolutions)
            names = [variable.value for variable in answer.variables]
            return [
                {name: value.value for name, value in zip(names, row, strict=True) if value is not None}
                for row in answer
            ]

        return cls(select)

    @classmethod
    def of_endpoint(cls, asked: Asked) -> Self:
        """Return the graph of whoever answers saved questions, such as an endpoint elsewhere."""

        def select(text: str) -> list[Row]:
            found: list[Row] = []
            for row in asked.over_all_graphs().select(text):
                assert isinstance(row, ResultRow)
                found.append({n: str(v) for n, v in row.asdict().items() if v is not None})
            return found

        return cls(select)

    def rows(self, text: str, **given: Iterable[Identifier]) -> list[Row]:
        """Return the answer to a query whose variables are bound to some terms each.

        A filter by a variable that is not bound lets all pass: it is left out.
        """
        text = _WISH.sub(lambda line: line[0] if (line[1] or line[2]) in given else "", text)
        if self.memory is not None and not given:
            answers = self.memory.answers
            return answers[text] if text in answers else answers.setdefault(text, self._select(text))
        for name, terms in given.items():
            text = with_rows(text, [name], [[term] for term in terms])
        return self._select(text)

    def rows_of(self, nodes: Sequence[str], name: str, text: str) -> list[Row]:
        """Return the answer to a query about some nodes; asked once about all that are expected to come."""

        def ask(wanted: Iterable[str]) -> list[Row]:
            return self.rows(text, **{name: iris(wanted)})

        if self.memory is None:
            return ask(nodes) if nodes else []
        return self.memory.rows_of(nodes, name, text, ask)


def iris(values: Iterable[str]) -> list[URIRef]:
    """Return IRIs as terms, in order, each once."""
    return [URIRef(value) for value in sorted(set(values))]


def fixed(text: str, name: str, term: Identifier) -> str:
    """Return a query of one's own in which a term stands for a variable: a pattern is then read only once."""
    written = n_triples(term)
    return re.sub(rf"\?{name}\b", lambda _: written, text)
