"""Answers as a table for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from kgbuild.query import Rows, display

_NARROWEST = 11
"""Characters a column needs to be read; with less for each, rows are written one below the other."""
_GAP = "  "


def show(rows: Rows, as_list: bool = False) -> None:
    """Print rows as a table, to the width of a terminal; as a list where that is too narrow, or on demand."""
    heads, cells = display(rows)
    if not cells:
        return
    if as_list:
        _blocks(heads, cells)
        return
    if not sys.stdout.isatty():
        _lines(heads, cells)
        return
    from rich.console import Console  # noqa: PLC0415

    console = Console()
    if len(heads) * _NARROWEST > console.width:
        _blocks(heads, cells)
    else:
        _table(console, heads, cells)


def _lines(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[i]) for line in (heads, *cells)) for i in range(len(heads))]
    for line in (heads, ["-" * width for width in widths], *cells):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo(_GAP.join(padded).rstrip())


def _blocks(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    width = max(map(len, heads))
    for number, line in enumerate(cells):
        if number:
            click.echo()
        for head, cell in zip(heads, line, strict=True):
            if cell:
                click.echo(f"{head.rjust(width)}{_GAP}{cell}")


def _table(console: object, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    assert isinstance(console, Console)
    table = Table(box=box.SIMPLE_HEAD)
    for head in heads:
        table.add_column(head, overflow="fold", ratio=None)
    for line in cells:
        # Text, because a quote may hold what rich takes for its own markup
        table.add_row(*map(Text, line))
    console.print(table)
