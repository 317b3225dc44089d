"""What an export on Spark takes as documents grow in number, and whether it has the bytes of one machine.

    python -m benchmarks.scale [DOCUMENTS ...] [--master local[2]] [--keep DIR] [--alone]

Writes short reports as JSON Lines, a thousand a file, and the claims in them to a table that workers look
them up in: reading them by rules would hide what all else takes. Prints wall time, processor seconds of Java
and of Python, the most memory that a Python process took, and the bytes that went between workers. `--alone`
exports the same on one machine first, and compares the shards.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import Reports
from kgbuild.export import write_shards
from kgbuild.extractors.registry import load_extractor
from kgbuild.pipeline.bundles import extract, read
from kgbuild.pipeline.graphs import build, derive
from kgbuild.spark import SparkTask, export_shards, session

GOLD = '''
import sqlite3
from kgbuild.claims.bundle import bundled
from kgbuild.claims.jsonl import parse_record
from kgbuild.extractors.base import Fingerprint

class Gold:
    """Claims that a table has for a document."""
    languages = ()

    def __init__(self, table):
        self._table = sqlite3.connect(f"file:{table}?mode=ro&immutable=1", uri=True)

    def fingerprint(self):
        return Fingerprint(name="gold", version="1", data="")

    def extract(self, documents):
        for document in documents:
            (lines,) = self._table.execute("SELECT lines FROM told WHERE key = ?", [document.key]).fetchone()
            yield from bundled(map(parse_record, lines.splitlines()))
'''
SHARDS = 8
TICK = os.sysconf("SC_CLK_TCK")


def write(folder: Path, count: int) -> None:
    """Write reports, their claims and what looks these up."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    about = folder / "gold-1.dist-info"
    about.mkdir()
    (folder / "gold.py").write_text(GOLD)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: gold\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[kgbuild.extractors]\ngold = gold:Gold\n")
    table = sqlite3.connect(folder / "told.sqlite")
    table.execute("CREATE TABLE told (key TEXT PRIMARY KEY, lines TEXT)")
    stream = None
    for number, (document, bundle) in enumerate(Reports(kinds="all").bundles(count)):
        if number % 1000 == 0:
            if stream:
                stream.close()
            stream = (documents / f"{number // 1000:05}.jsonl").open("w", encoding="utf-8")
        told = {"id": document.identifier, "text": document.text, "language": "en"}
        print(json.dumps(told | {"publisher": document.publisher, "issued": document.issued}), file=stream)
        lines = "\n".join(record.model_dump_json(exclude_none=True) for record in bundle.records())
        table.execute("INSERT INTO told VALUES (?, ?)", [document.key, lines])
    if stream:
        stream.close()
    table.commit()
    table.close()


@dataclass(slots=True)
class Used:
    """What the processes below this one have used."""

    java: float = 0
    python: float = 0
    peak: float = 0
    """Megabytes of the largest Python process below."""


def used() -> Used:
    """Look at the processes that descend from this one."""
    seen: dict[int, tuple[int, float, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                head, _, rest = (entry / "stat").read_text().rpartition(")")
            except OSError:
                continue
            fields = rest.split()
            name = head.partition("(")[2]
            reaped = () if name == "java" else fields[13:15]
            seconds = sum(map(int, [*fields[11:13], *reaped])) / TICK
            seen[int(entry.name)] = int(fields[1]), seconds, name
    own = {os.getpid()}
    while more := {number for number, (parent, _, _) in seen.items() if parent in own} - own:
        own |= more
    found = Used()
    for number in own - {os.getpid()}:
        _, seconds, name = seen[number]
        if name == "java":
            found.java += seconds
        else:
            found.python += seconds
            found.peak = max(found.peak, peak(number))
    return found


def peak(number: int) -> float:
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


@contextmanager
def watched() -> Iterator[Used]:
    """Yield what is used until the end of the block: the most that was seen."""
    most, end = Used(), threading.Event()

    def watch() -> None:
        while not end.wait(1.0):
            now = used()
            for name in ("java", "python", "peak"):
                setattr(most, name, max(getattr(most, name), getattr(now, name)))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        end.set()
        thread.join()


def shuffled(log: Path) -> float:
    """Return the megabytes that tasks wrote for one another, by Spark's log of events."""
    total = 0
    for path in log.rglob("*"):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                event = json.loads(line) if line.startswith('{"Event":"SparkListenerTaskEnd"') else {}
                metrics = (event.get("Task Metrics") or {}).get("Shuffle Write Metrics") or {}
                total += metrics.get("Shuffle Bytes Written", 0)
    return total / 1e6


def on_spark(folder: Path, master: str) -> None:
    log = folder / "events"
    log.mkdir(exist_ok=True)
    settings = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": log.as_uri(),
        "spark.executorEnv.PYTHONPATH": str(folder),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "2g",
    }
    task = SparkTask(
        (folder / "documents",), folder / "many", SHARDS, "gold", {"table": str(folder / "told.sqlite")}
    )
    with watched() as most:
        began = time.perf_counter()
        with session(master, settings) as spark:
            started = time.perf_counter() - began
            made = export_shards(spark, task)
        wall = time.perf_counter() - began
    size = sum(part.stat().st_size for part in (folder / "many").iterdir()) / 1e6
    print(
        f"{made.size.documents} documents, {made.size.claims} claims, {made.triples} triples, {size:.0f} MB: "
        f"{wall:.0f} s ({started:.0f} s to start), processor seconds: Java {most.java:.0f}, Python "
        f"{most.python:.0f}, driver {time.process_time():.0f}; Python process {most.peak:.0f} MB at most; "
        f"{shuffled(log):.0f} MB between workers",
        flush=True,
    )


def alone(folder: Path) -> None:
    began = time.process_time()
    sys.path.insert(0, str(folder))
    extractor = load_extractor("gold", {"table": str(folder / "told.sqlite")})
    graph = derive(build(extract(read([folder / "documents"]), extractor)))
    write_shards(graph, folder / "one", SHARDS)
    print(
        f"alone: {time.process_time() - began:.0f} processor seconds, {peak(os.getpid()):.0f} MB", flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--keep", type=Path, help="where to leave reports and shards")
    parser.add_argument("--alone", action="store_true", help="compare with one machine")
    options = parser.parse_args()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as temporary:
        for count in options.documents:
            folder = (options.keep or Path(temporary)) / str(count)
            if not folder.is_dir():
                write(folder, count)
            on_spark(folder, options.master)
            if options.alone:
                alone(folder)
                same = [
                    a.read_bytes() == (folder / "one" / a.name).read_bytes()
                    for a in (folder / "many").iterdir()
                ]
                print("the same bytes" if all(same) else "OTHER BYTES", flush=True)


if __name__ == "__main__":
    main()
