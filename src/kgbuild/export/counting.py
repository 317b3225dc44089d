"""How many statements a file holds, those of several graphs counted once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

import pyoxigraph as ox


class Count:
    """Counts what passes by; of quads it keeps eight bytes each, to know those of several graphs."""

    def __init__(self) -> None:
        self._triples = 0
        self._digests = array("q")

    def triples(self, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
        """Pass triples on, each of which comes once."""
        for triple in triples:
            self._triples += 1
            yield triple

    def quads(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Pass quads on."""
        for quad in quads:
            self._digests.append(hash(quad.triple))
            yield quad

    def __int__(self) -> int:
        """How many different triples there were."""
        if not self._digests:
            return self._triples
        import numpy as np  # noqa: PLC0415 - a set of so many numbers would take ten times the memory

        digests = np.frombuffer(self._digests, dtype=np.int64)
        digests.sort()  # in place; np.unique makes a set of them
        return self._triples + 1 + int(np.count_nonzero(digests[1:] != digests[:-1]))
