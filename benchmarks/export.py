"""How much memory and processor time an export takes as the documents grow in number.

    python -m benchmarks.export [DOCUMENTS ...] [--extractor jsonl|rules] [--format nq] [--keep DIR]

Writes short reports with the claims in them, by a seeded generator, and exports them in a process of its
own: with the claims by hand (`jsonl`, the default: 100 1000 10000), or read by the rules. A run over a single
report tells what the process needs before it reads. Prints peak memory above that, processor time, claims
and bytes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import figures
from benchmarks.corpus import write


def run(folder: Path, extractor: str, form: str) -> tuple[float, float, str]:
    """Export a folder; return peak memory in MB, processor seconds, and what was printed."""
    out = folder / f"out.{form}"
    command = [sys.executable, "-c", _MEASURED, "export", out, "-d", folder / "documents"]
    if extractor == "jsonl":
        command += ["--extractor", "jsonl", "--setting", f"file={folder / 'claims.jsonl'}"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    told, _, figures = done.stderr.strip().rpartition("\n")
    peak, seconds = map(float, figures.split())
    return peak, seconds, told.splitlines()[-1]


_MEASURED = """
import resource, sys
from kgbuild.cli import main
try:
    main(sys.argv[1:])
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


def growth(few: int, many: int) -> Iterator[figures.Figure]:
    """Compare what an export of many reports costs with one of few; start of the program is taken off."""
    spent, peaks = {}, {}
    with tempfile.TemporaryDirectory() as temporary:
        for count in (1, few, many):
            folder = Path(temporary, str(count))
            write(folder, count)
            peaks[count], spent[count], _ = run(folder, "jsonl", "nq")
    start = spent[1]
    more = (f"{many} reports", spent[many] - start)
    yield figures.ratio(
        "export: time a report, as they grow", more, (f"{few}", spent[few] - start), per=many / few
    )
    yield figures.ratio(
        "export: peak memory beside one report", (f"{many} reports", peaks[many]), ("one", peaks[1]), "MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", type=int, nargs="*", default=[100, 1000, 10_000])
    parser.add_argument("--extractor", choices=("jsonl", "rules"), default="jsonl")
    parser.add_argument("--format", default="nq")
    parser.add_argument("--keep", type=Path, help="where to leave reports and graphs")
    figures.options(parser)
    options = parser.parse_args()
    if options.quick or options.figures:
        figures.report(growth(*((50, 200) if options.quick else (250, 1000))), options.figures)
        return
    with tempfile.TemporaryDirectory() as temporary:
        ground = None
        for count in (1, *options.documents):
            folder = (options.keep or Path(temporary)) / str(count)
            if not folder.is_dir():
                write(folder, count)
            began = time.perf_counter()
            peak, seconds, told = run(folder, options.extractor, options.format)
            ground = ground or peak
            size = (folder / f"out.{options.format}").stat().st_size / 1e6
            print(
                f"{count:6} documents: {peak - ground:6.0f} MB above {ground:.0f} MB, {seconds:7.1f} s of "
                f"processor time ({time.perf_counter() - began:.0f} s), {size:.0f} MB; {told}",
                flush=True,
            )


if __name__ == "__main__":
    main()
