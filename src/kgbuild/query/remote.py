"""A SPARQL endpoint somewhere else, asked through SPARQLWrapper.

What can go wrong on the way becomes one line that says what to do about it.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPException, LineTooLong
from io import BytesIO
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)
from urllib.request import HTTPPasswordMgrWithPriorAuth as Passwords

from rdflib import Graph
from rdflib.query import Result, ResultException
from SPARQLWrapper import CONSTRUCT, JSON, POST, SELECT, TURTLE, SPARQLWrapper

from kgbuild.credentials import Credentials
from kgbuild.engine.limits import Limits
from kgbuild.engine.pool import check
from kgbuild.errors import EndpointError, LimitError, QueryError
from kgbuild.query.answering import answer_of, triples_of
from kgbuild.query.terms import QueryAnswer, Term

TIMEOUT = 60.0
"""Seconds for one answer unless told otherwise."""
_PIECE = 1 << 16
_UNFOLDED = 8
"""How many times its size an answer takes in memory once it is read, or less."""
_UNREADABLE = (ResultException, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_LONGEST = 160
_LINE = re.compile(r"\bline[\"':= ]+(\d+)|\bat (\d+):\d+", re.IGNORECASE)
_TURTLES = ("turtle", "n3", "n-triples", "text/plain")
"""Types of bodies that a Turtle parser reads."""
_CANCELLED = b"The SPARQL operation has been cancelled"
"""What Oxigraph ends an answer with that takes too long; the status was sent before."""
_TAGS = re.compile(r"<[^>]*>")
_UNION: tuple[dict[str, str], ...] = (
    {},
    {"union-default-graph": "true"},
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
)
"""How stores are asked for all their graphs as one: of themselves, Oxigraph's way, Fuseki's way."""
_ADDRESSES = (
    "check the end of the address, "
    "such as /DATASET/query (Fuseki), /repositories/ID (GraphDB, RDF4J) or /query (Oxigraph)"
)
_ANY_DOCUMENT = "ASK { ?document a <https://w3id.org/kgbuild/ns#Document> }"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address that answers SPARQL queries, and how it is asked."""

    url: str
    timeout: float = TIMEOUT
    """Seconds that one answer may take as a whole."""
    credentials: Credentials | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Sent with each query, besides the query."""
    limits: Limits = field(default_factory=Limits)
    """Of rows and memory, and whether a query may ask a third server; for its time there is `timeout`."""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointError(
                f"{self.url!r} is no address of an endpoint: it begins with http:// or https://"
            )
        if parts.username or parts.password:
            raise EndpointError("a password does not belong in the address: see `kgbuild query --help`")

    def answer(self, text: str) -> QueryAnswer:
        """Return the answer to a SELECT or ASK query. Raises EndpointError, QueryError."""
        return answer_of(self.select(text))

    def triples(self, text: str) -> Iterator[tuple[Term, Term, Term]]:
        """Return the answer to a CONSTRUCT or DESCRIBE query. Raises EndpointError, QueryError."""
        return triples_of(self.construct(text))

    def select(self, text: str) -> Result:
        """Return the answer to a SELECT or ASK query as rdflib has it. Raises EndpointError, QueryError."""
        body, kind = _ask(self, text, JSON)
        if body.endswith(_CANCELLED):
            _late(self)
        try:
            if "json" not in kind:
                raise ValueError(kind)
            result = Result.parse(BytesIO(body), format="json")
        except _UNREADABLE as error:
            raise _no_sparql(self, kind) from error
        if result.bindings is not None and len(result.bindings) > self.limits.rows:
            raise LimitError(self.limits.too_many, "rows")
        return result

    def construct(self, text: str) -> Graph:
        """Return the answer to a CONSTRUCT or DESCRIBE query. Raises EndpointError, QueryError."""
        body, kind = _ask(self, text, TURTLE)
        if not any(known in kind for known in _TURTLES):
            raise _no_sparql(self, kind)
        try:
            return Graph().parse(data=body, format="turtle")
        except Exception as error:  # its parser raises what it likes
            raise _no_sparql(self, kind) from error

    def over_all_graphs(self) -> Endpoint:
        """Return this endpoint, asked in the way in which it sees all graphs as one.

        Where it holds no document, it is asked as it is. Raises EndpointError, QueryError.
        """
        for extra in _UNION:
            asked = replace(self, parameters={**self.parameters, **extra})
            try:
                if asked.select(_ANY_DOCUMENT).askAnswer:
                    return asked
            except (EndpointError, QueryError):
                if not extra:
                    raise
        return self

    def check(self, text: str) -> None:
        """Raise FederationError where a query asks a third server, and may not."""
        check(text, self.limits)


def _ask(endpoint: Endpoint, text: str, form: str) -> tuple[bytes, str]:
    """Return the body of the answer and its content type."""
    wrapper = _Wrapper(endpoint)
    wrapper.setQuery(text)
    wrapper.setReturnFormat(form)
    wrapper.queryType = SELECT if form == JSON else CONSTRUCT  # which its own reading of the text may miss
    end = time.monotonic() + endpoint.timeout
    try:
        response, _ = wrapper._query()
        with response:
            return _read(response, end, endpoint.limits), str(response.headers.get("Content-Type", "nothing"))
    except HTTPError as error:
        with error:
            _refused(endpoint, text, error)
    except TimeoutError:
        _late(endpoint)
    except (URLError, HTTPException, OSError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            _late(endpoint)
        raise EndpointError(f"{endpoint.url}: {_unreachable(reason)}") from error


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper, with an opener of its own: the shared one follows redirects with the password."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(endpoint.url, agent="kgbuild")
        self.setOnlyConneg(True)
        self.setMethod(POST)
        for name, value in endpoint.parameters.items():
            self.addParameter(name, value)
        self._seconds = endpoint.timeout
        handlers: list[Any] = [_NoRedirects()]
        if _is_loopback(endpoint.url):
            handlers.append(ProxyHandler({}))  # no proxy leads back here
        known = endpoint.credentials
        if known and known.token is not None:
            self.addCustomHttpHeader("Authorization", f"Bearer {known.token}")
        elif known and known.user is not None:
            passwords = Passwords()
            # Unasked where nobody listens in; else only to a server that wants it in this way
            passwords.add_password(
                None, endpoint.url, known.user, known.password or "", _is_private(endpoint.url)
            )
            handlers += [HTTPDigestAuthHandler(passwords), HTTPBasicAuthHandler(passwords)]
        self._opener: OpenerDirector = build_opener(*handlers)

    def _query(self) -> tuple[Any, str]:
        return self._opener.open(self._createRequest(), timeout=self._seconds), self.returnFormat


class _NoRedirects(HTTPRedirectHandler):
    """A query that is redirected loses its body, and the password may come to other hands."""

    def redirect_request(self, req: Request, *args: Any) -> None:
        body, *_, url = args
        body.close()
        raise EndpointError(f"{req.full_url} has moved to {url}: give that as --endpoint if you trust it")


def _is_private(url: str) -> bool:
    return urlsplit(url).scheme == "https" or _is_loopback(url)


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")


def _read(response: Any, end: float, limits: Limits) -> bytes:
    """Return the body, which may take until `end`, however slowly it drips, and only so much memory."""
    packed = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packed not in ("", "identity"):
        raise HTTPException(f"the answer is packed ({_first_line(packed)}), which nobody has asked for")
    pieces = []
    size = 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if time.monotonic() > end:
            raise TimeoutError
        if size > limits.memory // _UNFOLDED:
            raise LimitError(limits.too_large, "memory")
    if response.length:  # read1 does not complain of an early end
        raise HTTPException("the answer broke off")
    return b"".join(pieces)


def _late(endpoint: Endpoint) -> NoReturn:
    raise EndpointError(
        f"{endpoint.url}: no answer within {endpoint.timeout:g} s: ask for less with --param, "
        "or wait longer with --timeout"
    ) from None


def _unreachable(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not trusted ({reason.verify_message}): add its authority to this machine's"
        )
    if isinstance(reason, ssl.SSLError):
        return "no TLS there: try http:// if the connection needs no protection"
    if isinstance(reason, socket.gaierror):
        return "no host of this name is known: correct --endpoint"
    if isinstance(reason, ConnectionRefusedError):
        return "no server answers there: start it, or correct --endpoint"
    if isinstance(reason, LineTooLong):
        return "its answer has a head without end: correct --endpoint"
    if isinstance(reason, HTTPException) and str(reason).startswith("the answer is packed"):
        return f"{reason}: correct --endpoint"
    if isinstance(reason, HTTPException):
        return "the answer broke off, or is not HTTP: try again, or correct --endpoint"
    told = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return f"the connection failed ({_first_line(told).lower()}): try again"


def _refused(endpoint: Endpoint, text: str, error: HTTPError) -> NoReturn:
    told = _told(error)
    code = error.code
    if code == 400:
        raise _wrong_query(text, told) from error
    if code == 401:
        what = (
            "wants to know who asks"
            if endpoint.credentials is None
            else "does not accept this user and password"
        )
        problem = f"{what} (401): set KGBUILD_USER and KGBUILD_PASSWORD, or KGBUILD_TOKEN"
    elif code == 403:
        problem = "this user may not ask it (403): ask its keeper for the right to read"
    elif code in (404, 410):
        problem = f"there is no such dataset ({code}): {_ADDRESSES}"
    elif code in (405, 406, 415):
        problem = f"no dataset there takes queries ({code}): {_ADDRESSES}"
    elif code in (429, 503):
        problem = f"it is too busy ({code}): try again later{_told_after(told)}"
    elif code in (408, 504):
        problem = f"it gave the query up ({code}): ask for less with --param{_told_after(told)}"
    else:
        problem = f"it failed ({code}){_told_after(told)}"
    raise EndpointError(f"{endpoint.url}: {problem}") from error


def _wrong_query(text: str, told: str) -> QueryError:
    lines = text.splitlines()
    match = _LINE.search(told)
    line = int(match[1] or match[2]) if match else 0
    if 0 < line <= len(lines):
        return QueryError(
            f"the endpoint finds a mistake in line {line} of the query, {lines[line - 1].strip()!r}"
        )
    return QueryError(f"the endpoint does not take the query{_told_after(told)}")


def _told(error: HTTPError) -> str:
    """Return what the server says of it, without markup."""
    try:
        body = error.read(_PIECE).decode("utf-8", "replace")
    except (OSError, HTTPException):
        return ""
    if "json" in error.headers.get("Content-Type", ""):
        try:
            answer = json.loads(body)
        except ValueError:
            return body
        if isinstance(answer, dict):
            return " ".join(str(answer[key]) for key in ("exception", "message", "metadata") if key in answer)
    return _TAGS.sub(" ", body)


def _told_after(told: str) -> str:
    return f": {line}" if (line := _first_line(told)) else ""


def _no_sparql(endpoint: Endpoint, kind: str) -> EndpointError:
    return EndpointError(
        f"{endpoint.url}: it answers, but not with the results of a query ({_first_line(kind)}): "
        "give the address of the SPARQL endpoint, not that of a page"
    )


def _first_line(told: str) -> str:
    """Return the first line that says something, short and fit for a terminal."""
    line = next((" ".join(line.split()) for line in told.splitlines() if line.strip()), "")
    line = "".join(char for char in line if char.isprintable())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rstrip() + "…"
