"""Figures that parts hand to the command: ratios of two measurements in one run, so that machines compare."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio; the smaller, the better."""

    name: str
    value: float
    told: str = ""
    """What was divided by what, with units."""


def processor_seconds(job: Callable[[], object], rounds: int = 1) -> float:
    """Return the least seconds of processor time that a job took, of so many rounds."""
    least = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        job()
        least = min(least, time.process_time() - began)
    return least


def ratio(
    name: str, this: tuple[str, float], to: tuple[str, float], unit: str = "s", per: float = 1
) -> Figure:
    """Return how many times as much this is as that, or as `per` times that."""
    told = f"{this[0]} {this[1]:.3g} {unit}, {to[0]} {to[1]:.3g} {unit}" + (f" x {per:g}" if per != 1 else "")
    return Figure(name, this[1] / max(to[1] * per, 1e-9), told)


def options(parser: argparse.ArgumentParser) -> None:
    """Add what each part understands."""
    parser.add_argument("--quick", action="store_true", help="small sizes: a minute or less")
    parser.add_argument("--figures", type=Path, help="file to write the ratios to, as JSON")


def report(found: Iterable[Figure], path: Path | None) -> None:
    """Print figures, and write them to a file if one is named."""
    figures = list(found)
    for figure in figures:
        print(f"{figure.name:45} {figure.value:8.2f}   {figure.told}", flush=True)
    if path is not None:
        path.write_text(json.dumps([asdict(figure) for figure in figures]), encoding="utf-8")


def read(path: Path) -> list[Figure]:
    """Read what `report` wrote."""
    return [Figure(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
