"""Times, read off a parsed text and resolved against its day of issue."""

from kgbuild.extraction.times.finder import TimeFinding, times

__all__ = ["TimeFinding", "times"]
