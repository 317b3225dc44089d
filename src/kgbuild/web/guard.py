"""Keeps pages of other sites out, and browsers from asking anybody else."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"server", b"kgbuild (Oxigraph)"),  # clients tell by this name how to load
    (b"content-security-policy", _POLICY),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
_REFUSED = "A page of another site may not ask this graph: open its address yourself.\n"


class Guard:
    """Refuses what a page of another site has a browser send, and puts headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [] if scope["path"].startswith("/static/") else [(b"cache-control", b"no-store")]
                message["headers"] = [*message.get("headers", []), *_HEADERS, *kept]
            await send(message)

        if scope["type"] == "http" and is_from_elsewhere(Request(scope)):
            await PlainTextResponse(_REFUSED, 403)(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)


def is_from_elsewhere(request: Request) -> bool:
    """Tell whether a page of another site has made the browser send this.

    A link to the first page may be followed from anywhere: nothing is asked there.
    """
    own = f"{request.url.scheme}://{request.url.netloc}"
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    if site == "same-origin" and origin == "null":
        origin = None  # a form of our own page, which sends no referrer
    if origin is not None and origin != own:
        return True
    if site is None:
        referer = urlsplit(request.headers.get("referer", ""))
        return bool(referer.scheme) and f"{referer.scheme}://{referer.netloc}" != own
    if site in ("same-origin", "none"):
        return False
    return not (
        request.url.path == "/"
        and not request.url.query
        and request.method == "GET"
        and request.headers.get("sec-fetch-mode") == "navigate"
        and request.headers.get("sec-fetch-dest") == "document"
    )
