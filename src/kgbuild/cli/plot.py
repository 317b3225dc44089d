"""`kgbuild plot`."""

from __future__ import annotations

from pathlib import Path

import click

from kgbuild.cli.looking import graphs_option, looked_at, put
from kgbuild.cli.options import PATH
from kgbuild.errors import ExportError

KINDS = ("timeline", "figures", "matrix")


@click.command(short_help="Draw an event's timeline or figures, or the matrix.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("event", required=False)
@graphs_option
@click.option(
    "-o", "--out", type=PATH, required=True, metavar="FILE", help="The picture to write: .svg or .png."
)
def plot(kind: str, event: str | None, graphs: tuple[Path, ...], out: Path) -> None:
    """Draw who says what of EVENT over time, which numbers they give, or the matrix of voices by events.

    EVENT goes by name, key or IRI, as `kgbuild query` prints them; the matrix needs none. It is drawn on this
    machine, without a browser and without a network.

    \b
    Examples:
      kgbuild plot timeline deployment:PRK-RUS --out timeline.svg
      kgbuild plot figures "Losses of Ethiopia in Ethiopia" --out figures.png
      kgbuild plot matrix --out matrix.svg
    """  # noqa: D301 - click reads the backspace
    from kgbuild import charts  # noqa: PLC0415
    from kgbuild.views.event import event as event_of  # noqa: PLC0415
    from kgbuild.views.finding import find_node  # noqa: PLC0415
    from kgbuild.views.matrix import matrix  # noqa: PLC0415
    from kgbuild.views.wording import EVENTS  # noqa: PLC0415

    if out.suffix not in (".svg", ".png"):
        raise click.UsageError(f"{out}: name a file that ends with .svg or .png")
    if (event is None) != (kind == "matrix"):
        raise click.UsageError("name the event to draw" if event is None else "the matrix is of all events")
    with looked_at(graphs) as (graph, _):
        if event is None:
            chart, why = charts.matrix(matrix(graph)), "this graph tells of no events"
        else:
            node = find_node(graph, event, EVENTS)
            view = event_of(graph, node.iri)
            draw = charts.timeline if kind == "timeline" else charts.figures
            less = "claims with a day" if kind == "timeline" else "figures"
            chart, why = draw(view), f"{node.name} has fewer than two {less}"
    if chart is None:
        raise ExportError(f"there is nothing to draw: {why}")
    put(charts.png(chart) if out.suffix == ".png" else charts.svg(chart, "white").encode(), out)
