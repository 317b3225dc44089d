"""Statements in order, however many: what is sorted in runs on disk is what is sorted in memory."""

from __future__ import annotations

import io
import random
from functools import partial

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from kgbuild.export import FORMATS, sorting, write_stream
from kgbuild.export.order import Order
from kgbuild.graph import build
from small_graph import small, two_reports

PREDICATE = ox.NamedNode("http://example.org/p")


def quads(count: int) -> list[ox.Quad]:
    chance = random.Random(count)
    numbers = [chance.randrange(count) for _ in range(count)]
    return [
        ox.Quad(
            ox.NamedNode(f"http://example.org/{number:04}"),
            PREDICATE,
            ox.Literal('a "quote",\n a \r and a \t' if number % 2 else "été", language="fr"),
            ox.NamedNode(f"http://example.org/graph/{number % 3}"),
        )
        for number in numbers
    ]


def graphs_of(given: list[ox.Quad]) -> list[tuple[str, list[str]]]:
    """Return the graphs as a store has them: each once, its lines by subject."""
    found: dict[str, set[str]] = {}
    for quad in given:
        found.setdefault(str(quad.graph_name), set()).add(f"{quad.triple} .\n")
    return [(graph, sorted(lines)) for graph, lines in found.items()]


@pytest.mark.parametrize(("count", "run"), [(0, 5), (4, 5), (5, 5), (6, 5), (500, 7), (400, 2)])
@pytest.mark.parametrize("merged", [True, False])
def test_runs_on_disk_come_together_in_order(count: int, run: int, merged: bool) -> None:
    def key(graph: str, subject: str) -> tuple[str, str]:
        return graph, subject

    given = quads(count)
    found = list(sorting.in_order(graphs_of(given), key, run, merged=merged))
    nodes = [(each.graph, each.subject) for each in found]
    assert nodes == sorted({("" if merged else str(q.graph_name), str(q.subject)) for q in given})
    told = {ox.Quad(*quad.triple) for quad in given} if merged else set(given)
    assert {line for each in found for line in each.lines()} == {f"{quad} .\n" for quad in told}


def test_lines_are_looked_into_once_however_many_runs_they_go_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    description = sorting._description
    monkeypatch.setattr(sorting, "_description", lambda part: looked.append(part[3]) or description(part))
    monkeypatch.setattr(sorting, "_FILES", 3)
    given = graphs_of(quads(60))
    found = list(sorting.in_order(given, lambda *node: node, 4, merged=True))
    assert "".join(looked).count("\n") == sum(len(lines) for _, lines in given) > 4 * 3
    assert len(looked) == len(found)


@pytest.mark.parametrize("run", [1, 3, 100])
def test_what_is_said_of_one_subject_may_be_more_than_a_run(run: int) -> None:
    lines = [f"<e:s> <e:p> <e:o{number}> .\n" for number in range(10)]
    (found,) = sorting.in_order([("<e:g>", lines), ("", lines)], lambda *node: node, run, merged=True)
    assert sorted(found.said) == sorted([("<e:p>", f"<e:o{number}>") for number in range(10)] * 2)


def test_a_line_of_any_terms_is_read_as_it_is_written() -> None:
    texts = ["<e:o> <e:g> .", "a .", '"', 'x" <e:g> .', "a\nb\u2028c\x85", "\\", "", "^^<e:t>"]
    objects = [
        ox.NamedNode("e:o"),
        ox.BlankNode("b"),
        *map(ox.Literal, texts),
        *(ox.Literal(text, language="en") for text in texts),
        *(ox.Literal(text, datatype=ox.NamedNode("e:t")) for text in texts),
        ox.Triple(ox.NamedNode("e:s"), PREDICATE, ox.Literal('a >> "b" <e:g> .')),
    ]
    store = ox.Store()
    for graph in (ox.DefaultGraph(), ox.NamedNode("e:g"), ox.BlankNode("g")):
        store.extend(ox.Quad(ox.NamedNode("e:s"), PREDICATE, term, graph) for term in objects)
    ordered = list(Order("e:").quads(store))
    assert len(ordered) == len(store) == 3 * len(set(objects))
    assert set(ordered) == set(store)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_the_same_by_runs(format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def written(dataset: Dataset) -> tuple[int, bytes]:
        stream = io.BytesIO()
        return write_stream(dataset, stream, format_), stream.getvalue()

    dataset = build([*two_reports(), *small()])
    at_once = written(dataset)
    assert at_once[0] == len(dataset)
    monkeypatch.setattr("kgbuild.export.order.in_order", partial(sorting.in_order, run=3))
    for room in ("formats", "turtle"):
        monkeypatch.setattr(f"kgbuild.export.{room}._IN_MEMORY", 10)
        monkeypatch.setattr(f"kgbuild.export.{room}._PIECE", 3)
    monkeypatch.setattr("kgbuild.export.turtle._REMEMBERED", 2)
    assert written(dataset) == at_once
