"""Measure the corpora and raise the floors that the tests hold them to. Floors never sink.

    python tests/corpus/raise_floors.py

A floor is the present figure, rounded down to two decimals. To lower one, edit floors.json by hand and say
why.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kgbuild.claims.extractor import Extractor
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import Evaluation, Figures, evaluate, read_gold
from kgbuild.graph import build
from kgbuild.identity import unify

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
SHARED = Path(os.environ.get("KGBUILD_SHARED") or HERE.parents[2] / "shared")
CORPORA = {
    "corpus": (HERE / "gold", HERE / "documents"),
    "real": (SHARED / "score" / "gold", SHARED / "documents"),
}
"""Gold and documents by the name of their floors; the real texts are not part of the project."""


def measure(name: str, extractor: Extractor) -> Evaluation:
    """Extract a corpus and score it."""
    gold, folder = CORPORA[name]
    documents = [found for found in read_documents([folder]) if isinstance(found, Document)]
    return evaluate(build(unify(extractor.records(documents))), read_gold(gold, documents))


def figures_of(figures: Figures) -> dict[str, float]:
    """Return the figures that have floors, by name.

    Of attributes it is the share of the gold's that was found and is right; the accuracy on what was found
    sinks when more is found.
    """
    return {
        "detection": figures.detection.f1,
        **{f"detection.{kind}": ratio.f1 for kind, ratio in figures.kinds.items()},
        "strict": figures.strict.f1,
        "identity": figures.identity,
        **{f"right.{name}": share.recall for name, share in figures.accuracy.items()},
    }


def raised(floors: Mapping[str, float], present: Mapping[str, float]) -> dict[str, float]:
    """Return floors no lower than before, up to the present figures."""
    # Two decimals of 0.57 * 100 = 56.99999999999999 are 0.57
    reached = {name: math.floor(round(figure * 100, 9)) / 100 for name, figure in present.items()}
    return {name: max(floors.get(name, 0.0), reached.get(name, 0.0)) for name in {**floors, **reached}}


def main() -> None:
    """Raise the floors of the corpora that are there."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    extractor = Extractor.load()
    for name, (gold, _) in CORPORA.items():
        if not gold.is_dir():
            print(f"{name}: not on this machine, floors kept")
            continue
        before = floors.get(name, {})
        floors[name] = raised(before, figures_of(measure(name, extractor).figures))
        for figure, floor in floors[name].items():
            if floor != before.get(figure):
                print(f"{name} {figure}: {before.get(figure, 0.0):.2f} -> {floor:.2f}")
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
