"""How fast a graph is written next to Oxigraph's own serializer on the same triples.

    python -m benchmarks.writer [GRAPH] [--quick]

Without a graph, invented reports are exported first. Processor time, the better of three rounds.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from benchmarks import figures
from benchmarks.corpus import write
from benchmarks.export import run
from kgbuild.export.writer import write as write_out
from kgbuild.graph.store import as_dataset

FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nq": ox.RdfFormat.N_QUADS}


def measured(graph: Path, rounds: int, folder: Path) -> Iterator[figures.Figure]:
    """Compare the writers on the statements of a file."""
    store = ox.Store()
    store.bulk_load(path=str(graph), format=ox.RdfFormat.N_QUADS)
    whole = ox.Store()
    whole.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    for suffix, form in FORMATS.items():
        given = store if form.supports_datasets else whole
        graph = None if form.supports_datasets else ox.DefaultGraph()
        out, theirs = folder / f"own.{suffix}", str(folder / "theirs")
        own = figures.processor_seconds(partial(write_out, as_dataset(store), out), rounds)
        other = figures.processor_seconds(partial(given.dump, theirs, form, from_graph=graph), rounds)
        yield figures.ratio(f"writer: {suffix} beside Oxigraph's", ("own", own), ("Oxigraph", other))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graph", nargs="?", type=Path, help="N-Quads")
    figures.options(parser)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, graph = Path(temporary), asked.graph
        if graph is None:
            write(folder / "reports", 60 if asked.quick else 600, kinds="all")
            run(folder / "reports", "jsonl", "nq")
            graph = folder / "reports" / "out.nq"
        figures.report(measured(graph, 2 if asked.quick else 3, folder), asked.figures)


if __name__ == "__main__":
    main()
