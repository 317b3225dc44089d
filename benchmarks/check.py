"""How long the ways of checking a graph take, and in how much memory, as the graph grows.

    python -m benchmarks.check [--graph out.nq] [--sizes 10000 100000 1000000] [--only NAME ...] [--limit 600]

The graph (N-Quads; by default the export of the reports that come with kgbuild) is multiplied: each copy
has documents, claims, events and people of its own, and shares states, organizations, places and concepts.
Each way runs in a process of its own; time on the clock, processor time and peak memory are told, those of
its children (Java) included. pyrudof, maplib and reasonable are measured where they are installed; kgbuild
does not need them.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from kgbuild.graph import BASE, read_graph
from kgbuild.resources import folder

_SHARED = "state|organization|place|rule|graph"
_OWN = re.compile(rf"<{re.escape(BASE)}(?!(?:{_SHARED})/)([a-z]+/[^#>]+)")
SHAPES = Path(str(folder("ontology"))) / "shapes.ttl"


def multiply(graph: Path, triples: int, out: Path) -> Path:
    """Write copies of a graph until there are so many triples."""
    lines = graph.read_text(encoding="utf-8").splitlines(keepends=True)
    written = copy = 0
    with out.open("w", encoding="utf-8") as stream:
        while written < triples:
            for line in lines:
                if copy == 0:
                    stream.write(line)
                elif _OWN.search(line):
                    stream.write(_OWN.sub(lambda own: f"<{BASE}{own[1]}~{copy}", line))  # noqa: B023
                else:
                    continue
                written += 1
            copy += 1
    return out


def _triples(graph: Path) -> Path:
    """The same without names of graphs, as most tools want it."""
    out = graph.with_suffix(".nt")
    if not out.is_file():
        lines = {line.rsplit(" ", 2)[0] for line in graph.read_text(encoding="utf-8").splitlines()}
        out.write_text("".join(f"{line} .\n" for line in sorted(lines)), encoding="utf-8")
    return out


def _memory(graph: Path) -> object:
    from rdflib import Graph  # noqa: PLC0415

    return Graph().parse(_triples(graph), format="nt")


def pyshacl_whole(graph: Path) -> object:
    from kgbuild.validate import Check  # noqa: PLC0415

    return len(Check(read_graph([graph]), at_once=True).shapes())


def pyshacl_documents(graph: Path) -> object:
    from kgbuild.validate import Check  # noqa: PLC0415

    return len(Check(read_graph([graph])).shapes())


def pyrudof_whole(graph: Path) -> object:
    import pyrudof  # noqa: PLC0415

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(_triples(graph)), pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(str(SHAPES), pyrudof.ShaclFormat.Turtle)
    return str(rudof.validate_shacl())


def maplib_whole(graph: Path) -> object:
    import maplib  # noqa: PLC0415

    model = maplib.Model()
    model.read(str(_triples(graph)), format="ntriples", graph="urn:data")
    model.read(str(SHAPES), graph="urn:shapes")
    return model.validate(shape_graph="urn:shapes", data_graph="urn:data").conforms


def axioms(graph: Path) -> object:
    from kgbuild.validate import Check  # noqa: PLC0415

    return len(Check(read_graph([graph])).contradictions())


def _reasoned(graph: Path, choice: str, at_once: bool) -> object:
    from kgbuild.validate import Check, Choice  # noqa: PLC0415

    return len(Check(read_graph([graph]), at_once=at_once).reason(choice=Choice(choice)).objections)


def hermit_documents(graph: Path) -> object:
    return _reasoned(graph, "hermit", at_once=False)


def hermit_whole(graph: Path) -> object:
    return _reasoned(graph, "hermit", at_once=True)


def owlrl_documents(graph: Path) -> object:
    return _reasoned(graph, "rl", at_once=False)


def owlrl_whole(graph: Path) -> object:
    return _reasoned(graph, "rl", at_once=True)


def reasonable_whole(graph: Path) -> object:
    import reasonable  # noqa: PLC0415

    reasoner = reasonable.PyReasoner()
    for name in ("kgbuild.ttl", "stance.ttl"):
        reasoner.load_file(str(SHAPES.with_name(name)))
    reasoner.from_graph(_memory(graph))
    return f"{len(reasoner.reason())} triples, no verdict"


WAYS: dict[str, Callable[[Path], object]] = {
    way.__name__: way
    for way in (
        pyshacl_documents, pyshacl_whole, pyrudof_whole, maplib_whole,
        axioms, hermit_documents, hermit_whole, owlrl_documents, owlrl_whole, reasonable_whole,
    )
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--graph", type=Path, default=None)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--limit", type=int, default=600, help="seconds that a way may take")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(WAYS[options.one[0]], Path(options.one[1]))
        return
    with tempfile.TemporaryDirectory() as place:
        graph = options.graph or _sample(Path(place))
        for size in options.sizes:
            copy = multiply(graph, size, Path(place) / f"{size}.nq")
            _triples(copy)
            for name in options.only:
                print(f"{size:>9,}  {name:18} {_measured(name, copy, options.limit)}", flush=True)


def _sample(place: Path) -> Path:
    out = place / "sample.nq"
    subprocess.run([sys.executable, "-m", "kgbuild", "export", str(out)], check=True, capture_output=True)
    return out


def _measured(name: str, graph: Path, limit: int) -> str:
    library = name.split("_", maxsplit=1)[0]
    if library in ("pyrudof", "maplib", "reasonable") and find_spec(library) is None:
        return "not installed"
    command = [sys.executable, __file__, "--one", name, str(graph)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"over {limit} s"
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
        return f"failed: {lines[-1]}"
    told = json.loads(done.stdout.splitlines()[-1])
    times = f"{told['seconds']:8.1f} s, processor {told['processor']:8.1f} s"
    return f"{times} {told['megabytes']:7,} MB   found: {told['found']}"


def _one(way: Callable[[Path], object], graph: Path) -> None:
    started = time.perf_counter()
    found = way(graph)
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    told = {
        "seconds": seconds,
        "processor": sum(one.ru_utime + one.ru_stime for one in used),
        "megabytes": sum(one.ru_maxrss for one in used) // 1024,
        "found": str(found)[:60],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
