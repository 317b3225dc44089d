"""The one order in which statements are written, whatever the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from kgbuild.export.sorting import in_order
from kgbuild.graph.namespaces import DERIVED, KINDS, NAMES, NS

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABELS = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2004/02/skos/core#altLabel",
)
_CLAIM = (
    "claimant",
    "onBehalfOf",
    "relayedBy",
    "stance",
    "modality",
    "about",
    "act",
    "quantity",
    "measure",
    "cumulative",
    "place",
    "eventTime",
    "eventTimeStart",
    "eventTimeEnd",
    "madeOn",
    "timeExpression",
    "allegesBreachOf",
    "cue",
    "readBy",
    "confidence",
    "reportedIn",
    "evidence",
    "readIn",
    "reads",
)
# Types and labels open a description; a claim reads from who to where it stands
_PREDICATES = {iri: rank for rank, iri in enumerate((_TYPE, *_LABELS, *(f"{NS}#{name}" for name in _CLAIM)))}
_REMEMBERED = 1 << 13
"""Subjects whose keys are kept at hand."""
_LAST = len(_PREDICATES)
_READING = "treaty="
_ACCOUNTS = ("dispute", "side", "rule", "derivation")

Key = tuple[Any, ...]


class Order:
    """Sort keys of subjects, graphs and statements under one base."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._kinds = {kind: rank for rank, kind in enumerate(KINDS)}
        # What depends on all documents comes after them
        self._whole = {base + NAMES: 1, base + DERIVED: 2, NS: 3}
        self.subject = lru_cache(_REMEMBERED)(self._rank)
        """Key of a subject: documents, claims, what they are about, agents, places, the rest, derivations."""

    def _rank(self, iri: str) -> Key:
        if not iri.startswith(self._base):
            return (2, 0, iri, 0, "")
        kind, _, name = iri[len(self._base) :].partition("/")
        node, mark, fragment = name.partition("#")
        if kind in _ACCOUNTS:
            return (3, _ACCOUNTS.index(kind), name, 0, "")
        if not mark:
            return (0, self._kinds.get(kind, len(self._kinds)), node, 0, "")
        if fragment.startswith(_READING):
            # Readings follow the treaties that they mean
            number = fragment.removeprefix(_READING)
            return (0, self._kinds["treaty"], "~" + node, int(number) if number.isdecimal() else 0, fragment)
        # Evidence follows all other individuals, by its place in the text
        start = fragment.partition("=")[2].partition(",")[0]
        return (1, 0, node, int(start) if start.isdecimal() else 0, fragment)

    def graph(self, iri: str) -> Key:
        """Key of a graph: documents first, then names, then what was derived, then the thesaurus."""
        return (self._whole.get(iri, 0), iri)

    def quads(self, store: ox.Store) -> Iterator[ox.Quad]:
        """Yield the quads of a store in order, graph by graph; the default graph comes first."""
        named = sorted(store.named_graphs(), key=lambda name: (*self.graph(_text(name)), str(name)))
        for graph in (ox.DefaultGraph(), *named):
            yield from in_order(store.quads_for_pattern(None, None, None, graph), self._statement)

    def triples(self, store: ox.Store) -> Iterator[ox.Triple]:
        """Yield the triples of all graphs of a store in order, each once."""
        ordered = in_order(store, self._statement)
        yield from (triple for triple, _ in groupby(quad.triple for quad in ordered))

    def _statement(self, quad: ox.Quad) -> Key:
        predicate = quad.predicate.value
        rank = _PREDICATES.get(predicate, _LAST)
        return (*self.subject(_text(quad.subject)), rank, predicate, *self._object(quad.object))

    def _object(self, term: Any) -> Key:
        if isinstance(term, ox.NamedNode):
            return (0, *self.subject(term.value))
        return (1, str(term))


def _text(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
