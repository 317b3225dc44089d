"""How long each saved question takes on a store on disk, beside a plain look-up of every claim in it.

    python -m benchmarks.questions [GRAPH ...] [--quick] [--limit SECONDS] [--runs 2] [--queries FOLDER]

Without a graph, invented reports are exported first. Asked are the statements of all graphs merged, by
Oxigraph alone: each question without values, then once for each of its parameters, with that value which most
claims are about (the most talked-of state, event, speaker). Processor time, the better of the runs. Each
question may take so many seconds; one that takes more counts as those.
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
from kgbuild.graph.vocabulary import VOCABULARIES
from kgbuild.query import SavedQuery, saved_queries
from kgbuild.query.placing import placed
from kgbuild.query.terms import Term, from_oxigraph, literal

PLAIN = """
SELECT ?claim ?document WHERE {
  ?claim <https://w3id.org/kgbuild/ns#stance> ?stance ; <https://w3id.org/kgbuild/ns#reportedIn> ?document
}
"""
"""What is done for each claim at least: two look-ups."""
_MOST = """SELECT ?value {{ {pattern} }} GROUP BY ?value ORDER BY DESC(COUNT(*)) ?value LIMIT 1"""
_TALKED_OF = {
    "agent": "?claim kg:onBehalfOf ?value",
    "state": "?claim kg:onBehalfOf ?value . ?value a kg:State",
    "event": "?claim kg:about ?value",
    "instrument": "?claim kg:about ?value . ?value a kg:Treaty",
    "document": "?claim kg:reportedIn ?value",
    "concept": "?event kg:materiel ?value",
    "iri": "?derivation kg:concerns ?value",
    "official": "?claim kg:claimant ?value . ?value a kg:Official",
    "publisher": "?document <http://purl.org/dc/terms/publisher> ?value",
    **{
        role: f"?event kg:{role} ?value"
        for role in ("supplier", "recipient", "sender", "destination", "force", "theatre", "party")
    },
}
"""By the name of a parameter or by its type: what most is said of."""
_WORDS = {
    "date": literal("2024-06", "gYearMonth"),
    "stance": literal("Asserts"),
    "standing": literal("Disputed"),
    "string": literal("tanks"),
}


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


class Asked:
    """The questions with values, for one store."""

    def __init__(self, place: Path) -> None:
        self._store = ox.Store.read_only(str(place))
        self._values: dict[str, Term | None] = {}

    def without(self, query: SavedQuery) -> str:
        """Return a question as it is asked where no more is given than has to be."""
        return placed(query, self._needed(query))

    def narrowed(self, query: SavedQuery) -> Iterator[tuple[str, str]]:
        """Yield the name of each parameter that may be left out, and the question with a value for it."""
        needed = self._needed(query)
        for parameter in query.parameters:
            value = None if parameter.name in needed else self._value(parameter.name, parameter.type)
            if value is not None:
                yield parameter.name, placed(query, {**needed, parameter.name: value}, self._select)

    def _needed(self, query: SavedQuery) -> dict[str, Term]:
        needed = {
            each.name: literal(each.default, "decimal") if each.default else self._value(each.name, each.type)
            for each in query.parameters
            if each.required or each.default
        }
        return {name: value for name, value in needed.items() if value is not None}

    def _value(self, name: str, kind: str) -> Term | None:
        if kind in _WORDS:
            return _WORDS[kind]
        key = name if name in _TALKED_OF else kind
        if key not in self._values and key in _TALKED_OF:
            text = f"PREFIX kg: <{VOCABULARIES['kg']}> " + _MOST.format(pattern=_TALKED_OF[key])
            self._values[key] = next((row[0] for row in self._select(text)), None)
        return self._values.get(key)

    def _select(self, text: str) -> list[list[Term | None]]:
        rows = self._store.query(text)
        assert isinstance(rows, ox.QuerySolutions)
        return [[from_oxigraph(value) if value is not None else None for value in row] for row in rows]


def measured(place: Path, runs: int, limit: float, own: Path | None) -> Iterator[figures.Figure]:
    """Print each question's figures, then yield what they come to."""
    rows, plain = timed(place, PLAIN, 3, limit)
    print(f"{'(plain look-up)':32} {rows:8} rows {plain * 1000:9.1f} ms")
    asked = Asked(place)
    found: dict[str, list[float]] = {"": [], ", one value": []}
    for query in saved_queries(own):
        for name, text in (("", asked.without(query)), *asked.narrowed(query)):
            rows, seconds = timed(place, text, runs, limit)
            found[", one value" if name else ""].append(seconds)
            told = f"{rows:8} rows" if rows >= 0 else "   no answer "
            print(f"{query.name} {name:{31 - len(query.name)}} {told} {seconds * 1000:9.1f} ms", flush=True)
    beside = ("plain look-up", plain)
    for kind, all_seconds in found.items():
        middle = ("median", median(all_seconds))
        yield figures.ratio(f"questions{kind}: median beside a look-up", middle, beside)
        yield figures.ratio(f"questions{kind}: worst beside a look-up", ("worst", max(all_seconds)), beside)


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
