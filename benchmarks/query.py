"""What a store on disk saves, and what serving it costs.

    python -m benchmarks.query [--triples 1000000]

Times `kgbuild query` as users meet it, start of the program included: reading the file anew each time, the
first query with a store, and those after it. Then the same question to three servers over the same triples:
Oxigraph's own, `kgbuild serve` (which passes SPARQL on to it), and rdflib-endpoint if that is installed.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from pyoxigraph import RdfFormat, parse, serialize

ROOT = Path(__file__).resolve().parents[1]
GRAPH = ROOT / "tests" / "resources" / "claims.ttl"
QUERY = ("denials", "--param", "state=ERI", "--param", "event=d1-7")
COPIED = re.compile(r"(/id/(?:claim|event|quantity|document|official|treaty)/[\w.-]+?)([>#])")
ENDPOINT_APP = """
import sys, uvicorn
from rdflib_endpoint import SparqlEndpoint
from kgbuild.graph import read_graph
from pathlib import Path
uvicorn.run(SparqlEndpoint(graph=read_graph([Path(sys.argv[1])])), port=int(sys.argv[2]), log_level="error")
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--triples", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=5)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder, "large.nt")
        made = make(graph, asked.triples)
        print(f"{made:,} triples, {graph.stat().st_size / 1e6:.0f} MB")
        command_line(graph, Path(folder), asked.runs)
        servers(graph, Path(folder), asked.runs)


def make(path: Path, triples: int) -> int:
    """Write the small graph of the tests again and again, each time about other events in other documents."""
    lines = serialize(parse(path=str(GRAPH)), format=RdfFormat.N_TRIPLES).decode()
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        number = 0
        while written < triples:
            stream.write(COPIED.sub(rf"\1-{number}\2", lines))
            written += lines.count("\n")
            number += 1
    return written


def command_line(graph: Path, folder: Path, runs: int) -> None:
    store = ("--store-dir", str(folder / "stores"))
    row("no store", [timed(graph, "--no-store") for _ in range(max(2, runs // 2))])
    row("first, makes the store", [timed(graph, *store)])
    row("then", [timed(graph, *store) for _ in range(runs)])
    size = sum(file.stat().st_size for file in (folder / "stores").rglob("*") if file.is_file())
    print(f"{'store on disk':40} {size / 1e6:8.0f} MB")
    small = folder / "small.nt"
    make(small, 1)
    row("a graph of a few hundred triples", [timed(small, "--no-store") for _ in range(runs)])


def timed(graph: Path, *options: str) -> float:
    asked = QUERY if graph.name == "large.nt" else QUERY[:3]
    began = time.perf_counter()
    command = [sys.executable, "-m", "kgbuild", "query", *asked, "--graph", str(graph), *options]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def servers(graph: Path, folder: Path, runs: int) -> None:
    text = (ROOT / "queries" / "denials.rq").read_text(encoding="utf-8")
    event = "<https://w3id.org/kgbuild/id/event/d1-7>"
    one = text.replace("WHERE {", f"WHERE {{ VALUES ?event {{ {event} }}", 1)
    oxigraph = Path(sys.executable).with_name("oxigraph")
    place = str(folder / "oxigraph")
    subprocess.run([oxigraph, "load", "--location", place, "--file", graph], check=True, capture_output=True)
    kgbuild = [sys.executable, "-m", "kgbuild", "serve", str(graph), "--store-dir", str(folder / "stores")]
    app = [sys.executable, "-W", "ignore", "-c", ENDPOINT_APP, str(graph)]
    commands = {
        "oxigraph serve-read-only": lambda p: [
            oxigraph,
            "serve-read-only",
            "-l",
            place,
            "-b",
            f"127.0.0.1:{p}",
        ],
        "kgbuild serve": lambda p: [*kgbuild, "--port", str(p)],
        "rdflib-endpoint": lambda p: [*app, str(p)],
    }
    paths = {"rdflib-endpoint": "/"}
    for name, command in commands.items():
        port = free_port()
        url = f"http://127.0.0.1:{port}{paths.get(name, '/query')}"
        try:
            with running(command(port), url) as ready:
                row(f"{name}: ready after", [ready])
                row(f"{name}: one query", [ask(url, one) for _ in range(runs * 4)])
                row(f"{name}: all rows ({size(url, text):.0f} MB)", [ask(url, text) for _ in range(2)])
                began = time.perf_counter()
                with ThreadPoolExecutor(4) as pool:
                    list(pool.map(lambda _: ask(url, one), range(200)))  # noqa: B023
                print(f"{name + ': four at once':40} {200 / (time.perf_counter() - began):8.0f} queries/s")
        except RuntimeError as error:
            print(f"{name}: {error}")


def ask(url: str, query: str) -> float:
    began = time.perf_counter()
    body(url, query)
    return time.perf_counter() - began


def size(url: str, query: str) -> float:
    return len(body(url, query)) / 1e6


def body(url: str, query: str) -> bytes:
    headers = {"Accept": "application/sparql-results+json"}
    data = urllib.parse.urlencode({"query": query}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=600) as answer:
        return bytes(answer.read())


@contextmanager
def running(command: list[str], url: str) -> Iterator[float]:
    """Yield the seconds until the server of this command answered."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while True:
            try:
                body(url, "ASK {}")
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None or time.perf_counter() - began > 300:
                    assert process.stderr
                    process.kill()
                    raise RuntimeError(
                        process.stderr.read().decode().strip()[-200:] or "did not start"
                    ) from None
                time.sleep(0.02)
        yield time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def row(what: str, seconds: list[float]) -> None:
    print(f"{what:40} {median(seconds):8.3f} s")


if __name__ == "__main__":
    main()
