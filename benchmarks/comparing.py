"""What was measured against what stands in the baseline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure

MOST = 0.15
"""By how much a ratio may grow before it counts as a regression."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ratio beside that of the baseline."""

    figure: Figure
    before: float | None
    """None where the baseline has no such ratio."""

    @property
    def regressed(self) -> bool:
        """Whether it has grown by more than is allowed."""
        return self.before is not None and self.figure.value > self.before * (1 + MOST)

    def __str__(self) -> str:
        if self.before is None:
            return "new"
        return f"{self.figure.value / self.before - 1:+.0%}" + (" REGRESSION" if self.regressed else "")


def compared(figures: Iterable[Figure], baseline: Mapping[str, float]) -> list[Verdict]:
    """Set each ratio beside the one of the baseline."""
    return [Verdict(figure, baseline.get(figure.name)) for figure in figures]


def load(path: Path, size: str) -> dict[str, float]:
    """Read the ratios of a size (`quick` or `full`) from a baseline; none where there is no such file."""
    if not path.is_file():
        return {}
    told: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return told.get(size, {})


def save(path: Path, size: str, figures: Iterable[Figure]) -> None:
    """Put ratios in the place of those of the same names in a baseline."""
    told: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    own = told.setdefault(size, {})
    own.update({figure.name: round(figure.value, 3) for figure in figures})
    text = json.dumps({key: dict(sorted(value.items())) for key, value in sorted(told.items())}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
