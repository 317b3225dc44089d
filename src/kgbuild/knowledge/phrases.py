"""Phrases of a data file, looked up by their first or last word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Entry = tuple[tuple[str, ...], T]


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """Phrases in lower case, each with what it means. The longest one that fits wins."""

    by_first: Mapping[str, tuple[Entry[T], ...]]
    by_last: Mapping[str, tuple[Entry[T], ...]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, T]]) -> Phrases[T]:
        """Index phrases written with one blank between their words."""
        first: dict[str, list[Entry[T]]] = {}
        last: dict[str, list[Entry[T]]] = {}
        for text, meaning in entries:
            words = tuple(text.lower().split())
            if words:
                first.setdefault(words[0], []).append((words, meaning))
                last.setdefault(words[-1], []).append((words, meaning))
        return cls(_longest_first(first), _longest_first(last))

    def at(self, words: Sequence[str], start: int) -> tuple[int, T] | None:
        """Return the end of the phrase that starts at this word, and what it means."""
        if start >= len(words):
            return None
        for phrase, meaning in self.by_first.get(words[start], ()):
            end = start + len(phrase)
            if tuple(words[start:end]) == phrase:
                return end, meaning
        return None

    def before(self, words: Sequence[str], end: int) -> tuple[int, T] | None:
        """Return the start of the phrase that ends right before this word, and what it means."""
        if not 0 < end <= len(words):
            return None
        for phrase, meaning in self.by_last.get(words[end - 1], ()):
            start = end - len(phrase)
            if start >= 0 and tuple(words[start:end]) == phrase:
                return start, meaning
        return None


def _longest_first(index: dict[str, list[Entry[T]]]) -> dict[str, tuple[Entry[T], ...]]:
    return {word: tuple(sorted(found, key=lambda e: -len(e[0]))) for word, found in index.items()}
