"""A node with its neighbours as a drawing: they stand in columns, the same on every machine."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from kgbuild.views.around import Around, Neighbour, Neighbours
from kgbuild.views.model import Node
from kgbuild.views.wording import plain

WIDTH = 920
_ROW = 24
_LETTERS = 41
"""Letters that a row has room for."""
_SHORTEST = 12
_MIDDLE = 445
_HALF = 95
"""Half the width of what stands in the middle."""
_LEFT, _RIGHT = 320, 570


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of text at a place."""

    x: int
    y: int
    text: str
    neighbour: Neighbour | None = None
    """None for a heading, or for how many more there are."""
    path: str = ""
    """The line that leads to it."""
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing, in pixels."""

    node: Node
    height: int
    middle: int
    title: tuple[str, ...]
    """The name of the node in the middle, in lines."""
    left: tuple[Drawn, ...]
    right: tuple[Drawn, ...]

    width: int = WIDTH

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The place of what stands in the middle: x, y, width and height."""
        high = 20 * len(self.title) + 14
        return _MIDDLE - _HALF, self.middle - high // 2, 2 * _HALF, high


def diagram(view: Around) -> Diagram | None:
    """Return the drawing of a node and its neighbours, or None where it has none."""
    rows = max(map(_rows, (view.left, view.right)))
    if not rows:
        return None
    title = tuple(textwrap.wrap(view.node.name, 24)[:5])
    height = max(rows * _ROW, 20 * len(title) + 14) + 12
    middle = height // 2
    left = _column(view.left, _LEFT, -1, middle, height)
    return Diagram(view.node, height, middle, title, left, _column(view.right, _RIGHT, 1, middle, height))


def _shortened(each: Neighbour) -> str:
    """Return a name that fits into its row."""
    beside = len(each.by or plain(each.stance) if each.by or each.stance else "")
    room = max(_LETTERS - beside - (len(str(each.claims)) + 2 if each.claims > 1 else 0), _SHORTEST)
    name = each.node.name
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _rows(groups: Sequence[Neighbours]) -> int:
    return sum(1 + len(group.shown) + bool(group.left_out) for group in groups)


def _column(groups: Sequence[Neighbours], x: int, side: int, middle: int, height: int) -> tuple[Drawn, ...]:
    found: list[Drawn] = []
    y = (height - _rows(groups) * _ROW) // 2 + 16
    for group in groups:
        found.append(Drawn(x, y, group.heading, is_heading=True))
        for each in group.shown:
            y += _ROW
            found.append(Drawn(x, y, _shortened(each), each, _line(x, y - 5, side, middle)))
        if group.left_out:
            y += _ROW
            found.append(Drawn(x, y, f"and {group.left_out:,} more"))
        y += _ROW
    return tuple(found)


def _line(x: int, y: int, side: int, middle: int) -> str:
    start, end = _MIDDLE + side * _HALF, x - side * 6
    bend = (start + end) // 2
    return f"M{start},{middle}C{bend},{middle} {bend},{y} {end},{y}"
