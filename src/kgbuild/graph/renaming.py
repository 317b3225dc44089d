"""Whose names depend on what was changed in a store: only these are made anew.

A name is made of what is said of its node, of the names of its parts, and for a treaty of the titles that
its readings have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDFS

from kgbuild.graph.namespaces import KG, NAMES
from kgbuild.graph.naming import INPUTS, PARTS, Naming
from kgbuild.graph.recorded import Recorded

_INPUTS = frozenset(ox.NamedNode(predicate) for predicate in INPUTS)
_PARTS = frozenset(ox.NamedNode(KG[name]) for name in PARTS)
_READS, _TITLE, _LABEL = (ox.NamedNode(each) for each in (KG.reads, DCTERMS.title, RDFS.label))


def names_touched(store: Recorded, base: str) -> tuple[dict[str, str], Callable[[str], bool], set[str]]:
    """Return the names of all nodes whose names may be others than before the changes that a store recorded.

    With them: what tells whether a node of these is of a kind that has a name, and these nodes, also those
    that have no name any more.
    """
    come, gone = store.told()
    nodes = {_iri(t.subject) for t in come | gone if t.predicate in _INPUTS}
    nodes |= {_iri(t.object) for t in come | gone if t.predicate == _READS}
    nodes |= {
        _iri(quad.object)
        for t in come | gone
        if t.predicate == _TITLE
        for quad in store.quads_for_pattern(t.subject, _READS, None, None)
    }
    naming = _named(store, base, nodes)
    own = ox.NamedNode(base + NAMES)
    before = {node: _name(store, node, own) for node in nodes}
    others = {node for node, name in naming.labels() if node in nodes and before[node] != name}
    others |= {node for node in nodes if not naming.known(node)}
    nodes |= {
        _iri(quad.subject)
        for node in others
        for predicate in _PARTS
        for quad in store.quads_for_pattern(None, predicate, ox.NamedNode(node), None)
    }
    naming = _named(store, base, nodes)
    return {node: name for node, name in naming.labels() if node in nodes}, naming.known, nodes


def _named(store: Recorded, base: str, nodes: Iterable[str]) -> Naming:
    """Return what knows the names of some nodes: with it goes what is said of their parts and readings."""
    naming = Naming(base)
    waiting = sorted(nodes)
    seen = set(waiting)
    first = len(waiting)
    for at, node in enumerate(waiting):  # grows on the way
        told = list(store.quads_for_pattern(ox.NamedNode(node), None, None, None))
        for quad in told:
            if quad.predicate in _INPUTS:
                naming.add(node, quad.predicate.value, quad.object.value)
        if at >= first:
            continue
        beside = {_iri(quad.object) for quad in told if quad.predicate in _PARTS}
        beside |= {
            _iri(quad.subject) for quad in store.quads_for_pattern(None, _READS, ox.NamedNode(node), None)
        }
        for other in sorted(beside - seen - {""}):
            seen.add(other)
            waiting.append(other)
    return naming


def _name(store: Recorded, node: str, graph: ox.NamedNode) -> str | None:
    found = store.quads_for_pattern(ox.NamedNode(node), _LABEL, None, graph)
    return min((quad.object.value for quad in found), default=None)


def _iri(term: object) -> str:
    """Return the IRI of a node; nothing of anything else."""
    return term.value if isinstance(term, ox.NamedNode) else ""
