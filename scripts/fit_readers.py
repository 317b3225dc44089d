"""Fit `data/confidence/readers.json`: how sure a claim is by which reader read it.

    python scripts/fit_readers.py ANSWERS:GOLD:DOCUMENTS [ANSWERS:GOLD:DOCUMENTS ...] [--write]

A claim counts as right where it is found with claimant, stance, roles, materiel and quantity all right. Of
each class (both agree; they differ; only the model; only the rules) the lower end of Wilson's interval
counts, one-sided, 90 %, so that a few lucky samples promise nothing.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kgbuild.claims.model import Claim, Reader
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import read_gold
from kgbuild.evaluation.matching import match
from kgbuild.evaluation.units import GraphReader, gold_units
from kgbuild.extractors.both.extractor import BothExtractor
from kgbuild.extractors.both.sureness import CLASSES
from kgbuild.graph import build
from kgbuild.identity import claim_key, unify

TARGET = Path(__file__).parents[1] / "data" / "confidence" / "readers.json"
CAUTION = 1.28


def lower_end(share: float, count: int) -> float:
    """Return the lower end of Wilson's interval (E. B. Wilson 1927)."""
    z = CAUTION
    spread = z * (share * (1 - share) / count + z * z / 4 / count**2) ** 0.5
    return (share + z * z / 2 / count - spread) / (1 + z * z / count)


def class_of(claim: Claim) -> str:
    """Return who read a claim."""
    if len(claim.read_by) > 1:
        return "agree"
    if Reader.RULES in claim.read_by:
        return "rules"
    return "differ" if any(": rules read: " in line for line in claim.explanation) else "model"


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


def main() -> None:
    """Print the table, and write the file where asked to."""
    found: dict[str, list[bool]] = defaultdict(list)
    for given in sys.argv[1:]:
        if given != "--write":
            for name, right in samples(*given.split(":")):
                found[name].append(right)
    values = {}
    print("| who read it | claims | right | confidence |\n| --- | --- | --- | --- |")
    for name in CLASSES:
        share = sum(found[name]) / max(len(found[name]), 1)
        values[name] = round(lower_end(share, max(len(found[name]), 1)), 2)
        print(f"| {name} | {len(found[name])} | {share:.2f} | {values[name]:.2f} |")
    if "--write" in sys.argv:
        TARGET.write_text(json.dumps(values, indent=1) + "\n")


if __name__ == "__main__":
    main()
