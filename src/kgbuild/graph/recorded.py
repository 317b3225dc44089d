"""A store that remembers what was changed in it: what rests on a few changes need not all be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox


class Recorded:
    """Stands before an Oxigraph store, and takes note of each quad that is added or removed through it."""

    def __init__(self, store: ox.Store) -> None:
        """Take the store; what has been changed in it before is not known."""
        self._store = store
        self._was_there: dict[ox.Quad, bool] = {}
        """Whether a quad that was added or removed since stood there at first."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def __contains__(self, quad: ox.Quad) -> bool:
        return quad in self._store

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def add(self, quad: ox.Quad) -> None:
        """Add a quad."""
        self._note(quad)
        self._store.add(quad)

    def remove(self, quad: ox.Quad) -> None:
        """Remove a quad, if it is there."""
        self._note(quad)
        self._store.remove(quad)

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads."""
        some = list(quads)
        for quad in some:
            self._note(quad)
        self._store.extend(some)

    def bulk_extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads."""
        self.extend(quads)

    def clear_graph(self, graph: Any) -> None:
        """Remove all quads of a graph."""
        for quad in list(self._store.quads_for_pattern(None, None, None, graph)):
            self.remove(quad)

    def remove_graph(self, graph: Any) -> None:
        """Remove a graph."""
        self.clear_graph(graph)
        self._store.remove_graph(graph)

    def _note(self, quad: ox.Quad) -> None:
        if quad not in self._was_there:
            self._was_there[quad] = quad in self._store

    def changed(self) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Return the quads that were not there at first, and those that are there no more."""
        come: set[ox.Quad] = set()
        gone: set[ox.Quad] = set()
        for quad, before in self._was_there.items():
            if before != (quad in self._store):
                (gone if before else come).add(quad)
        return come, gone

    def told(self) -> tuple[set[ox.Triple], set[ox.Triple]]:
        """Return the triples that no graph held at first, and those that none holds any more."""
        come, gone = self.changed()
        lost = {quad.triple for quad in gone}
        fresh = {quad.triple for quad in come} - lost
        return (
            {triple for triple in fresh if all(quad in come for quad in self._holding(triple))},
            {triple for triple in lost if not any(True for _ in self._holding(triple))},
        )

    def _holding(self, triple: ox.Triple) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
