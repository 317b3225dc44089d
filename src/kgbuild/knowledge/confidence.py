"""How sure a claim is: what its signs say together (`data/confidence/model.json`)."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text

_FILE = ("data", "confidence", "model.json")
Tree = float | tuple[str, "Tree", "Tree"]
"""A share of right claims, or a sign with the tree where it is absent and the one where it is shown."""


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Decision trees over named signs; how they were fitted stands in `docs/confidence.md`."""

    trees: tuple[Tree, ...]
    scores: tuple[float, ...]
    """Mean answers of the trees, rising, from which on a confidence counts."""
    confidences: tuple[float, ...]
    """The confidence from each of these scores on: a careful one, that most samples would bear out."""
    printed_from: float = 0.0
    """The confidence from which claims are printed unless more are asked for."""

    @classmethod
    def load(cls) -> ConfidenceModel:
        """Read the shipped model. Raises ResourceError where it is malformed."""
        try:
            table = json.loads(read_text(*_FILE))
            steps = [(float(score), float(confidence)) for score, confidence in table["steps"]]
            trees = tuple(_tree(tree) for tree in table["trees"])
            if not steps or not trees:
                raise ValueError("it has no trees or no steps")
            printed = float(table["printed_from"])
            return cls(trees, tuple(s for s, _ in steps), tuple(c for _, c in steps), printed)
        except (KeyError, TypeError, ValueError) as error:
            raise ResourceError(
                f"{'/'.join(_FILE)}: {error}: write it anew with scripts/fit_confidence.py"
            ) from error

    def score(self, signs: Set[str]) -> float:
        """Return the mean share of right claims that the trees give for these signs."""
        return sum(_answer(tree, signs) for tree in self.trees) / len(self.trees)

    def confidence(self, signs: Set[str]) -> float:
        """Return the chance that a claim with these signs is right in all that matters, to two decimals."""
        return self.confidences[max(bisect_right(self.scores, self.score(signs)) - 1, 0)]


def _tree(node: Any) -> Tree:
    if isinstance(node, list):
        sign, absent, shown = node
        return str(sign), _tree(absent), _tree(shown)
    return float(node)


def _answer(tree: Tree, signs: Set[str]) -> float:
    while isinstance(tree, tuple):
        sign, absent, shown = tree
        tree = shown if sign in signs else absent
    return tree
