"""How much faster several processes read than one.

    python -m benchmarks.jobs [DOCUMENTS] [--jobs N]

Writes short reports by a seeded generator and has `kgbuild extract` read them, in one process and in N (all
cores by default), without the cache. Prints time and processor time of both, the ratio of the times, and what
processor time went beyond that of one process: the start of the others, and the way to them and back. On a
machine that does other things at the same time, only the latter means anything.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import figures
from benchmarks.corpus import write


def run(folder: Path, jobs: int) -> tuple[float, float]:
    """Extract a folder in so many processes; return seconds and seconds of processor time."""
    out = folder / f"{jobs}.jsonl"
    command = [Path(sys.executable).with_name("kgbuild"), "extract", folder / "documents", "-o", out]
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*command, "--no-cache", "--jobs", str(jobs)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lasted = time.perf_counter() - began
    print(
        f"{jobs:3} processes: {lasted:6.1f} s, {spent:6.1f} s of processor time; "
        f"{'; '.join(done.stderr.splitlines())}",
        flush=True,
    )
    return lasted, spent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", type=int, nargs="?", default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    figures.options(parser)
    options = parser.parse_args()
    if options.quick:
        options.documents, options.jobs = 60, 2
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "reports"
        write(folder, options.documents)
        alone, spent_alone = run(folder, 1)
        together, spent_together = run(folder, options.jobs)
        same = (folder / "1.jsonl").read_bytes() == (folder / f"{options.jobs}.jsonl").read_bytes()
    if options.figures:
        two = (f"{options.jobs} processes", spent_together)
        beyond = figures.ratio("jobs: processor time of several beside one", two, ("one", spent_alone))
        figures.report([beyond], options.figures)
    print(f"ratio {alone / together:.2f}, {spent_together - spent_alone:.1f} s of processor time beyond one")
    if not same:
        sys.exit("the outputs differ")


if __name__ == "__main__":
    main()
