"""`kgbuild load` at servers that mean ill, as real processes on the loopback interface."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from loading import quads, write

from listening import listening
from processes import failed_in_one_line

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = gzip.compress(b" " * (200 << 20), 1)


def load(url: str, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KGBUILD_USER": "me", "KGBUILD_PASSWORD": "geheim", "NETRC": os.devnull}
    command = [sys.executable, "-m", "kgbuild", "load", url, str(path), "--timeout", "60", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


def answers(head: bytes, body: bytes = b"") -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def endless(connection: socket.socket) -> None:
    connection.sendall(JSON + b"Connection: close\r\n\r\n")
    while True:
        connection.sendall(b" " * (1 << 16))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "out.nq", quads(range(2)))


@pytest.mark.parametrize("options", [(), ("--store", "fuseki")], ids=["found out", "named"])
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (endless, "the answer has more than 256 MB and goes on"),
        (answers(JSON + b"Content-Encoding: gzip\r\n", BOMB), "the answer is packed, which nobody has asked"),
        (answers(b"HTTP/1.1 200 OK\r\nX: " + b"a" * (10 << 20) + b"\r\n"), "does not keep to HTTP"),
        (answers(b"HTTP/1.1 307 Moved\r\nLocation: /again\r\n"), "redirects in a circle"),
        (answers(PAGE, b"<html>"), "no SPARQL endpoint answers there"),
        (answers(JSON, b"[" * 1_000_000), "no SPARQL endpoint answers there"),
    ],
    ids=["endless", "gzip", "header", "circle", "page", "nested"],
)
def test_a_server_that_means_ill_is_told_in_one_line(
    answer: Callable[[socket.socket], None], told: str, options: tuple[str, ...], path: Path
) -> None:
    with listening(answer) as other:
        assert told in failed_in_one_line(load(f"{other.url}/kg", path, *options))


def test_neither_data_nor_password_follow_to_another_server(path: Path) -> None:
    with listening() as other:
        there = other.url.replace("127.0.0.1", "localhost").encode()
        with listening(answers(b"HTTP/1.1 307 Moved\r\nLocation: %s/kg\r\n" % there)) as first:
            told = failed_in_one_line(load(f"{first.url}/kg", path, "--store", "fuseki"))
        assert "redirects to http://localhost" in told
        assert first.seen
        assert other.seen == []
