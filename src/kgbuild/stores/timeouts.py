"""The connection below the HTTP client: an answer as a whole has to come in time, however slowly it drips."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

SECONDS_TO_CONNECT = 10.0


class Wire(httpx.BaseTransport):
    """Connections that are kept alive and shared by threads.

    The clients' own time limit holds for each piece that arrives; a server that sends a byte now and then
    never meets it. Here it holds from the last byte sent to the last byte of the answer.
    """

    def __init__(
        self, seconds: float, connections: int, sockets: httpcore.NetworkBackend | None = None
    ) -> None:
        """`sockets` is what connects; without it, to whatever address a name has."""
        self._seconds = seconds
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=connections,
            network_backend=_WatchedBackend(sockets or httpcore.SyncBackend()),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises what httpcore raises."""
        limits = {"connect": min(SECONDS_TO_CONNECT, self._seconds)}
        limits |= dict.fromkeys(("read", "write", "pool"), self._seconds)
        assert isinstance(request.stream, httpx.SyncByteStream)
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions={"timeout": limits},
            )
        )
        assert isinstance(response.stream, Iterable)
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_WatchedAnswer(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _WatchedAnswer(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _WatchedBackend(httpcore.NetworkBackend):
    """Ordinary connections with a watch on each."""

    def __init__(self, sockets: httpcore.NetworkBackend) -> None:
        self._sockets = sockets

    def connect_tcp(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        return _Timed(self._sockets.connect_tcp(*args, **options))

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        return _Timed(self._sockets.connect_unix_socket(*args, **options))


class _Timed(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._end: float | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if timeout is not None:
            now = time.monotonic()
            if self._end is None:
                self._end = now + timeout
            timeout = self._end - now
            if timeout <= 0:
                raise httpcore.ReadTimeout("the answer took too long")
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._end = None
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
