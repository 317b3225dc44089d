"""Time across, voices down, a mark for what each said on a day, a line where it turned."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import altair as alt

from kgbuild.charts.drawing import WIDTH, Chart, SharedRows, coloured, day, leading, shaped
from kgbuild.views.event import EventView
from kgbuild.views.model import ClaimView
from kgbuild.views.sides import voice
from kgbuild.views.wording import plain

_MOST = 40
"""Voices that a picture shows."""


def timeline(view: EventView, link: Callable[[ClaimView], str] = lambda _: "") -> Chart | None:
    """Return who said what when, or None where no two days are known; `link` is where a mark leads."""
    told = [claim for claim in view.claims if claim.said]
    voices = list(dict.fromkeys(voice(claim).name for claim in told))[:_MOST]
    if len(told) < 2:
        return None
    points = list(_points((claim for claim in told if voice(claim).name in voices), link))
    present = {claim.stance for claim in told}
    across = alt.X(
        "day:T",
        title="said",
        scale=alt.Scale(type="utc", nice=True, padding=12),
        axis=alt.Axis(format="%-d %b %Y", labelOverlap="greedy", tickCount=7),
    )
    down = alt.Y("voice:N", sort=voices, title=None, axis=alt.Axis(labelLimit=230, grid=True))
    encoded: dict[str, Any] = {"x": across, "y": down, "color": coloured(present), "shape": shaped(present)}
    if len({(point["voice"], point["day"]) for point in points}) < len(points):
        encoded["yOffset"] = alt.YOffset("stance:N", sort=[plain(name) for name in sorted(present)])
    if any(point["to"] for point in points):
        encoded["href"] = alt.Href("to:N")
    marks = (
        alt.Chart(SharedRows(values=points))
        .mark_point(filled=True, size=120, opacity=1)
        .encode(**encoded, tooltip=["says:N"], description="says:N")
    )
    layers = [marks]
    turned = [
        {"voice": turn.voice.name, "turn": number, "day": day(claim.said)}
        for number, turn in enumerate(view.turns)
        for claim in (turn.before, turn.after)
        if turn.voice.name in voices
    ]
    if turned:
        line = alt.Chart(SharedRows(values=turned)).mark_line(
            color="#7c62c4", strokeWidth=2, strokeDash=[5, 3], aria=False
        )
        layers.insert(0, line.encode(x=across, y=down, detail="turn:N"))
    step = 34 if "yOffset" in encoded else 26
    return alt.layer(*layers).properties(
        width=WIDTH, height=step * len(voices), description=f"Timeline of {view.event.name}"
    )


def _points(told: Iterable[ClaimView], link: Callable[[ClaimView], str]) -> Iterable[dict[str, Any]]:
    """Yield one mark for each voice, day and stance."""
    same: dict[tuple[str, str, str], list[ClaimView]] = {}
    for claim in told:
        same.setdefault((voice(claim).name, day(claim.said), claim.stance), []).append(claim)
    for (who, on, stance), claims in same.items():
        more = f" ({len(claims)} claims)" if len(claims) > 1 else ""
        yield {
            "voice": who,
            "day": on,
            "stance": plain(stance),
            "says": f"{who} {plain(stance)}, {claims[0].said}{more}",
            "to": leading(link(claims[0])),
        }
