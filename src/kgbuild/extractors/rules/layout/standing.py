"""Labels on lines of their own, as in records of parliaments: "Ama Osei (Tema) (Unity)", then her words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kgbuild.extractors.rules.layout.labels import Label
from kgbuild.knowledge.lines import LineWords

_LINE = re.compile(r"(?P<who>[^\n:.,;?!“”\"|()]{3,70}?)(?P<notes>(?:\s\([^()\n]{2,60}\)){0,3})")
_NOTE = re.compile(r"\(([^()]+)\)")
_LONGEST = 9
"""Words in a label."""
_FEWEST = 3
"""Labels with something in brackets from which on a text is such a record."""


@dataclass(frozen=True, slots=True)
class _Standing:
    offset: int
    match: re.Match[str]
    asks: bool
    """Whether what follows ends with a question."""

    @property
    def names(self) -> frozenset[str]:
        """What the label can be called by later: its name, and what stands in brackets."""
        return frozenset({self.match["who"], *_NOTE.findall(self.match["notes"])})


def standing_labels(lines: Sequence[tuple[int, str]], words: LineWords) -> Mapping[int, Label]:
    """Return the labels of a record by where their lines begin; none where the text is no such record."""
    found = list(_turns(lines, words))
    full = [turn for turn in found if turn.match["notes"]]
    if len(full) < _FEWEST or len({turn.match["who"] for turn in full}) < 2:
        return {}
    known = frozenset[str]().union(*(turn.names for turn in full))
    kept = [turn for turn in found if turn.match["notes"] or turn.match["who"] in known]
    return {turn.offset: _label(turn, kept) for turn in kept}


def _turns(lines: Sequence[tuple[int, str]], words: LineWords) -> Iterator[_Standing]:
    """Yield each line that can be a label, where words of a sentence follow it."""
    matches = [_match(line, words) for _, line in lines]
    for number, match in enumerate(matches):
        until = next((n for n in range(number + 1, len(lines)) if matches[n] is not None), len(lines))
        if match is not None and until > number + 1:
            yield _Standing(lines[number][0], match, lines[until - 1][1].rstrip().endswith("?"))


def _match(line: str, words: LineWords) -> re.Match[str] | None:
    match = _LINE.fullmatch(line.strip())
    parts = match["who"].split() if match is not None else []
    named = all(part[0].isupper() or part.casefold() in (*words.particles, "for", "of") for part in parts)
    return match if 2 <= len(parts) <= _LONGEST and named else None


def _label(turn: _Standing, kept: Sequence[_Standing]) -> Label:
    same = [other for other in kept if other.names & turn.names]
    asks = 2 * sum(other.asks for other in same) >= len(same)
    start = turn.offset
    return Label(start, start + turn.match.end(), start + turn.match.end(), asks)
