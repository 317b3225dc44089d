"""What goes wrong on the way to a real store loses nothing, and is said in a line that tells what to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
from faulty import Fault, Handler, Seen, drip, early, on_write, proxied, reset_after, reset_in_body, status
from loading import MANIFEST, ask, counts, graph_name, load, quads, write
from places import Place, fuseki_dataset

import servers
from kgbuild.errors import LoadError
from servers import Server, free_port

LINES = quads(range(60))
EXPECTED = {graph_name(number): 20 for number in range(60)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Sixty documents."""
    return write(tmp_path / "a.nq", LINES)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("fuseki.Fuseki", "rdf4j.RDF4J", "sparql.SparqlStore", "sparql.Oxigraph"):
        monkeypatch.setattr(f"kgbuild.stores.kinds.{kind}.batch", 200)


@pytest.mark.parametrize("place", ["fuseki", "oxigraph", "rdf4j"], indirect=True)
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(lambda: on_write(2, status(429, Retry_After="1"), 2), id="429 with Retry-After"),
        pytest.param(lambda: on_write(2, status(503), 3), id="503"),
        pytest.param(lambda: on_write(2, reset_in_body, 2), id="reset in the body"),
        pytest.param(lambda: on_write(2, reset_after, 2), id="reset before the answer"),
        pytest.param(lambda: on_write(2, early(503)), id="answered before the body has come"),
    ],
)
def test_what_passes_is_waited_for(place: Place, path: Path, fault: Callable[[], Fault]) -> None:
    with proxied(place.url, fault()) as proxy:
        notices: list[str] = []
        report = load(proxy.url, path, kind=place.kind, notice=notices.append)
    assert report.sent == 60
    assert counts(place.query_url) == EXPECTED
    assert notices
    assert all("trying again in" in notice for notice in notices)


def test_retry_after_is_obeyed(dataset: str, path: Path) -> None:
    with proxied(dataset, on_write(1, status(429, Retry_After="2"))) as proxy:
        began = time.monotonic()
        load(proxy.url, path)
    assert time.monotonic() - began >= 2


def test_retry_after_as_a_date(dataset: str, path: Path) -> None:
    when = formatdate(time.time() + 3, usegmt=True)
    with proxied(dataset, on_write(1, status(503, Retry_After=when))) as proxy:
        began = time.monotonic()
        load(proxy.url, path)
    assert time.monotonic() - began >= 1.5


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            lambda: on_write(3, status(500)),
            r"loaded: the proxy says no \(500\): see the server's log; .* stays",
        ),
        (
            lambda: on_write(3, status(429, Retry_After="9999")),
            "asks to come again in 9999 s: what is",
        ),
        (
            lambda: on_write(3, status(503), 99),
            r"too busy \(503\) after 6 attempts: .* stays; run it",
        ),
        (lambda: on_write(3, reset_in_body, 99), "the connection broke off 6 times: what is loaded stays"),
        (lambda: on_write(3, status(401)), r"set KGBUILD_USER and KGBUILD_PASSWORD"),
        (lambda: on_write(3, status(403)), "ask its keeper for the right to write"),
        (lambda: on_write(3, status(413), 99), r"the graph \S+ alone is too large for a request \(413\)"),
        (lambda: on_write(3, early(413), 99), r"the graph \S+ alone is too large for a request \(413\)"),
        (lambda: on_write(3, status(400)), r"what was sent is malformed: the proxy says no \(400\)"),
    ],
)
def test_what_does_not_pass_stops_the_load_and_the_next_one_finishes_it(
    dataset: str, path: Path, fault: Callable[[], Fault], message: str
) -> None:
    with proxied(dataset, fault()) as proxy, pytest.raises(LoadError, match=message) as raised:
        load(proxy.url, path, jobs=1)
    assert "\n" not in str(raised.value)
    there = counts(dataset)
    assert 0 < len(there) < 60
    assert set(there.values()) == {20}, "whole documents only"
    report = load(dataset, path)
    assert report.same == len(there)
    assert report.sent == 60 - len(there)
    assert counts(dataset) == EXPECTED


def test_what_is_too_large_is_sent_in_smaller_parts(dataset: str, path: Path) -> None:
    def limit(handler: Handler, seen: Seen) -> bool:
        if int(handler.headers.get("Content-Length") or 0) < 20_000:
            return False
        status(413)(handler, seen)
        return True

    with proxied(dataset, limit) as proxy:
        load(proxy.url, path)
        assert max(seen.size for seen in proxy.writes) > 20_000
    assert counts(dataset) == EXPECTED


def test_an_answer_that_drips_is_given_up(dataset: str, path: Path) -> None:
    with proxied(dataset, on_write(1, drip, 99)) as proxy:
        began = time.monotonic()
        with pytest.raises(LoadError, match=r"no answer within 0.4 s: what is loaded stays"):
            load(proxy.url, path, jobs=1, seconds=0.4, kind="fuseki")
    assert time.monotonic() - began < 15


def test_no_server(path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(LoadError, match="no server answers: start it, or correct the address"):
        load(f"http://127.0.0.1:{free_port()}/kg", path)
    assert time.monotonic() - began < 5


def test_no_such_host(path: Path) -> None:
    with pytest.raises(LoadError, match="no server answers"):
        load("http://no-such-host.invalid/kg", path)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("localhost:3030/kg", "begins with http:// or https://"),
        ("http:///kg", "begins with http:// or https://"),
        ("http://me:secret@127.0.0.1/kg", "a password does not belong in an address"),
    ],
)
def test_what_is_no_address(path: Path, url: str, message: str) -> None:
    with pytest.raises(LoadError, match=message) as raised:
        load(url, path)
    assert "secret" not in str(raised.value)


def test_a_dataset_that_is_not_there(fuseki: Server, path: Path) -> None:
    with pytest.raises(LoadError, match=r"there is none of this name, or .* make it with --create"):
        load(f"{fuseki.url}/none", path)


def test_a_repository_that_is_not_there(rdf4j: Server, path: Path) -> None:
    with pytest.raises(LoadError, match="there is none of this name"):
        load(f"{rdf4j.url}/repositories/none", path)


def test_a_web_page_is_no_endpoint(fuseki: Server, path: Path) -> None:
    with pytest.raises(LoadError, match="correct the address"):
        load(f"{fuseki.url}/index.html", path, kind="sparql")


KILLER = """
import sys
sys.path[:0] = [{src!r}, {tests!r}]
from pathlib import Path
import kgbuild.stores.kinds.fuseki as stores
from loading import load
stores.Fuseki.batch = 2000
load({url!r}, Path({path!r}), jobs=1)
"""


def test_a_killed_load_is_finished_by_the_next(dataset: str, tmp_path: Path, root: Path) -> None:
    path = write(tmp_path / "big.nq", quads(range(60), 200))
    code = KILLER.format(
        src=str(root / "src"), tests=str(root / "tests" / "stores"), url=dataset, path=str(path)
    )
    loader = subprocess.Popen([sys.executable, "-c", code])
    try:
        wait_until(lambda: len(counts(dataset)) > 0)
    finally:
        loader.kill()
        loader.wait()
    there = counts(dataset)
    assert set(there.values()) == {200}
    listed = ask(dataset, f"SELECT * {{ GRAPH <{MANIFEST}> {{ ?e <http://rdfs.org/ns/void#triples> ?n }} }}")
    assert len(listed) == len(counts(dataset))
    report = load(dataset, path)
    assert report.same >= len(there)
    assert len(counts(dataset)) == 60


def wait_until(condition: object, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_killed_server_is_waited_for(own_fuseki: Server, tmp_path: Path) -> None:
    """SIGKILL in the middle, start again: the load that is still running finishes."""
    url = fuseki_dataset(own_fuseki)
    path = write(tmp_path / "big.nq", quads(range(60), 200))
    killed = threading.Event()

    def kill(_: int) -> None:
        if not killed.is_set():
            killed.set()
            own_fuseki.stop(signal.SIGKILL)
            own_fuseki.start()

    report = load(url, path, jobs=1, progress=kill)
    assert killed.is_set()
    assert report.sent == 60
    assert counts(url) == {graph_name(number): 200 for number in range(60)}


@pytest.fixture
def own_fuseki(tmp_path: Path, fuseki: Server) -> Iterator[Server]:
    """A Fuseki that a test may kill."""
    server = servers.provide(servers.fuseki, tmp_path / "own")
    yield server
    server.stop()


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a disk"
)
def test_a_full_disk(fuseki: Server, tmp_path: Path) -> None:
    """A small disk for the store's files; when there is room again, the next load finishes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk could be mounted: {mounted.stderr.decode().strip()}: run as root")
    server = None
    try:
        server = servers.provide(servers.fuseki, disk / "fuseki")
        url = fuseki_dataset(server)
        ballast = disk / "ballast"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast.write_bytes(b"x" * (free - (3 << 20)))
        path = write(tmp_path / "big.nq", quads(range(200), 200))
        with pytest.raises(LoadError, match=r"cannot be loaded: .* \(5\d\d\)|broke off") as raised:
            load(url, path, jobs=1)
        assert "run it again" in str(raised.value)
        ballast.unlink()
        server.stop(signal.SIGKILL)
        server.start()
        assert set(counts(url).values()) <= {200}, "whole documents only"
        load(url, path)
        assert counts(url) == {graph_name(number): 200 for number in range(200)}
    finally:
        if server:
            server.stop(signal.SIGKILL)
        subprocess.run(["umount", "-l", str(disk)], check=True)
