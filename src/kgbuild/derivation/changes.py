"""What a change of some documents touches: which claims have to be looked at again, and what falls away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.derivation.blocks import Block, ReadStatements


class Watch:
    """Compares what some documents say before and after a change.

    Make it before the change, with the names of the graphs that will be added, replaced or removed;
    afterwards `affected()` returns the nodes of which the dataset now tells something else. Which treaties
    are one is settled over all documents, so what is said of treaties is watched everywhere.
    """

    def __init__(self, store: ox.Store, graphs: Iterable[str], base: str) -> None:
        self._store = store
        self._source = ReadStatements(store, base)
        self._derived = terms.derived_graph(base)
        self._graphs = sorted(set(graphs))
        self._before = set(self._watched())
        self._media_before: set[ox.NamedNode] = {
            node for node in self._voices(self._before) if self._source.is_medium(node)
        }

    def affected(self) -> frozenset[str]:
        """Return the nodes that are described otherwise than before."""
        after = set(self._watched())
        gone, come = self._before - after, after - self._before
        changed = {quad.triple for quad in gone if not self._said(quad)}
        changed |= {quad.triple for quad in come if not self._said_before(quad, come)}
        nodes = {triple.subject.value for triple in changed if isinstance(triple.subject, ox.NamedNode)}
        # A claim that is gone leaves behind what it was about
        nodes |= {
            t.object.value
            for t in changed
            if t.predicate == terms.ABOUT and isinstance(t.object, ox.NamedNode)
        }
        voices = self._voices(self._before | after)
        nodes |= {v.value for v in voices if self._source.is_medium(v) != self._was_medium(v, come)}
        return frozenset(nodes)

    def _was_medium(self, node: ox.NamedNode, come: Collection[ox.Quad]) -> bool:
        if node in self._media_before:
            return True
        found = (
            quad
            for predicate in (terms.PUBLISHER, terms.RELAYED_BY)
            for quad in self._source.quads(None, predicate, node)
        )
        return any(quad not in come for quad in found)

    def _watched(self) -> Iterator[ox.Quad]:
        for graph in self._graphs:
            yield from self._kept(self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        treaties = {quad.subject for quad in self._source.quads(None, terms.TYPE, terms.TREATY)}
        for treaty in treaties:
            if isinstance(treaty, ox.NamedNode):
                yield from self._kept(self._source.quads(treaty, None, None))
                yield from self._kept(self._source.quads(None, None, treaty))

    def _kept(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        return (quad for quad in quads if quad.predicate not in terms.NAMES)

    def _voices(self, quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
        return {
            quad.object
            for quad in quads
            if quad.predicate in (terms.PUBLISHER, terms.RELAYED_BY) and isinstance(quad.object, ox.NamedNode)
        }

    def _said(self, quad: ox.Quad) -> bool:
        """Whether any document still says it."""
        return self._elsewhere(quad, ())

    def _said_before(self, quad: ox.Quad, come: Collection[ox.Quad]) -> bool:
        return self._elsewhere(quad, come) or any(
            ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)) in self._before
            for graph in self._graphs
        )

    def _elsewhere(self, quad: ox.Quad, left_out: Collection[ox.Quad]) -> bool:
        found = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name != self._derived and other not in left_out for other in found)


def reached(source: ReadStatements, nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return the claims that lead to any of these nodes, in order."""
    waiting = list(nodes)
    seen = set(waiting)
    claims = set()
    while waiting:
        node = waiting.pop()
        if source.is_claim(node):
            claims.add(node)
            continue
        for quad in source.quads(None, None, node):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject not in seen:
                seen.add(quad.subject)
                waiting.append(quad.subject)
    return sorted(claims, key=lambda claim: claim.value)


def drop(
    store: ox.Store,
    graph: ox.NamedNode,
    nodes: Iterable[ox.NamedNode],
    found: Iterable[Block],
    source: ReadStatements,
) -> None:
    """Remove what was derived about these nodes, the claims of these blocks and what they are about.

    Accounts that still rest on other claims stay, without these.
    """
    stale = set(nodes)
    for block in found:
        for claim in block:
            stale.add(claim)
            stale.update(source.objects(claim, terms.ABOUT))
    # Disputes and sides are about one event each
    stale |= {
        quad.subject
        for node in list(stale)
        for quad in store.quads_for_pattern(None, terms.OVER, node, graph)
        if isinstance(quad.subject, ox.NamedNode)
    }
    accounts: set[ox.NamedNode] = set()
    for node in stale:
        for quad in list(store.quads_for_pattern(node, None, None, graph)):
            store.remove(quad)
        for quad in list(store.quads_for_pattern(None, None, node, graph)):
            if quad.predicate in (terms.CONCERNS, terms.DERIVED_FROM):
                assert isinstance(quad.subject, ox.NamedNode)  # no blank node leaves the engine
                accounts.add(quad.subject)
            if quad.predicate != terms.CONCERNS:
                store.remove(quad)
    for account in accounts:
        if next(iter(store.quads_for_pattern(account, terms.DERIVED_FROM, None, graph)), None) is None:
            for quad in list(store.quads_for_pattern(account, None, None, graph)):
                store.remove(quad)
