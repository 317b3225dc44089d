"""Charts of views for pages and files."""

from __future__ import annotations

import re
import threading
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kgbuild.views.event import EventView
from kgbuild.views.matrix import Matrix, MatrixCell
from kgbuild.views.model import ClaimView, Node
from kgbuild.web.links import Links

if TYPE_CHECKING:
    from kgbuild.charts.drawing import Chart

_KEPT = 64
"""Pictures that are kept for the next time."""


class Pictures:
    """Draws; the library for it is loaded with the first picture."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._inline = lru_cache(maxsize=_KEPT)(_inline)

    @cached_property
    def warmed(self) -> threading.Thread:
        """The work of getting ready, begun when this is first asked for: a first picture takes seconds."""
        thread = threading.Thread(target=_get_ready, name="pictures", daemon=True)
        thread.start()
        return thread

    def timeline(self, view: EventView) -> str:
        """Return the timeline of an event for a page, "" where no day is known."""
        return self._inline("timeline", view, self._links.prefix(view.event.iri))

    def figures(self, view: EventView) -> str:
        """Return the figures of an event for a page, "" where there are none."""
        return self._inline("figures", view, self._links.prefix(view.event.iri))

    def file(self, name: str, form: str, view: EventView | Matrix) -> bytes | None:
        """Return a picture as a file, None where there is none of that name or form."""
        from kgbuild.charts import png, svg  # noqa: PLC0415

        chart = _chart(name, view)
        if chart is None or form not in ("svg", "png"):
            return None
        return png(chart) if form == "png" else svg(chart, "white").encode()


def _get_ready() -> None:
    from kgbuild.charts import matrix, svg  # noqa: PLC0415

    node = Node("", "")
    cell = MatrixCell((("Asserts", 1),), turned=False)
    chart = matrix(Matrix((node,), (node,), {("", ""): cell}, 1, 1))
    if chart is not None:
        svg(chart)


def _inline(name: str, view: EventView, prefix: str) -> str:
    from kgbuild.charts import svg  # noqa: PLC0415

    chart = _chart(name, view, prefix)
    if chart is None:
        return ""
    return re.sub(r'(id="|url\(#)(?=clip|gradient)', rf"\1{prefix}{name}-", svg(chart))  # several on one page


def _chart(name: str, view: EventView | Matrix, prefix: str | None = None) -> Chart | None:
    from kgbuild import charts  # noqa: PLC0415

    def to(claim: ClaimView) -> str:
        return "" if prefix is None else f"#{prefix}{claim.anchor}"

    if isinstance(view, Matrix):
        return charts.matrix(view) if name == "matrix" else None
    draw = {"timeline": charts.timeline, "figures": charts.figures}.get(name)
    return draw(view, to) if draw else None
