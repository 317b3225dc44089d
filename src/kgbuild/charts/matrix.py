"""Voices down, events across, a mark for each stance; a ring where somebody turned."""

from __future__ import annotations

from typing import Any

import altair as alt

from kgbuild.charts.drawing import Chart, SharedRows, coloured, shaped
from kgbuild.views.matrix import Matrix
from kgbuild.views.wording import STANCES, plain

_STEP = 34


def matrix(view: Matrix) -> Chart | None:
    """Return the matrix as a picture, or None where it is empty."""
    rows: list[dict[str, Any]] = []
    names = {node.iri: node.name for node in (*view.voices, *view.events)}
    for (who, event), cell in sorted(view.cells.items()):
        for stance, count in cell.stances:
            says = f"{names[who]} {plain(stance)} {names[event]}: {count}"
            rows.append(
                {"who": names[who], "event": names[event], "stance": plain(stance), "says": says}
                | {"turned": cell.turned}
            )
    if not rows:
        return None
    present = {stance for cell in view.cells.values() for stance, _ in cell.stances}
    base = alt.Chart(SharedRows(values=rows)).encode(
        x=alt.X(
            "event:N",
            sort=[node.name for node in view.events],
            title=None,
            axis=alt.Axis(labelAngle=-40, labelLimit=220, grid=True),
        ),
        y=alt.Y(
            "who:N",
            sort=[node.name for node in view.voices],
            title=None,
            axis=alt.Axis(labelLimit=220, grid=True),
        ),
        xOffset=alt.XOffset("stance:N", sort=[plain(name) for name in STANCES]),
    )
    marks = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=coloured(present), shape=shaped(present), tooltip=["says:N"], description="says:N"
    )
    rings = base.transform_filter("datum.turned").mark_point(
        size=190, shape="circle", filled=False, color="#7c62c4", strokeWidth=1.5, aria=False
    )
    return alt.layer(rings, marks).properties(
        width=_STEP * len(view.events),
        height=26 * len(view.voices),
        description="Who says what of which event",
    )
