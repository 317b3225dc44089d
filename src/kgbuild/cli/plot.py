"""`kgbuild plot`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgbuild.cli.looking import graphs_option, looked_at, put
from kgbuild.cli.options import PATH
from kgbuild.cli.printing import json_option, put_json
from kgbuild.errors import ExportError

if TYPE_CHECKING:
    from kgbuild.charts.drawing import Chart
    from kgbuild.views import AskedGraph

KINDS = ("timeline", "figures", "matrix", "map")


@click.command(short_help="Draw an event's timeline or figures, the matrix, or the map.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("event", required=False)
@graphs_option
@click.option(
    "-o", "--out", type=PATH, required=True, metavar="FILE", help="The picture to write: .svg or .png."
)
@json_option
def plot(kind: str, event: str | None, graphs: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Draw a timeline or the figures of EVENT, the matrix of voices by events, or a map.

    EVENT goes by name, key or IRI, as `kgbuild query` prints them. The matrix needs none; the map, of
    transfers and deployments, is of all, of one event, or of what a state has to do with. It is drawn on this
    machine, without a browser and without a network.

    \b
    Examples:
      kgbuild plot timeline deployment:PRK-RUS --out timeline.svg
      kgbuild plot figures "North Korea in Russia: troops" --out figures.png
      kgbuild plot matrix --out matrix.svg
      kgbuild plot map PRK --out map.svg
    """  # noqa: D301 - click reads the backspace
    from kgbuild import charts  # noqa: PLC0415

    if out.suffix not in (".svg", ".png"):
        raise click.UsageError(f"{out}: name a file that ends with .svg or .png")
    if event is None and kind in ("timeline", "figures"):
        raise click.UsageError("name the event to draw")
    if event is not None and kind == "matrix":
        raise click.UsageError("the matrix is of all events")
    with looked_at(graphs) as (graph, _):
        if kind == "map":
            chart, why = _map(graph, event)
        elif event is None:
            from kgbuild.views.matrix import matrix  # noqa: PLC0415

            chart, why = charts.matrix(matrix(graph)), "this graph tells of no events"
        else:
            chart, why = _of_event(graph, kind, event)
    if chart is None:
        raise ExportError(f"there is nothing to draw: {why}")
    put(charts.png(chart) if out.suffix == ".png" else charts.svg(chart, "white").encode(), out)
    if as_json:
        put_json({"file": str(out), "kind": kind, "of": event})


def _of_event(graph: AskedGraph, kind: str, words: str) -> tuple[Chart | None, str]:
    """Return a picture of an event, and why there is none."""
    from kgbuild import charts  # noqa: PLC0415
    from kgbuild.views.event import event  # noqa: PLC0415
    from kgbuild.views.finding import find_node  # noqa: PLC0415
    from kgbuild.views.wording import EVENTS  # noqa: PLC0415

    node = find_node(graph, words, EVENTS)
    draw = charts.timeline if kind == "timeline" else charts.figures
    less = "claims with a day" if kind == "timeline" else "figures"
    return draw(event(graph, node.iri)), f"{node.name} has fewer than two {less}"


def _map(graph: AskedGraph, words: str | None) -> tuple[Chart | None, str]:
    """Return the map of what an event or agent takes part in, and why there is none."""
    from kgbuild.charts import map_chart  # noqa: PLC0415
    from kgbuild.views.facets import Facets  # noqa: PLC0415
    from kgbuild.views.finding import find_node  # noqa: PLC0415
    from kgbuild.views.map import map_of  # noqa: PLC0415
    from kgbuild.views.wording import AGENTS  # noqa: PLC0415

    node = find_node(graph, words) if words is not None else None
    if node is None:
        view = map_of(graph)
    else:
        view = map_of(graph, Facets(state=node.iri)) if node.kind in AGENTS else map_of(graph, only=node.iri)
    of_whom = f" of {node.name}" if node else ""
    return map_chart(view), f"no transfer or deployment{of_whom} has two ends that lie in states"
