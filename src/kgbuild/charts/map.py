"""Transfers and deployments on a map: an arc for each, its mark for how it stands, dashes for its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from kgbuild.charts.drawing import WIDTH, Chart, SharedRows, leading
from kgbuild.charts.plane import Plane, arc, heading
from kgbuild.knowledge.atlas import Position, borders
from kgbuild.views.map import BESIDE, DRAWN, MapView, Way
from kgbuild.views.model import Node
from kgbuild.views.wording import STANDINGS, plain

_LOOKS = (("#cf5a1d", "cross"), ("#7c62c4", "diamond"), ("#2f7fc4", "square"), ("#1f9a70", "circle"))
_UNKNOWN = "not told"
_LETTER = 6.6
"""Pixels of a letter of a name."""
_KINDS = {"Transfer": "arms transfer", "Deployment": "deployment"}


def map_chart(view: MapView, link: Callable[[Node], str] = lambda _: "") -> Chart | None:
    """Return the map, or None where no event has two places; `link` is where an event or state leads."""
    ways = _drawn(view)
    if not ways:
        return None
    plane = Plane.around(place for _, start, end, _ in ways for place in (start, end))
    lines: list[dict[str, Any]] = []
    marks, heads = [], []
    for number, (way, start, end, nth) in enumerate(ways):
        points = arc(plane.at(start), plane.at(end), nth)
        line = way.line
        same = {"stands": _stands(way), "kind": _KINDS[line.event.kind], "to": leading(link(line.event))}
        lines += [{"x": x, "y": y, "step": step, "way": number, **same} for step, (x, y) in enumerate(points)]
        x, y = points[len(points) // 2]
        marks.append({"x": x, "y": y, "says": _says(way), **same})
        x, y = points[-1]
        heads.append({"x": x, "y": y, "angle": heading(points), **same})
    dots = _dots([way for way, *_ in ways], plane, link)
    return alt.layer(_land(view, plane), *_ways(lines, marks, heads), *_places(dots)).properties(
        width=WIDTH, height=plane.height, description="Map of transfers and deployments"
    )


def _drawn(view: MapView) -> list[tuple[Way, Position, Position, int]]:
    """Return the ways that have room, each with its ends and how many lie beside it."""
    beside = Counter[tuple[Position, Position]]()
    found: list[tuple[Way, Position, Position, int]] = []
    for way in view.ways:
        if way.start_at is None or way.end_at is None or len(found) == DRAWN:
            continue
        pair = way.start_at, way.end_at
        if beside[pair] < BESIDE:
            found.append((way, *pair, beside[pair]))
        beside[pair] += 1
    return found


def _land(view: MapView, plane: Plane) -> Any:
    """Return the states in the background, those that take part darker."""
    topology = borders()
    taking_part = alt.FieldOneOfPredicate("id", sorted({code for _, code in view.codes}))
    return (
        alt.Chart(SharedRows(values=topology, format=alt.TopoDataFormat(type="topojson", feature="states")))
        .mark_geoshape(fill="#8894a0", stroke="#8894a0", strokeWidth=0.5, clip=True, aria=False)
        .encode(fillOpacity=alt.condition(taking_part, alt.value(0.38), alt.value(0.14)))
        .project(
            type="mercator",
            rotate=[-plane.meridian, 0, 0],
            scale=plane.scale,
            translate=list(plane.translation),
            clipExtent=[[-2, -2], [WIDTH + 2, plane.height + 2]],
        )
    )


def _ways(lines: list[dict[str, Any]], marks: list[dict[str, Any]], heads: list[dict[str, Any]]) -> list[Any]:
    names = [
        name for name in (*map(plain, STANDINGS), _UNKNOWN) if any(mark["stands"] == name for mark in marks)
    ]
    looks = dict(zip(map(plain, STANDINGS), _LOOKS, strict=True)) | {_UNKNOWN: ("#8894a0", "triangle-up")}
    colour = alt.Color(
        "stands:N", scale=alt.Scale(domain=names, range=[looks[name][0] for name in names]), title=None
    )
    shape = alt.Shape(
        "stands:N", scale=alt.Scale(domain=names, range=[looks[name][1] for name in names]), title=None
    )
    kinds = [name for name in _KINDS.values() if any(mark["kind"] == name for mark in marks)]
    dashes = {_KINDS["Transfer"]: [6, 3], _KINDS["Deployment"]: [1, 0]}
    dash = alt.StrokeDash(
        "kind:N", scale=alt.Scale(domain=kinds, range=[dashes[name] for name in kinds]), title=None
    )
    place: dict[str, Any] = {"x": _pixels("x"), "y": _pixels("y"), "color": colour}
    if any(mark["to"] for mark in marks):
        place["href"] = alt.Href("to:N")
    drawn = alt.Chart(SharedRows(values=lines)).mark_line(strokeWidth=2, aria=False)
    ends = alt.Chart(SharedRows(values=heads)).mark_point(
        filled=True, size=90, opacity=1, shape="triangle-up", aria=False
    )
    middles = alt.Chart(SharedRows(values=marks)).mark_point(filled=True, size=80, opacity=1)
    return [
        drawn.encode(**place, strokeDash=dash, detail="way:N", order="step:Q"),
        ends.encode(**place, angle=alt.Angle("angle:Q", scale=None)),
        middles.encode(**place, shape=shape, tooltip=["says:N"], description="says:N"),
    ]


def _places(dots: list[dict[str, Any]]) -> list[Any]:
    base = alt.Chart(SharedRows(values=dots)).encode(x=_pixels("x"), y=_pixels("y"))
    if any(dot["to"] for dot in dots):
        base = base.encode(href="to:N")
    text = base.transform_filter("datum.named").mark_text(
        align="left", baseline="middle", dx=7, fontSize=12, aria=False
    )
    return [
        base.mark_point(filled=True, size=40, color="#5d6570", opacity=1).encode(
            description="name:N", tooltip=["name:N"]
        ),
        text.encode(text="name:N"),
    ]


def _dots(ways: Sequence[Way], plane: Plane, link: Callable[[Node], str]) -> list[dict[str, Any]]:
    """Return the parties, each place once; a name that would cover another is left to the pointer."""
    counts = Counter[Position]()
    parties: dict[Position, list[Node]] = {}
    for way in ways:
        for node, place in ((way.start, way.start_at), (way.end, way.end_at)):
            if node is not None and place is not None:
                counts[place] += way.line.claims
                if node not in parties.setdefault(place, []):
                    parties[place].append(node)
    found: list[dict[str, Any]] = []
    for place in sorted(parties, key=lambda place: (-counts[place], place)):
        nodes = sorted(parties[place], key=lambda node: (node.kind != "State", node))
        x, y = plane.at(place)
        name = ", ".join(node.name for node in nodes)
        width = _LETTER * len(name) + 8
        free = x + width < WIDTH + 40 and all(
            not dot["named"] or abs(dot["y"] - y) > 13 or x > dot["x"] + dot["wide"] or dot["x"] > x + width
            for dot in found
        )
        found.append(
            {"x": x, "y": y, "name": name, "named": free, "wide": width, "to": leading(link(nodes[0]))}
        )
    return found


def _pixels(name: str) -> Any:
    return (alt.X if name == "x" else alt.Y)(f"{name}:Q", scale=None, axis=None)


def _stands(way: Way) -> str:
    return plain(way.line.standing) if way.line.standing in STANDINGS else _UNKNOWN


def _says(way: Way) -> str:
    line = way.line
    return f"{line.event.name}: {_stands(way)}, {line.claims} {'claim' if line.claims == 1 else 'claims'}"
