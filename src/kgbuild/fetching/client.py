"""A polite client: asks what robots.txt allows, one page after the other, and no more than it has to.

It sends no cookies, no passwords and no address of where it comes from, asks no proxy, and follows redirects
one by one, each held against the same rules as the first address.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx

from kgbuild.documents.unpacking import unpacked
from kgbuild.errors import DocumentError
from kgbuild.fetching.addresses import PublicSockets, checked
from kgbuild.stores.timeouts import Wire

AGENT = "kgbuild"
_REDIRECTS = 5
_ROBOTS = 500_000
"""Bytes of robots.txt that are read (RFC 9309 asks for that many at least)."""
_LONGEST_PAUSE = 60.0
"""Seconds between two pages that a host is given at most, whatever it asks for."""
_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to fetch."""

    pause: float = 1.0
    """Seconds between two requests to one host, at least."""
    most_bytes: int = 50_000_000
    """How large an answer may be."""
    seconds: float = 60.0
    """How long an answer may take."""
    allow_private: bool = False
    """Whether addresses of this machine and of private networks may be asked."""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What a server answered: `content` is None where nothing has changed."""

    url: str
    """Where it was found, after redirects."""
    headers: Mapping[str, str]
    content: bytes | None


@dataclass(slots=True)
class _Host:
    """What is known of one host: when it was last asked, and what its robots.txt says, once it was read."""

    asked: float = 0.0
    pause: float = 0.0
    robots: Any = None
    refused: str = ""
    """Why nothing can be fetched from it."""


@dataclass
class PoliteClient:
    """Fetches from many hosts; to be closed."""

    settings: FetchSettings = field(default_factory=FetchSettings)
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Open it."""
        sockets = httpcore.SyncBackend() if self.settings.allow_private else PublicSockets()
        self._client = httpx.Client(
            transport=Wire(self.settings.seconds, 4, sockets),
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
            follow_redirects=False,
            trust_env=False,
            timeout=None,
        )
        self._hosts: dict[str, _Host] = {}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(self, address: str, known: Mapping[str, str] | None = None) -> WebAnswer:
        """Fetch what is at an address; `known` are headers that say what is there already.

        Raises DocumentError, with a reason that does not name the address.
        """
        url = checked(address)
        for _ in range(_REDIRECTS + 1):
            self._ask_robots(url)
            answer, content = self._send(url, known or {}, self.settings.most_bytes)
            if not answer.has_redirect_location:
                return self._told(url, answer, content)
            url = checked(str(_joined(url, answer.headers["location"])))
        raise DocumentError(f"is redirected more than {_REDIRECTS} times")

    def _told(self, url: httpx.URL, answer: httpx.Response, content: bytes) -> WebAnswer:
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return WebAnswer(str(url), answer.headers, None)
        if answer.status_code in _BUSY:
            later = answer.headers.get("retry-after", "")[:40]
            raise DocumentError(f"its server is busy{f', and asks to come back after {later}' * bool(later)}")
        if answer.status_code != httpx.codes.OK:
            raise DocumentError(
                f"its server answers {answer.status_code} {answer.reason_phrase}"[:100].strip()
            )
        if answer.headers.get("content-encoding", "identity") == "gzip":
            content = unpacked(content, self.settings.most_bytes)
        return WebAnswer(str(url), answer.headers, content)

    def _ask_robots(self, url: httpx.URL) -> None:
        """Raise DocumentError where the host does not want an address to be fetched by programs."""
        host = self._hosts.setdefault(_origin(url), _Host())
        if host.refused:
            raise DocumentError(host.refused)
        if host.robots is None:
            try:
                host.robots = self._robots(url)
            except DocumentError as error:  # nor is it asked for each of its pages anew
                host.refused = str(error)
                raise
            asked_for = host.robots.crawl_delay(AGENT) or 0.0
            host.pause = min(max(self.settings.pause, asked_for), _LONGEST_PAUSE)
        if not host.robots.can_fetch(str(url), AGENT):
            raise DocumentError("its robots.txt does not allow programs to fetch it")

    def _robots(self, url: httpx.URL) -> Any:
        from protego import Protego  # noqa: PLC0415 - of the extra "fetch"

        place = url.copy_with(raw_path=b"/robots.txt")
        for _ in range(_REDIRECTS + 1):
            answer, content = self._send(place, {}, _ROBOTS, cut=True)
            if not answer.has_redirect_location:
                break
            place = checked(str(_joined(place, answer.headers["location"])))
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:  # RFC 9309: then nothing is allowed
            raise DocumentError("its server cannot tell what programs may fetch (robots.txt)")
        fine = answer.status_code == httpx.codes.OK
        return Protego.parse(content.decode("utf-8", "replace") if fine else "")

    def _send(
        self, url: httpx.URL, headers: Mapping[str, str], most: int, cut: bool = False
    ) -> tuple[httpx.Response, bytes]:
        """Ask once its turn has come; return the answer and its body, cut or refused where it is too long."""
        host = self._hosts.setdefault(_origin(url), _Host())
        wait = host.asked + (host.pause or self.settings.pause) - time.monotonic()
        if host.asked and wait > 0:
            self.sleep(wait)
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as answer:
                content = b""
                for piece in answer.iter_raw():
                    content += piece
                    if len(content) > most:
                        if cut:
                            return answer, content[:most]
                        raise DocumentError(f"is larger than {most // 1_000_000} MB")
                return answer, content
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise DocumentError(f"takes over {self.settings.seconds:.0f} seconds to answer") from error
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise DocumentError(f"cannot be reached: {str(error)[:100] or 'no connection'}") from error
        finally:
            host.asked = time.monotonic()
            self._client.cookies.clear()


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _joined(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return url.join(location)
    except httpx.InvalidURL as error:
        raise DocumentError("is redirected to what is no web address") from error
