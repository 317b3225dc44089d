"""How a text is laid out: its lines, what opens and signs them, and who speaks by a label."""

from kgbuild.extractors.rules.layout.lines import Line, cuts, read_lines

__all__ = ["Line", "cuts", "read_lines"]
