"""Sets of claims as whole numbers, a bit for each claim: thousands are compared in one operation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

_STEP = 64
"""Entries of a ladder from one set that is kept to the next."""
_LONG = 16
"""Claims from which the set of a value is kept once it has been asked for."""


def members(bits: int) -> Iterator[int]:
    """Yield the claims of a set, the first first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def first(bits: int) -> int:
    """Return the first claim of a set that is not empty."""
    return (bits & -bits).bit_length() - 1


def last(bits: int) -> int:
    """Return the last claim of a set that is not empty."""
    return bits.bit_length() - 1


class Ladder:
    """Which claims have a value below or above another; a claim without a value is in neither."""

    def __init__(self, values: Sequence[Any]) -> None:
        entries = sorted((value, claim) for claim, value in enumerate(values) if value is not None)
        self._keys = [value for value, _ in entries]
        self._claims = [claim for _, claim in entries]
        self._marks = [0]
        for start in range(0, len(entries), _STEP):
            mark = self._marks[-1]
            for claim in self._claims[start : start + _STEP]:
                mark |= 1 << claim
            self._marks.append(mark)

    def below(self, value: Any) -> int:
        """Return the claims whose value is less."""
        return self._lowest(bisect_left(self._keys, value))

    def up_to(self, value: Any) -> int:
        """Return the claims whose value is less or the same."""
        return self._lowest(bisect_right(self._keys, value))

    def above(self, value: Any) -> int:
        """Return the claims whose value is greater."""
        return self._marks[-1] & ~self.up_to(value)

    def from_(self, value: Any) -> int:
        """Return the claims whose value is greater or the same."""
        return self._marks[-1] & ~self.below(value)

    def _lowest(self, count: int) -> int:
        whole = count // _STEP
        found = self._marks[whole]
        for claim in self._claims[whole * _STEP : count]:
            found |= 1 << claim
        return found


class Index:
    """Which claims have a value, of which each may have several."""

    def __init__(self, values: Iterable[Iterable[Hashable]]) -> None:
        self._claims: dict[Hashable, list[int]] = {}
        self._sets: dict[Hashable, int] = {}
        for claim, found in enumerate(values):
            for value in found:
                self._claims.setdefault(value, []).append(claim)

    def of(self, value: Hashable) -> int:
        """Return the claims that have a value."""
        known = self._sets.get(value)
        if known is None:
            claims = self._claims.get(value, [])
            known = 0
            for claim in claims:
                known |= 1 << claim
            if len(claims) >= _LONG:
                self._sets[value] = known
        return known

    def of_any(self, values: Iterable[Hashable]) -> int:
        """Return the claims that have one of these values."""
        found = 0
        for value in values:
            found |= self.of(value)
        return found
