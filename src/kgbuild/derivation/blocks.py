"""Blocks of claims: those connected through what they are about.

No rule of scope event looks past a block, so that each block can be worked on by itself, and only those
blocks anew whose claims have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kgbuild.derivation import terms

_OFTEN = 50
"""Statements that many documents make of a node at least."""
Block = list[ox.NamedNode]
"""Claims, in order."""

BATCH = 500
"""Claims that are worked on at once, unless a single block holds more: what they lead to and what follows
from them, some 50 KB for each, is held in memory."""


class ReadStatements:
    """What the documents of a store say, without what was derived from it."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store = store
        self._derived = terms.derived_graph(base)
        self._known: dict[ox.NamedNode, tuple[ox.Triple, ...]] = {}

    def claims(self) -> Iterator[ox.NamedNode]:
        """Yield every claim, in order."""
        found = {quad.subject for quad in self.quads(None, terms.TYPE, terms.CLAIM)}
        yield from sorted((node for node in found if isinstance(node, ox.NamedNode)), key=iri)

    def quads(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: ox.NamedNode | None
    ) -> Iterator[ox.Quad]:
        """Yield what is said, with the graph that says it."""
        for quad in self._store.quads_for_pattern(subject, predicate, value, None):
            if quad.graph_name != self._derived:
                yield quad

    def described(self, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
        """Return what is said of a node, each statement once.

        What many documents say, of a state for instance, is kept: it will be asked for again and again.
        """
        known = self._known.get(node)
        if known is None:
            quads = list(self.quads(node, None, None))
            known = tuple(dict.fromkeys(quad.triple for quad in quads))
            if len(quads) >= _OFTEN:
                self._known[node] = known
        return known

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the nodes that a property of a subject points to, in order, each once."""
        found = {quad.object for quad in self.quads(subject, predicate, None)}
        return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=iri)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the nodes whose property points to this one, in order, each once."""
        found = {quad.subject for quad in self.quads(None, predicate, value)}
        return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=iri)

    def is_claim(self, node: ox.NamedNode) -> bool:
        """Whether a node is a claim of one of the documents."""
        return any(True for _ in self.quads(node, terms.TYPE, terms.CLAIM))

    def is_medium(self, node: ox.NamedNode) -> bool:
        """Whether an organization publishes a document or relays a claim."""
        if not any(True for _ in self.quads(node, terms.TYPE, terms.ORGANIZATION)):
            return False
        found = (terms.PUBLISHER, terms.RELAYED_BY)
        return any(True for predicate in found for _ in self.quads(None, predicate, node))

    def words(self, claim: ox.NamedNode) -> str:
        """Return the evidence of a claim, its parts in the order of their names."""
        exact = [
            quad.object.value
            for evidence in self.objects(claim, terms.EVIDENCE)
            for selector in self.objects(evidence, terms.HAS_SELECTOR)
            for quad in self.quads(selector, terms.EXACT, None)
            if isinstance(quad.object, ox.Literal)
        ]
        return " ".join(dict.fromkeys(exact))


def blocks(source: ReadStatements, seeds: Iterable[ox.NamedNode]) -> Iterator[Block]:
    """Yield the blocks that hold these claims, each once."""
    seen: set[ox.NamedNode] = set()
    for claim in seeds:
        if claim not in seen:
            yield _block(source, claim, seen)


def _block(source: ReadStatements, claim: ox.NamedNode, seen: set[ox.NamedNode]) -> Block:
    seen.add(claim)
    found = [claim]
    nodes: set[ox.NamedNode] = set()
    for member in found:  # grows on the way
        for node in source.objects(member, terms.ABOUT):
            if node in nodes:
                continue
            nodes.add(node)
            fresh = [other for other in source.subjects(terms.ABOUT, node) if other not in seen]
            seen.update(fresh)
            found += fresh
    return sorted(found, key=iri)


def batches(found: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the blocks some at a time, so that rules are not run for each alone."""
    batch: list[Block] = []
    claims = 0
    for block in found:
        batch.append(block)
        claims += len(block)
        if claims >= BATCH:
            yield batch
            batch, claims = [], 0
    if batch:
        yield batch


def iri(node: ox.NamedNode) -> str:
    """Sort key of nodes."""
    return node.value
