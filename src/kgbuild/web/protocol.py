"""SPARQL 1.1 Protocol and Graph Store Protocol: requests become jobs for engines."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import IO, Any, TypeVar

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kgbuild.engine.answers import graph_format
from kgbuild.engine.pool import EngineAnswer, Ticket
from kgbuild.errors import KGBuildError
from kgbuild.web.backend import Backend
from kgbuild.web.problems import RequestError, response_to

T = TypeVar("T")
_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_FORM = "application/x-www-form-urlencoded"
_PIECE = 1 << 18
_LONGEST = 1 << 23
"""Bytes of a query; an update may be longer."""
_THREADS = 64
_READ_ONLY = "this endpoint is read-only: start it with kgbuild serve --writable to change its graph"


_Method = Callable[["Protocol", Request], Awaitable[Response]]


def _told(method: _Method) -> _Method:
    """Let a method answer what is wrong where it fails."""

    @wraps(method)
    async def answering(self: Protocol, request: Request) -> Response:
        try:
            return await method(self, request)
        except KGBuildError as error:
            return response_to(error)

    return answering


class Protocol:
    """Answers the requests of programs."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._threads = ThreadPoolExecutor(_THREADS, "protocol")

    @_told
    async def query(self, request: Request) -> Response:
        """Answer a query by GET or POST; to a person, who sees it in a browser, as plain text."""
        fields = await self._fields(request, _QUERY, "query", _LONGEST)
        job = {
            "do": "query",
            "text": fields["query"],
            "accept": "text/csv, text/turtle" if _is_person(request) else request.headers.get("accept", ""),
            "base": str(request.url.replace(query="")),
            "default_graph": fields.getlist("default-graph-uri"),
            "named_graphs": fields.getlist("named-graph-uri"),
        }
        return await self._answered(request, job)

    @_told
    async def update(self, request: Request) -> Response:
        """Change the graph."""
        self._expect_writable()
        fields = await self._fields(request, _UPDATE, "update", self._backend.limits.memory // 8)
        if any(fields.getlist(name) for name in ("using-graph-uri", "using-named-graph-uri")):
            raise RequestError("name graphs by USING in the update itself", 400)
        base = str(request.url.replace(query=""))
        await self._in_thread(
            lambda: self._backend.change({"do": "update", "text": fields["update"], "base": base})
        )
        return Response(status_code=204)

    @_told
    async def store(self, request: Request) -> Response:
        """Read or change whole graphs, by the Graph Store Protocol."""
        graph = _graph(request)
        if request.method in ("GET", "HEAD"):
            accept = request.headers.get("accept", "")
            return await self._answered(request, {"do": "read", "graph": graph, "accept": accept})
        self._expect_writable()
        if request.method == "DELETE":
            await self._in_thread(lambda: self._backend.change({"do": "drop", "graph": graph}))
            return Response(status_code=204)
        return await self._put(request, graph)

    async def _put(self, request: Request, graph: str | None) -> Response:
        kind = _content_type(request)
        form = graph_format(kind)
        if form is None:
            raise RequestError(f"no graph comes as {kind or 'nothing'}: name its format in Content-Type", 415)
        headers = {}
        if graph is None and not form.supports_datasets:
            graph = str(request.url.replace(query="")) + "/" + secrets.token_hex(16)
            headers["location"] = graph
        with tempfile.NamedTemporaryFile(dir=self._backend.folder()) as spooled:
            await _spool(request, spooled)
            job = {
                "do": "put",
                "path": spooled.name,
                "type": kind,
                "graph": graph,
                "base": graph or str(request.url.replace(query="")),
                "replace": request.method == "PUT",
                "bulk": "no_transaction" in request.query_params,
            }
            said = await self._in_thread(lambda: self._backend.change(job))
        return Response(status_code=201 if said.get("made") else 204, headers=headers)

    async def _answered(self, request: Request, job: Mapping[str, Any]) -> Response:
        """Have a job done, as long as whoever asked for it is still there."""
        ticket = Ticket()

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            await self._in_thread(ticket.cancel)

        watching = asyncio.create_task(watch())
        try:
            answer: EngineAnswer = await self._in_thread(lambda: self._backend.ask(job, ticket))
        finally:
            watching.cancel()
        kind = str(answer.said["type"])
        if _is_person(request):
            kind = "text/plain; charset=utf-8"
        headers = {"content-type": kind, "content-length": str(answer.size)}
        return StreamingResponse(iterate_in_threadpool(_pieces(answer.content)), 200, headers)

    async def _fields(self, request: Request, plain: str, name: str, most: int) -> QueryParams:
        """Return the parameters of a request, among them the query or update itself."""
        if request.method in ("GET", "HEAD"):
            fields = request.query_params
        else:
            kind = _content_type(request)
            if kind not in (plain, _FORM):
                raise RequestError(
                    f"send the {name} as {plain} or as a form, not as {kind or 'nothing'}", 415
                )
            try:
                body = (await _body(request, most)).decode("utf-8")
            except UnicodeDecodeError as error:
                raise RequestError(f"the {name} is no UTF-8", 400) from error
            given = request.query_params.multi_items()
            fields = QueryParams(body if kind == _FORM else [*given, (name, body)])
        if len(fields.getlist(name)) != 1:
            raise RequestError(f"there is no {name}, or more than one: send one as the parameter {name}", 400)
        return fields

    def _expect_writable(self) -> None:
        if not self._backend.writable:
            raise RequestError(_READ_ONLY, 403)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Do what takes its time beside all else, in threads that the pages do not need."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _graph(request: Request) -> str | None:
    """Return the graph that a request names: "" is the default graph, None all of them."""
    named = request.query_params.getlist("graph")
    if len(named) > 1 or (named and "default" in request.query_params):
        raise RequestError("name one graph only", 400)
    if named:
        return named[0]
    return "" if "default" in request.query_params else None


def _content_type(request: Request) -> str:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RequestError("what is packed is not taken: send it without Content-Encoding", 415)
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise RequestError(f"the request is longer than {most:,} bytes: send less at a time", 413)
    return bytes(body)


async def _spool(request: Request, spooled: IO[bytes]) -> None:
    async for piece in request.stream():
        await run_in_threadpool(spooled.write, piece)
    spooled.flush()


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    with content:
        while piece := content.read(_PIECE):
            yield piece


def _is_person(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")
