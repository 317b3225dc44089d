"""The names that nodes go by over all documents: each from what is said of it and of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.export.order import Order
from kgbuild.graph.namespaces import NAMES
from kgbuild.graph.naming import Naming
from kgbuild.spark.graphs import written
from kgbuild.spark.rows import Row, ordered, packed

STATED = "at binary, number long, data binary"


def stated(order: Order, quad: ox.Quad) -> Row:
    """Return a statement of a graph that depends on all documents as a piece of the whole by itself."""
    return ordered(order.quad(quad)), 1, packed(written([quad], ox.RdfFormat.N_QUADS))


@dataclass(frozen=True, slots=True)
class NodeNames:
    """NodeNames nodes; rows are a node and a statement about it or its parts, and come by node."""

    base: str

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield what the graph of names says of each node that has a name."""
        order, graph = Order(self.base), ox.NamedNode(self.base + NAMES)
        for node, group in groupby(rows, key=itemgetter(0)):
            naming = Naming(self.base)
            told = b"".join(data for _, data in group)
            for quad in ox.parse(told, ox.RdfFormat.N_TRIPLES):
                naming.add(quad.subject.value, quad.predicate.value, quad.object.value)
            for named, label in naming.labels():
                if named == node:
                    yield stated(order, ox.Quad(ox.NamedNode(node), terms.LABEL, ox.Literal(label), graph))
