"""A sequence in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def portions(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield the items in tuples of this size; the last may be shorter."""
    left = iter(items)
    while portion := tuple(islice(left, size)):
        yield portion
