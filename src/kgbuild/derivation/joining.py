"""Groups of things that are joined two by two."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """What has been joined so far, directly or through others."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def join(self, one: T, other: T) -> bool:
        """Join two things; tell whether they were apart."""
        first, second = self._head(one), self._head(other)
        self._above[second] = first
        return first != second

    def together(self, one: T, other: T) -> bool:
        """Whether two things have been joined."""
        return self._head(one) == self._head(other)

    def all(self) -> list[list[T]]:
        """Return the groups, each in the order in which its members came."""
        found: dict[T, list[T]] = {}
        for each in self._above:
            found.setdefault(self._head(each), []).append(each)
        return list(found.values())

    def _head(self, one: T) -> T:
        head = self._above.setdefault(one, one)
        while head != self._above[head]:
            self._above[head] = head = self._above[self._above[head]]
        return head
