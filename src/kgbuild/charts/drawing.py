"""From a chart to the bytes of a picture, on this machine and without a network."""

from __future__ import annotations

import re
import threading
from typing import Any

import altair as alt
import vl_convert

from kgbuild.views.wording import STANCES, plain

Chart = alt.TopLevelMixin
WIDTH = 760
"""Pixels of the plot itself."""
_PAGE = "https://page.invalid/"
"""Stands for the page while it is drawn: Vega puts an address of its own before a link within a page."""
_TURN = threading.Lock()
_COLOURS = ("#2f7fc4", "#cf5a1d", "#7f8894", "#b8479a", "#1f9a70", "#a8801a", "#7c62c4")
_SHAPES = ("circle", "cross", "diamond", "triangle-down", "triangle-up", "triangle-right", "square")
_FONT = "DejaVu Sans, Segoe UI, Helvetica, Arial, sans-serif"


class SharedRows(alt.InlineData):
    """Data of charts, which all layers share: Altair would copy each row once a layer, and again."""

    def __deepcopy__(self, _: object) -> SharedRows:
        """Return itself: nobody changes the rows of a chart."""
        return self


def svg(chart: Chart, background: str | None = None) -> str:
    """Return a chart as an SVG; on a page it has no `background` of its own."""
    with _TURN:
        drawn = str(vl_convert.vegalite_to_svg(_specification(chart, background), allowed_base_urls=[_PAGE]))
    return _renumbered(drawn.replace(f'xlink:href="{_PAGE}', 'xlink:href="'))


def png(chart: Chart) -> bytes:
    """Return a chart as a PNG on white."""
    with _TURN:
        return bytes(
            vl_convert.vegalite_to_png(_specification(chart, "white"), scale=2, allowed_base_urls=[])
        )


def png_of(drawn: str) -> bytes:
    """Return an SVG as a PNG."""
    with _TURN:
        return bytes(vl_convert.svg_to_png(drawn, scale=2))


def _renumbered(drawn: str) -> str:
    """Return a picture whose parts are numbered from 1: Vega counts on from one picture to the next."""
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}{numbers.setdefault(found[0][len(found[1]) :], str(len(numbers) + 1))}"

    return re.sub(r'(id="|url\(#)(clip|gradient_?)\d+', number, drawn)


def _specification(chart: Chart, background: str | None) -> dict[str, Any]:
    told: dict[str, Any] = chart.to_dict(validate=False)  # vl-convert refuses what is no chart
    told["background"] = background
    told["config"] = {
        "font": _FONT,
        "view": {"stroke": None},
        "axis": {
            "gridColor": "#dfe4e9",
            "domainColor": "#8894a0",
            "tickColor": "#8894a0",
            "labelFontSize": 12,
        },
        "legend": {"labelFontSize": 12, "orient": "top", "symbolSize": 110, "title": None},
        "title": {"anchor": "start", "fontSize": 13},
    }
    return told


def leading(link: str) -> str:
    """Return a link as a chart holds it."""
    return f"{_PAGE}{link}" if link else ""


def day(text: str) -> str:
    """Return the first day of a date, month or year."""
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text[:10]


def coloured(present: set[str]) -> alt.Color:
    """Return the colours of stances, for those that are there."""
    names, colours, _ = _of(present)
    return alt.Color("stance:N", scale=alt.Scale(domain=names, range=colours), title=None)


def shaped(present: set[str]) -> alt.Shape:
    """Return the shapes of stances, for those that are there."""
    names, _, shapes = _of(present)
    return alt.Shape("stance:N", scale=alt.Scale(domain=names, range=shapes), title=None)


def _of(present: set[str]) -> tuple[list[str], list[str], list[str]]:
    kept = [row for row in zip(STANCES, _COLOURS, _SHAPES, strict=True) if row[0] in present]
    return [plain(row[0]) for row in kept], [row[1] for row in kept], [row[2] for row in kept]
