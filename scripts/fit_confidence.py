"""Fit the weights of `data/confidence/weights.yaml` on documents with gold, and print how reliable they are.

    python scripts/fit_confidence.py GOLD:DOCUMENTS [GOLD:DOCUMENTS ...] [--check GOLD:DOCUMENTS]

A claim counts as right where it is found with claimant, stance, roles, materiel and quantity all right.
The table comes from cross-validation by document. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from kgbuild.claims.assemble import Assembly
from kgbuild.claims.confidence import signs
from kgbuild.claims.drafting import Drafting
from kgbuild.claims.extractor import Extractor
from kgbuild.claims.model import Claim
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import read_gold
from kgbuild.evaluation.matching import match
from kgbuild.evaluation.units import GraphReader, gold_units
from kgbuild.graph import build
from kgbuild.identity import claim_key, unify

Sample = tuple[str, tuple[str, ...], bool]
"""Document, signs, right or not."""
BINS = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 1.01))
STRENGTH = 0.1
"""Inverse strength of the regularisation: the samples are few."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("--check", action="append", default=[])
    options = parser.parse_args()
    extractor = Extractor.load()
    samples = [s for pair in options.pairs for s in collect(extractor, *map(Path, pair.split(":")))]
    vectorizer = DictVectorizer(sparse=False)
    features = vectorizer.fit_transform([dict.fromkeys(found, 1.0) for _, found, _ in samples])
    right = np.array([r for *_, r in samples])
    groups = [document for document, *_ in samples]
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    predicted = cross_val_predict(
        model, features, right, groups=groups, cv=GroupKFold(10), method="predict_proba"
    )
    print(f"cross-validated by document, {len(samples)} claims")
    print_table(predicted[:, 1], right)
    model.fit(features, right)
    for pair in options.check:
        others = list(collect(extractor, *map(Path, pair.split(":"))))
        unseen = vectorizer.transform([dict.fromkeys(found, 1.0) for _, found, _ in others])
        print(f"checked on {pair}, {len(others)} claims")
        print_table(model.predict_proba(unseen)[:, 1], np.array([r for *_, r in others]))
    write(
        float(model.intercept_[0]), dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    )


def collect(extractor: Extractor, gold: Path, documents: Path) -> list[Sample]:
    """Extract, score, and tell for each claim whether it is right."""
    read = [d for d in read_documents([documents]) if isinstance(d, Document)]
    pairs = read_gold(gold, read)
    reader = extractor._reader
    shown: dict[str, tuple[str, ...]] = {}
    records: list[object] = []
    for record in extractor.records(read):
        records.append(record)
    for document, doc in extractor._parsed(read):
        publisher = extractor._publisher(document)
        reading = reader.read(doc, document.issued, publisher.state)
        drafting = Drafting(reading, reader.knowledge, publisher)
        assembly = Assembly(document.key, reading, reader.knowledge, reader.table)
        for draft, claim in zip(drafting.drafts(), assembly.claims(drafting, publisher), strict=False):
            shown[place(claim)] = signs(draft, doc)
    graph = build(unify(records))
    keys = {"https://w3id.org/kgbuild/id/" + claim_key(r): r for r in unify(records) if isinstance(r, Claim)}
    wanted = gold_units(pairs)
    units = GraphReader(graph, {pair.gold.document: pair.text for pair in pairs}).units()
    matches = match(wanted, units)
    verdicts = {found.unit: found.strictly_right for found in matches}
    optional = {
        found.unit for found in matches if wanted[found.gold].claim.optional
    }  # neither right nor wrong
    return [
        (unit.document, shown[place(keys[unit.claim])], verdicts.get(number, False))
        for number, unit in enumerate(units)
        if number not in optional
    ]


def place(claim: Claim) -> str:
    """Return what tells a claim from the others of its document before and after unification."""
    kinds = ",".join(subject.kind for subject in claim.about)
    return f"{claim.document} {claim.evidence[0].span} {claim.stance} {kinds}"


def print_table(predicted: np.ndarray, right: np.ndarray) -> None:
    print("| confidence | claims | mean confidence | right |\n| --- | --- | --- | --- |")
    for low, high in BINS:
        inside = (predicted >= low) & (predicted < high)
        if inside.any():
            mean, share = predicted[inside].mean(), right[inside].mean()
            print(f"| {low:.2f}-{min(high, 1):.2f} | {inside.sum()} | {mean:.2f} | {share:.2f} |")


def write(bias: float, weights: dict[str, float]) -> None:
    target = Path(__file__).parents[1] / "data" / "confidence" / "weights.yaml"
    lines = [
        "# A logistic model: the chance that claimant, stance, roles, materiel and quantity are right.",
        "# Written by scripts/fit_confidence.py; what the signs mean: src/kgbuild/claims/confidence.py.",
        f"bias: {bias:.2f}",
        "signs:",
        *(f"  {name}: {weight:.2f}" for name, weight in sorted(weights.items()) if abs(weight) >= 0.005),
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
