"""A real server on loopback that answers chat completions as it was told: well, badly, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


@dataclass
class ModelServer:
    """What was asked, and where to ask."""

    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    busiest: int = 0
    """How many requests were under way at once."""


def answering(text: str, finish: str = "stop", **extra: Any) -> Reply:
    """Answer with this text."""

    def reply(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        message = {"role": "assistant", "content": text, **extra}
        usage = {"prompt_tokens": 1000, "completion_tokens": 50}
        sent(handler, 200, {"choices": [{"message": message, "finish_reason": finish}], "usage": usage})

    return reply


def failing(status: int, message: str = "", **headers: str) -> Reply:
    """Answer with an error."""
    return lambda handler, _: sent(handler, status, {"error": {"message": message}}, headers)


def raw(content: bytes, kind: str = "application/json", length: int | None = None) -> Reply:
    """Answer with these bytes, whatever they are."""

    def reply(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def stalling(seconds: float, then: Reply) -> Reply:
    """Wait, then answer."""

    def reply(handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        time.sleep(seconds)
        then(handler, body)

    return reply


def sent(
    handler: BaseHTTPRequestHandler, status: int, body: Any, headers: dict[str, str] | None = None
) -> None:
    """Send a JSON body."""
    content = json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    for name, value in (headers or {}).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


@contextmanager
def model_server(*replies: Reply, always: Reply | None = None) -> Iterator[ModelServer]:
    """Run a server that gives these replies in turn, then `always`, else the last one again."""
    server = ModelServer()
    left = list(replies)
    lock = threading.Lock()
    under_way = 0

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            nonlocal under_way
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with lock:
                under_way += 1
                server.busiest = max(server.busiest, under_way)
                server.bodies.append(json.loads(content))
                server.headers.append(dict(self.headers))
                reply = left.pop(0) if len(left) > 1 or (left and always) else (always or left[0])
            try:
                reply(self, server.bodies[-1])
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with lock:
                    under_way -= 1

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
