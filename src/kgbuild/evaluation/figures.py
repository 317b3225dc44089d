"""The figures that sum up an evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many units of the graph are right, and how many of the gold were found."""

    right: int
    system: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of the graph's units that are right; 0 where it has none."""
        return self.right / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold's units that were found; 0 where it has none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def as_dict(self) -> dict[str, float]:
        """Return the three figures by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class Printed:
    """How much of what a reader of the graph sees is right, units that match optional gold included."""

    right: int
    """Units that are strictly right."""
    units: int
    """All units of the graph."""

    @property
    def value(self) -> float:
        """The share that is right; 0 where the graph has none."""
        return self.right / self.units if self.units else 0.0


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of the found units that have an attribute have it right."""

    right: int
    judged: int
    gold: int
    """Units of the gold that have the attribute, found or not."""

    @property
    def value(self) -> float:
        """The share that is right."""
        return self.right / self.judged

    @property
    def recall(self) -> float:
        """The share of the gold's that was found and is right: it does not sink when more is found."""
        return self.right / self.gold


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one evaluation. Optional gold units count in none of them but `printed`."""

    detection: Ratio
    """Found: kind and place in the text."""
    strict: Ratio
    """Found with claimant, stance, roles, materiel and quantity all right."""
    printed: Printed
    """Strictly right, of all that is in the graph."""
    accuracy: Mapping[str, Proportion]
    """By attribute, in alphabetic order."""
    identity: float
    """B-cubed F1 of the event nodes over the found units, across documents."""
    kinds: Mapping[str, Ratio]
    """Detection by kind."""

    def as_dict(self) -> dict[str, Any]:
        """Return everything in plain values, for JSON."""
        found = self.detection
        return {
            "units": {
                "gold": found.gold,
                "system": found.system,
                "found": found.right,
                "all": self.printed.units,
            },
            "detection": found.as_dict(),
            "strict": self.strict.as_dict(),
            "printed": self.printed.value,
            "accuracy": {name: share.value for name, share in self.accuracy.items()},
            "identity": self.identity,
            "kinds": {kind: ratio.as_dict() for kind, ratio in self.kinds.items()},
        }


def bcubed(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the B-cubed F1 of a clustering: pairs of (true cluster, cluster given), one for each item.

    After Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model" (1998).
    0 where there are no items.
    """
    if not pairs:
        return 0.0
    both, true, given = Counter(pairs), Counter(t for t, _ in pairs), Counter(g for _, g in pairs)
    precision = sum(both[t, g] / given[g] for t, g in pairs) / len(pairs)
    recall = sum(both[t, g] / true[t] for t, g in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)
