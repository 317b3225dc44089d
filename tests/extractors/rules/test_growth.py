"""A text of four times the length takes four times the steps: counted, not timed."""

from __future__ import annotations

import cProfile
import pstats
import random
from collections.abc import Iterator

import pytest

from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

STATES = ("Iran", "Russia", "China", "Latvia", "Estonia", "Norway", "Chad", "Kenya", "Peru")
LINES = 60
TIMES = 4
SEEN = 1500
"""Calls from which on it shows how a function grows."""
STEEP = 7
"""What is called this much more often grows faster than its text, whatever the lines happen to say."""
KNOWN = {"back_references.py", "backward.py", "fill_gaps.py", "losses.py"}
"""Modules that compare each word that points back with all tellings before it: a comparison, no more."""


def lines(count: int) -> Iterator[str]:
    chance = random.Random(7)
    for number in range(count):
        one, other = chance.sample(STATES, 2)
        yield (
            f"{one} sent 40 tanks to {other} in May, it said on Monday.",
            f"{one} denied it.",
            f"{10 + number} soldiers of {one} were killed in {other}, the minister said.",
            f"Minister of {one}",
            f"- Rifles for {other}",
            f"{one} and {other} signed a defence pact in Oslo on 3 May 2024.",
        )[number % 6]


def calls(extractor: RulesExtractor, count: int) -> dict[tuple[str, int, str], int]:
    document = Document(f"{count}.txt", "\n\n".join(lines(count)), publisher="Harbour Post")
    profile = cProfile.Profile()
    profile.runcall(lambda: list(extractor.records([document])))
    stats: dict[tuple[str, int, str], tuple[int, int]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return {name: found[1] for name, found in stats.items()}


@pytest.fixture(scope="module")
def grown(extractor: RulesExtractor) -> list[tuple[tuple[str, int, str], int, int]]:
    """Return each function with its calls for a text, and for one of four times its length."""
    calls(extractor, 6)
    few, many = calls(extractor, LINES), calls(extractor, TIMES * LINES)
    return [(name, few.get(name, 0), times) for name, times in many.items()]


def test_all_steps_together_grow_as_the_text_does(grown: list[tuple[tuple[str, int, str], int, int]]) -> None:
    assert sum(many for _, _, many in grown) < 1.15 * TIMES * sum(few for _, few, _ in grown)


def test_no_step_grows_much_faster_than_the_text(grown: list[tuple[tuple[str, int, str], int, int]]) -> None:
    steep = {
        f"{file.rpartition('kgbuild/')[2]}:{line} {name}": (few, many)
        for (file, line, name), few, many in grown
        if "kgbuild" in file and many > SEEN and many > STEEP * few
        if file.rpartition("/")[2] not in KNOWN
    }
    assert steep == {}
