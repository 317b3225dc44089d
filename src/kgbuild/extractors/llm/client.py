"""Asks an endpoint, and bears what servers do: limits, stalls, half answers, other pages.

Every fault of the network comes out as ModelError (nothing more can be asked) or AskedInVainError (this
request cannot be answered).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, Lock
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from kgbuild.errors import ModelError
from kgbuild.extractors.llm.dialects import CHAT, FORMATS, MESSAGES, Dialect, body_of, dialect_of
from kgbuild.extractors.llm.prompt import Request
from kgbuild.extractors.llm.record import Answered, answer_of_body
from kgbuild.extractors.llm.refusals import is_spent, is_too_long, retry_after, said

_LARGEST = 8_000_000
"""Bytes of a response that are read."""
_BUSY = frozenset({408, 409, 425, 429, 502, 503, 504, 529})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class AskedInVainError(Exception):
    """A request that cannot be answered, while others may be; the message says why."""


class StoppedError(Exception):
    """Nothing more is to be asked: the run was stopped."""


class _PassingError(Exception):
    """What may be otherwise the next time."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class _DialectError(Exception):
    """The server does not know what the request asked for."""


@dataclass(frozen=True, slots=True)
class ModelEndpoint:
    """Where a model is asked, and how patiently."""

    url: str
    """Up to and with the version: "http://127.0.0.1:11434/v1"; with /messages behind, Anthropic's form."""
    key: str | None = field(default=None, repr=False)
    format: str = "auto"
    """How JSON is asked for: "json_schema", "json_object", "plain", or "auto" to find out."""
    timeout: float = 600.0
    """Seconds from a request to the end of its answer."""
    attempts: int = 6
    pause: float = 1.0
    """Seconds before the second attempt; doubled each time, unless the server says how long."""


class Client:
    """Asks one endpoint; safe for several threads."""

    def __init__(self, endpoint: ModelEndpoint, stop: Event | None = None) -> None:
        """Open no connection yet. Raises ModelError for a bad address, or a key in clear over it."""
        self._endpoint = endpoint
        self._stop = stop or Event()
        self._lock = Lock()
        self._address = _address(endpoint)
        self._dialect = dialect_of(self._address, endpoint.format)
        self._http = httpx.Client(
            headers={"Accept-Encoding": "identity"} | self._dialect.headers(endpoint.key),
            timeout=httpx.Timeout(endpoint.timeout, connect=min(30.0, endpoint.timeout)),
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),  # nothing is left open between answers
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, request: Request) -> Answered:
        """Return the answer to a request. Raises ModelError, AskedInVainError, StoppedError."""
        retrying = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(self._endpoint.attempts),
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._in_dialect, request)
        except _PassingError as error:
            raise ModelError(
                f"{self._endpoint.url}: {error}, also after {self._endpoint.attempts} attempts: answers "
                "so far are kept, run again to go on"
            ) from error

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        told = error.wait if isinstance(error, _PassingError) else None
        return told if told is not None else self._endpoint.pause * 2 ** (state.attempt_number - 1)

    def _sleep(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise StoppedError

    def _in_dialect(self, request: Request) -> Answered:
        """Ask, and learn from each refusal what this server does not understand."""
        for _ in range(len(FORMATS) + 2):
            dialect = self._dialect
            try:
                return self._once(request, dialect)
            except _DialectError as error:
                self._learn(dialect, str(error))
        raise AskedInVainError("the server refuses every form of the request")

    def _learn(self, tried: Dialect, refusal: str) -> None:
        with self._lock:
            if self._dialect != tried:
                return  # another thread has learnt it
            learnt = tried.learnt(refusal, self._endpoint.format == "auto")
            if learnt is None:
                raise AskedInVainError(f"the server refuses the request: {refusal}")
            self._dialect = learnt

    def _once(self, request: Request, dialect: Dialect) -> Answered:
        if self._stop.is_set():
            raise StoppedError
        deadline = time.monotonic() + self._endpoint.timeout
        try:
            with self._http.stream("POST", self._address, json=body_of(request, dialect)) as response:
                content = b"".join(_limited(response, deadline))
        except httpx.TimeoutException as error:
            raise _PassingError(f"no answer within {self._endpoint.timeout:g} seconds") from error
        except httpx.ConnectError as error:
            raise _PassingError(f"cannot be reached ({_plain(error)}); is it running?") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _PassingError(f"the connection broke ({_plain(error)})") from error
        return self._answer(response, content, dialect)

    def _answer(self, response: httpx.Response, content: bytes, dialect: Dialect) -> Answered:
        status, told = response.status_code, said(content, self._endpoint.key)
        if is_spent(status, content):
            raise ModelError(f"{self._endpoint.url}: the account has no credit left ({status}{told})")
        if status in _BUSY:
            raise _PassingError(f"the server is busy ({status})", retry_after(response, content))
        if status in (401, 403):
            raise ModelError(f"{self._endpoint.url}: {_refused(status, self._endpoint.key)}")
        if status in (404, 405) or 300 <= status < 400:
            raise ModelError(
                f"{self._endpoint.url}: there is no chat completion ({status}{told}): give the address "
                "up to /v1, and a model that the server has"
            )
        if is_too_long(status, content):
            raise AskedInVainError("it is longer than the model can read")
        if status in (400, 422, 500, 501):
            if status == 500 and dialect.format == "plain":
                raise _PassingError(f"the server failed ({status}{told})")
            raise _DialectError(f"{status}{told}")
        if status != 200:
            raise _PassingError(f"the server answered {status}{told}")
        return self._read(content, response.headers.get("content-type", ""))

    def _read(self, content: bytes, kind: str) -> Answered:
        try:
            body = json.loads(content)
        except (ValueError, RecursionError) as error:
            if "html" in kind or content.lstrip()[:1] == b"<":
                raise ModelError(
                    f"{self._endpoint.url}: a web page answers there, no model: check the address, or sign in"
                ) from error
            raise _PassingError("the response is no JSON, or only half of it") from error
        answered = answer_of_body(body) if isinstance(body, dict) else None
        if answered is None:
            raise _PassingError(f"the response holds no answer{said(content, self._endpoint.key)}")
        return answered


def _limited(response: httpx.Response, deadline: float) -> Iterator[bytes]:
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > _LARGEST:
            raise AskedInVainError(f"the response is larger than {_LARGEST // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("too slow")
        yield part


def _address(endpoint: ModelEndpoint) -> str:
    try:
        parts = urlsplit(endpoint.url)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        raise ModelError(
            f"{endpoint.url!r} is no address of a model: it looks like http://127.0.0.1:11434/v1"
        )
    if parts.username or parts.password:
        raise ModelError("a key does not belong in an address, where others can see it: see docs/llm")
    if endpoint.key and parts.scheme == "http" and host not in _LOOPBACK:
        raise ModelError(f"{endpoint.url}: the key and the texts would travel in clear: use https, or no key")
    base = endpoint.url.rstrip("/")
    return base if base.endswith((CHAT, MESSAGES)) else f"{base}{CHAT}"


def _refused(status: int, key: str | None) -> str:
    if key is None:
        return f"it asks for a key ({status}): set KGBUILD_LLM_KEY"
    return f"it does not take the key ({status}): check KGBUILD_LLM_KEY"


def _plain(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
