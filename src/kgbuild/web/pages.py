"""The pages: an editor, the saved queries with their answers, and what is said of one node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from rdflib import Graph, URIRef
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kgbuild.errors import KGBuildError, QueryError
from kgbuild.graph.namespaces import prefixes
from kgbuild.query import (
    Local,
    Rows,
    SavedQuery,
    construct_remotely,
    find,
    run_remotely,
    write_csv,
    write_json,
    write_tsv,
    write_ttl,
)
from kgbuild.query.names import bind_by_query
from kgbuild.query.placing import placed
from kgbuild.web.backend import Backend
from kgbuild.web.links import Served
from kgbuild.web.names import LabelledNode, names, node, suggestions
from kgbuild.web.problems import response_to, status_of
from kgbuild.web.rendering import environment
from kgbuild.web.tables import Table, cell, nodes, table

_WRITERS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "tsv": (write_tsv, "text/tab-separated-values; charset=utf-8"),
    "json": (write_json, "application/sparql-results+json"),
}
_FIRST = """# Every claim, with who makes it and in which words
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?claimant ?stance ?quote ?claim
WHERE {
  ?claim kg:claimant/rdfs:label ?claimant ;
    kg:stance ?stance ;
    kg:evidence/oa:hasSelector/oa:exact ?quote .
}
LIMIT 100
"""


class Pages:
    """Renders pages about the graph of a backend."""

    def __init__(self, backend: Backend, queries: Sequence[SavedQuery], graph: str) -> None:
        self._queries = queries
        self._graph = graph
        self._writable = backend.writable
        self._endpoint = Local(backend)
        self._suggestions = lru_cache(maxsize=None)(lambda kind: suggestions(self._endpoint, kind))
        self._templates = environment()
        self._links = Served()

    def editor(self, request: Request) -> Response:
        """Show the query editor, with a saved query in it if one is named."""
        text = _FIRST
        if name := request.query_params.get("saved"):
            try:
                query = find(name, self._queries)
                terms = bind_by_query(self._endpoint.triples, query, self._values(request, query))
                text = placed(query, terms)
            except KGBuildError as error:
                return self._failed(error)
        return self._page("editor.html", current=None, text=text, prefixes=prefixes())

    def saved(self, request: Request) -> Response:
        """Show a saved query and, once its form is sent, its answer."""
        try:
            query = find(request.path_params["name"], self._queries)
        except QueryError as error:
            return self._failed(error, 404)
        values = self._values(request, query)
        form = request.query_params.get("format", "html")
        if form == "html" and "run" not in request.query_params:
            return self._saved(query, values)
        try:
            if query.form != "SELECT":
                return self._graph_answer(query, values, form)
            rows = run_remotely(self._endpoint, query, values)
        except KGBuildError as error:
            if form != "html":
                return response_to(error)
            return self._saved(query, values, problem=_shown(error), status=status_of(error))
        if form in _WRITERS:
            write, kind = _WRITERS[form]
            stream = BytesIO()
            write(rows, stream)
            return Response(stream.getvalue(), media_type=kind)
        return self._saved(query, values, answer=self._table(rows))

    def node(self, request: Request) -> Response:
        """Show what is said of a node."""
        iri = request.query_params.get("iri", "")
        try:
            found = node(self._endpoint, iri)
            known = names(self._endpoint, [URIRef(iri), *_nodes_of(found)])
        except KGBuildError as error:
            return self._failed(error)
        if not found.said and not found.said_elsewhere:
            return self._failed(QueryError(f"This graph says nothing of {iri}."), 404)
        return self._page(
            "node.html",
            current=None,
            iri=iri,
            name=known[URIRef(iri)],
            groups=[_described(part, known) for part in (found.said, found.said_elsewhere)],
        )

    def _saved(
        self,
        query: SavedQuery,
        values: Mapping[str, str],
        *,
        answer: Table | None = None,
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        fields = [
            (p, values.get(p.name, p.default or ""), self._suggestions(p.type)) for p in query.parameters
        ]
        return self._page(
            "saved.html",
            status,
            current=query.name,
            query=query,
            fields=fields,
            answer=answer,
            problem=problem,
            values=dict(values),
        )

    def _graph_answer(self, query: SavedQuery, values: Mapping[str, str], form: str) -> Response:
        answer: Graph = construct_remotely(self._endpoint, query, values)
        stream = BytesIO()
        write_ttl(answer, stream)
        kind = "text/turtle" if form == "ttl" else "text/plain"
        return Response(stream.getvalue(), media_type=f"{kind}; charset=utf-8")

    def _table(self, rows: Rows) -> Table:
        return table(rows, names(self._endpoint, nodes(rows)))

    @staticmethod
    def _values(request: Request, query: SavedQuery) -> dict[str, str]:
        given = request.query_params
        return {p.name: value for p in query.parameters if (value := given.get(p.name, "").strip())}

    def _failed(self, error: KGBuildError, status: int | None = None) -> Response:
        return self._page("failed.html", status or status_of(error), current=None, problem=_shown(error))

    def _page(self, template: str, status: int = 200, **values: Any) -> Response:
        page = self._templates.get_template(template)
        given = {"links": self._links, "tab": "editor", "q": "", "graph": self._graph, **values}
        return HTMLResponse(page.render(queries=self._queries, writable=self._writable, **given), status)


def _nodes_of(found: LabelledNode) -> list[URIRef]:
    parts = (found.said, found.said_elsewhere)
    return [v for part in parts for values in part.values() for v in values if isinstance(v, URIRef)]


def _described(part: Mapping[str, Sequence[Any]], known: Mapping[URIRef, str]) -> list[tuple[str, list[Any]]]:
    return [(iri, [cell(value, known) for value in values]) for iri, values in part.items()]


def _shown(error: KGBuildError) -> str:
    """Return a message for a page, which knows no options of the command line."""
    return str(error).split(": add --param")[0]
