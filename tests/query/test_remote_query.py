"""Saved queries on servers elsewhere: the same answers as at home, and one line for all that can go wrong."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.sparql.results.rdfresults import RDFResult

import servers
from kgbuild.cli import main
from kgbuild.credentials import Credentials
from kgbuild.errors import EndpointError, QueryError
from kgbuild.graph import read_graph
from kgbuild.query import (
    Endpoint,
    Rows,
    SavedQuery,
    construct,
    construct_remotely,
    find,
    run,
    run_remotely,
    saved_queries,
    write_tsv,
    write_ttl,
)
from kgbuild.query import parse as parse_query
from kgbuild.query.remote_values import with_values

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
QUERIES = saved_queries()
DENIALS = find("denials", QUERIES)
HEAD = "# title: T\n# answers: A?\n# example: kgbuild query t\n"
GIVEN = {
    "agent": "Eritrea",
    "concept": "aircraft",
    "date": "2021-02",
    "document": "radio.txt",
    "event": "d1",
    "instrument": "Asmara Pact",
    "iri": "state:ERI",
    "number": "2",
    "stance": "Denies",
    "standing": "Disputed",
    "state": "the Emirates",
    "string": 'the "drones"',
}
RDF4J = """
@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
[] a rep:Repository ; rep:repositoryID "asked" ; rep:repositoryImpl
  [ rep:repositoryType "openrdf:SailRepository" ; sr:sailImpl [ sail:sailType "openrdf:MemoryStore" ] ] .
"""


def send(method: str, url: str, body: bytes, kind: str) -> None:
    with urlopen(Request(url, body, {"Content-Type": kind}, method=method), timeout=60):
        pass


def spread() -> bytes:
    """The graph over several named graphs, as kgbuild load leaves it in a store."""
    lines = serialize(parse(path=str(GRAPH)), format=RdfFormat.N_TRIPLES).decode().splitlines()
    return "".join(
        f"{line.removesuffix(' .')} <http://g.example/{i % 5}> .\n" for i, line in enumerate(lines)
    ).encode()


@pytest.fixture(scope="module")
def at_home() -> Dataset:
    return read_graph([GRAPH])


def in_fuseki(server: servers.Server) -> str:
    send("POST", f"{server.url}/$/datasets", b"dbName=asked&dbType=tdb2", "application/x-www-form-urlencoded")
    send("POST", f"{server.url}/asked/data", spread(), "application/n-quads")
    return f"{server.url}/asked/query"


def in_rdf4j(server: servers.Server) -> str:
    send("PUT", f"{server.url}/repositories/asked", RDF4J.encode(), "text/turtle")
    send("POST", f"{server.url}/repositories/asked/statements", spread(), "application/n-quads")
    return f"{server.url}/repositories/asked"


def in_oxigraph(server: servers.Server) -> str:
    send("POST", f"{server.url}/store", spread(), "application/n-quads")
    return f"{server.url}/query"


@pytest.fixture(scope="module", params=["fuseki", "rdf4j", "oxigraph"])
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """The graph in each kind of store, whose default graph is empty where the store has it so."""
    if request.param == "oxigraph":
        server = servers.provide(servers.oxigraph, tmp_path_factory.mktemp("asked"))
        yield Endpoint(in_oxigraph(server), timeout=30)
        server.stop()
        return
    server = request.getfixturevalue(request.param)
    yield Endpoint({"fuseki": in_fuseki, "rdf4j": in_rdf4j}[request.param](server), timeout=30)


def comparable(rows: Rows) -> list[tuple[object, ...]]:
    """Rows without what engines may write differently: 12.0 and 12."""
    return [
        tuple(
            t.value.normalize() if isinstance(t, Literal) and isinstance(t.value, Decimal) else t and t.n3()
            for t in row
        )
        for row in rows.rows
    ]


def outcome(answer: Callable[[], Rows]) -> object:
    try:
        rows = answer()
    except QueryError as error:
        return str(error)
    return rows.columns, comparable(rows)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_answers_are_the_same(query: SavedQuery, endpoint: Endpoint, at_home: Dataset) -> None:
    """With nothing asked for, and with each parameter: rows and their order, or the error."""
    required = {p.name: GIVEN[p.type] for p in query.parameters if p.required}
    asked = [required, *({**required, p.name: GIVEN[p.type]} for p in query.parameters if not p.required)]
    for values in asked:
        here = outcome(lambda: run(at_home, query, values))  # noqa: B023
        assert outcome(lambda: run_remotely(endpoint, query, values)) == here, values  # noqa: B023


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("state", {"state": "Etiopia"}),
        ("denials", {"event": "Ethiopia"}),
        ("denials", {"event": ""}),
        ("denials", {"event": 'x" } ; DROP ALL #'}),
        ("denials", {"state": "<> } UNION { ?claim ?p ?o"}),
        ("timeline", {"since": "May"}),
        ("words", {}),
        ("words", {"word": "x"}),
    ],
)
def test_a_wrong_value_is_told_alike(
    name: str, values: dict[str, str], endpoint: Endpoint, at_home: Dataset
) -> None:
    with pytest.raises(QueryError) as here:
        run(at_home, find(name, QUERIES), values)
    with pytest.raises(QueryError) as there:
        run_remotely(endpoint, find(name, QUERIES), values)
    assert str(there.value) == str(here.value)


@pytest.mark.parametrize(
    "value", ['x" } ; DROP ALL #', "\\", '"""', "\n}", "\\u0041", "𝔘\u202e", "') || true || ('"]
)
def test_a_hostile_value_stays_data(value: str, endpoint: Endpoint) -> None:
    assert run_remotely(endpoint, find("words", QUERIES), {"text": value}).rows == ()


def test_a_mistake_in_a_query_is_told_with_its_line(endpoint: Endpoint) -> None:
    query = parse_query("t", HEAD + "SELECT ?x\nWHERE {\n  ?x ?y .\n}")
    with pytest.raises(
        QueryError, match=r"^t\.rq: the endpoint finds a mistake in line [67] of the query"
    ) as told:
        run_remotely(endpoint, query)
    assert "\n" not in str(told.value)


def test_queries_that_make_a_graph(endpoint: Endpoint, at_home: Dataset) -> None:
    about = "<https://w3id.org/kgbuild/ns#about>"
    text = f"CONSTRUCT {{ ?event a ?kind }}\nWHERE {{ ?event a ?kind . ?claim {about} ?event }}"
    query = parse_query("t", HEAD + "# param event: which (event, optional)\n" + text)
    for values in ({}, {"event": "d1"}):
        here, there = construct(at_home, query, values), construct_remotely(endpoint, query, values)
        assert set(here) == set(there)
        assert len(there) == (1 if values else 4)


def test_the_command(endpoint: Endpoint, at_home: Dataset) -> None:
    written = {}
    for place in (("--endpoint", endpoint.url), ("--graph", str(GRAPH))):
        for form in ("table", "csv", "tsv", "json", "ttl"):
            command = ["query", "denials", "-p", "state=ERI", "--format", form, *place]
            result = CliRunner().invoke(main, command)
            assert result.exit_code == 0, result.stderr
            assert written.setdefault(form, result.stdout) == result.stdout


# --- What goes wrong


def test_a_wrong_dataset_is_told(fuseki: servers.Server) -> None:
    with pytest.raises(
        EndpointError, match=r"\(40[45]\): check the end of the address, such as /DATASET/query"
    ):
        run_remotely(Endpoint(f"{fuseki.url}/nothing/query"), DENIALS)


Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def answering() -> Iterator[Callable[[Answer], str]]:
    """Start a server that answers POST in a certain way; return its address."""
    started: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.body = self.rfile.read(int(self.headers["Content-Length"]))
                answer(self)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        started.append(server)
        return f"http://127.0.0.1:{server.server_port}/query"

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def reply(status: int, body: str = "", kind: str = "text/plain", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content_Length": str(len(body.encode())),
            **headers,
        }.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body.encode())

    return answer


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    reply(200, '{"head"', "application/sparql-results+json", Content_Length="1000")(handler)
    handler.close_connection = True


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (reply(401), "wants to know who asks (401): set KGBUILD_USER and KGBUILD_PASSWORD, or KGBUILD_TOKEN"),
        (reply(403), "this user may not ask it (403): ask its keeper"),
        (reply(404), "there is no such dataset (404): check the end of the address"),
        (reply(405), "no dataset there takes queries (405): check the end of the address"),
        (reply(429), "it is too busy (429): try again later"),
        (reply(500, "<html><b>disk full</b></html>"), "it failed (500): disk full"),
        (reply(503, "down for\nthe night"), "it is too busy (503): try again later: down for"),
        (reply(504), "it gave the query up (504): ask for less"),
        (
            reply(302, Location="http://elsewhere.example/"),
            "has moved to http://elsewhere.example/: give that",
        ),
        (
            reply(200, "<html>", "text/html"),
            "not with the results of a query (text/html): give the address of",
        ),
        (reply(200, "<html>", JSON), "not with the results of a query"),
        (reply(200, "[1]", JSON), "not with the results of a query"),
        (reply(200, '{"head":{},"boolThe SPARQL operation has been cancelled', JSON), "no answer within 1 s"),
        (broken_off, "the answer broke off"),
        (dripping, "no answer within 1 s: ask for less with --param, or wait longer with --timeout"),
        (silent, "no answer within 1 s"),
    ],
)
def test_each_fault_has_its_line(answer: Answer, problem: str, answering: Callable[[Answer], str]) -> None:
    url = answering(answer)
    began = time.monotonic()
    with pytest.raises(EndpointError) as told:
        run_remotely(Endpoint(url, timeout=1), DENIALS)
    assert time.monotonic() - began < 4
    assert str(told.value).startswith(url)
    assert problem in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1:{free}/query", "no server answers there: start it, or correct --endpoint"),
        ("http://nowhere.invalid/query", "no host of this name is known"),
        ("ftp://127.0.0.1/query", "is no address of an endpoint: it begins with http:// or https://"),
        ("query", "is no address of an endpoint"),
        ("http://me:secret@127.0.0.1/query", "a password does not belong in the address"),
    ],
)
def test_a_wrong_address_has_its_line(url: str, problem: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = url.format(free=free.getsockname()[1])
    with pytest.raises(EndpointError) as told:
        run_remotely(Endpoint(url, timeout=5), DENIALS)
    assert problem in str(told.value)
    assert "secret" not in str(told.value)


def test_without_tls_there_is_no_secret_told(answering: Callable[[Answer], str]) -> None:
    url = answering(reply(200)).replace("http:", "https:")
    with pytest.raises(EndpointError, match="no TLS there"):
        run_remotely(Endpoint(url, timeout=5, credentials=Credentials("me", "secret")), DENIALS)


# --- Who asks

ROWS = '{"head": {"vars": ["x"]}, "results": {"bindings": []}}'


def guarded(scheme: str, seen: list[str]) -> Answer:
    """A server that wants to know who asks, in its own way."""

    def is_me(header: str) -> bool:
        if scheme == "Digest" and header.startswith("Digest "):
            told = dict(re.findall(r'(\w+)="?([^",]+)', header))
            ha1 = hashlib.md5(b"me:stores:secret").hexdigest()
            ha2 = hashlib.md5(f"POST:{told['uri']}".encode()).hexdigest()
            mine = f"{ha1}:n:{told['nc']}:{told['cnonce']}:auth:{ha2}"
            return told["response"] == hashlib.md5(mine.encode()).hexdigest()
        return header == {
            "Basic": "Basic " + base64.b64encode(b"me:secret").decode(),
            "Bearer": "Bearer secret",
            "Digest": "",
        }.get(scheme)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        header = handler.headers.get("Authorization", "")
        seen.append(header.split(" ")[0])
        if is_me(header):
            is_ask = b"ASK" in getattr(handler, "body", b"")
            reply(200, '{"head": {}, "boolean": true}' if is_ask else ROWS, JSON)(handler)
        else:
            challenge = f'{scheme} realm="stores"' + (', nonce="n", qop="auth"' if scheme == "Digest" else "")
            reply(401, WWW_Authenticate=challenge)(handler)

    return answer


@pytest.mark.parametrize("scheme", ["Basic", "Digest", "Bearer"])
def test_the_command_tells_who_asks(
    scheme: str,
    answering: Callable[[Answer], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    seen: list[str] = []
    url = answering(guarded(scheme, seen))
    if scheme == "Bearer":
        monkeypatch.setenv("KGBUILD_TOKEN", "secret")
    else:
        monkeypatch.setenv("KGBUILD_USER", "me")
        monkeypatch.setenv("KGBUILD_PASSWORD", "secret")
    result = CliRunner().invoke(main, ["query", "denials", "--endpoint", url])
    assert (result.exit_code, result.stderr) == (0, "0 rows\n")
    assert seen[-1] == scheme


def test_a_wrong_password_is_told_without_it(answering: Callable[[Answer], str]) -> None:
    url = answering(guarded("Basic", []))
    with pytest.raises(EndpointError, match=r"does not accept this user and password \(401\)") as told:
        run_remotely(Endpoint(url, credentials=Credentials("me", "wrong")), DENIALS)
    assert "wrong" not in str(told.value)
    assert "wrong" not in repr(Credentials("me", "wrong"))


# --- Values


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (
            "SELECT ?x WHERE { ?x ?y ?z }",
            "SELECT ?x WHERE { VALUES (?x) { (<http://e.example/>) }  ?x ?y ?z }",
        ),
        (
            "SELECT ?x # { not here\n{?x a <http://e.example/#x>}",
            "{ VALUES (?x) { (<http://e.example/>) } ?x a",
        ),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) { ?x ?y '}{' }", "AS ?x) { VALUES (?x)"),
        ("CONSTRUCT { ?x a ?y } WHERE { ?x a ?y }", "{ ?x a ?y } WHERE { VALUES (?x)"),
        ("DESCRIBE ?x WHERE { ?x a ?y }", "WHERE { VALUES (?x)"),
    ],
)
def test_where_values_go(text: str, bound: str) -> None:
    assert bound in with_values(text, {"x": URIRef("http://e.example/")})


@pytest.mark.parametrize(
    "text",
    ["CONSTRUCT WHERE { ?x a ?y }", "SELECT ?x { SELECT ?x { ?x a ?y } }", "DESCRIBE <http://e.example/>"],
)
def test_where_values_cannot_go(text: str) -> None:
    with pytest.raises(QueryError, match="have no place in the query"):
        with_values(text, {"x": URIRef("http://e.example/")})


@pytest.mark.parametrize("value", ["a\nb", '"""', "\\u0041", "𝔘", "\t\r'"])
def test_a_value_comes_out_as_it_went_in(value: str, at_home: Dataset) -> None:
    text = with_values("SELECT ?x WHERE { }", {"x": Literal(value)})
    assert "\n" not in text
    ((term,),) = at_home.query(text)
    assert str(term) == value


# --- Formats


def test_rows_as_a_graph_can_be_read_back(at_home: Dataset) -> None:
    rows = run(at_home, DENIALS)
    stream = io.BytesIO()
    write_ttl(rows, stream)
    again = io.BytesIO()
    write_ttl(run(at_home, DENIALS), again)
    assert stream.getvalue() == again.getvalue()
    read = RDFResult(Graph().parse(data=stream.getvalue(), format="turtle"))
    assert {str(variable) for variable in read.vars} == set(rows.columns)
    found = {tuple(binding.get(variable) for variable in sorted(read.vars)) for binding in read.bindings}
    order = sorted(range(len(rows.columns)), key=lambda i: rows.columns[i])
    assert found == {tuple(row[i] for i in order) for row in rows.rows}


def test_tsv_keeps_what_a_value_is(at_home: Dataset) -> None:
    stream = io.BytesIO()
    write_tsv(run(at_home, DENIALS, {"state": "ERI"}), stream)
    head, line = stream.getvalue().decode().splitlines()
    assert head.startswith("?event\t?what\t?state")
    assert line.startswith('<https://w3id.org/kgbuild/id/event/d1>\t"Eritrean forces in Ethiopia"\t')


def test_a_graph_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "all.rq").write_text(HEAD + "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", encoding="utf-8")
    command = ["query", "all", "--queries", str(tmp_path), "--graph", str(GRAPH)]
    result = CliRunner().invoke(main, [*command, "--format", "csv"])
    assert result.exit_code == 2
    assert "all answers with a graph" in result.stderr
    result = CliRunner().invoke(main, command)
    assert set(Graph().parse(data=result.stdout)) == set(Graph().parse(GRAPH))
