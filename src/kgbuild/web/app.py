"""What answers at which address."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kgbuild.documents.texts import TextOf
from kgbuild.query import SavedQuery
from kgbuild.views import AskedGraph
from kgbuild.web.backend import Backend
from kgbuild.web.guard import Guard
from kgbuild.web.home_pages import HomePages
from kgbuild.web.links import Served
from kgbuild.web.pages import Pages
from kgbuild.web.protocol import Protocol
from kgbuild.web.review_pages import Reviewing
from kgbuild.web.site import Site

HOSTS = ["127.0.0.1", "localhost"]
"""Names by which this may be called: a page elsewhere that gives its own name this address gets nothing."""
_STATIC = Path(__file__).parent / "static"


def make_app(
    backend: Backend,
    queries: Sequence[SavedQuery],
    graph: str,
    text_of: TextOf = lambda _: None,
    review: tuple[Path, str] | None = None,
) -> Starlette:
    """Return the application over a running backend.

    `graph` is what people call its graph, and `text_of` returns the stored texts of its documents.
    `review` is the file that decisions are added to, and who takes them: whoever opens the address that
    `app.state.review` then names. Raises ReviewError where that file is malformed.
    """
    asked = AskedGraph.of_engines(backend)
    site = Site(asked, Served(), graph, text_of, changes=backend.writable)
    protocol = Protocol(backend)
    pages = Pages(backend, queries, graph)

    def health(_: Request) -> Response:
        return (
            PlainTextResponse("ok\n") if backend.is_alive() else PlainTextResponse("the store is gone\n", 503)
        )

    if not backend.writable:
        threading.Thread(target=site.get_ready, name="home", daemon=True).start()
    reviewing = Reviewing(site, *review) if review else None
    app = Starlette(
        routes=[
            *(reviewing.routes() if reviewing else ()),
            *HomePages(site).routes(),
            Route("/editor", pages.editor),
            Route("/queries/{name}", pages.saved),
            Route("/node", pages.node),
            Route("/sparql", protocol.query, methods=["GET", "POST"]),
            Route("/query", protocol.query, methods=["GET", "POST"]),
            Route("/update", protocol.update, methods=["POST"]),
            Route("/store", protocol.store, methods=["GET", "PUT", "POST", "DELETE"]),
            Route("/health", health),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS), Middleware(Guard)],
    )
    app.state.review = f"/review/{reviewing.token}" if reviewing else None
    return app
