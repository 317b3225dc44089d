"""How fast `kgbuild load` is against a store's own bulk path, in one run on this machine.

    python -m benchmarks.load [--graphs 1000] [--triples 1000] [--only fuseki] [--runs 3]

For Fuseki the bulk path is one file put by the Graph Store Protocol (`curl -T`), for Oxigraph it is
`oxigraph load`. Both take turns, each into an empty store. Prints seconds, triples a second and the share of
the bulk path; then what a second load without a change costs, and one with one changed document (medians of
five).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import servers  # noqa: E402

BASE = "https://w3id.org/kgbuild/id/"
KG = "https://w3id.org/kgbuild/ns#"
ABOUT = (
    ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<{kg}Claim>"),
    (
        "<http://www.w3.org/2000/01/rdf-schema#label>",
        '"Speaker {row} denies: what {graph} did to {row}"',
    ),
    ("<{kg}claimant>", "<{base}person/p{person}>"),
    ("<{kg}stance>", "<{kg}Denies>"),
    ("<{kg}about>", "<{base}transfer/T{event}>"),
    ("<{kg}cue>", '"said {cue}"'),
    ("<{kg}confidence>", '"0.{confidence}"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ("<{kg}reportedIn>", "<{name}>"),
    ("<{kg}evidence>", "<{name}#char={start},{end}>"),
)


def lines(graph: int, triples: int, word: str) -> Iterator[str]:
    """A document with claims, as an export has them."""
    name = f"{BASE}document/{hashlib.sha256(f'{graph} {word}'.encode()).hexdigest()[:16]}"
    for number in range(triples):
        row, part = divmod(number, len(ABOUT))
        predicate, value = (
            text.format(
                base=BASE,
                kg=KG,
                name=name,
                row=row,
                graph=graph,
                person=(graph * 7 + row) % 5000,
                event=(graph + row) % 3000,
                cue=row % 50,
                confidence=10 + row % 90,
                start=row * 40,
                end=row * 40 + 35,
            )
            for text in ABOUT[part]
        )
        yield f"<{BASE}claim/{name[-16:]}-{row:05}> {predicate} {value} <{name}> .\n"


def write(path: Path, graphs: int, triples: int, changed: int = 0) -> Path:
    """Write documents; of the last ones the text has `changed`."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for graph in range(graphs):
            stream.writelines(lines(graph, triples, "later" if graph >= graphs - changed else "first"))
    return path


def load(url: str, path: Path) -> tuple[float, str]:
    """Run `kgbuild load` as a user does; return its seconds and what it says."""
    command = [sys.executable, "-m", "kgbuild", "load", url, str(path)]
    if url.endswith("/kg"):
        command.append("--create")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    began = time.monotonic()
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return time.monotonic() - began, done.stderr.strip().splitlines()[-1]


@contextmanager
def running(make: object, folder: Path) -> Iterator[servers.Server]:
    """A store as long as it is needed."""
    server = servers.provide(make, folder)  # type: ignore[arg-type]
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def fuseki_bulk(folder: Path, path: Path) -> float:
    """Put a file into a new TDB2 dataset by `curl -T`."""
    with running(_fuseki, folder) as server:
        form = b"dbName=kg&dbType=tdb2"
        urllib.request.urlopen(f"{server.url}/$/datasets", form, timeout=60).close()
        began = time.monotonic()
        command = ["curl", "-sS", "--fail", "-o", os.devnull, "-T", str(path)]
        subprocess.run(
            [*command, "-H", "Content-Type: application/n-quads", f"{server.url}/kg/data"], check=True
        )
        return time.monotonic() - began


def oxigraph_bulk(folder: Path, path: Path) -> float:
    """Load a file into a new store by `oxigraph load`, which needs the store for itself."""
    folder.mkdir()
    program = str(Path(sys.executable).with_name("oxigraph"))
    began = time.monotonic()
    command = [program, "load", "--location", str(folder / "data"), "--file", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.monotonic() - began
    shutil.rmtree(folder)
    return seconds


def _fuseki(folder: Path) -> servers.Server:
    return servers.fuseki(folder, heap="2g")


BULK = {"fuseki": fuseki_bulk, "oxigraph": oxigraph_bulk}
STORES = {"fuseki": _fuseki, "oxigraph": servers.oxigraph}


def measure(kind: str, folder: Path, first: Path, later: Path, runs: int, total: int) -> None:
    bulk, loads = [], []
    for number in range(runs):
        bulk.append(BULK[kind](folder / "bulk", first))
        with running(STORES[kind], folder / "loaded") as server:
            url = f"{server.url}/kg" if kind == "fuseki" else server.url
            seconds, told = load(url, first)
            loads.append(seconds)
            if number == runs - 1:
                again = [load(url, first) for _ in range(5)]
                change = [load(url, path) for path in (later, first, later, first, later)]
    slow, fast = statistics.median(loads), statistics.median(bulk)
    print(f"\n{kind}, {runs} runs of each in turn, medians")
    print(f"  bulk path      {fast:6.1f} s {total / fast:10,.0f} triples/s")
    print(
        f"  kgbuild load   {slow:6.1f} s {total / slow:10,.0f} triples/s   {fast / slow:.2f} of the bulk path"
    )
    print(f"  first load     {told}")
    for what, done in (("second load", again), ("one changed", change)):
        each = sorted(seconds for seconds, _ in done)
        print(
            f"  {what}    {statistics.median(each):6.2f} s   ({each[0]:.2f} to {each[-1]:.2f}) {done[0][1]}"
        )
    print(f"  the machine's load: {' '.join(f'{mean:.1f}' for mean in os.getloadavg())}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graphs", type=int, default=1000)
    parser.add_argument("--triples", type=int, default=1000, help="of each graph")
    parser.add_argument("--only", choices=sorted(BULK))
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    total = given.graphs * given.triples
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = write(folder / "first.nq", given.graphs, given.triples)
        later = write(folder / "later.nq", given.graphs, given.triples, changed=1)
        print(f"{given.graphs:,} graphs, {total:,} triples, {first.stat().st_size / 1e6:,.0f} MB")
        for kind in [given.only] if given.only else sorted(BULK):
            measure(kind, folder, first, later, given.runs, total)


if __name__ == "__main__":
    main()
