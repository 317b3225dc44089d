"""`kgbuild serve` over real sockets: the SPARQL protocol, who may write, and how it starts and stops."""

from __future__ import annotations

import csv
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from rdflib import Graph
from serving import GRAPH, served
from SPARQLWrapper import JSON, SPARQLWrapper

from kgbuild.cli import main
from kgbuild.graph import read_graph
from kgbuild.query import Endpoint, find, run, run_remotely, saved_queries
from processes import children, is_running

QUERIES = saved_queries()
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ONE = "INSERT DATA { <http://e.example/s> <http://e.example/p> <http://e.example/o> }"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as found:
        yield found


# --- The protocol


@pytest.mark.parametrize(
    ("accept", "kind", "begins"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", '{"head":{"vars":["n"]}'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "n\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?n\n"),
        ("*/*", "application/sparql-results+json", "{"),
    ],
)
def test_rows_come_as_wished(client: httpx.Client, accept: str, kind: str, begins: str) -> None:
    for answer in (
        client.get("/sparql", params={"query": COUNT}, headers={"Accept": accept}),
        client.post("/sparql", data={"query": COUNT}, headers={"Accept": accept}),
        client.post(
            "/query",
            content=COUNT,
            headers={"Accept": accept, "Content-Type": "application/sparql-query"},
        ),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.text.startswith(begins)
        assert "access-control-allow-origin" not in answer.headers


def test_graphs_come_as_wished(client: httpx.Client) -> None:
    ask = {"query": "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"}
    sizes = set()
    for accept, form in (
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ):
        answer = client.get("/sparql", params=ask, headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        sizes.add(len(Graph().parse(data=answer.text, format=form)))
    assert len(sizes) == 1
    assert sizes != {0}


def test_errors_are_text_with_the_line(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * {\n  ?x ?y }"})
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("error at 2:")
    assert (
        client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"}).status_code == 406
    )
    assert client.get("/sparql").status_code == 400
    assert client.put("/sparql").status_code == 405


def test_other_programs_can_ask(address: str) -> None:
    wrapper = SPARQLWrapper(f"{address}/sparql")
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(JSON)
    ((row,),) = (wrapper.query().convert()["results"]["bindings"],)
    assert int(row["n"]["value"]) == len(read_graph([GRAPH]))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_saved_questions_have_the_answers_of_the_file(address: str) -> None:
    for query in QUERIES:
        if not any(parameter.required for parameter in query.parameters):
            assert run_remotely(Endpoint(f"{address}/sparql"), query) == run(read_graph([GRAPH]), query), (
                query.name
            )


def test_health(client: httpx.Client) -> None:
    assert (client.get("/health").status_code, client.get("/health").text) == (200, "ok\n")


def test_a_query_that_takes_too_long_is_ended() -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with served(str(GRAPH), "--timeout", "1") as url:
        began = time.monotonic()
        answer = httpx.post(f"{url}/sparql", data={"query": slow}, timeout=30, trust_env=False)
        assert answer.status_code == 504
        assert answer.text.startswith("The query took longer than 1 s: ask for less")
        assert time.monotonic() - began < 20
        assert httpx.get(f"{url}/health", trust_env=False).text == "ok\n"
        many = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        answer = httpx.post(f"{url}/sparql", data={"query": many}, timeout=30, trust_env=False)
        assert answer.status_code in (422, 504)  # and nothing that could be taken for the whole


# --- Pages without a browser


def test_files_of_an_answer(client: httpx.Client) -> None:
    answer = client.get("/queries/denials", params={"format": "csv", "state": "Eritrea"})
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["claimant"] == "Eritrea"
    assert client.get("/queries/denials", params={"format": "json"}).json()["head"]["vars"][0] == "event"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/queries/denial", 404, "no saved query"),
        ("/queries/state?run=1&state=Etiopia", 400, "it has Ethiopia (state:ETH)"),
        ("/queries/words?run=1", 400, "the query words needs text"),
        ("/queries/state?format=csv&state=Etiopia", 400, "no state of this graph"),
        ("/node?iri=http://e.example/none", 404, "says nothing of"),
        ("/node?iri=<b>", 400, "is not an IRI"),
        ("/nothing", 404, "Not Found"),
        ("/static/../app.py", 404, "Not Found"),
    ],
)
def test_what_a_page_cannot_do_is_said(client: httpx.Client, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert said in answer.text
    assert "--param" not in answer.text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' onfocus='alert(1)", '"><img src=x>', "</datalist><i>"]
)
def test_markup_in_a_value_stays_text(client: httpx.Client, text: str) -> None:
    for path, name in (("/queries/words?run=1", "text"), ("/queries/state?run=1", "state"), ("/node", "iri")):
        answer = client.get(path, params={**dict(httpx.URL(path).params), name: text})
        assert text not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy


# --- Who may do what


def test_a_read_only_graph_stays_as_it_is(client: httpx.Client) -> None:
    before = client.get("/sparql", params={"query": COUNT}).text
    assert client.post("/update", data={"update": ONE}).status_code == 403
    answer = client.put("/store?default", content=b"", headers={"Content-Type": "text/turtle"})
    assert (answer.status_code, "read-only: start it with kgbuild serve --writable" in answer.text) == (
        403,
        True,
    )
    assert client.post("/sparql", data={"query": ONE}).status_code == 400
    assert client.get("/sparql", params={"query": COUNT}).text == before


def test_another_name_for_this_address_gets_nothing(client: httpx.Client) -> None:
    """As when a page elsewhere lets its own name lead here."""
    assert client.get("/sparql", params={"query": COUNT}, headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/health", headers={"Host": "localhost:1234"}).status_code == 200


def test_a_writable_store_keeps_what_is_written(tmp_path: Path) -> None:
    place = ["--store-dir", str(tmp_path / "mine")]
    graph = {"graph": "http://e.example/g"}
    with (
        served("--writable", *place, "--format", "json") as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        evil = {"Origin": "http://evil.example"}
        assert client.post("/update", data={"update": ONE}, headers=evil).status_code == 403
        assert (
            client.post("/update", data={"update": ONE}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
            == 403
        )
        assert client.post("/update", data={"update": ONE}, headers={"Origin": url}).status_code == 204
        kind = {"Content-Type": "text/turtle"}
        assert client.put("/store", params=graph, content=GRAPH.read_bytes(), headers=kind).status_code == 201
        found = run_remotely(Endpoint(f"{url}/sparql"), find("denials", QUERIES))
        assert len(found.rows) == 2
        quads = tmp_path / "more.nq"
        quads.write_text(
            "<http://e.example/s> <http://e.example/p> <http://e.example/o> <http://e.example/h> .\n"
        )
        loaded = CliRunner().invoke(main, ["load", url, str(quads)])
        assert loaded.exit_code == 0, loaded.output
        second = serve("--writable", *place)
        assert second.returncode == 1
        assert "the store is in use: stop that one first" in second.stderr
    with served(*place) as url:
        answer = httpx.get(
            f"{url}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"}, trust_env=False
        )
        assert int(answer.text.split()[1]) > len(read_graph([GRAPH]))


# --- Start and stop


def serve(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=cwd)


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve(str(GRAPH), "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: port {port} cannot be had (address already in use): "
        "choose another with --port, or any free one with --port 0\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        ((), 1, "there is no out.ttl here"),
        (("none.ttl",), 1, "there is no such file"),
        (("--writable",), 2, "what is written needs a place: name one with --store-dir"),
    ],
)
def test_what_cannot_be_served_is_named(
    arguments: tuple[str, ...], code: int, problem: str, tmp_path: Path
) -> None:
    done = serve("--port", "0", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert problem in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_it_stops(how: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kgbuild", "serve", "--port", "0", str(GRAPH)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        process.stdout.readline()
        backends = children(process.pid)
        process.send_signal(how)
        _, told = process.communicate(timeout=30)
    assert len(backends) == 1
    assert "Traceback" not in told
    end = time.monotonic() + 10
    while any(map(is_running, backends)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(is_running, backends))
    if how != signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []
        assert process.returncode == (130 if how == signal.SIGINT else 0)
