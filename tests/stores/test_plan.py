"""What is sent in which request, and that nothing in a file can become a command."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import MANIFEST

from kgbuild.stores import Share, texts
from kgbuild.stores.manifest import UNKNOWN, Plan, compare, entries
from kgbuild.stores.portions import portions
from kgbuild.stores.shares import ShareEntry
from kgbuild.stores.syncing import _batches


def share(name: int, triples: int = 1, digest: str = "a") -> Share:
    return Share(f"urn:g:{name:03}", digest, triples, Path("none.nq"), 0, 0)


names = st.integers(0, 30)
states = st.dictionaries(names, st.tuples(st.sampled_from("ab"), st.integers(1, 3)))


@given(states, states)
def test_a_plan_accounts_for_every_graph_once(
    files: dict[int, tuple[str, int]], store: dict[int, tuple[str, int]]
) -> None:
    shares = [share(name, triples, digest) for name, (digest, triples) in files.items()]
    known = {share(name).graph: ShareEntry(digest, triples) for name, (digest, triples) in store.items()}
    plan = compare(shares, known)
    assert sorted((*plan.new, *plan.changed, *plan.same), key=lambda one: one.graph) == sorted(
        shares, key=lambda one: one.graph
    )
    assert {one.graph for one in plan.new} == {one.graph for one in shares} - known.keys()
    assert set(plan.gone) == known.keys() - {one.graph for one in shares}
    assert all(known[one.graph] == ShareEntry(one.digest, one.triples) for one in plan.same)
    assert all(known[one.graph] != ShareEntry(one.digest, one.triples) for one in plan.changed)


sizes = st.lists(st.integers(1, 50_000), max_size=12)


@given(sizes, sizes, st.integers(0, 1200), st.integers(1, 100_000))
def test_batches_hold_all_work_once_and_are_not_too_large(
    new: list[int], changed: list[int], gone: int, triples: int
) -> None:
    plan = Plan(
        tuple(share(number, size) for number, size in enumerate(new)),
        tuple(share(100 + number, size) for number, size in enumerate(changed)),
        tuple(f"urn:gone:{number}" for number in range(gone)),
        (),
    )
    batches = list(_batches(plan, triples))
    put = Counter(one.graph for batch in batches for one in batch.put)
    drop = Counter(graph for batch in batches for graph in batch.drop)
    assert put == Counter(one.graph for one in (*plan.new, *plan.changed))
    assert drop == Counter((*plan.gone, *(one.graph for one in plan.changed)))
    for batch in batches:
        assert batch.drop or batch.put
        assert batch.triples <= triples or len(batch.put) == 1
        dropped_here = set(batch.drop)
        assert all(one.graph in dropped_here for one in batch.put if one in plan.changed)


def test_a_graph_with_two_entries_is_unknown() -> None:
    def literal(text: str) -> ox.Literal:
        return ox.Literal(text)

    one, two = ox.NamedNode("urn:g:001"), ox.NamedNode("urn:g:002")
    rows = [
        (one, literal("a"), literal("1"), None),
        (two, literal("a"), literal("1"), literal("c")),
        (one, literal("b"), literal("1"), None),
        (two, literal("a"), literal("1"), literal("d")),
    ]
    found = entries(rows)
    assert found == {"urn:g:001": UNKNOWN, "urn:g:002": ShareEntry("a", 1)}
    assert found["urn:g:002"].block in ("c", "d"), "one of two orders in which its triples were sent"
    assert compare([share(1), share(2)], found).changed == (share(1),)


HOSTILE = ["urn:a> } ; DROP ALL ; #", "urn:a b", "urn:a\n", 'urn:"', "urn:{", "no scheme"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_become_a_command(name: str) -> None:
    for make in (
        lambda: texts.present([name]),
        lambda: texts.counts([name]),
        lambda: texts.removal([name], ox.NamedNode(MANIFEST), []),
    ):
        with pytest.raises(ValueError, match="IRI"):
            make()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_value_can_become_a_command(value: str) -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(value))
    store = ox.Store()
    store.add(ox.Quad(*triple, ox.NamedNode("urn:keep")))
    store.update("".join(texts.insertion([(ox.NamedNode("urn:g"), [triple])])))
    assert {(quad.triple, quad.graph_name.value) for quad in store} == {
        (triple, "urn:keep"),
        (triple, "urn:g"),
    }


@given(st.lists(st.integers()), st.integers(1, 5))
def test_portions_are_the_whole(items: list[int], size: int) -> None:
    found = list(portions(items, size))
    assert [item for portion in found for item in portion] == items
    assert all(len(portion) == size for portion in found[:-1])
