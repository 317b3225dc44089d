"""Views as pictures: what an event's claims say over time, in numbers, and who says what of which event."""

from kgbuild.charts.drawing import png, svg
from kgbuild.charts.figures import figures
from kgbuild.charts.matrix import matrix
from kgbuild.charts.timeline import timeline

__all__ = ["figures", "matrix", "png", "svg", "timeline"]
