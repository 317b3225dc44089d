"""What deriving costs grows with the claims: steps are counted, since time says little on a busy machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from benchmarks.corpus import Reports

from kgbuild.derivation import derive, load_rules
from kgbuild.derivation.accounts import Conclusions
from kgbuild.derivation.blocks import ReadStatements
from kgbuild.graph import build

FEW, MANY = 30, 120
RULES = load_rules()


def steps(documents: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Return what is done for each claim: statements read, and statements and accounts concluded."""
    done = {"read": 0, "concluded": 0}
    quads, take = ReadStatements.quads, Conclusions.take

    def reading(self: ReadStatements, *asked: Any) -> Iterator[ox.Quad]:
        for quad in quads(self, *asked):
            done["read"] += 1
            yield quad

    def concluding(self: Conclusions, triples: Any) -> list[ox.Triple]:
        every = list(triples)
        done["concluded"] += len(every)
        return take(self, every)

    records = [r for _, bundle in Reports(kinds="all").bundles(documents) for r in bundle.records()]
    dataset = build(records)
    with monkeypatch.context() as patched:
        patched.setattr(ReadStatements, "quads", reading)
        patched.setattr(Conclusions, "take", concluding)
        claims = derive(dataset, RULES).claims
    return {what: number / claims for what, number in done.items()}


def test_a_claim_costs_the_same_among_four_times_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = steps(FEW, monkeypatch), steps(MANY, monkeypatch)
    assert many["concluded"] < 1.2 * few["concluded"]
    # What is said of a state is read again until it is said often enough to be kept
    assert many["read"] < 1.5 * few["read"]
