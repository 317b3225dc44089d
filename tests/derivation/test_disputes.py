"""Disputes and their sides: they tell what pairs of claims would, and grow with the claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, URIRef

from builders import casualties, claim, document, evidence, official, organization, state
from kgbuild.claims.model import (
    Act,
    Claim,
    DocumentRecord,
    EventTime,
    Measure,
    Modality,
    Quantity,
    Stance,
)
from kgbuild.derivation import Watch, derive, load_rules, terms
from kgbuild.derivation.bits import Index, Ladder, first, last, members
from kgbuild.derivation.joining import Groups
from kgbuild.derivation.wording import FEW, near_identical
from kgbuild.graph import BASE, KG, build, reconcile
from kgbuild.graph.store import as_store
from kgbuild.identity import unify
from kgbuild.identity.keys import claim_key, document_key
from kgbuild.query import find, run, saved_queries

RULES = load_rules()
QUERIES = saved_queries()
TOGO, BENIN, GHANA = state("TGO", "Togo"), state("BEN", "Benin"), state("GHA", "Ghana")
LOSSES = casualties(TOGO, BENIN)
VOICES = (
    TOGO,
    BENIN,
    official("Ama Kossi", TOGO),
    organization("Lome Post"),
    organization("Cotonou Sun"),
    GHANA,
)
STORED = " ".join(f"Word {number} of the report" for number in range(200))


class Report:
    """One document, to which claims about the one event are added."""

    def __init__(self, number: int, issued: str | None = "2024-05-01", publisher: Any = None) -> None:
        self.source = document(f"{number}.txt", STORED, publisher=publisher, issued=issued)
        self.claims: list[Claim] = []

    def add(self, *claimants: Any, words: str | None = None, **fields: Any) -> Claim:
        start = 8 * len(self.claims)
        told = {"about": (LOSSES,), "evidence": (evidence(words or STORED[start : start + 7], STORED),)}
        made = claim(self.source, *claimants, **(told | fields))
        self.claims.append(made)
        return made

    @property
    def records(self) -> list[DocumentRecord | Claim]:
        return [self.source, *self.claims]


def killed(low: float | None, high: float | None, **fields: Any) -> dict[str, Any]:
    return {"quantity": Quantity(minimum=low, maximum=high, **fields), "measure": Measure.KILLED}


def built(reports: Iterable[Report]) -> Dataset:
    return build(unify(record for report in reports for record in report.records))


class Derived:
    """What follows from some reports, with pairs of claims up to a number of claims about an event."""

    def __init__(self, reports: Sequence[Report], few: int = terms.FEW) -> None:
        self.dataset = built(reports)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(terms, "FEW", few)
            derive(self.dataset, RULES)
        self._store = as_store(self.dataset)

    def pairs(self, name: str) -> set[tuple[str, str]]:
        found = self._store.quads_for_pattern(None, ox.NamedNode(KG[name]), None, None)
        return {(quad.subject.value, quad.object.value) for quad in found}  # type: ignore[union-attr]

    def of(self, node: str, name: str) -> set[str]:
        found = self._store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(KG[name]), None, None)
        return {quad.object.value for quad in found}  # type: ignore[union-attr]

    def by_rule(self, name: str) -> set[frozenset[str]]:
        """The claims of each account of a rule."""
        rule = f"{BASE}rule/{name}"
        return {
            frozenset(self.of(account, "derivedFrom")) for account, by in self.pairs("rule") if by == rule
        }

    @property
    def disputed(self) -> set[str]:
        """The sides of the one dispute."""
        (event,) = {event for _, event in self.pairs("over")} or {""}
        assert len({dispute for dispute, _ in self.pairs("side")}) <= 1, event
        return {side for _, side in self.pairs("side")}


PERIODS = (None, EventTime(start="2024-03", end="2024-03"), EventTime(start="2024-03-02", end="2024-03-02"))
RANGES = (None, (10, 10), (10, 40), (30, None), (60, 90), (None, 50), (80, 80))


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """Some reports with claims that say much the same, and much that excludes it."""
    found = []
    for number in range(draw(st.integers(2, 4))):
        issued = draw(st.sampled_from([None, "2024-05-01", "2024-06-01", "2024-07-01"]))
        found.append(Report(number, issued, draw(st.sampled_from([None, VOICES[3], VOICES[4]]))))
        for _ in range(draw(st.integers(1, 4))):
            bounds = draw(st.sampled_from(RANGES))
            figure = killed(*bounds, approximate=draw(st.booleans())) if bounds else {}
            found[-1].add(
                *draw(st.lists(st.sampled_from(VOICES), min_size=1, max_size=2, unique=True)),
                stance=draw(
                    st.sampled_from([Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES, Stance.WITHHOLDS])
                ),
                modality=draw(st.sampled_from([Modality.ACTUAL, Modality.ACTUAL, Modality.PLANNED])),
                act=draw(st.sampled_from([None, None, Act.SENT, Act.ENTERED_COMBAT])),
                event_time=draw(st.sampled_from(PERIODS)),
                cumulative=draw(st.sampled_from([None, None, True])) if bounds else None,
                **figure,
            )
    return found


@settings(max_examples=20, deadline=None)
@given(reports())
def test_sides_tell_what_pairs_tell(told: list[Report]) -> None:
    few, many = Derived(told), Derived(told, few=0)
    assert not many.pairs("contradicts")
    assert not many.pairs("corroborates")
    for name in ("side", "over", "member", "opposes", "ledBy", "backedBy", "independentOrigins", "standing"):
        assert few.pairs(name) == many.pairs(name), name
    by_stance, by_figure = few.by_rule("contradicts-stance"), few.by_rule("contradicts-figure")
    assert few.by_rule("opposing-sides") <= by_stance | by_figure
    members_of: dict[str, set[str]] = {}
    for side, one in few.pairs("member"):
        members_of.setdefault(side, set()).add(one)
    counted = {side for side in members_of if few.of(side, "measure")}
    # By stance: the positions of all that contradict, and no others
    places = ("stance", "modality", "act")
    positions = {tuple(tuple(few.of(one, name)) for name in places) for pair in by_stance for one in pair}
    found = {tuple(tuple(few.of(side, name)) for name in places) for side in few.disputed - counted}
    assert found == positions
    # By figure: each side holds one that contradicts, all that do are there, and none of one side do
    for side in counted:
        assert any(members_of[side] & pair for pair in by_figure)
        assert not any(set(pair) in by_figure for pair in combinations(members_of[side], 2))
    assert {one for pair in by_figure for one in pair} <= {
        one for side in counted for one in members_of[side]
    }
    # Who leads and backs a side is borne out
    leads = dict(few.pairs("ledBy"))
    assert {(leads[side], one) for side, one in few.pairs("backedBy")} <= few.pairs("corroborates")
    for side, claims in members_of.items():
        origins = {origin for one in claims for origin in few.of(one, "origin")}
        assert few.of(side, "independentOrigins") == {str(len(origins))}
    # Of what is departed from the latest is named
    assert many.pairs("revises") <= few.pairs("revises")
    assert {one for one, _ in many.pairs("revises")} == {one for one, _ in few.pairs("revises")}


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_document_replaced_among_many_is_as_if_from_the_start(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "FEW", data.draw(st.sampled_from([0, 5])))
        told = data.draw(reports())
        dataset = built(told)
        derive(dataset, RULES)
        store = as_store(dataset)
        new = data.draw(reports())[0]
        graph = ox.NamedNode(BASE + document_key(new.source.key))
        watch = Watch(store, [graph.value], BASE)
        store.remove_graph(graph)
        store.extend(as_store(built([new])).quads_for_pattern(None, None, None, graph))
        reconcile(dataset)
        derive(dataset, RULES, affected=watch.affected())
        whole = built([new, *told[1:]])
        derive(whole, RULES)
        assert set(store) == set(as_store(whole))


# --- An event that many claims are about


@cache
def crowded(claims: int) -> Derived:
    """Togo and two papers tell of ever other losses, Benin and a paper deny them."""
    told = [Report(number, f"2024-0{number + 1}-01") for number in range(4)]
    for number in range(claims):
        figure = killed(10 * (number % 7), 10 * (number % 7))
        if number % 4 == 1:
            told[1].add(BENIN, stance=Stance.DENIES)
        elif number % 4 == 3:
            told[3].add(VOICES[4], stance=Stance.DENIES, words=STORED[number : number + 5])
        else:
            told[number % 4].add(VOICES[3] if number % 8 else TOGO, **figure)
    return Derived(told)


def asked(name: str) -> list[dict[str, str]]:
    answer = run(crowded(80).dataset, find(name, QUERIES), {})
    return [dict(zip(answer.columns, map(str, row), strict=True)) for row in answer.rows]


def test_of_many_claims_no_pairs_are_told() -> None:
    assert not crowded(80).pairs("contradicts")
    assert not crowded(80).pairs("corroborates")
    assert crowded(40).pairs("contradicts")
    (standing,) = {as_ for _, as_ in crowded(80).pairs("standing")}
    assert standing == str(KG.Disputed)


def test_what_follows_grows_with_the_claims() -> None:
    graph = ox.NamedNode(f"{BASE}graph/derived")
    sizes = [
        len(list(as_store(crowded(claims).dataset).quads_for_pattern(None, None, None, graph)))
        for claims in (80, 160)
    ]
    assert sizes[1] < 2.2 * sizes[0]


def test_each_two_sides_are_shown_by_a_pair() -> None:
    rows = asked("contradictions")
    assert [row["kind"] for row in rows].count("stance") == 1
    (stance,) = [row for row in rows if row["kind"] == "stance"]
    assert (stance["claimant"], stance["otherStance"]) == ("Togo", str(KG.Denies))
    figures = [(row["maximum"], row["otherMinimum"]) for row in rows if row["kind"] == "figure"]
    assert 4 <= len(figures) <= 7
    assert all(float(low) < float(high) for low, high in figures)


def test_who_bears_out_whom_is_shown_by_origins() -> None:
    rows = asked("corroborated")
    found = sorted((row["stance"], {row["claimant"], row["otherClaimant"]}) for row in rows)
    assert found == [(str(KG.Asserts), {"Togo", "Lome Post"}), (str(KG.Denies), {"Benin", "Cotonou Sun"})]


def test_states_that_oppose_each_other_are_found_by_sides() -> None:
    found = {(row["country"], row["otherCountry"]): (row["pairs"], row["events"]) for row in asked("opposed")}
    assert found[("Togo", "Benin")] == found[("Benin", "Togo")] == ("1", "1")


def test_sides_are_listed_with_their_origins() -> None:
    rows = asked("disputes")
    assert [(row["origins"], row["claims"]) for row in rows if row["stance"] == str(KG.Denies)] == [
        ("2", "40")
    ]
    ranges = [(row["minimum"], row["maximum"]) for row in rows if row["minimum"] != "None"]
    assert ranges == [(str(10 * each), str(10 * each)) for each in range(7)]


# --- Figures


@pytest.mark.parametrize(
    ("figures", "sides"),
    [
        ([(10, 10), (12, 12)], [{0}, {1}]),
        # A wide range goes with the lowest that it allows
        ([(10, 10), (5, 50), (40, 40)], [{0, 1}, {2}]),
        # Overlap that is handed on is no agreement
        ([(10, 20), (15, 30), (25, 40), (35, 50)], [{0, 1}, {2, 3}]),
        ([(10, None), (None, 90), (95, 95)], [{0, 1}, {2}]),
        ([(10, 20), (20, 30)], []),
    ],
)
def test_ranges_are_divided_into_the_fewest_sides(
    figures: list[tuple[float | None, float | None]], sides: list[set[int]]
) -> None:
    told = [Report(number) for number in range(len(figures))]
    iris = [
        BASE + claim_key(report.add(VOICES[number], **killed(*figure)))
        for number, (report, figure) in enumerate(zip(told, figures, strict=True))
    ]
    derived = Derived(told)
    found = [
        {iris.index(one) for side, one in derived.pairs("member") if side == each}
        for each in derived.disputed
    ]
    assert sorted(found, key=min) == sides


def test_a_side_is_named_by_event_and_position() -> None:
    one, other = Report(0), Report(1)
    one.add(TOGO)
    other.add(BENIN, stance=Stance.DENIES)
    before = Derived([one, other])
    third = Report(2)
    third.add(GHANA)
    after = Derived([third, other, one])
    assert before.disputed == after.disputed
    assert before.pairs("side") == after.pairs("side")
    assert all(URIRef(side).startswith(f"{BASE}side/") for side in after.disputed)


# --- What it is made with


@given(st.lists(st.none() | st.integers(0, 9), max_size=150), st.integers(-1, 10))
def test_a_ladder_tells_what_lies_below_and_above(values: list[int | None], value: int) -> None:
    ladder = Ladder(values)
    known = [(bit, each) for bit, each in enumerate(values) if each is not None]
    assert list(members(ladder.below(value))) == [bit for bit, each in known if each < value]
    assert list(members(ladder.up_to(value))) == [bit for bit, each in known if each <= value]
    assert list(members(ladder.above(value))) == [bit for bit, each in known if each > value]
    assert list(members(ladder.from_(value))) == [bit for bit, each in known if each >= value]


def test_sets_of_claims() -> None:
    index = Index([["a"], ["b", "a"], [], ["b"]])
    assert [list(members(index.of(value))) for value in "abc"] == [[0, 1], [1, 3], []]
    assert index.of_any("ab") == 0b1011
    assert (first(0b10110), last(0b10110)) == (1, 4)
    groups: Groups[str] = Groups()
    assert groups.join("a", "b")
    assert groups.join("c", "d")
    assert not groups.join("b", "a")
    assert groups.join("d", "b")
    assert groups.together("a", "c")
    assert groups.all() == [["a", "b", "c", "d"]]


def test_of_many_texts_no_more_pairs_are_told_than_join_them() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    texts = [f"{words} number{number}" for number in range(2 * FEW)]
    found = [pair for pair in near_identical(texts) if pair[0] != pair[1]]
    assert len(found) == len(texts) - 1
