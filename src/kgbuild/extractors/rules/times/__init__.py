"""Times, read off a parsed text and resolved against its day of issue."""

from kgbuild.extractors.rules.times.finder import TimeFinding, times

__all__ = ["TimeFinding", "times"]
