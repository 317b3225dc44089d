"""Fit `data/confidence/model.json` on documents with gold, and print how reliable it is.

    python scripts/fit_confidence.py GOLD:DOCUMENTS [GOLD:DOCUMENTS ...] [--printed-from NUMBER]

A claim counts as right where it is found with claimant, stance, roles, materiel and quantity all right;
claims that gold calls optional count like the others, since a reader sees them too.
The model is a small forest of decision trees over the signs of a claim. Its mean answer is turned into a
confidence by isotonic regression on cross-validated answers, and then made careful: of each step of the
regression the lower end of a confidence interval counts (Wilson's, one-sided, 90 %), so that
a few lucky samples promise nothing. The tables come from leaving out each set of documents in turn, then from
cross-validation by document. Signs that the shipped trees do not know (SETTLED) have steps of their own:
`--keep-trees` settles only these anew, on documents that the trees have not seen, and how sure
claims with a sign of doubt are at most (DOUBTS); `--doubts` settles the latter alone. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from kgbuild.claims.model import Claim
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import read_gold
from kgbuild.evaluation.matching import match
from kgbuild.evaluation.units import GraphReader, gold_units
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.telling.claim_writer import ClaimWriter
from kgbuild.extractors.rules.telling.confidence import Signs
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.graph import build
from kgbuild.identity import claim_key, unify
from kgbuild.knowledge.confidence import ConfidenceModel

Sample = tuple[int, str, frozenset[str], bool]
"""Number of its set, document, signs, right or not."""
Steps = list[tuple[float, float]]
"""Scores from which on a confidence counts, both rising."""
BINS = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 1.01))
TREES, DEPTH, LEAF = 60, 10, 5
SETTLED = ("parties-beside",)
"""Signs with steps of their own beside those of all claims."""
DOUBTS = ("force-guessed", "in-relative-clause", "many-states", "pronoun-party", "pronoun-source")
"""Signs with which a claim is never surer than such claims were that are likely otherwise."""
LIKELY = 0.6
"""Confidence from which a claim is likely."""
ENOUGH_SETS = 6
"""From so many sets on each is left out whole: the answers are then those on texts of an unknown hand."""
CAUTION = 1.28
"""Standard deviations below the share of right claims in a step of the regression."""
TARGET = Path(__file__).parents[1] / "data" / "confidence" / "model.json"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", nargs="+")
    parser.add_argument("--printed-from", type=float, help="the confidence from which claims are printed")
    parser.add_argument("--keep-trees", action="store_true", help="settle anew only SETTLED and DOUBTS")
    parser.add_argument("--doubts", action="store_true", help="settle anew only DOUBTS")
    options = parser.parse_args()
    extractor = RulesExtractor.load()
    samples = [
        sample
        for number, pair in enumerate(options.pairs)
        for sample in collect(number, extractor, *map(Path, pair.split(":")))
    ]
    if options.keep_trees or options.doubts:
        if options.keep_trees:
            settle_signs(samples, options.printed_from)
        settle_doubts(samples, options.pairs)
        return
    vectorizer = DictVectorizer(sparse=False)
    signs = vectorizer.fit_transform([dict.fromkeys(sorted(shown), 1.0) for _, _, shown, _ in samples])
    right = np.array([r for *_, r in samples])
    sets = np.array([number for number, *_ in samples])
    documents = np.array([document for _, document, *_ in samples])
    groups = sets if len(options.pairs) >= ENOUGH_SETS else documents
    if len(options.pairs) > 1:
        unseen = np.zeros(len(samples))
        for number in range(len(options.pairs)):
            out = sets == number
            forest, steps = fit(signs[~out], right[~out], groups[~out])
            unseen[out] = confidences(steps, forest.predict_proba(signs[out])[:, 1])
            print(f"{options.pairs[number]}, left out of the fit, {out.sum()} claims")
            print_table(unseen[out], right[out])
        print("all sets, each left out of the fit in turn")
        print_table(unseen, right)
        print_thresholds(unseen, right, sets, options.pairs)
    forest, steps = fit(signs, right, groups)
    print(f"cross-validated by document, {len(samples)} claims")
    print_table(confidences(steps, held_out(signs, right, documents)), right)
    printed_from = options.printed_from
    if printed_from is None:
        printed_from = json.loads(TARGET.read_text(encoding="utf-8"))["printed_from"]
    grown = [tree(t.tree_, vectorizer.get_feature_names_out()) for t in forest.estimators_]
    rounded = [[round(score, 4), confidence] for score, confidence in steps]
    write({"printed_from": printed_from, "steps": rounded, "trees": grown, "doubts": {}})
    print("now settle the steps and doubts of single signs on other documents: --keep-trees")


def forest_of(seed: int) -> RandomForestClassifier:
    return RandomForestClassifier(TREES, max_depth=DEPTH, min_samples_leaf=LEAF, random_state=seed)


def held_out(signs: np.ndarray, right: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return what forests say of documents, or sets of them, that they have not seen."""
    folds = GroupKFold(min(10, len(np.unique(groups))))
    answers = [
        cross_val_predict(forest_of(seed), signs, right, groups=groups, cv=folds, method="predict_proba")
        for seed in (0, 1)
    ]
    return np.mean([answer[:, 1] for answer in answers], axis=0)


def fit(signs: np.ndarray, right: np.ndarray, groups: np.ndarray) -> tuple[RandomForestClassifier, Steps]:
    steps = settle(held_out(signs, right, groups), right)
    steps[0] = (0.0, steps[1][1])
    return forest_of(0).fit(signs, right), steps


def settle(answers: np.ndarray, right: np.ndarray) -> Steps:
    """Return from which answer on which confidence counts."""
    level = IsotonicRegression(out_of_bounds="clip").fit(answers, right).predict(answers)
    steps: Steps = [(0.0, 0.0)]
    for value in np.unique(np.round(level, 6)):
        inside = np.isclose(level, value, atol=1e-6)
        careful = lower_end(right[inside].mean(), int(inside.sum()))
        steps.append((float(answers[inside].min()), max(round(careful, 2), steps[-1][1])))
    return steps


def settle_signs(samples: list[Sample], printed_from: float | None) -> None:
    """Settle the steps of single signs by the shipped trees."""
    right = np.array([r for *_, r in samples])
    model = ConfidenceModel.load()
    table = json.loads(TARGET.read_text(encoding="utf-8"))
    table["steps_with"] = {}
    for sign in SETTLED:
        showing = np.array([sign in shown for _, _, shown, _ in samples])
        scores = np.array([model.score(shown) for _, _, shown, _ in samples])
        steps = settle(scores[showing], right[showing])
        table["steps_with"][sign] = [(round(score, 4), confidence) for score, confidence in steps]
    if printed_from is not None:
        table["printed_from"] = printed_from
    write(table)


def settle_doubts(samples: list[Sample], names: list[str]) -> None:
    """Settle how sure claims with a sign of doubt are at most, and print what each threshold then keeps."""
    right = np.array([r for *_, r in samples])
    table = json.loads(TARGET.read_text(encoding="utf-8"))
    table["doubts"] = {}
    write(table)
    told = ConfidenceModel.load()
    likely = np.array([told.confidence(shown) >= LIKELY for _, _, shown, _ in samples])
    for sign in DOUBTS:
        doubtful = np.array([sign in shown for _, _, shown, _ in samples]) & likely
        if doubtful.any():
            table["doubts"][sign] = round(lower_end(right[doubtful].mean(), int(doubtful.sum())), 2)
    write(table)
    told = ConfidenceModel.load()
    predicted = np.array([told.confidence(shown) for _, _, shown, _ in samples])
    print_table(predicted, right)
    print_thresholds(predicted, right, np.array([number for number, *_ in samples]), names)


def lower_end(share: float, count: int) -> float:
    """Return the lower end of Wilson's interval (E. B. Wilson 1927)."""
    z = CAUTION
    spread = z * math.sqrt(share * (1 - share) / count + z * z / 4 / count**2)
    return (share + z * z / 2 / count - spread) / (1 + z * z / count)


def confidences(steps: Steps, answers: np.ndarray) -> np.ndarray:
    scores, values = (np.array(column) for column in zip(*steps, strict=True))
    return values[np.clip(np.searchsorted(scores, answers, side="right") - 1, 0, None)]


def collect(number: int, extractor: RulesExtractor, gold: Path, documents: Path) -> list[Sample]:
    """Extract, score, and tell for each claim whether it is right."""
    read = [d for d in read_documents([documents]) if isinstance(d, Document)]
    pairs = read_gold(gold, read)
    reader = extractor._reader
    shown: dict[str, frozenset[str]] = {}
    records: list[object] = []
    for record in extractor.records(read):
        records.append(record)
    for document, doc in extractor._parsed(read):
        publisher = extractor._publisher(document)
        reading = reader.read(doc, document.issued, publisher.state)
        drafting = Drafting(reading, reader.knowledge, publisher)
        assembly = ClaimWriter(document.key, reading, reader.knowledge, reader.table)
        drafts = drafting.drafts()
        signs = Signs(drafts, doc, reading.mentions)
        for draft in drafts:
            shown[place(assembly.claim(draft))] = signs.of(draft)
    graph = build(unify(records))
    keys = {"https://w3id.org/kgbuild/id/" + claim_key(r): r for r in unify(records) if isinstance(r, Claim)}
    wanted = gold_units(pairs)
    units = GraphReader(graph, {pair.gold.document: pair.text for pair in pairs}).units()
    matches = match(wanted, units)
    verdicts = {found.unit: found.strictly_right for found in matches}
    return [
        (number, unit.document, shown[place(keys[unit.claim])], verdicts.get(n, False))
        for n, unit in enumerate(units)
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


def print_thresholds(predicted: np.ndarray, right: np.ndarray, sets: np.ndarray, names: list[str]) -> None:
    """Print for each possible default what it keeps of each set, and which share of that is right."""
    for least in sorted({float(value) for value in np.round(predicted, 2)}):
        shares = []
        for number, _ in enumerate(names):
            kept = (sets == number) & (predicted >= least)
            told = right[kept].mean() if kept.any() else float("nan")
            shares.append(f"{kept.sum() / (sets == number).sum():.2f} {told:.2f}")
        kept = predicted >= least
        cost = 1 - right[kept].sum() / right.sum()
        print(f"from {least:.2f}: kept and right " + " | ".join(shares) + f"; right claims lost {cost:.2f}")


def tree(nodes: Any, names: np.ndarray, at: int = 0) -> Any:
    """Return a tree as nested lists: a sign, the tree where it is absent, the tree where it is shown."""
    if nodes.children_left[at] < 0:
        wrong, right = nodes.value[at][0]
        return round(float(right / (wrong + right)), 2)
    absent, shown = (tree(nodes, names, side[at]) for side in (nodes.children_left, nodes.children_right))
    return [str(names[nodes.feature[at]]), absent, shown]


def write(table: dict[str, Any]) -> None:
    trees = ",\n".join(f"  {json.dumps(grown)}" for grown in table["trees"])
    lines = [f' "{key}": {json.dumps(value)}' for key, value in sorted(table.items()) if key != "trees"]
    TARGET.write_text("{\n" + ",\n".join([*lines, f' "trees": [\n{trees}\n]']) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
