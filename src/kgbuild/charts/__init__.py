"""Views as pictures: an event over time and in numbers, who says what of which, and where they are."""

from kgbuild.charts.drawing import png, svg
from kgbuild.charts.figures import figures
from kgbuild.charts.map import map_chart
from kgbuild.charts.matrix import matrix
from kgbuild.charts.timeline import timeline

__all__ = ["figures", "map_chart", "matrix", "png", "svg", "timeline"]
