"""What answers at which address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgbuild.query import SavedQuery
from kgbuild.web.backend import Backend
from kgbuild.web.pages import Pages
from kgbuild.web.protocol import Protocol

HOSTS = ["127.0.0.1", "localhost"]
"""Names by which this may be called: a page elsewhere that gives its own name this address gets nothing."""
_STATIC = Path(__file__).parent / "static"
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"server", b"kgbuild (Oxigraph)"),  # clients tell by this name how to load
    (b"content-security-policy", _POLICY),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


def make_app(backend: Backend, queries: Sequence[SavedQuery], graph: str) -> Starlette:
    """Return the application over a running backend; `graph` is what people call its graph."""
    protocol = Protocol(backend)
    pages = Pages(backend, queries, graph)

    def health(_: Request) -> Response:
        return (
            PlainTextResponse("ok\n") if backend.is_alive() else PlainTextResponse("the store is gone\n", 503)
        )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await protocol.close()

    return Starlette(
        routes=[
            Route("/", pages.editor),
            Route("/queries/{name}", pages.saved),
            Route("/node", pages.node),
            Route("/sparql", protocol.query, methods=["GET", "POST"]),
            Route("/query", protocol.query, methods=["GET", "POST"]),
            Route("/update", protocol.update, methods=["POST"]),
            Route("/store", protocol.store, methods=["GET", "PUT", "POST", "DELETE"]),
            Route("/health", health),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS), Middleware(Headers)],
        lifespan=lifespan,
    )


class Headers:
    """Keeps browsers from asking anybody else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with headers on top."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_headers)
