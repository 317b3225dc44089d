"""The SPARQL protocol: requests go on to Oxigraph's server, answers come back as they stream.

What this adds: a timeout is an error and no answer that looks whole, and no page of another site may write.
"""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kgbuild.web.backend import Backend

_LOOK_AHEAD = 1 << 16
"""Bytes to wait for before the status is sent: a query that fails does so before its first rows."""
_GRACE = 10.0
"""Seconds beyond its own timeout in which the server has to say so."""
_CANCELLED = b"The SPARQL operation has been cancelled"
_REQUEST_HEADERS = frozenset({"accept", "content-type", "content-encoding"})
_ANSWER_HEADERS = frozenset({"content-type", "location", "allow"})
_READ_ONLY = "This endpoint is read-only: start it with kgbuild serve --writable to change its graph.\n"


class Protocol:
    """Passes requests on to a backend."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._client = httpx.AsyncClient(
            base_url=backend.url,
            timeout=httpx.Timeout(backend.timeout + _GRACE, connect=5),
            limits=httpx.Limits(max_connections=64),
            trust_env=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def query(self, request: Request) -> Response:
        """Answer a query by GET or POST; to a person, who sees it in a browser, as plain text."""
        answer = await self._pass_on(request, "/query", self._backend.timeout)
        if _is_person(request):
            answer.headers["content-type"] = "text/plain; charset=utf-8"
        return answer

    async def update(self, request: Request) -> Response:
        """Change the graph."""
        return await self._change(request, "/update")

    async def store(self, request: Request) -> Response:
        """Read or change whole graphs, by the Graph Store Protocol."""
        if request.method in ("GET", "HEAD"):
            return await self._pass_on(request, "/store")
        return await self._change(request, "/store")

    async def _change(self, request: Request, path: str) -> Response:
        if not self._backend.writable:
            return PlainTextResponse(_READ_ONLY, 403)
        if is_from_elsewhere(request):
            return PlainTextResponse("A page of another site may not change this graph.\n", 403)
        return await self._pass_on(request, path)

    async def _pass_on(self, request: Request, path: str, seconds: float = math.inf) -> Response:
        end = time.monotonic() + seconds
        headers = {name: value for name, value in request.headers.items() if name in _REQUEST_HEADERS}
        sent = self._client.build_request(
            request.method,
            httpx.URL(path=path, query=request.url.query.encode()),
            headers=headers,
            content=request.stream() if request.method not in ("GET", "HEAD") else None,
        )
        if _is_person(request):
            sent.headers["accept"] = "text/csv, text/turtle"
        try:
            answer = await self._client.send(sent, stream=True)
        except ClientDisconnect:
            return Response(status_code=400)
        except httpx.TimeoutException:
            return self._late()
        except httpx.HTTPError as error:
            return PlainTextResponse(f"The store does not answer: {error}\n", 502)
        return await self._streamed(answer, end)

    async def _streamed(self, answer: httpx.Response, end: float) -> Response:
        pieces = answer.aiter_raw()
        begun = b""
        whole = True
        try:
            async for piece in pieces:
                begun += piece
                if len(begun) > _LOOK_AHEAD:
                    whole = False
                    break
        except httpx.HTTPError:
            await answer.aclose()
            return self._late()
        headers = {name: value for name, value in answer.headers.items() if name in _ANSWER_HEADERS}
        if not whole:
            return StreamingResponse(_rest(answer, begun, pieces, end), answer.status_code, headers)
        await answer.aclose()
        if begun.endswith(_CANCELLED):
            return self._late()
        if answer.status_code >= 400 and begun and not begun.endswith(b"\n"):
            begun += b"\n"
        return Response(begun, answer.status_code, headers)

    def _late(self) -> Response:
        seconds = f"{self._backend.timeout:g}"
        return PlainTextResponse(
            f"The query took longer than {seconds} s: ask for less, or start kgbuild serve with --timeout.\n",
            504,
        )


async def _rest(
    answer: httpx.Response, begun: bytes, pieces: AsyncIterator[bytes], end: float
) -> AsyncIterator[bytes]:
    """Yield the whole answer; break off, as the connection then does, where it takes until after `end`."""
    last = begun
    yield begun
    try:
        async for piece in pieces:
            last = (last + piece)[-len(_CANCELLED) :]
            if last == _CANCELLED or time.monotonic() > end:
                raise ConnectionAbortedError("the query took too long")
            yield piece
    finally:
        await answer.aclose()


def _is_person(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def is_from_elsewhere(request: Request) -> bool:
    """Tell whether a page of another site has made the browser send this."""
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{request.url.netloc}":
        return True
    return request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
