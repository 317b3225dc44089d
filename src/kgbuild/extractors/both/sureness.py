"""How sure a claim is by who read it: fitted on texts with gold, see docs/confidence.md."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text

CLASSES = ("agree", "differ", "model", "rules")
"""Both read it alike; both read it, the model's reading counts; only the model; only the rules."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """The confidence of a claim by class: the careful share of such claims that were right in every field."""

    agree: float
    differ: float
    model: float
    rules: float

    @classmethod
    def load(cls) -> Sureness:
        """Read `data/confidence/readers.json`. Raises ResourceError."""
        try:
            found = json.loads(read_text("data", "confidence", "readers.json"))
            values = [float(found[name]) for name in CLASSES]
        except (ValueError, KeyError, TypeError) as error:
            names = ", ".join(CLASSES)
            raise ResourceError(
                f"data/confidence/readers.json: it needs a number for each of {names}"
            ) from error
        return cls(*values)
