"""From a graph and gold files to figures and the list of what went wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rdflib import Dataset

from kgbuild.errors import EvaluationError
from kgbuild.evaluation.errors import Miss, missed, spurious, wrong
from kgbuild.evaluation.figures import Figures, Printed, Proportion, Ratio, bcubed
from kgbuild.evaluation.gold import KINDS, GoldDocument
from kgbuild.evaluation.matching import Match, attributes, match
from kgbuild.evaluation.units import GoldUnit, GraphReader, Unit, gold_units


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a graph tells what the gold tells."""

    figures: Figures
    errors: tuple[Miss, ...]
    """By document and place: what was missed, what was found and is not there, what has wrong attributes."""
    absent: tuple[str, ...]
    """Documents with gold that the graph does not describe; all their claims count as missed."""


def evaluate(graph: Dataset, gold: Collection[GoldDocument]) -> Evaluation:
    """Compare a graph with the gold.

    Raises EvaluationError when the graph describes none of the documents, or quotes another version of one.
    """
    texts = {pair.gold.document: pair.text for pair in gold}
    reader = GraphReader(graph, texts)
    absent = sorted(texts.keys() - reader.documents())
    if len(absent) == len(texts):
        raise EvaluationError(
            "the graph describes none of the documents that have gold: export it from the same documents"
        )
    wanted, units = gold_units(gold), reader.units()
    matches = match(wanted, units)
    missing = sorted(set(range(len(wanted))) - {found.gold for found in matches})
    surplus = sorted(set(range(len(units))) - {found.unit for found in matches})
    errors: list[Miss | None] = [missed(wanted[i], texts) for i in missing if not wanted[i].claim.optional]
    errors += [spurious(units[j], texts) for j in surplus]
    errors += [wrong(wanted[i], verdict, texts) for i, _, verdict in matches]
    return Evaluation(
        figures=_figures(wanted, units, matches, surplus),
        errors=tuple(sorted((e for e in errors if e is not None), key=lambda e: (e.document, e.at, e.sort))),
        absent=tuple(absent),
    )


def _figures(
    gold: Sequence[GoldUnit], units: Sequence[Unit], matches: Sequence[Match], surplus: Sequence[int]
) -> Figures:
    # Units that match optional gold are neither right nor wrong, except for a reader
    firm = [found for found in matches if not gold[found.gold].claim.optional]
    counted = [units[j].about for j in (*(found.unit for found in firm), *surplus)]
    required: list[str] = [unit.claim.about for unit in gold if not unit.claim.optional]
    right: list[str] = [gold[found.gold].claim.about for found in firm]
    having = Counter(n for u in gold if not u.claim.optional for n in attributes(u.claim))
    tally: dict[str, list[bool]] = defaultdict(list)
    for found in firm:
        for name, judgement in found.verdict.items():
            tally[name].append(judgement.right)
    events = [(gold[i].claim.event, units[j].node) for i, j, _ in firm]
    return Figures(
        detection=Ratio(len(right), len(counted), len(required)),
        strict=Ratio(sum(found.strictly_right for found in firm), len(counted), len(required)),
        printed=Printed(sum(found.strictly_right for found in matches), len(units)),
        accuracy={
            name: Proportion(sum(tally[name]), len(tally[name]), having[name]) for name in sorted(tally)
        },
        identity=bcubed([(event, node) for event, node in events if event is not None]),
        kinds={k: Ratio(right.count(k), counted.count(k), required.count(k)) for k in KINDS},
    )
