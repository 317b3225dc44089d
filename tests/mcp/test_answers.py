"""What does not fit into an answer is counted."""

from __future__ import annotations

import pytest

import kgbuild
from builders import claim, deployment, document, state
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Stance
from kgbuild.mcp.answers import MOST, Answers
from kgbuild.views import AskedGraph

CHAD, SUDAN = state("TCD", "Chad"), state("SDN", "Sudan")
MORE = 5


@pytest.fixture(scope="module")
def answers() -> Answers:
    sent = deployment(CHAD, SUDAN)
    bundles = []
    for number in range(MOST + MORE):
        record = document(f"{number:02}")
        told = [(CHAD, Stance.DENIES), (SUDAN, Stance.ASSERTS)]
        bundles.append(
            Bundle(record, tuple(claim(record, who, stance=stance, about=(sent,)) for who, stance in told))
        )
    return Answers(AskedGraph.of_dataset(kgbuild.derive(kgbuild.build(bundles))))


@pytest.mark.parametrize("about", ["", "deployment:TCD-SDN"])
def test_positions_tell_how_many_claims_they_leave_out(answers: Answers, about: str) -> None:
    answer = answers.positions("Chad", about)
    assert sum(len(position.claims) for position in answer.positions) == MOST
    assert answer.left_out == MORE


def test_an_event_tells_how_many_claims_it_and_each_side_leave_out(answers: Answers) -> None:
    answer = answers.event("deployment:TCD-SDN")
    assert len(answer.claims) + answer.left_out == 2 * (MOST + MORE)
    (dispute,) = answer.disputes
    assert {len(side.claims) + side.left_out for side in dispute.sides} == {MOST + MORE}
    assert {len(side.claims) for side in dispute.sides} == {10}
