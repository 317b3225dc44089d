"""Decisions on claims, taken on the pages of documents by whoever started the server."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kgbuild.errors import KGBuildError
from kgbuild.review import Decision, Verb, decide, effective, read_review
from kgbuild.views.document import DocumentView
from kgbuild.web.deciding import AGENT_KINDS, Decider
from kgbuild.web.problems import RequestError, sentence, status_of
from kgbuild.web.sheets import of_claims
from kgbuild.web.site import Site

_COOKIE = "kgbuild-review"
_FORM = "application/x-www-form-urlencoded"
_LONGEST = 1 << 17
"""Bytes of a form."""


class Reviewing:
    """Lets one review file be written to, by whoever has the token that the command printed."""

    def __init__(self, site: Site, path: Path, by: str) -> None:
        """Take the file and who decides. Raises ReviewError where the file is malformed."""
        self._site = site
        self._path = path
        self._decider = Decider(by)
        self.token = secrets.token_urlsafe(24)
        read_review(path)

    def routes(self) -> list[BaseRoute]:
        """Return what answers at which address."""
        return [
            Route("/review/{token}", self.enter),
            Route("/document", self.document),
            Route("/review", self.decide, methods=["POST"]),
        ]

    def enter(self, request: Request) -> Response:
        """Take a browser in that comes with the token, and lead it to the first page."""
        if not hmac.compare_digest(str(request.path_params["token"]).encode(), self.token.encode()):
            return HTMLResponse(self._site.failed("This address is of another start of the server."), 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(_COOKIE, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def document(self, request: Request) -> Response:
        """Show a document, with forms for whoever may decide."""
        try:
            view = self._site.document_view(request.query_params.get("iri", ""))
            if request.query_params.get("format") == "csv":
                return Response(of_claims(view.claims), media_type="text/csv; charset=utf-8")
            review = self._shown(view) if self._is_let_in(request) else None
            return HTMLResponse(self._site.document(view, review=review))
        except KGBuildError as error:
            return HTMLResponse(self._site.failed(sentence(error)), status_of(error))

    async def decide(self, request: Request) -> Response:
        """Write a decision down, and show the document again."""
        try:
            if not self._is_let_in(request):
                raise RequestError("open the address that the command printed first", 403)
            form = await _fields(request)
            if not hmac.compare_digest(form.get("csrf", "").encode(), self._csrf().encode()):
                raise RequestError("this form is of another start of the server: load its page anew", 403)
            anchor = await run_in_threadpool(self._decided, form)
        except KGBuildError as error:
            return HTMLResponse(self._site.failed(sentence(error)), status_of(error))
        return RedirectResponse(f"/document?{urlencode({'iri': form['iri']})}#{anchor}", 303)

    def _decided(self, form: dict[str, str]) -> str:
        view = self._site.document_view(form.get("iri", ""))
        decision = self._decider.decision(view, form)
        decide(self._path, decision)
        return f"c-{form['claim']}" if form.get("claim") else "claims"

    def _shown(self, view: DocumentView) -> dict[str, object]:
        """Return what the page shows of decisions, and what can be chosen in its forms."""
        own = [d for d in effective(read_review(self._path)) if d.document == view.source.sha256]
        return {
            "csrf": self._csrf(),
            "by": self._decider.by,
            "decided": {decision.claim: decision for decision in own if decision.claim},
            "added": [decision for decision in own if decision.do is Verb.ADD],
            "choices": self._decider.choices,
            "agent_kinds": AGENT_KINDS,
            "told": _told,
        }

    def _csrf(self) -> str:
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    def _is_let_in(self, request: Request) -> bool:
        return hmac.compare_digest(request.cookies.get(_COOKIE, "").encode(), self.token.encode())


def _told(decision: Decision) -> list[tuple[str, str]]:
    """Return the changes of a decision for people."""
    if decision.changes is None:
        return []
    values = decision.changes.model_dump(mode="json", exclude_unset=True)
    return [(name.replace("_", " "), _words(value)) for name, value in values.items()]


def _words(value: object) -> str:
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if v not in (None, [], False) and k not in ("kind", "aliases")}
        return kept["name"] if "name" in kept else ", ".join(f"{k} {_words(v)}" for k, v in kept.items())
    if isinstance(value, list):
        return "; ".join(map(_words, value))
    return str(value)


async def _fields(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
        raise RequestError("a decision comes as a form", 415)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise RequestError("the form is too long", 413)
    try:
        told = parse_qs(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise RequestError("the form cannot be read", 400) from error
    return {name: values[-1].replace("\r\n", "\n") for name, values in told.items()}
