"""How sure a claim is: weights of what speaks for and against it (`data/confidence/weights.yaml`)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import yaml

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """A logistic model over named signs; how it was fitted stands in `docs/confidence.md`."""

    bias: float
    signs: Mapping[str, float]

    @classmethod
    def load(cls) -> ConfidenceWeights:
        """Read the shipped weights. Raises ResourceError where one is no number."""
        table = yaml.safe_load(read_text("data", "confidence", "weights.yaml"))
        try:
            return cls(float(table["bias"]), {str(k): float(v) for k, v in table["signs"].items()})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ResourceError(
                f"data/confidence/weights.yaml: bias and signs must be numbers: {error}"
            ) from error

    def probability(self, signs: Iterable[str]) -> float:
        """Return the chance that a claim with these signs is right in all that matters, to two decimals."""
        total = self.bias + sum(self.signs.get(sign, 0.0) for sign in signs)
        return round(1 / (1 + math.exp(-total)), 2)
