"""Measure the corpora, raise the floors that the tests hold them to, put the figures into docs/evaluation.md.

    python tests/corpus/raise_floors.py

A floor is the present figure, rounded down to two decimals; it never sinks. To lower one, edit floors.json by
hand and say why.
"""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import Evaluation, Figures, evaluate, read_gold
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.graph import build
from kgbuild.identity import unify

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "evaluation.md"
SHARED = Path(os.environ.get("KGBUILD_SHARED") or ROOT.parent / "shared")
CORPORA = {
    "corpus": (HERE / "gold", HERE / "documents"),
    "real": (SHARED / "score" / "gold", SHARED / "documents"),
}
"""Gold and documents by the name of their floors; the real texts are not part of the project."""

_BLOCK = r"(<!-- output: corpus -->\n```text\n).*?(```\n)"


def measure(name: str, extractor: RulesExtractor) -> Evaluation:
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
        "printed": figures.printed.value,
        "identity": figures.identity,
        **{f"right.{name}": share.recall for name, share in figures.accuracy.items()},
    }


def raised(floors: Mapping[str, float], present: Mapping[str, float]) -> dict[str, float]:
    """Return floors no lower than before, up to the present figures."""
    # Two decimals of 0.57 * 100 = 56.99999999999999 are 0.57
    reached = {name: math.floor(round(figure * 100, 9)) / 100 for name, figure in present.items()}
    return {name: max(floors.get(name, 0.0), reached.get(name, 0.0)) for name in {**floors, **reached}}


def documented(page: str) -> str:
    """Return the text of docs/evaluation.md with the present figures of the test corpus."""
    gold, documents = (folder.relative_to(ROOT).as_posix() for folder in CORPORA["corpus"])
    command = ["evaluate", "--gold", gold, "--documents", documents]
    done = subprocess.run(
        [sys.executable, "-m", "kgbuild", *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    block = f"$ kgbuild {' '.join(command)}\n{done.stdout}"
    return re.sub(_BLOCK, lambda found: found[1] + block + found[2], page, flags=re.DOTALL)


def main() -> None:
    """Raise the floors of the corpora that are there, and renew the page."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    extractor = RulesExtractor.load()
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
    PAGE.write_text(documented(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
