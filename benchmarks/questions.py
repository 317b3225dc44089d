"""How long each saved question takes on a store on disk, beside a plain look-up of every claim in it.

    python -m benchmarks.questions [GRAPH ...] [--quick] [--limit SECONDS] [--runs 2] [--queries FOLDER]

Without a graph, invented reports are exported first. Asked are the statements of all graphs merged, without
values for the parameters, by Oxigraph alone; processor time, the better of the runs. Each question may take
so many seconds; one that takes more counts as those.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from benchmarks import figures
from benchmarks.corpus import write
from benchmarks.export import run
from kgbuild.query import saved_queries

PLAIN = """
SELECT ?claim ?document WHERE {
  ?claim <https://w3id.org/kgbuild/ns#stance> ?stance ; <https://w3id.org/kgbuild/ns#reportedIn> ?document
}
"""
"""What is done for each claim at least: two look-ups."""


def merged(graphs: Iterable[Path], place: Path) -> int:
    """Make a store of the statements of all graphs; return how many there are."""
    store = ox.Store(str(place))
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for graph in graphs
        for quad in ox.parse(path=str(graph))
    )
    store.flush()
    store.optimize()
    return len(store)


_ASKED = """
import sys, time
import pyoxigraph as ox
store, runs, text = ox.Store.read_only(sys.argv[1]), int(sys.argv[2]), sys.stdin.read()
least = float("inf")
for _ in range(runs):
    began = time.process_time()
    rows = sum(1 for _ in store.query(text))
    least = min(least, time.process_time() - began)
print(rows, least)
"""


def timed(place: Path, text: str, runs: int, limit: float) -> tuple[int, float]:
    """Return rows and seconds of a question, asked in a process of its own; -1 rows if there is no answer."""
    command = [sys.executable, "-c", _ASKED, str(place), str(runs)]
    try:
        told = subprocess.run(
            command, input=text, capture_output=True, text=True, check=True, timeout=limit * runs
        ).stdout
    except subprocess.TimeoutExpired:
        return -1, limit
    rows, seconds = told.split()
    return int(rows), float(seconds)


def measured(place: Path, runs: int, limit: float, own: Path | None) -> Iterator[figures.Figure]:
    """Print each question's figures, then yield what they come to."""
    rows, plain = timed(place, PLAIN, 3, limit)
    print(f"{'(plain look-up)':20} {rows:8} rows {plain * 1000:9.1f} ms")
    found = []
    for query in saved_queries(own):
        rows, seconds = timed(place, query.text, runs, limit)
        found.append(seconds)
        told = f"{rows:8} rows" if rows >= 0 else "   no answer "
        print(f"{query.name:20} {told} {seconds * 1000:9.1f} ms", flush=True)
    beside = ("plain look-up", plain)
    yield figures.ratio("questions: median beside a look-up", ("median", median(found)), beside)
    yield figures.ratio("questions: worst beside a look-up", ("worst", max(found)), beside)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graphs", nargs="*", type=Path)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--queries", type=Path, help="folder of other questions")
    figures.options(parser)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        graphs = asked.graphs
        if not graphs:
            write(folder / "reports", 60 if asked.quick else 1000, kinds="all")
            run(folder / "reports", "jsonl", "nq")
            graphs = [folder / "reports" / "out.nq"]
        print(f"{merged(graphs, folder / 'store'):,} triples")
        figures.report(measured(folder / "store", asked.runs, asked.limit, asked.queries), asked.figures)


if __name__ == "__main__":
    main()
