"""Pictures of an event: every voice and stance is in them, and nothing is asked of a network."""

from __future__ import annotations

import re

import pytest
import vl_convert

from kgbuild.charts import figures, matrix, png, svg, timeline
from kgbuild.views import AskedGraph
from kgbuild.views.event import EventView, event
from kgbuild.views.matrix import matrix as matrix_of
from looked_at import EVENT, dataset


@pytest.fixture(scope="module")
def view() -> EventView:
    return event(AskedGraph.of_dataset(dataset()), EVENT)


def test_the_timeline_has_a_mark_for_each_voice_day_and_stance(view: EventView) -> None:
    chart = timeline(view, lambda claim: f"#{claim.anchor}")
    assert chart is not None
    drawn = svg(chart)
    assert set(re.findall(r'aria-label="(\w+ \w+), (2\d{3}-\d\d-\d\d)', drawn)) == {
        ("Mali asserts", "2024-10-20"),
        ("Chad denies", "2024-10-20"),
        ("Niger withholds", "2024-10-20"),
        ("Chad asserts", "2025-04-02"),
        ("France asserts", "2025-04-02"),
    }
    assert drawn.count('href="#c-') == 5
    assert "stroke-dasharray" in drawn  # the turn


def test_figures_say_their_units_and_leave_open_ends_open(view: EventView) -> None:
    chart = figures(view)
    assert chart is not None
    drawn = svg(chart, "white")
    assert "Mali asserts, 2024-10-20: 300–500 troops" in drawn
    assert "France asserts, 2025-04-02: 900 or more troops" in drawn
    assert "troops, each count" in drawn
    assert png(chart).startswith(b"\x89PNG")


def test_the_matrix_is_drawn() -> None:
    chart = matrix(matrix_of(AskedGraph.of_dataset(dataset())))
    assert chart is not None
    assert "Chad denies Mali in Chad: troops: 1" in svg(chart)


def test_a_chart_may_fetch_nothing() -> None:
    spec = {"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "point"}
    with pytest.raises(ValueError, match="not allowed"):
        vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
