"""Findings by their place in the text: those of a sentence are found without a look at all others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class ByPlace(Generic[T]):
    """Findings in the order of their tokens; those at one token stay in the order in which they came."""

    def __init__(self, found: Iterable[T], token: Callable[[T], int]) -> None:
        self._found: Sequence[T] = sorted(found, key=token)
        self._tokens = [token(each) for each in self._found]

    def inside(self, start: int, end: int) -> Sequence[T]:
        """Return those whose token is one of these."""
        return self._found[bisect_left(self._tokens, start) : bisect_left(self._tokens, end)]
