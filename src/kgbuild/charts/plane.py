"""A part of the world as a plane of pixels, by Mercator's projection: shapes are right wherever it lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kgbuild.charts.drawing import WIDTH
from kgbuild.knowledge.atlas import Position

Point = tuple[float, float]
_WORLD = 2 * math.pi
_SOUTH, _NORTH = -1.05, 2.2
"""From 52 degrees south to 77 north."""
_LEAST = 0.6
"""Radians across that a map shows at least: borders are drawn for the whole world."""
_HIGH = 420
_STEPS = 24
_SHORT = 9
"""Pixels before its end at which an arc has its head."""


@dataclass(frozen=True, slots=True)
class Plane:
    """What of the world is shown, and where."""

    left: float
    top: float
    """The upper left, in radians of the projection."""
    scale: float
    """Pixels of a radian."""
    height: int
    meridian: int = 0
    """Degrees of longitude in the middle of the world: its edges lie opposite."""

    @classmethod
    def around(cls, places: Iterable[Position]) -> Plane:
        """Return the plane that shows some places with room around them."""
        places = list(places)
        meridian = _meridian(longitude for longitude, _ in places)
        across, up = zip(*(_projected(place, meridian) for place in places), strict=True)
        tall = (max(up) - min(up)) * 1.5
        wide = max((max(across) - min(across)) * 1.35, tall * WIDTH / _HIGH, _LEAST)
        wide = min(wide, _WORLD)
        scale = WIDTH / wide
        height = min(_HIGH, int((_NORTH - _SOUTH) * scale))
        left = (min(across) + max(across) - wide) / 2
        high = height / scale
        top = (min(up) + max(up) + high) / 2
        left, top = min(max(left, -math.pi), math.pi - wide), min(max(top, _SOUTH + high), _NORTH)
        return cls(left, top, scale, height, meridian)

    def at(self, place: Position) -> Point:
        """Return where a place lies, in pixels from the upper left."""
        x, y = _projected(place, self.meridian)
        return round((x - self.left) * self.scale, 1), round((self.top - y) * self.scale, 1)

    @property
    def translation(self) -> Point:
        """Where the equator meets the meridian."""
        return self.at((self.meridian, 0))


def _meridian(longitudes: Iterable[float]) -> int:
    """Return the middle of the world that leaves the widest gap between places to its edges.

    It is 0 unless the way over the Pacific is shorter: maps have Europe in the middle where they can.
    """
    around = sorted(set(longitudes))
    gaps = [(after - before, (before + after) / 2) for before, after in pairwise(around)]
    over_the_edge = 360 - (around[-1] - around[0])
    widest, middle = max(gaps, default=(0.0, 0.0))
    return round(middle + 180 if middle < 0 else middle - 180) if widest > over_the_edge else 0


def _projected(place: Position, meridian: int) -> Point:
    longitude = (place[0] - meridian + 180) % 360 - 180
    return math.radians(longitude), math.asinh(math.tan(math.radians(place[1])))


def arc(start: Point, end: Point, nth: int) -> list[Point]:
    """Return the points of the `nth` of several arcs between two places; those back bend the other way."""
    across, down = end[0] - start[0], end[1] - start[1]
    if math.hypot(across, down) < 1:
        return _loop(start, 12 + 5 * nth)
    bend = 0.14 + 0.09 * nth
    middle = (start[0] + end[0]) / 2 + down * bend, (start[1] + end[1]) / 2 - across * bend
    until = max(1 - _SHORT / (2 * math.dist(middle, end)), 0.5)
    return [_between(start, middle, end, until * step / _STEPS) for step in range(_STEPS + 1)]


def heading(points: list[Point]) -> float:
    """Return in which direction a line ends, in degrees clockwise from upwards."""
    before, last = points[-2], points[-1]
    return round(math.degrees(math.atan2(last[0] - before[0], before[1] - last[1])), 1)


def _between(start: Point, middle: Point, end: Point, part: float) -> Point:
    rest = 1 - part
    x, y = (
        rest * rest * s + 2 * rest * part * m + part * part * e
        for s, m, e in zip(start, middle, end, strict=True)
    )
    return round(x, 1), round(y, 1)


def _loop(at: Point, radius: float) -> list[Point]:
    turns = (2 * math.pi * step / _STEPS for step in range(_STEPS + 1))
    return [
        (round(at[0] + radius * math.sin(t), 1), round(at[1] - radius * (1 - math.cos(t)), 1)) for t in turns
    ]
