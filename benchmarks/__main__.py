"""All benchmarks in one command: ratios, processor time beside wall time, peak memory.

    python -m benchmarks [PART ...] [--quick] [--baseline FILE] [--renew] [--list]

Each part runs in a process of its own and hands back ratios of what it measured in that run, the smaller the
better. A ratio that is more than 15 % above the one in `benchmarks/baseline.json` is a regression: the exit
code is 1. `--renew` writes the ratios there instead. Parts that need a server, a model or a corpus of their
own are run by themselves, as `python -m benchmarks.PART`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.comparing import compared, load, save
from benchmarks.figures import Figure, read

PARTS = ("extraction", "lines", "cache", "jobs", "export", "identity", "derivation", "questions", "writer")
ALONE = ("attribution", "check", "load", "query", "small_model", "llm_for_unsure")
"""Those that need more than this repository."""
BASELINE = Path(__file__).with_name("baseline.json")
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Ran:
    """What running a part took, its processes together."""

    figures: list[Figure]
    wall: float
    processor: float
    peak: float
    """Megabytes of the largest of its processes."""


def run(part: str, quick: bool) -> Ran:
    """Run a part in a process of its own; raises CalledProcessError where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "figures.json")
        command = [sys.executable, "-m", f"benchmarks.{part}", "--figures", str(out)]
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, *(["--quick"] if quick else [])],
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            env=os.environ | {"KGBUILD_CACHE_DIR": str(Path(folder, "cache"))},
        )
        _, status, used = os.wait4(process.pid, 0)  # with what its own processes used
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        wall = time.perf_counter() - began
        return Ran(read(out), wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> int:
    """Run the parts and compare them; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--renew", action="store_true", help="write the ratios to the baseline")
    parser.add_argument("--list", action="store_true", help="name all parts and end")
    asked = parser.parse_args()
    if asked.list:
        print("\n".join([*PARTS, *(f"{part} (python -m benchmarks.{part})" for part in ALONE)]))
        return 0
    size = "quick" if asked.quick else "full"
    baseline = load(asked.baseline, size)
    worse, failed = [], []
    for part in asked.parts or PARTS:
        try:
            ran = run(part, asked.quick)
        except subprocess.CalledProcessError as error:
            failed.append(part)
            print(f"{part}: failed with exit code {error.returncode}", flush=True)
            continue
        print(
            f"{part}: {ran.wall:.1f} s, {ran.processor:.1f} s of processor time, {ran.peak:.0f} MB",
            flush=True,
        )
        for verdict in compared(ran.figures, baseline):
            figure = verdict.figure
            print(f"  {figure.name:45} {figure.value:8.2f}  {verdict}  ({figure.told})", flush=True)
            if verdict.regressed:
                worse.append(figure.name)
        if asked.renew:
            save(asked.baseline, size, ran.figures)
    if worse and not asked.renew:
        print(f"Slower than the baseline by more than 15 %: {', '.join(worse)}", file=sys.stderr)
    return 1 if failed or (worse and not asked.renew) else 0


if __name__ == "__main__":
    sys.exit(main())
