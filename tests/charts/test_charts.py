"""Pictures of an event: every voice and stance is in them, and nothing is asked of a network."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import vl_convert
from altair import Undefined

from kgbuild.charts import figures, map_chart, matrix, png, svg, timeline
from kgbuild.charts.drawing import SharedRows
from kgbuild.charts.plane import Plane, arc, heading
from kgbuild.knowledge.atlas import borders, capitals
from kgbuild.resources import read_text
from kgbuild.views import AskedGraph
from kgbuild.views.event import EventView, event
from kgbuild.views.map import BESIDE, map_of
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


def test_the_map_has_an_arc_for_each_transfer_and_deployment() -> None:
    view = map_of(AskedGraph.of_dataset(dataset()))
    chart = map_chart(view, lambda node: f"/to?{node.name}")
    assert chart is not None
    drawn = svg(chart)
    assert set(re.findall(r'aria-label="(Mali [^"]+)"', drawn)) == {
        "Mali in Chad: troops: admitted, 6 claims",
        "Mali to Chad: tank: uncontested, 1 claim",
    }
    assert drawn.count('xlink:href="/to?Mali in Chad: troops"') == 3  # its line, its head and its mark
    assert {"arms transfer", "deployment"} <= set(re.findall(r">([a-z ]+)</text>", drawn))
    assert drawn == svg(map_chart(map_of(AskedGraph.of_dataset(dataset())), lambda node: f"/to?{node.name}"))


def test_arcs_side_by_side_are_bounded() -> None:
    view = map_of(AskedGraph.of_dataset(dataset()))
    chart = map_chart(replace(view, ways=view.ways * 5))
    assert chart is not None
    assert svg(chart).count('aria-label="Mali ') == BESIDE


def test_a_map_goes_over_the_pacific_where_that_is_the_shorter_way() -> None:
    lima, manila, paris = (-77.0, -12.0), (121.0, 14.6), (2.3, 48.9)
    pacific = Plane.around([lima, manila])
    assert pacific.at(manila)[0] < pacific.at((180.0, 0.0))[0] < pacific.at(lima)[0]
    assert pacific.at((180.0, 0.0)) == pacific.at((-180.0, 0.0))
    atlantic = Plane.around([lima, paris])
    assert atlantic.at(lima)[0] < atlantic.at((-30.0, 0.0))[0] < atlantic.at(paris)[0]
    assert Plane.around([lima, paris, manila]).meridian == 0


def test_an_arc_ends_short_of_its_place_and_bends_the_other_way_back() -> None:
    bamako, ndjamena = capitals()["MLI"], capitals()["TCD"]
    plane = Plane.around([bamako, ndjamena])
    start, end = plane.at(bamako), plane.at(ndjamena)
    assert 0 < start[0] < end[0] < 760
    there, back = arc(start, end, 0), arc(end, start, 0)
    assert 5 < math.dist(there[-1], end) < 12
    assert there[12][1] < min(start[1], end[1])
    assert back[12][1] > there[12][1]
    assert 90 < heading(there) < 180  # down to the right
    assert arc(start, start, 0)[6][0] > start[0]  # a ring for what stays in the state


def test_every_state_of_the_gazetteer_lies_somewhere() -> None:
    states = {row.split(",")[0] for row in read_text("data", "gazetteer", "states.csv").splitlines()[1:]}
    assert capitals().keys() == states
    shapes = {shape["id"] for shape in borders()["objects"]["states"]["geometries"]} - {"", "ATA"}
    assert len(shapes) > 150


def test_a_chart_may_fetch_nothing() -> None:
    spec = {"data": {"url": "http://127.0.0.1:9/x.json"}, "mark": "point"}
    with pytest.raises(ValueError, match="not allowed"):
        vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def test_the_rows_of_a_chart_are_held_once_however_often_it_is_copied(view: EventView) -> None:
    chart = figures(view)
    assert chart is not None
    rows, copied = list(_data(chart)), list(_data(chart.copy()))
    assert rows
    assert all(
        isinstance(held, SharedRows) and held is again for held, again in zip(rows, copied, strict=True)
    )


def _data(part: Any) -> Iterator[object]:
    yield from [part.data] if part.data is not Undefined else []
    for below in (*getattr(part, "vconcat", ()), *getattr(part, "layer", ())):
        yield from _data(below)
