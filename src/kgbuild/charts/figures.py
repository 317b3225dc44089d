"""The numbers that voices give: a bar for a range, an arrow where it is open, totals apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from kgbuild.charts.drawing import WIDTH, Chart, SharedRows, coloured, leading
from kgbuild.views.event import EventView
from kgbuild.views.model import ClaimView, Figure
from kgbuild.views.sides import voice
from kgbuild.views.wording import plain

_MOST = 40
"""Bars of one panel."""
_WIDE = 200
"""How many times the smallest number the largest may be before the scale is a logarithm's."""


def figures(view: EventView, link: Callable[[ClaimView], str] = lambda _: "") -> Chart | None:
    """Return the figures of an event, or None where there are not two; `link` is where a bar leads."""
    panels: dict[tuple[str, bool], list[tuple[ClaimView, Figure]]] = {}
    for claim in view.claims:
        if claim.figure is not None:
            panels.setdefault((claim.figure.unit, claim.figure.total), []).append((claim, claim.figure))
    if sum(map(len, panels.values())) < 2:
        return None
    drawn = [_panel(unit, total, panels[unit, total], link) for unit, total in sorted(panels)]
    return alt.vconcat(*drawn, spacing=18).properties(description=f"Figures of {view.event.name}")


def _panel(
    unit: str,
    total: bool,
    told: Sequence[tuple[ClaimView, Figure]],
    link: Callable[[ClaimView], str],
) -> Any:
    once = {
        (voice(claim), claim.stance, claim.said, figure): (claim, figure) for claim, figure in reversed(told)
    }
    told = sorted(once.values(), key=lambda pair: (voice(pair[0]).name, pair[0].said))[:_MOST]
    known = [b for _, figure in told for b in (figure.minimum, figure.maximum) if b is not None]
    most = max(known) or 1
    rows = [
        _row(number, claim, figure, most * 1.15, link(claim)) for number, (claim, figure) in enumerate(told)
    ]
    least = min(filter(None, known), default=1)
    scale = alt.Scale(type="symlog") if most > least * _WIDE else alt.Scale(zero=True)
    base = alt.Chart(SharedRows(values=rows)).encode(
        y=alt.Y("row:N", sort=[row["row"] for row in rows], title=None, axis=alt.Axis(labelLimit=280)),
        color=coloured({claim.stance for claim, _ in told}),
        description="says:N",
        tooltip=["says:N"],
    )
    if any(row["to"] for row in rows):
        base = base.encode(href="to:N")
    across = alt.X("low:Q", scale=scale, title=unit, axis=alt.Axis(format=",~r", tickCount=6))
    layers = [
        base.mark_rule(strokeWidth=5).encode(x=across, x2="high:Q"),
        _ends(base, "low", "lowOpen", "triangle-left", across),
        _ends(base, "high", "highOpen", "triangle-right", across),
    ]
    return alt.layer(*layers).properties(
        title=f"{unit}, in all" if total else f"{unit}, each count",
        width=WIDTH - 50,
        height=max(26 * len(rows), 34),
    )


def _ends(base: alt.Chart, bound: str, is_open: str, arrow: str, across: alt.X) -> Any:
    """Return the ends of bars: a dot where a bound is told, an arrow where it is open."""
    x = across if bound == "low" else alt.X(f"{bound}:Q")
    told = base.transform_filter(f"!datum.{is_open}").mark_point(filled=True, size=70, opacity=1, aria=False)
    opened = base.transform_filter(f"datum.{is_open}").mark_point(
        filled=True, size=140, opacity=1, shape=arrow, aria=False
    )
    return alt.layer(told.encode(x=x), opened.encode(x=x))


def _row(number: int, claim: ClaimView, figure: Figure, edge: float, to: str) -> dict[str, Any]:
    who = voice(claim).name
    about = " (about)" if figure.approximate else ""
    return {
        "row": f"{who}, {claim.said or 'no day'}{about}" + "\u200b" * number,  # no two rows are one
        "low": figure.minimum if figure.minimum is not None else 0,
        "high": figure.maximum if figure.maximum is not None else edge,
        "lowOpen": figure.minimum is None,
        "highOpen": figure.maximum is None,
        "stance": plain(claim.stance),
        "says": f"{who} {plain(claim.stance)}, {claim.said or 'no day known'}: {figure.words()}",
        "to": leading(to),
    }
