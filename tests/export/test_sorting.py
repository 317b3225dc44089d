"""Statements in order, however many: what is sorted in runs on disk is what is sorted in memory."""

from __future__ import annotations

import io
import random
from functools import partial

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from kgbuild.export import FORMATS, sorting, write_stream
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
        )
        for number in numbers
    ]


@pytest.mark.parametrize(("count", "run"), [(0, 5), (4, 5), (5, 5), (6, 5), (500, 7), (400, 2)])
def test_runs_on_disk_come_together_in_order(count: int, run: int) -> None:
    def key(quad: ox.Quad) -> str:
        return str(quad.subject)

    given = quads(count)
    assert list(sorting.in_order(iter(given), key, run)) == sorted(given, key=key)


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
