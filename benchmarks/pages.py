"""What the pages about a graph cost as it grows: the server's, and those written to files.

    python -m benchmarks.pages GRAPH.nq [--times 10] [--texts FILE] [--explore] [--jobs N] [--keep DIR]

Tells a graph several times over, each time with other documents and claims about the same events by the
same agents: ten times the claims, without reading or deriving again. Then serves it, and asks for the
opening page, the lists, and the pages on the event, the agent and the document that come first. Prints
seconds until the answer is there, seconds of processor time of the server with its engines, and the most
memory that one of them took. `--explore` writes the pages to files instead.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.scale import Used, used

_OWN = re.compile(rb"/id/(document|claim)/(?=[0-9a-f]{16})")
"""What each telling has for itself."""
_LINES = 20_000


def repeated(graph: Path, times: int, out: Path) -> None:
    """Write a graph (N-Quads) several times over."""
    with out.open("wb") as stream:
        for number in range(times):
            with graph.open("rb") as lines:
                while some := lines.readlines(_LINES * 200):
                    stream.write(_OWN.sub(rb"/id/\1/%02d" % number, b"".join(some)))


@contextmanager
def watched() -> Iterator[Used]:
    """Yield what processes below this one use until the end of the block: their most memory, and all time."""
    most, end = Used(), threading.Event()

    def watch() -> None:
        while not end.wait(0.25):
            now = used()
            most.python, most.peak = max(most.python, now.python), max(most.peak, now.peak)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        end.set()
        thread.join()


def served(graph: Path, texts: list[str]) -> None:
    """Serve a graph, and ask for pages."""
    command = [sys.executable, "-m", "kgbuild", "serve", str(graph), "--port", "0", *texts]
    began = time.perf_counter()
    with watched() as most, subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().split()[2]
            told("start", began, most, 0.0, 0)
            pages = {"home": address + "/"}
            for name in ("home", "home again", "events", "agents", "documents", "matrix", "map"):
                pages[name] = f"{address}/{name.split()[0].replace('home', '')}"
                html = asked(name, pages[name], most)
                kind = name.removesuffix("s")
                if link := re.search(rf'href="(/{kind}\?iri=[^"]+)"', html):
                    pages[kind] = urljoin(address, unescape(link[1]))
            for kind in ("event", "agent", "document"):
                asked(kind, pages[kind], most)
                asked(f"{kind} again", pages[kind], most)
            asked("search", f"{address}/search?q=tanks", most)
        finally:
            server.terminate()


def asked(name: str, address: str, most: Used) -> str:
    """Ask for a page, and print what it took."""
    before, began = used().python, time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        html: str = answer.read().decode()
    told(name, began, most, before, len(html))
    return html


def told(name: str, began: float, most: Used, before: float, size: int) -> None:
    took, spent = time.perf_counter() - began, used().python - before
    print(f"{name:15} {took:6.2f} s, {spent:6.2f} s of processor time, {size / 1e3:7.0f} kB, "
          f"peak {most.peak:.0f} MB", flush=True)  # fmt: skip


def explored(graph: Path, texts: list[str], out: Path, jobs: list[str]) -> None:
    """Write the pages to files."""
    command = [sys.executable, "-m", "kgbuild", "explore", str(out), "-g", str(graph), *texts, *jobs]
    began = time.perf_counter()
    with watched() as most:
        subprocess.run(command, check=True)
    size = sum(path.stat().st_size for path in out.iterdir())
    print(f"{time.perf_counter() - began:.0f} s, about {most.python:.0f} s of processor time, "
          f"{size / 1e6:.0f} MB of files, at most {most.peak:.0f} MB of memory for a process")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graph", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--explore", action="store_true", help="write the pages instead of serving them")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--keep", type=Path, help="where to leave the graph and the pages")
    options = parser.parse_args()
    texts = ["--texts", str(options.texts)] if options.texts else []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        graph = options.graph
        if options.times > 1:
            graph = folder / f"{options.times}-{options.graph.name}"
            if not graph.exists():
                repeated(options.graph, options.times, graph)
        if options.explore:
            jobs = ["--jobs", str(options.jobs)] if options.jobs else []
            explored(graph, texts, folder / "pages", jobs)
        else:
            served(graph, texts)


if __name__ == "__main__":
    main()
