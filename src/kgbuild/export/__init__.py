"""Graphs to files in five formats; `kgbuild.export(graph, "out.ttl")` writes one."""

from kgbuild.export.shards import check_place, write_shards
from kgbuild.export.writer import FORMATS, fitting_format, guess_format, rewrite, save, write, write_stream
from kgbuild.verbs import make_callable as _make_callable

__all__ = [
    "FORMATS",
    "check_place",
    "fitting_format",
    "guess_format",
    "rewrite",
    "save",
    "write",
    "write_shards",
    "write_stream",
]

_make_callable(__name__, save)
