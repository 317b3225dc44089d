"""Engines as processes: limits that hold, answers that are whole, and nothing that runs on alone."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgbuild.engine import confine
from kgbuild.engine.limits import Limits
from kgbuild.engine.pool import Pool, Ticket
from kgbuild.engine.process import Process, Source
from kgbuild.errors import (
    DamagedError,
    FederationError,
    GraphFileError,
    LimitError,
    NoFormatError,
    NotSparqlError,
)
from listening import listening
from processes import CARTESIAN, DOUBLING, all_end, children, is_running, peak

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
FILES = Source("files", (GRAPH,))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
MEGABYTES = 200


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(FILES, Limits(seconds=2, rows=1000, memory=MEGABYTES << 20), jobs=2) as found:
        yield found


def ask(pool: Pool, text: str, accept: str = "text/csv") -> str:
    with (answer := pool.ask({"do": "query", "text": text, "accept": accept})).content as content:
        told = content.read()
    assert len(told) == answer.size
    return told.decode()


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/csv", ox.QueryResultsFormat.CSV),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_answers_are_those_of_the_engine_itself(pool: Pool, accept: str, form: ox.QueryResultsFormat) -> None:
    text = (
        "SELECT ?a ?b ?c ?d ?e ?f { VALUES (?a ?b ?c ?d ?f) { "
        '("x,\\"\\n\\t\\\\é🙂"@en 1.50 <http://e.example/> UNDEF '
        "<<( <http://e.example/s> <http://e.example/p> 'o'@ar--rtl )>>) (UNDEF UNDEF UNDEF UNDEF UNDEF) } }"
    )
    expected = ox.Store().query(text)
    assert isinstance(expected, ox.QuerySolutions)
    assert ask(pool, text, accept).encode() == expected.serialize(format=form)


def test_the_header_accept_is_weighed(pool: Pool) -> None:
    assert ask(pool, "ASK {}", "image/png, text/csv;q=0.1, */*;q=0").strip() == "true"
    assert ask(pool, "ASK {}", "text/*;q=0.5, application/sparql-results+json;q=0.2").strip() == "true"
    with pytest.raises(NoFormatError):
        ask(pool, "ASK {}", "image/png")


def test_what_is_no_sparql_is_told_in_the_words_of_the_parser(pool: Pool) -> None:
    with pytest.raises(NotSparqlError, match=r"^error at 2:"):
        ask(pool, "SELECT * {\n ?x ?y }")


@pytest.mark.parametrize(
    "text",
    [
        CARTESIAN,
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(STR(?a), STR(?l)) = 'x') }",
    ],
)
def test_what_takes_too_long_is_ended_while_others_are_answered(pool: Pool, text: str) -> None:
    failed: list[LimitError] = []

    def work() -> None:
        try:
            ask(pool, text)
        except LimitError as error:
            failed.append(error)

    slow = threading.Thread(target=work)
    slow.start()
    answered = 0
    while slow.is_alive():
        assert ask(pool, COUNT)
        answered += 1
    assert answered
    assert failed[0].kind == "time"
    assert str(failed[0]).startswith("the query took longer than 2 s: ask for less")


def test_what_needs_too_much_memory_is_ended_below_the_limit() -> None:
    engine = Process(FILES, Limits(seconds=60, memory=MEGABYTES << 20))
    base = highest = peak(engine.pid)
    failed: list[LimitError] = []

    def work() -> None:
        try:
            engine.ask({"do": "query", "text": DOUBLING})
        except LimitError as error:
            failed.append(error)

    asking = threading.Thread(target=work)
    asking.start()
    while asking.is_alive():
        highest = max(highest, peak(engine.pid))
        time.sleep(0.002)
    engine.end("stop")
    assert failed[0].kind == "memory"
    assert str(failed[0]).startswith(f"the query needs more than {MEGABYTES} MB")
    assert highest - base <= MEGABYTES << 20


@pytest.mark.parametrize(
    "text", ["SELECT * { ?a ?b ?c . ?d ?e ?f }", "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"]
)
def test_an_answer_with_too_many_rows_is_none(pool: Pool, text: str) -> None:
    with pytest.raises(LimitError, match="more than 1,000 rows") as told:
        ask(pool, text, "*/*")
    assert told.value.kind == "rows"
    assert ask(pool, f"{text} LIMIT 1000", "*/*")


def test_no_request_leaves_an_engine(pool: Pool) -> None:
    with listening() as other:
        for silent in ("", "SILENT"):
            with pytest.raises(FederationError):
                ask(pool, f"SELECT * {{ SERVICE {silent} <{other.url}/> {{ ?s ?p ?o }} }}")
        with pytest.raises(FederationError):
            pool.ask({"do": "update", "text": f"LOAD <{other.url}/>"})
        ask(pool, f"SELECT * FROM <{other.url}/> {{ ?s ?p ?o }}")
        assert other.seen == []


def test_federation_is_had_by_name() -> None:
    def answer(connection: object) -> None:
        body = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
        head = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: %d\r\n\r\n"
        )
        connection.sendall(head % len(body) + body)  # type: ignore[attr-defined]

    with listening(answer) as other, Pool(FILES, Limits(federation=True)) as pool:
        assert ask(pool, f"SELECT * {{ SERVICE <{other.url}/> {{ ?s ?p ?o }} }}").splitlines() != []
        assert len(other.seen) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
def test_the_kernel_refuses_sockets_as_well() -> None:
    code = (
        "import socket, pyoxigraph as ox\nfrom kgbuild.engine import confine\n"
        "assert confine.forbid_network()\n"
        "try: socket.socket()\nexcept PermissionError: print('refused')\n"
        "try: list(ox.Store().query('SELECT * { SERVICE <http://127.0.0.1:1234/> { ?s ?p ?o } }'))\n"
        "except OSError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\nrefused\n"


def test_a_question_that_is_given_up_is_not_worked_on(pool: Pool) -> None:
    ticket = Ticket()
    timer = threading.Timer(0.3, ticket.cancel)
    timer.start()
    with pytest.raises(LimitError, match="nobody waits"):
        pool.ask({"do": "query", "text": CARTESIAN}, ticket)
    assert ask(pool, COUNT)


def test_what_is_asked_too_often_at_once_has_to_wait() -> None:
    with Pool(FILES, Limits(seconds=1), jobs=1) as pool:
        threads = [threading.Thread(target=_ignoring, args=(pool,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert ask(pool, COUNT)


def _ignoring(pool: Pool) -> None:
    try:
        ask(pool, CARTESIAN)
    except LimitError as error:
        assert error.kind in ("time", "turn")  # noqa: PT017


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match=r"none\.ttl: there is no such file"):
        Pool(Source("files", (tmp_path / "none.ttl",)))
    with pytest.raises(DamagedError, match="cannot be opened"):
        Pool(Source("read", (tmp_path / "none",)))


PARENT = """
import sys, threading
from pathlib import Path
from kgbuild.engine.limits import Limits
from kgbuild.engine.pool import Pool
from kgbuild.engine.process import Source
pool = Pool(Source("files", (Path(sys.argv[1]),)), Limits(seconds=600), 2)
for _ in range(2):
    threading.Thread(target=pool.ask, args=({"do": "query", "text": sys.argv[2]},), daemon=True).start()
print("asked", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, None])
@pytest.mark.parametrize("watched", ["kernel", "pipe"])
def test_engines_end_with_their_parent(how: signal.Signals | None, watched: str) -> None:
    """Also where the kernel does not see to it, as outside Linux: then the end of their pipe does."""
    command = [sys.executable, "-c", PARENT, str(GRAPH), CARTESIAN]
    parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert parent.stdin
    assert parent.stdout
    parent.stdout.readline()
    end = time.monotonic() + 20
    while len(engines := children(parent.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.5)
    assert len(engines) == 2
    assert all(map(is_running, engines))
    if how is None:
        parent.stdin.close()  # it ends by itself
    else:
        parent.send_signal(how)
    parent.wait(30)
    assert all_end(engines)
    for stream in (parent.stdin, parent.stdout, parent.stderr):
        if stream:
            stream.close()


def test_memory_is_given_back_after_a_query() -> None:
    confine.limit_memory(None)  # takes nothing back that was not taken
    with Pool(FILES, Limits(memory=MEGABYTES << 20), jobs=1) as pool:
        for _ in range(3):
            assert ask(pool, "SELECT (STRLEN(STR(REPLACE('x', 'x', ?o))) AS ?n) { ?s ?p ?o }")
