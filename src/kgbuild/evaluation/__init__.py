"""How well a graph tells what a person found in the same documents."""

from kgbuild.evaluation.errors import Difference, Miss, render
from kgbuild.evaluation.figures import Figures, Proportion, Ratio
from kgbuild.evaluation.gold import GoldClaim, GoldFile, read_gold
from kgbuild.evaluation.scoring import Evaluation, evaluate

__all__ = [
    "Difference",
    "Evaluation",
    "Figures",
    "GoldClaim",
    "GoldFile",
    "Miss",
    "Proportion",
    "Ratio",
    "evaluate",
    "read_gold",
    "render",
]
