"""Charts of views for pages and files."""

from __future__ import annotations

import re
import threading
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from kgbuild.views.event import EventView
from kgbuild.views.map import MapView
from kgbuild.views.matrix import Matrix, MatrixCell
from kgbuild.views.model import ClaimView, Node
from kgbuild.web.links import Links

if TYPE_CHECKING:
    from kgbuild.charts.drawing import Chart

View = EventView | Matrix | MapView
_KEPT = 64
"""Pictures that are kept for the next time."""


class Pictures:
    """Draws; the library for it is loaded with the first picture."""

    def __init__(self, links: Links) -> None:
        self._inline = lru_cache(maxsize=_KEPT)(partial(_inline, links))

    @cached_property
    def warmed(self) -> threading.Thread:
        """The work of getting ready, begun when this is first asked for: a first picture takes seconds."""
        thread = threading.Thread(target=_get_ready, name="pictures", daemon=True)
        thread.start()
        return thread

    def timeline(self, view: EventView) -> str:
        """Return the timeline of an event for a page, "" where no day is known."""
        return self._inline("timeline", view)

    def figures(self, view: EventView) -> str:
        """Return the figures of an event for a page, "" where there are none."""
        return self._inline("figures", view)

    def map(self, view: MapView) -> str:
        """Return the map for a page, "" where nothing has a place on it."""
        return self._inline("map", view)

    def file(self, name: str, form: str, view: View) -> bytes | None:
        """Return a picture as a file, None where there is none of that name or form."""
        from kgbuild.charts import png, svg  # noqa: PLC0415

        chart = _chart(name, view)
        if chart is None or form not in ("svg", "png"):
            return None
        return png(chart) if form == "png" else svg(chart, "white").encode()

    def converted(self, drawn: str, form: str) -> bytes | None:
        """Return a drawing as a file, None where there is none or not of that form."""
        if not drawn or form not in ("svg", "png"):
            return None
        if form == "svg":
            return drawn.encode()
        from kgbuild.charts.drawing import png_of  # noqa: PLC0415

        return png_of(drawn)


def _get_ready() -> None:
    from kgbuild.charts import matrix, svg  # noqa: PLC0415

    node = Node("", "")
    cell = MatrixCell((("Asserts", 1),), turned=False)
    chart = matrix(Matrix((node,), (node,), {("", ""): cell}, 1, 1))
    if chart is not None:
        svg(chart)


def _inline(links: Links, name: str, view: View) -> str:
    from kgbuild.charts import svg  # noqa: PLC0415

    chart = _chart(name, view, links)
    if chart is None:
        return ""
    prefix = _prefix(view, links)
    return re.sub(r'(id="|url\(#)(?=clip|gradient)', rf"\1{prefix}{name}-", svg(chart))  # several on one page


def _prefix(view: View, links: Links) -> str:
    return links.prefix(view.event.iri) if isinstance(view, EventView) else ""


def _chart(name: str, view: View, links: Links | None = None) -> Chart | None:
    """Return the chart of a name, with links where it is for a page."""
    from kgbuild import charts  # noqa: PLC0415

    def claim_at(claim: ClaimView) -> str:
        return "" if links is None else f"#{_prefix(view, links)}{claim.anchor}"

    def node_at(node: Node) -> str:
        return "" if links is None else links.to(node)

    if isinstance(view, Matrix):
        return charts.matrix(view) if name == "matrix" else None
    if isinstance(view, MapView):
        return charts.map_chart(view, node_at) if name == "map" else None
    draw = {"timeline": charts.timeline, "figures": charts.figures}.get(name)
    return draw(view, claim_at) if draw else None
