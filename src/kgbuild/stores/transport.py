"""Requests to a store: repeated where that may help, refused where they would go astray."""

from __future__ import annotations

import email.utils
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpcore
import httpx
import tenacity

from kgbuild.credentials import Credentials
from kgbuild.errors import LoadError
from kgbuild.stores.auth import ChallengeAuth
from kgbuild.stores.body import Body, Zipped
from kgbuild.stores.timeouts import Wire

ANSWER = 600.0
"""Seconds an answer may take: a store may have to write a large graph to disk before it gives one."""
_ATTEMPTS = 6
_LONGEST_PAUSE = 120.0
"""Seconds; a server that wants a longer pause is not waited for."""
_AGAIN = frozenset({429, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_HOPS = 3
_LARGEST = 256 << 20
"""Bytes of an answer: the manifest of a million graphs has less."""
_LOST = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpx.StreamError,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the store answered."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the request was carried out."""
        return 200 <= self.status < 300

    @property
    def reason(self) -> str:
        """The first line of what the server says, for a message."""
        kind = self.headers.get("content-type", "")
        text = "" if "html" in kind else self.content[:4000].decode("utf-8", errors="replace").strip()
        line = next((line.strip() for line in text.splitlines() if line.strip()), "")
        return line[:200] or httpx.codes.get_reason_phrase(self.status) or "no reason given"


class _BusyError(Exception):
    """The server asks to come again later."""

    def __init__(self, answer: Reply) -> None:
        super().__init__(answer.status)
        self.answer = answer


def _is_worth_repeating(error: BaseException) -> bool:
    if isinstance(error, httpcore.RemoteProtocolError):
        return _is_cut(error)
    return isinstance(error, (*_LOST, _BusyError))


def _is_cut(error: httpcore.RemoteProtocolError) -> bool:
    """Tell whether the connection has ended too early, rather than brought what is no HTTP."""
    told = str(error)
    return "disconnected" in told or "incomplete" in told or "without sending" in told


def _broken(attempts: int) -> str:
    return (
        f"the connection broke off {attempts} times: what is loaded stays; "
        "see that the server runs, and run it again"
    )


def _reason(error: Exception) -> str:
    line = next(iter(str(error).splitlines()), "") or type(error).__name__
    return "".join(char for char in line if char.isprintable())[:120]


class Transport:
    """A client for one store; threads may share it."""

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        seconds: float = ANSWER,
        connections: int = 4,
        zipped: bool = False,
        pause: float = 0.5,
        notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`pause` is the shortest wait in seconds before a repetition; `notice` is told of each wait."""
        self._client = httpx.Client(
            transport=Wire(seconds, connections),
            auth=None if credentials is None else ChallengeAuth(credentials),
            headers={"User-Agent": "kgbuild", "Accept-Encoding": "identity"},
            follow_redirects=False,
            timeout=None,
        )
        self.zipped = zipped
        self._seconds = seconds
        self._pause = pause
        self._notice = notice

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        body: Body | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        attempts: int = _ATTEMPTS,
        **options: Any,
    ) -> Reply:
        """Send a request and return the answer, whatever its status.

        After a lost connection, or where the server asks for it, the request is repeated after a pause: it
        has to be one that may be carried out twice. Raises LoadError where no answer comes.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_worth_repeating),
            stop=tenacity.stop_after_attempt(attempts),
            wait=self._wait,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            return retrying(self._once, method, url, body, dict(headers or {}), options)
        except _BusyError as busy:
            raise LoadError(
                f"{url}: the server is too busy ({busy.answer.status}) after {attempts} attempts: "
                "what is loaded stays; run it again later"
            ) from busy
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise LoadError(f"{url}: {_unreachable(error)}") from error
        except httpcore.RemoteProtocolError as error:
            if _is_cut(error):
                raise LoadError(f"{url}: {_broken(attempts)}") from error
            raise LoadError(
                f"{url}: what answers does not keep to HTTP ({_reason(error)}): correct the address"
            ) from error
        except httpcore.TimeoutException as error:
            raise LoadError(
                f"{url}: no answer within {self._seconds:g} s: what is loaded stays; "
                "see the server's log and run it again"
            ) from error
        except _LOST as error:
            raise LoadError(f"{url}: {_broken(attempts)}") from error
        except (httpx.InvalidURL, httpcore.UnsupportedProtocol) as error:
            raise LoadError(f"{url}: no address of a server: it begins with http:// or https://") from error

    def _once(
        self, method: str, url: str, body: Body | None, headers: dict[str, str], options: dict[str, Any]
    ) -> Reply:
        if body is not None:
            headers.setdefault("Content-Type", body.media_type)
            if self.zipped:
                headers["Content-Encoding"] = "gzip"
            elif body.length is not None:
                headers["Content-Length"] = str(body.length)
            options = options | {"content": Zipped(body) if self.zipped else body}
        for _ in range(_HOPS):
            with self._client.stream(method, url, headers=headers, **options) as response:
                answer = Reply(response.status_code, response.headers, _read(response, url))
            if answer.status not in _MOVED:
                break
            url = _followed(method, url, answer)
        else:
            raise LoadError(f"{url}: redirects in a circle: correct the address")
        if answer.status in _AGAIN:
            raise _BusyError(answer)
        return answer

    def _wait(self, state: tenacity.RetryCallState) -> float:
        pause: float = tenacity.wait_random_exponential(multiplier=self._pause * 2, max=30)(state)
        error = state.outcome.exception() if state.outcome else None
        asked = _retry_after(error.answer) if isinstance(error, _BusyError) else None
        if asked is not None and asked > _LONGEST_PAUSE and isinstance(error, _BusyError):
            raise LoadError(
                f"the server is busy ({error.answer.status}) and asks to come again in {asked:.0f} s: "
                "what is loaded stays; run it again then"
            )
        return max(self._pause, pause, asked or 0.0)

    def _tell(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        why = f"answers {error.answer.status}" if isinstance(error, _BusyError) else "does not answer"
        seconds = state.next_action.sleep if state.next_action else 0.0
        self._notice(f"the server {why}: trying again in {seconds:.1f} s")


def _read(response: httpx.Response, url: str) -> bytes:
    """Return the body as it comes; what unfolds, or has no end, is not read to it."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in ("", "identity"):
        raise LoadError(f"{url}: the answer is packed, which nobody has asked for: correct the address")
    pieces = []
    left = _LARGEST
    for piece in response.iter_raw():
        left -= len(piece)
        if left < 0:
            raise LoadError(
                f"{url}: the answer has more than {_LARGEST >> 20} MB and goes on: correct the address"
            )
        pieces.append(piece)
    return b"".join(pieces)


def _followed(method: str, url: str, answer: Reply) -> str:
    """Return where a redirect leads; it has to be the same server, and keep method and body."""
    target = urljoin(url, str(answer.headers.get("location", "")))
    old, new = httpx.URL(url), httpx.URL(target)
    keeps = method == "GET" or answer.status in (307, 308)
    if keeps and (old.scheme, old.netloc) == (new.scheme, new.netloc):
        return target
    raise LoadError(
        f"{url} redirects to {new.copy_with(userinfo=b'')}: not followed, or data and password might come to "
        "other hands: give that address yourself if you trust it"
    )


def _retry_after(answer: Reply) -> float | None:
    """Return the pause in seconds that a server asks for, as a number or as a date."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _unreachable(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"the server's certificate is not to be trusted ({cause.verify_message}): "
                "set SSL_CERT_FILE to its authority, or correct the address"
            )
        if isinstance(cause, ssl.SSLError):
            return "no TLS there: begin the address with http:// if you trust the network"
        cause = cause.__cause__ or cause.__context__
    return "no server answers: start it, or correct the address"
