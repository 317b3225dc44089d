"""Words by which the lines of a text show who speaks (`data/en/cues/lines.yaml`)."""

from __future__ import annotations

from kgbuild.knowledge.entries import Entry, read_entry

_NONE: frozenset[str] = frozenset()


class LineWords(Entry):
    """What each list is for stands above it in the file. Without words, only marks and dashes count."""

    questions: frozenset[str] = _NONE
    answers: frozenset[str] = _NONE
    addresses: frozenset[str] = _NONE
    particles: frozenset[str] = _NONE
    no_labels: frozenset[str] = _NONE
    texts: frozenset[str] = _NONE
    asking: frozenset[str] = _NONE
    by: frozenset[str] = _NONE
    kinds: frozenset[str] = _NONE
    whole: frozenset[str] = _NONE

    @classmethod
    def load(cls) -> LineWords:
        """Read the shipped lists. Raises ResourceError naming the list that is wrong."""
        return read_entry(cls, "data", "en", "cues", "lines.yaml")
