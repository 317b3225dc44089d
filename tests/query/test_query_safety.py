"""`kgbuild query` with queries that call elsewhere or never end, and with endpoints that mean ill."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Dataset

from kgbuild.engine.limits import Limits
from kgbuild.errors import FederationError, LimitError
from kgbuild.graph import read_graph
from kgbuild.query import Endpoint, parse, run
from listening import listening
from processes import CARTESIAN, DOUBLING, failed_in_one_line, kgbuild

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
HEAD = "# title: T\n# answers: A?\n# example: kgbuild query mine\n"


def saved(folder: Path, text: str) -> Path:
    (folder / "mine.rq").write_text(HEAD + text, encoding="utf-8")
    return folder


def asked(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    return kgbuild("query", "mine", "-g", GRAPH, "--queries", saved(folder, text), *options)


# --- Queries


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT { ?s ?p ?o } WHERE", "DESCRIBE ?s"])
def test_no_request_leaves_a_saved_query(form: str, tmp_path: Path) -> None:
    with listening() as other:
        text = f"{form} {{ SERVICE SILENT <{other.url}/> {{ ?s ?p ?o }} }}"
        told = failed_in_one_line(asked(tmp_path, text))
        assert told.startswith("the query asks another server (SERVICE), which is not allowed")
        for store in (["--store-dir", str(tmp_path / "store")], ["--no-store"]):
            failed_in_one_line(asked(tmp_path, text, *store))
        asked(tmp_path, f"SELECT * FROM <{other.url}/> {{ ?s ?p ?o }}")
        # Not by way of an endpoint either
        saved(tmp_path, text)
        told = failed_in_one_line(
            kgbuild("query", "mine", "--queries", tmp_path, "--endpoint", f"{other.url}/query")
        )
        assert "asks another server" in told
        assert other.seen == []


def test_another_server_is_asked_where_that_is_allowed(tmp_path: Path) -> None:
    body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"there"}}]}}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: %d\r\n\r\n"
    with listening(lambda connection: connection.sendall(head % len(body) + body)) as other:
        text = f"SELECT ?s {{ SERVICE <{other.url}/> {{ ?s ?p ?o }} }}"
        done = asked(tmp_path, text, "--allow-federation", "--format", "csv")
        assert (done.returncode, done.stdout.split()) == (0, ["s", "there"])
        assert len(other.seen) == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_the_library_asks_nobody_whichever_engine_answers(tmp_path: Path) -> None:
    foreign = Dataset(default_union=True)
    foreign.parse(GRAPH)
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e.example/secret> <http://e.example/p> 1 .", encoding="utf-8")
    with listening() as other:
        for dataset in (read_graph([GRAPH]), foreign):
            query = parse("q", f"{HEAD}SELECT ?s {{ SERVICE <{other.url}/> {{ ?s ?p ?o }} }}")
            with pytest.raises(FederationError):
                run(dataset, query)
            for place in (other.url, secret.as_uri()):
                query = parse("q", f"{HEAD}SELECT ?s FROM <{place}> {{ ?s <http://e.example/p> ?o }}")
                assert run(dataset, query).rows == ()
        assert other.seen == []


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        (CARTESIAN, ["--timeout", "2"], "the query took longer than 2 s: ask for less"),
        (DOUBLING, ["--memory", "200"], "the query needs more than 200 MB: ask for less"),
        ("SELECT * { ?a ?b ?c }", ["--rows", "10"], "the answer has more than 10 rows: ask for less"),
    ],
)
def test_what_takes_too_much_is_ended_with_one_line(
    text: str, options: list[str], told: str, tmp_path: Path
) -> None:
    began = time.monotonic()
    assert failed_in_one_line(asked(tmp_path, text, *options)).startswith(told)
    assert time.monotonic() - began < 120
    (tmp_path / "mine.rq").unlink()


def test_a_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    told = failed_in_one_line(asked(tmp_path, "SELECT * {\n ?x ?y }"))
    assert told == "mine.rq:5: not SPARQL near '?x ?y }'"


# --- Endpoints

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
BOMB = gzip.compress(b'{"head":{"vars":["x"]},"results":{"bindings":[' + b" " * (200 << 20), 1)


def endless(connection: socket.socket) -> None:
    connection.sendall(JSON + b'Connection: close\r\n\r\n{"head":{"vars":[]},"results":{"bindings":[')
    while True:
        connection.sendall(b" " * (1 << 16))


def many_rows(connection: socket.socket) -> None:
    row = b'{"x":{"type":"literal","value":"1"}},'
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[' + row * 5000 + row[:-1] + b"]}}"
    connection.sendall(JSON + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def answers(head: bytes, body: bytes = b"") -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MOVED = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: "


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (endless, "the query needs more than 256 MB"),
        (answers(JSON + b"Content-Encoding: gzip\r\n", BOMB), "the answer is packed (gzip)"),
        (answers(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * (10 << 20) + b"\r\n"), "a head without end"),
        (answers(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000), "the answer broke off, or is not HTTP"),
        (answers(PAGE, b"<html>"), "not with the results of a query"),
        (answers(JSON, b'{"head":{},"boolean":true}'), "the answer is no table"),
        (answers(JSON, b"[" * 5_000_000), "not with the results of a query"),
        (answers(MOVED + b"/again\r\n"), "has moved to"),
        (answers(b"SSH-2.0-OpenSSH_9\r\n"), "is not HTTP"),
    ],
    ids=["endless", "gzip", "long header", "headers", "page", "truth", "nested", "circle", "no HTTP"],
)
def test_an_endpoint_that_means_ill_is_told_in_one_line(
    answer: Callable[[socket.socket], None], told: str
) -> None:
    with listening(answer) as other:
        done = kgbuild(
            "query", "denials", "--endpoint", f"{other.url}/query", "--timeout", "60", "--memory", "256"
        )
    assert told in failed_in_one_line(done)


def test_rows_of_an_endpoint_are_counted() -> None:
    with listening(many_rows) as other:
        done = kgbuild("query", "corpus", "--endpoint", f"{other.url}/query", "--rows", "5000")
    assert "the answer has more than 5,000 rows" in failed_in_one_line(done)


@pytest.mark.parametrize("code", [b"301", b"302", b"303", b"307", b"308"])
def test_a_password_does_not_follow_to_another_server(code: bytes) -> None:
    environment = {**os.environ, "KGBUILD_USER": "me", "KGBUILD_PASSWORD": "geheim", "NETRC": os.devnull}
    with listening() as other:
        there = other.url.replace("127.0.0.1", "localhost").encode()
        moved = answers(b"HTTP/1.1 %s Moved\r\nLocation: %s/query\r\n" % (code, there))
        with listening(moved) as first:
            command = [sys.executable, "-m", "kgbuild", "query", "denials"]
            command += ["--endpoint", f"{first.url}/query"]
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
        assert "has moved to http://localhost" in failed_in_one_line(done)
        assert first.seen
        assert other.seen == []


def test_an_endpoint_of_the_library_keeps_its_limits() -> None:
    with listening(many_rows) as other:
        endpoint = Endpoint(f"{other.url}/query", limits=Limits(rows=10))
        with pytest.raises(LimitError, match="more than 10 rows"):
            endpoint.select("SELECT ?x { ?x ?y ?z }")
