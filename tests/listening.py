"""A server on the loopback interface that notes who comes, and one that answers as it is told."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answering = Callable[[socket.socket], None]
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Listener:
    """`seen` is what was sent to it, request by request: head and body."""

    url: str
    seen: list[bytes] = field(default_factory=list)


@contextmanager
def listening(answer: Answering = lambda connection: connection.sendall(EMPTY)) -> Iterator[Listener]:
    """Run it on a free port."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        found = Listener(f"http://127.0.0.1:{server.getsockname()[1]}")

        def work() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()

        def serve(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                connection.settimeout(30)
                found.seen.append(_request(connection))
                answer(connection)

        threading.Thread(target=work, daemon=True).start()
        yield found
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and (piece := connection.recv(1 << 16)):
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    while length and len(body) < int(length[1]) and (piece := connection.recv(1 << 16)):
        body += piece
    return head + b"\r\n\r\n" + body
