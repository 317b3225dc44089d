"""From a node to the words behind it: through the evidence of a claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDFS

from kgbuild.graph.namespaces import KG, OA
from kgbuild.validate.faults import FaultPlace, short
from kgbuild.validate.terms import OxTerm

_MOST = 200
"""Nodes looked at on the way to a place: a state may stand in a hundred thousand claims."""
_STEPS = 3
"""Statements from a node back to a claim: it is about an event, whose supplier is an agent of a state."""

_EVIDENCE, _REPORTED = ox.NamedNode(str(KG.evidence)), ox.NamedNode(str(KG.reportedIn))
_READ_IN = ox.NamedNode(str(KG.readIn))
_SOURCE, _SELECTOR = ox.NamedNode(str(OA.hasSource)), ox.NamedNode(str(OA.hasSelector))
_EXACT, _START, _END = (ox.NamedNode(str(p)) for p in (OA.exact, OA.start, OA.end))
_IDENTIFIER, _LABEL = ox.NamedNode(str(DCTERMS.identifier)), ox.NamedNode(str(RDFS.label))

Subject = ox.NamedNode | ox.BlankNode


def place_of(store: ox.Store, node: Subject) -> FaultPlace | None:
    """Return the first place where a node's words stand; None where no claim leads to it."""
    ring, seen = [node], {node}
    for _ in range(_STEPS + 1):
        found = [place for near in ring if (place := _own_place(store, near))]
        if found:
            return min(found, key=lambda p: (p.quote is None, p.document, p.start or 0))
        ring = sorted({n for near in ring for n in islice(_pointing(store, near), _MOST)} - seen, key=str)[
            :_MOST
        ]
        seen.update(ring)
    return None


def label_of(store: ox.Store, node: Subject) -> str | None:
    """Return the label of a node, the first of several."""
    labels = (quad.object for quad in store.quads_for_pattern(node, _LABEL, None))
    return min((label.value for label in labels if isinstance(label, ox.Literal)), default=None)


def _pointing(store: ox.Store, node: Subject) -> Iterator[Subject]:
    subjects = (quad.subject for quad in store.quads_for_pattern(None, None, node))
    return (s for s in subjects if isinstance(s, ox.NamedNode | ox.BlankNode))


def _own_place(store: ox.Store, node: Subject) -> FaultPlace | None:
    """Return the place of a claim, of evidence, or of a document."""
    link = _first(store, node, _EVIDENCE)
    evidence = link if isinstance(link, ox.NamedNode) else node
    document = (
        _first(store, evidence, _SOURCE) or _first(store, node, _REPORTED) or _first(store, node, _READ_IN)
    )
    identifier = _first(store, node if document is None else document, _IDENTIFIER)
    if document is None and identifier is None:
        return None
    name = identifier.value if isinstance(identifier, ox.Literal) else short((document or node).value)
    selectors = [quad.object for quad in store.quads_for_pattern(evidence, _SELECTOR, None)]
    quote, start, end = (
        next((value.value for s in selectors if (value := _first(store, s, p))), None)
        for p in (_EXACT, _START, _END)
    )
    return FaultPlace(name, quote, _whole(start), _whole(end))


def _first(store: ox.Store, node: OxTerm, predicate: ox.NamedNode) -> ox.NamedNode | ox.Literal | None:
    if not isinstance(node, ox.NamedNode) and not isinstance(node, ox.BlankNode):
        return None
    values = (quad.object for quad in store.quads_for_pattern(node, predicate, None))
    known = [value for value in values if isinstance(value, ox.NamedNode | ox.Literal)]
    return min(known, key=lambda value: value.value, default=None)


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
