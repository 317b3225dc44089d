"""Fit `data/confidence/readers.json`: how sure a claim is by which reader read it.

    python scripts/fit_readers.py ANSWERS:GOLD:DOCUMENTS [ANSWERS:GOLD:DOCUMENTS ...] [--write]

A claim counts as right where it is found with claimant, stance, roles, materiel and quantity all right. Of
each class (both agree; they differ; only the model; each of them with signs of doubt; a party open; only
the rules) the lower end of Wilson's interval counts, one-sided, 90 %, so that a few lucky samples promise
nothing.
Then each set is left out of the fit in turn, and its claims at 0.8 and above are counted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from kgbuild.claims.model import Claim
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import read_gold
from kgbuild.evaluation.matching import match
from kgbuild.evaluation.units import GraphReader, gold_units
from kgbuild.extractors.both.extractor import BothExtractor
from kgbuild.extractors.llm.sureness import CLASSES, WHY
from kgbuild.graph import build
from kgbuild.identity import claim_key, unify

TARGET = Path(__file__).parents[1] / "data" / "confidence" / "readers.json"
CAUTION = 1.28
SURE = 0.8


def lower_end(share: float, count: int) -> float:
    """Return the lower end of Wilson's interval (E. B. Wilson 1927)."""
    z = CAUTION
    spread = z * (share * (1 - share) / count + z * z / 4 / count**2) ** 0.5
    return (share + z * z / 2 / count - spread) / (1 + z * z / count)


def class_of(claim: Claim) -> str:
    """Return who read a claim, and with what signs: one of `CLASSES`."""
    why = next((line for line in claim.explanation if line.startswith(WHY)), f"{WHY}rules:")
    return why.removeprefix(WHY).rpartition(":")[0]


def samples(answers: str, gold: str, documents: str) -> Iterator[tuple[str, bool]]:
    """Yield the class of each unit found, and whether it is right."""
    read = [d for d in read_documents([Path(documents)]) if isinstance(d, Document)]
    pairs = read_gold(Path(gold), read)
    both = BothExtractor.load(model="strong", answers=answers)
    records = list(unify(record for bundle in both.extract(read) for record in bundle.records()))
    classes = {claim_key(r): class_of(r) for r in records if isinstance(r, Claim)}
    units = GraphReader(build(records), {pair.gold.document: pair.text for pair in pairs}).units()
    right = {m.unit for m in match(gold_units(pairs), units) if m.strictly_right}
    for number, unit in enumerate(units):
        yield classes["claim/" + unit.claim.rpartition("/")[2]], number in right


def fitted(found: Mapping[str, Sequence[bool]]) -> dict[str, float]:
    """Return the confidence of each class; nothing is known of a class without samples."""
    return {
        name: round(lower_end(sum(found[name]) / len(found[name]), len(found[name])), 2)
        if found[name]
        else 0.0
        for name in CLASSES
    }


def by_class(sets: Iterable[Sequence[tuple[str, bool]]]) -> dict[str, list[bool]]:
    """Return by class whether each claim of some sets is right."""
    found: dict[str, list[bool]] = {name: [] for name in CLASSES}
    for name, right in chain.from_iterable(sets):
        found[name].append(right)
        if name not in ("open", "rules"):  # what the model alone would have had of it
            found["llm, doubtful" if name.endswith("doubtful") else "llm"].append(right)
    return found


def main() -> None:
    """Print the tables, and write the file where asked to."""
    given = [argument for argument in sys.argv[1:] if argument != "--write"]
    sets = [list(samples(*argument.split(":"))) for argument in given]
    found = by_class(sets)
    values = fitted(found)
    print("| who read it | claims | right | confidence |\n| --- | --- | --- | --- |")
    for name in CLASSES:
        share = sum(found[name]) / max(len(found[name]), 1)
        print(f"| {name} | {len(found[name])} | {share:.2f} | {values[name]:.2f} |")
    print(f"\n| set left out | claims | at {SURE} and above | right of these |\n| --- | --- | --- | --- |")
    for number, one in enumerate(sets):
        others = [each for other, each in enumerate(sets) if other != number]
        told = fitted(by_class(others)) if others else values
        sure = [right for name, right in one if told[name] >= SURE]
        print(f"| {number + 1} | {len(one)} | {len(sure)} | {sum(sure) / max(len(sure), 1):.3f} |")
    if "--write" in sys.argv:
        TARGET.write_text(json.dumps(values, indent=1) + "\n")


if __name__ == "__main__":
    main()
