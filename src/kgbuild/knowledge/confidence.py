"""How sure a claim is: what its signs say together (`data/confidence/model.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text

_FILE = ("data", "confidence", "model.json")
_STATEMENTS = ("data", "confidence", "statements.json")
_DOUBTS = ("sure", "doubtful", "very doubtful")
Tree = float | tuple[str, "Tree", "Tree"]
"""A share of right claims, or a sign with the tree where it is absent and the one where it is shown."""


Steps = tuple[tuple[float, float], ...]
"""Scores, rising, and the confidence from each on."""


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Decision trees over named signs; how they were fitted stands in `docs/confidence.md`."""

    trees: tuple[Tree, ...]
    steps: Steps
    """Mean answers of the trees, rising, and the confidence that counts from each on: a careful one, that
    most samples would bear out."""
    steps_with: tuple[tuple[str, Steps], ...] = ()
    """Signs that the trees do not know, with the steps that count where one is shown, if they are higher."""
    doubts: tuple[tuple[str, float], ...] = ()
    """Signs of doubt, each with the confidence that a claim with it has at most."""
    printed_from: float = 0.0
    """The confidence from which claims are printed unless more are asked for."""

    @classmethod
    def load(cls) -> ConfidenceModel:
        """Read the shipped model. Raises ResourceError where it is malformed."""
        try:
            table = json.loads(read_text(*_FILE))
            trees = tuple(_tree(tree) for tree in table["trees"])
            if not table["steps"] or not trees:
                raise ValueError("it has no trees or no steps")
            printed = float(table["printed_from"])
            settled = sorted(table.get("steps_with", {}).items())
            with_sign = tuple((sign, _steps(pairs)) for sign, pairs in settled)
            doubts = tuple((sign, float(most)) for sign, most in sorted(table.get("doubts", {}).items()))
            return cls(trees, _steps(table["steps"]), with_sign, doubts, printed)
        except (KeyError, TypeError, ValueError) as error:
            raise ResourceError(
                f"{'/'.join(_FILE)}: {error}: write it anew with scripts/fit_confidence.py"
            ) from error

    def score(self, signs: Set[str]) -> float:
        """Return the mean share of right claims that the trees give for these signs."""
        return sum(_answer(tree, signs) for tree in self.trees) / len(self.trees)

    def confidence(self, signs: Set[str]) -> float:
        """Return the chance that a claim with these signs is right in all that matters, to two decimals."""
        score = self.score(signs)
        known = [steps for sign, steps in self.steps_with if sign in signs]
        sure = max(_at(steps, score) for steps in (self.steps, *known))
        return min([sure, *(most for sign, most in self.doubts if sign in signs)])


@dataclass(frozen=True, slots=True)
class StatementConfidence:
    """How sure a statement about no event is, by what speaks against it."""

    by_doubts: tuple[float, ...]
    """The share of right ones among those with no doubt, with one, with two or more."""

    @classmethod
    def load(cls) -> StatementConfidence:
        """Read `data/confidence/statements.json`. Raises ResourceError where it is malformed."""
        try:
            table = json.loads(read_text(*_STATEMENTS))
            return cls(tuple(float(table[name]) for name in _DOUBTS))
        except (KeyError, TypeError, ValueError) as error:
            raise ResourceError(
                f"{'/'.join(_STATEMENTS)}: it needs a number for each of {', '.join(_DOUBTS)}"
            ) from error

    def with_doubts(self, count: int) -> float:
        """Return the chance that a statement with so many doubts is right."""
        return self.by_doubts[min(count, len(self.by_doubts) - 1)]


def _steps(pairs: Iterable[Sequence[float]]) -> Steps:
    return tuple((float(score), float(confidence)) for score, confidence in pairs)


def _at(steps: Steps, score: float) -> float:
    below = [confidence for least, confidence in steps if least <= score]
    return below[-1] if below else steps[0][1]


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
