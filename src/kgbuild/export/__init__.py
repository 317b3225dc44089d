"""Graphs to files in five formats."""

from kgbuild.export.writer import FORMATS, guess_format, write, write_stream

__all__ = ["FORMATS", "guess_format", "write", "write_stream"]
