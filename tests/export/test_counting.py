"""Statements that several graphs hold count once, in memory and on disk alike."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kgbuild.export.counting import Count
from kgbuild.export.sorting import Description


def node(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"http://example.org/{number}")


@pytest.mark.parametrize("at_hand", [1, 100, 4_000, 4_001, 5_000])
def test_a_triple_of_three_graphs_counts_once(at_hand: int) -> None:
    quads = [ox.Quad(node(n % 1_500), node(7), node(n % 1_500), node(n // 1_500)) for n in range(4_000)]
    count = Count(at_hand)
    assert list(count.quads(quads)) == quads
    assert int(count) == 1_500


def test_nothing_counts_as_nothing() -> None:
    count = Count()
    assert list(count.quads([])) == []
    assert int(count) == 0


def test_what_is_merged_comes_once_and_is_counted_as_it_comes() -> None:
    count = Count()
    found = [Description("", f"<e:{n}>", [("<e:p>", "<e:o>"), ("<e:p>", '"o"')]) for n in range(5)]
    assert list(count.merged(found)) == found
    assert int(count) == 10


def test_what_several_graphs_say_of_a_subject_counts_once() -> None:
    count = Count(3)
    found = [Description(f"<e:{n}>", "<e:s>", [("<e:p>", "<e:o>"), ("<e:p>", f'"{n}"')]) for n in range(5)]
    assert list(count.described(found)) == found
    assert int(count) == 6
