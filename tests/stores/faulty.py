"""A proxy on the loopback interface that passes requests to a real store, and goes wrong where told to."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

WRITES = ("update", "n-quads")
"""What stands in the content type of requests that change the store."""


@dataclass
class Seen:
    """A request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    size: int

    @property
    def writes(self) -> bool:
        """Whether it changes the store."""
        return any(kind in self.headers.get("Content-Type", "") for kind in WRITES)


Fault = Callable[["Handler", Seen], bool]
"""Answers in the store's stead and returns True, or returns False to let the request pass."""


@dataclass
class Proxy:
    """`faults` are asked in turn about each request; `seen` are the requests so far."""

    url: str
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def writes(self) -> list[Seen]:
        """The requests that changed the store, or were meant to."""
        return [seen for seen in self.seen if seen.writes]


class Handler(BaseHTTPRequestHandler):
    """Passes one connection's requests on."""

    protocol_version = "HTTP/1.1"
    target = ""
    proxy: Proxy

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet."""

    def do_POST(self) -> None:
        self.connection.settimeout(20)
        seen = Seen(self.command, self.path, dict(self.headers.items()), 0)
        with self.proxy.lock:
            self.proxy.seen.append(seen)
        for fault in self.proxy.faults:
            if fault(self, seen):
                return
        self.forward(self.body(seen))

    do_GET = do_PUT = do_DELETE = do_POST  # noqa: N815

    def body(self, seen: Seen) -> bytes:
        """Read the body of the request."""
        if self.headers.get("Transfer-Encoding") == "chunked":
            pieces = []
            while size := int(self.rfile.readline(), 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            body = b"".join(pieces)
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen.size = len(body)
        return body

    def forward(self, body: bytes, answer: bool = True) -> None:
        """Pass the request on, and what comes back unless it is to be lost."""
        skip = ("host", "connection", "transfer-encoding", "content-length", "accept-encoding")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in skip}
        connection = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=60)
        try:
            connection.request(self.command, self.path, body, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if answer:
            kept = [(n, v) for n, v in response.getheaders() if n.lower() not in (*skip, "date", "server")]
            self.reply(response.status, content, dict(kept))

    def reply(self, status: int, content: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """Answer."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def reset(self) -> None:
        """Cut the connection as a crash does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves early is none of our business."""


@contextmanager
def proxied(target: str, *faults: Fault) -> Iterator[Proxy]:
    """Run a proxy before a store; its `url` takes the place of the store's."""
    handler = type("Bound", (Handler,), {"target": target})
    server = _Server(("127.0.0.1", 0), handler)
    parts = urlsplit(target)
    proxy = Proxy(f"http://127.0.0.1:{server.server_port}{parts.path}", list(faults))
    handler.proxy = proxy  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def on_write(number: int, action: Callable[[Handler, Seen], None], times: int = 1) -> Fault:
    """Do something else with the `number`-th request that changes the store, and the ones after it."""
    count = 0
    lock = threading.Lock()

    def fault(handler: Handler, seen: Seen) -> bool:
        nonlocal count
        if not seen.writes:
            return False
        with lock:
            count += 1
            mine = number <= count < number + times
        if mine:
            action(handler, seen)
        return mine

    return fault


def status(code: int, **headers: str) -> Callable[[Handler, Seen], None]:
    """Answer with a status; `Retry_After="1"` becomes a header."""

    def action(handler: Handler, seen: Seen) -> None:
        handler.body(seen)
        handler.reply(code, b"the proxy says no\n", {k.replace("_", "-"): v for k, v in headers.items()})

    return action


def early(code: int) -> Callable[[Handler, Seen], None]:
    """Answer before the body has come, and close."""

    def action(handler: Handler, _: Seen) -> None:
        handler.close_connection = True
        handler.reply(code, b"", {"Connection": "close"})

    return action


def reset_in_body(handler: Handler, _: Seen) -> None:
    """Cut the connection while the body is coming."""
    handler.rfile.read(100)
    handler.reset()


def reset_after(handler: Handler, seen: Seen) -> None:
    """Carry the request out, but cut the connection before the answer."""
    handler.forward(handler.body(seen), answer=False)
    handler.reset()


def drip(handler: Handler, seen: Seen) -> None:
    """Send an answer that never ends, a byte at a time."""
    handler.body(seen)
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    end = time.monotonic() + 20
    while time.monotonic() < end:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)
