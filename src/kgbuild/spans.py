"""Positions in a document's stored text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text: `text[start:end]`, counted in code points of the text as stored."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two stretches share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other stretch lies inside this one."""
        return self.start <= other.start and other.end <= self.end
