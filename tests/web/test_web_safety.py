"""`kgbuild serve` misused: by pages of other sites, by queries that call elsewhere or never end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import GRAPH, served, serving

from listening import listening
from processes import CARTESIAN, DOUBLING, all_end, children, is_running, peak

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LIMIT = 256
"""Megabytes."""
PATHS = (
    "/",
    "/?saved=denials",
    "/editor",
    "/events",
    "/search?q=troops",
    "/event?iri=https://w3id.org/kgbuild/id/event/d1",
    "/event/timeline.svg?iri=https://w3id.org/kgbuild/id/event/d1",
    "/agent?iri=https://w3id.org/kgbuild/id/state/ERI",
    "/document?iri=https://w3id.org/kgbuild/id/document/d1",
    "/matrix",
    "/queries/denials",
    "/queries/denials?run=1",
    "/queries/denials?format=csv",
    "/node?iri=https://w3id.org/kgbuild/id/event/d1",
    "/sparql?query=ASK%7B%7D",
    "/query?query=ASK%7B%7D",
    "/store",
    "/health",
    "/static/app.js",
)


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as found:
        yield found


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv", **headers})


# --- Pages of other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Referer": "http://evil.example/page"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_another_origin_gets_nothing(
    client: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 403
    assert answer.text == "A page of another site may not ask this graph: open its address yourself.\n"


def test_a_link_from_elsewhere_leads_to_the_first_page_only(client: httpx.Client) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/", headers=followed).status_code == 200
    for path in PATHS[1:]:
        assert client.get(path, headers=followed).status_code == 403


def test_what_asks_for_itself_is_answered(client: httpx.Client, address: str) -> None:
    for headers in (
        {},
        {"Origin": address},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},  # a form of our own page
        {"Referer": f"{address}/queries/denials"},
    ):
        assert ask(client, COUNT, **headers).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_real_browser_on_another_origin_gets_nothing(browser: Any, address: str, host: str) -> None:
    """Whatever a page tries: to read, to embed, to send a form."""
    target = address.replace("127.0.0.1", host)

    page_text = f"""<!doctype html><title>elsewhere</title><script>
      window.got = [];
      for (const mode of ['cors', 'no-cors'])
        fetch('{target}/sparql?query=ASK%7B%7D', {{mode}})
          .then(a => a.text()).then(t => got.push(t), e => got.push('refused'));
      for (const tag of ['img', 'script', 'iframe']) {{
        const e = document.createElement(tag);
        e.onload = () => got.push(tag === 'iframe' ? (e.contentDocument ? 'frame' : 'refused') : tag);
        e.onerror = () => got.push('refused');
        e.src = '{target}/sparql?query=ASK%7B%7D';
        document.documentElement.append(e);
      }}</script>"""

    def answer(connection: Any) -> None:
        body = page_text.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    with listening(answer) as elsewhere:
        context = browser.new_context()
        page = context.new_page()
        answers: list[tuple[str, int]] = []
        page.on("response", lambda found: answers.append((found.url, found.status)))
        page.goto(elsewhere.url)
        page.wait_for_function("window.got.length >= 4")
        assert set(page.evaluate("window.got")) <= {"refused", ""}
        assert {status for url, status in answers if url.startswith(target)} == {403}
        context.close()


# --- Queries that call elsewhere


def test_no_request_leaves_serve(client: httpx.Client, tmp_path: Path) -> None:
    with listening() as other:
        for silent in ("", "SILENT"):
            query = f"SELECT * {{ SERVICE {silent} <{other.url}/> {{ ?s ?p ?o }} }}"
            for answer in (
                ask(client, query),
                client.post("/sparql", data={"query": query}),
                client.post("/query", content=query, headers={"Content-Type": "application/sparql-query"}),
            ):
                assert answer.status_code == 403
                assert answer.text.startswith("The query asks another server (SERVICE), which is not allowed")
        client.get("/sparql", params={"query": f"SELECT * FROM <{other.url}/> {{ ?s ?p ?o }}"})
        client.get("/sparql", params={"query": COUNT, "default-graph-uri": f"{other.url}/"})
        client.get("/store", params={"graph": f"{other.url}/"})
        client.get("/node", params={"iri": f"{other.url}/"})
        assert client.post("/update", data={"update": f"LOAD <{other.url}/>"}).status_code == 403
        assert other.seen == []


def test_no_request_leaves_a_saved_query_or_an_update(tmp_path: Path) -> None:
    with listening() as other:
        (tmp_path / "call.rq").write_text(
            "# title: Call\n# answers: Who?\n# example: kgbuild query call\n"
            f"SELECT ?s {{ SERVICE <{other.url}/> {{ ?s ?p ?o }} }}\n",
            encoding="utf-8",
        )
        arguments = ("--queries", str(tmp_path), "--writable", "--store-dir", str(tmp_path / "store"))
        with served(*arguments) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            page = client.get("/queries/call", params={"run": "1"})
            assert page.status_code == 403
            assert "asks another server (SERVICE)" in page.text
            for update in (
                f"LOAD <{other.url}/>",
                f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{other.url}/> {{ ?s ?p ?o }} }}",
            ):
                answer = client.post("/update", data={"update": update})
                assert answer.status_code == 403
                assert answer.text.startswith("The query asks another server (SERVICE or LOAD)")
            context = f'{{"@context": "{other.url}/context", "@id": "http://e.example/"}}'
            kind = {"Content-Type": "application/ld+json"}
            assert client.post("/store?default", content=context, headers=kind).status_code == 400
        assert other.seen == []


# --- Queries that take too much


def test_a_query_ends_at_its_deadline_while_others_are_answered() -> None:
    with (
        served(str(GRAPH), "--timeout", "3") as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        late: list[httpx.Response] = []
        slow = threading.Thread(
            target=lambda: late.append(
                httpx.get(f"{url}/sparql", params={"query": CARTESIAN}, timeout=60, trust_env=False)
            )
        )
        slow.start()
        answered = 0
        while slow.is_alive():
            assert ask(client, COUNT).status_code == 200
            assert client.get("/health").text == "ok\n"
            answered += 1
        assert answered
        assert late[0].status_code == 504
        assert late[0].text == (
            "The query took longer than 3 s: ask for less, or allow more with --timeout.\n"
        )


def test_rows_and_memory_have_limits_with_a_clear_answer() -> None:
    options = ("--rows", "100", "--memory", str(LIMIT), "--jobs", "1")
    with (
        serving(str(GRAPH), *options) as (url, pid),
        httpx.Client(base_url=url, trust_env=False, timeout=120) as client,
    ):
        many = ask(client, "SELECT * { ?s ?p ?o }")
        assert many.status_code == 422
        assert many.text.startswith("The answer has more than 100 rows: ask for less, such as by LIMIT")
        assert len(ask(client, "SELECT * { ?s ?p ?o } LIMIT 100").text.splitlines()) == 101
        (engine,) = children(pid)
        base = highest = peak(engine)
        answers: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: answers.append(ask(client, DOUBLING)))
        asking.start()
        while asking.is_alive():
            highest = max(highest, peak(engine))
            time.sleep(0.002)
        assert answers[0].status_code == 507
        assert answers[0].text.startswith(f"The query needs more than {LIMIT} MB: ask for less")
        assert highest - base <= LIMIT << 20
        assert peak(pid) < LIMIT << 20
        assert ask(client, COUNT).status_code == 200


def test_a_query_ends_with_its_client() -> None:
    with serving(str(GRAPH), "--jobs", "1") as (url, pid):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/sparql", params={"query": CARTESIAN}, timeout=1, trust_env=False)
        # The only engine is free again, long before the deadline of a minute
        answer = httpx.get(f"{url}/sparql", params={"query": COUNT}, timeout=30, trust_env=False)
        assert answer.status_code == 200
        assert len(children(pid)) == 1


def test_what_is_too_long_or_packed_is_not_taken(client: httpx.Client) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    assert client.post("/query", content=b"#" * (9 << 20), headers=kind).status_code == 413
    packed = {**kind, "Content-Encoding": "gzip"}
    assert client.post("/query", content=b"x", headers=packed).status_code == 415


def test_an_update_ends_at_its_deadline_and_leaves_nothing(tmp_path: Path) -> None:
    place = ("--writable", "--store-dir", str(tmp_path), "--timeout", "3")
    with served(str(GRAPH), *place) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        before = ask(client, COUNT).text
        endless = CARTESIAN.replace("SELECT (COUNT(*) AS ?n)", "INSERT { ?a ?b ?l } WHERE")
        answer = client.post("/update", data={"update": endless})
        assert (answer.status_code, answer.text.startswith("The query took longer than 3 s")) == (504, True)
        assert ask(client, COUNT).text == before
        one = "INSERT DATA { <http://e.example/s> <http://e.example/p> 1 }"
        assert client.post("/update", data={"update": one}).status_code == 204
        assert ask(client, COUNT).text != before  # at once


# --- Its end


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("writable", [False, True])
def test_no_child_is_left_however_it_ends(how: signal.Signals, writable: bool, tmp_path: Path) -> None:
    """Also in the middle of queries that would go on for ever."""
    more = ["--writable", "--store-dir", str(tmp_path / "store")] if writable else []
    command = [sys.executable, "-m", "kgbuild", "serve", "--port", "0", str(GRAPH), *more]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout
    address = process.stdout.readline().split()[2]
    for _ in range(2):
        threading.Thread(target=_ask_for_ever, args=(address,), daemon=True).start()
    end = time.monotonic() + 20
    while len(engines := children(process.pid)) < 2 + writable and time.monotonic() < end:
        time.sleep(0.05)
    assert len(engines) >= 2 + writable  # the opening page, asked for as the server starts, may take one more
    assert all(map(is_running, engines))
    process.send_signal(how)
    _, told = process.communicate(timeout=30)
    assert "Traceback" not in told
    assert all_end(engines)


def _ask_for_ever(address: str) -> None:
    try:
        httpx.get(f"{address}/sparql", params={"query": CARTESIAN}, timeout=60, trust_env=False)
    except httpx.HTTPError:
        return


def test_views_of_a_killed_server_are_cleared_away(tmp_path: Path) -> None:
    place = ("--writable", "--store-dir", str(tmp_path))
    with serving(*place) as (url, pid):
        one = "INSERT DATA { <http://e.example/s> <http://e.example/p> 1 }"
        assert httpx.post(f"{url}/update", data={"update": one}, trust_env=False).status_code == 204
        os.kill(pid, signal.SIGKILL)
    assert list(tmp_path.glob("*/views-of-*"))
    with served(*place) as url:
        answer = httpx.get(
            f"{url}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"}, trust_env=False
        )
        assert answer.text.split() == ["n", "1"]
    assert not list(tmp_path.glob("*/views-of-*"))


def test_nobody_but_serve_listens(address: str, client: httpx.Client) -> None:
    """Engines have no port of their own, at which a page could get past all this."""
    ask(client, COUNT)
    own = int(address.rpartition(":")[2])
    processes = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    (pid,) = [pid for pid in processes if own in ports(pid)]
    assert ports(pid) == {own}
    for child in children(pid):
        assert ports(child) == set()


def ports(pid: int) -> set[int]:
    """The TCP ports on which a process listens."""
    try:
        inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
        lines = Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return set()
    rows = [line.split() for line in lines]
    return {
        int(row[1].rpartition(":")[2], 16)
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in inodes
    }
