"""What follows from claims, block by block: the rules on a small graph of all that they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from kgbuild.derivation import derive, terms
from kgbuild.derivation.blocks import BATCH
from kgbuild.derivation.joining import Groups
from kgbuild.export.order import Order
from kgbuild.graph.store import as_dataset
from kgbuild.spark.naming import stated
from kgbuild.spark.rows import Row, unpacked


def blocks_of(links: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each node that claims connect with others, with the least of these, which names the block."""
    groups: Groups[str] = Groups()
    for one, other in sorted(links):
        groups.join(one, other)
    for group in groups.all():
        least = min(group)
        yield from ((node, least) for node in group)


@dataclass(frozen=True, slots=True)
class Derivation:
    """Runs the shipped rules; rows are a block, how many claims, and statements, and come by block."""

    base: str

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield what the graph of derived statements holds of these blocks."""
        pieces: list[bytes] = []
        claims = 0
        for _, group in groupby(rows, key=itemgetter(0)):
            for _, number, data in group:
                claims += number
                pieces.append(unpacked(data))
            if claims >= BATCH:
                yield from self._derived(pieces)
                pieces, claims = [], 0
        yield from self._derived(pieces)

    def _derived(self, pieces: list[bytes]) -> Iterator[Row]:
        store = ox.Store()
        store.bulk_extend(ox.parse(b"".join(pieces), ox.RdfFormat.N_QUADS))
        derive(as_dataset(store, self.base), base=self.base)
        order, graph = Order(self.base), terms.derived_graph(self.base)
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield stated(order, quad)
