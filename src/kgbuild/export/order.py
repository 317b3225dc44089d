"""The one order in which statements are written, whatever the order in which they were made."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from kgbuild.export.sorting import Description, in_order
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
_REMEMBERED = 1 << 15
"""Subjects whose keys are kept at hand."""
_SHAPES = 1 << 10
"""Lists of predicates whose order is kept at hand."""
_FEW = 50
"""Predicates in such a list; an event of many claims has more."""
_LAST = len(_PREDICATES)
_AT_ONCE = 1000
"""Descriptions that are read back into terms together."""
_IN_MEMORY = 4_000_000
"""Bytes of a store's lines up to which nothing is written aside to disk."""
_READING = "treaty="
_ACCOUNTS = ("dispute", "side", "rule", "derivation")

Key = tuple[Any, ...]
_InTurn = Callable[[list[tuple[str, str]]], Iterable[tuple[str, str]]]


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

    def quad(self, quad: ox.Quad) -> Key:
        """Key of a statement of a named graph among all: that of its graph comes first; numbers and texts."""
        said = str(quad.predicate), str(quad.object)
        return (*self.described_key(str(quad.graph_name), str(quad.subject))[1:], *self._said(said))

    def described(self, store: ox.Store) -> Iterator[Description]:
        """Yield what each graph says of each subject, graph by graph; the default graph comes first."""
        for graph, subject, said in in_order(_graphs(store), self.described_key):
            yield Description(graph, subject, self.said_in_order(said))

    def merged(self, store: ox.Store) -> Iterator[Description]:
        """Yield what all graphs together say of each subject, nothing twice."""
        for graph, subject, said in in_order(_graphs(store), self.merged_key, merged=True):
            yield Description(graph, subject, self.said_in_order(said))

    def quads(self, store: ox.Store) -> Iterator[ox.Quad]:
        """Yield the quads of a store in order, graph by graph; the default graph comes first."""
        return as_quads(self.described(store))

    def described_key(self, graph: str, subject: str) -> Key:
        """Key of what a graph says of a subject, both as N-Quads writes them; "" is the default graph."""
        name = _bare(graph)
        return (bool(graph), *self.graph(name), graph, *self.merged_key("", subject))

    def merged_key(self, _: str, subject: str) -> Key:
        """Key of what all graphs together say of a subject, as N-Quads writes it."""
        return (*self.subject(_bare(subject)), subject)

    def said_in_order(self, said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return predicates and objects in order, nothing twice; few predicates have several objects."""
        given = list(said)
        predicates = tuple([predicate for predicate, _ in given])
        in_turn, several = _known_turn(predicates) if len(predicates) <= _FEW else _turn(predicates)
        ordered = list(in_turn(given))
        for begin, end in several:
            objects = {object_ for _, object_ in ordered[begin:end]}
            predicate = ordered[begin][0]
            ordered[begin:end] = [(predicate, each) for each in sorted(objects, key=self._object)]
        return ordered

    def _said(self, said: tuple[str, str]) -> Key:
        """Key of a predicate and an object, as N-Triples writes them."""
        return (*_verb(said[0]), *self._object(said[1]))

    def _object(self, text: str) -> Key:
        if text[0] == "<" and text[1] != "<":
            return (0, *self.subject(text[1:-1]))
        return (1, text)

    def _statement(self, quad: ox.Quad) -> Key:
        return (*self.subject(_text(quad.subject)), *self._said((str(quad.predicate), str(quad.object))))


@lru_cache(_REMEMBERED)
def _verb(text: str) -> tuple[int, str]:
    """Key of a predicate, as N-Triples writes it."""
    predicate = text[1:-1]
    return _PREDICATES.get(predicate, _LAST), predicate


def _turn(predicates: tuple[str, ...]) -> tuple[_InTurn, list[tuple[int, int]]]:
    """Return what puts statements with these predicates in order, and where those of one then stand together.

    The last come first.
    """
    ordered = sorted(range(len(predicates)), key=lambda number: _verb(predicates[number]))
    several, begin = [], 0
    for _, same in groupby(ordered, key=predicates.__getitem__):
        end = begin + len(list(same))
        if end > begin + 1:
            several.append((begin, end))
        begin = end
    return itemgetter(*ordered) if len(ordered) > 1 else iter, several[::-1]


_known_turn = lru_cache(_SHAPES)(_turn)
"""There are few such lists: a store has the predicates of alike subjects in one order."""


def _graphs(store: ox.Store) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the graphs of a store, each with its statements as lines of N-Triples."""
    for graph in (ox.DefaultGraph(), *store.named_graphs()):
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="kgbuild-") as aside:
            store.dump(aside, ox.RdfFormat.N_TRIPLES, from_graph=graph)
            aside.seek(0)
            name = "" if isinstance(graph, ox.DefaultGraph) else str(graph)
            yield name, io.TextIOWrapper(aside, encoding="utf-8", newline="\n")


def as_quads(found: Iterable[Description]) -> Iterator[ox.Quad]:
    """Yield the statements of descriptions as terms."""
    source = iter(found)
    while part := list(islice(source, _AT_ONCE)):
        yield from ox.parse("".join(line for each in part for line in each.lines()), ox.RdfFormat.N_QUADS)


def as_triples(found: Iterable[Description]) -> Iterator[ox.Triple]:
    """Yield the statements of descriptions as terms, without their graphs."""
    return (quad.triple for quad in as_quads(found))


def as_descriptions(quads: Iterable[ox.Quad]) -> Iterator[Description]:
    """Yield what quads that are in order say of each subject of each graph."""
    for (graph, subject), same in groupby(quads, key=lambda quad: (quad.graph_name, quad.subject)):
        name = "" if isinstance(graph, ox.DefaultGraph) else str(graph)
        yield Description(name, str(subject), [(str(quad.predicate), str(quad.object)) for quad in same])


def _bare(node: str) -> str:
    """Return an IRI without its brackets; anything else as it is."""
    return node[1:-1] if node[:1] == "<" else node


def _text(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
