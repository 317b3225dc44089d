"""From bundles to the graphs of their documents, and to what has to meet over all documents.

A document's graph goes on as one piece: its statements stand together in the sorted whole. What many
documents may say of one node, an agent or an event for instance, is told apart: names, blocks of claims and
what the rules see are made of that.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kgbuild.claims.bundle import Bundle, bundled
from kgbuild.claims.jsonl import parse_record
from kgbuild.derivation import terms
from kgbuild.export.order import Order
from kgbuild.graph.builder import document_graph
from kgbuild.graph.concepts import USES, is_concept
from kgbuild.graph.namespaces import KG
from kgbuild.graph.naming import INPUTS
from kgbuild.graph.store import to_oxigraph
from kgbuild.identity.readings import readings_of
from kgbuild.identity.unify import settle
from kgbuild.spark.rows import Row, ordered, packed, unpacked

MADE = "kind string, name string, link string, number long, at binary, data binary"
GRAPH, TOLD, READING, CLAIM, REACH, LINK, MEDIUM, CONCEPT, SIZES = (
    *("graph", "told", "reading", "claim", "reach", "link", "medium", "concept", "sizes"),
)
NAMING, CONTEXT = 1, 2
"""What a statement about a shared node is for: names depend on it, rules may see it."""

_INPUTS = frozenset(map(str, INPUTS))
_USES = frozenset(map(str, USES))
_READS = str(KG.reads)
_NAMES = frozenset(name.value for name in terms.NAMES)
_OFTEN = 1 << 16
"""Statements about shared nodes that a task remembers, so as not to tell them again."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much the graph of a document holds."""

    claims: int
    own: int
    """Statements that no other document can make."""


def line(quad: ox.Quad) -> bytes:
    """Return a statement as it stands in a file of N-Quads, without its graph."""
    return written([quad.triple], ox.RdfFormat.N_TRIPLES)


def written(statements: Iterable[ox.Triple] | Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    """Return statements as text."""
    text = ox.serialize(statements, format=form)
    assert text is not None  # it would go to a stream, where one is given
    return text


@dataclass(frozen=True, slots=True)
class Graphs:
    """Makes the graph of each document from its bundle, and from the keys of the treaties that it means."""

    base: str

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield what the graphs hold; rows are packed bundles and pickled keys."""
        known: set[bytes] = set()
        for lines, meant in rows:
            for row in self._document(_bundle(lines), pickle.loads(meant) if meant else []):
                if row[0] == TOLD:
                    if row[5] in known:
                        continue
                    if len(known) >= _OFTEN:
                        known.clear()
                    known.add(row[5])
                yield row

    def _document(self, bundle: Bundle, meant: list[str]) -> Iterator[Row]:
        document, claims = settle(bundle.document, bundle.claims)
        readings, numbers = readings_of(document.key, claims)
        made = document_graph(document, claims, readings, numbers, meant, self.base)
        quads = sorted(dict.fromkeys(to_oxigraph(made)), key=Order(self.base).quad)
        graph = quads[0].graph_name
        at = ordered((*Order(self.base).graph(graph.value),))  # type: ignore[union-attr]
        data = packed(written(quads, ox.RdfFormat.N_QUADS))
        yield GRAPH, None, None, len(quads), at, data
        own: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            name = quad.subject.value  # type: ignore[union-attr]
            if self._is_own(name):
                own.setdefault(name, []).append(quad)
            else:
                yield from self._shared(name, quad)
            yield from self._met(name, quad)
        for name, about in own.items():
            if name.startswith(f"{self.base}claim/"):
                yield from self._claim(name, about, own)
        sizes = Sizes(len(claims), sum(map(len, own.values())))
        yield SIZES, None, None, 1, None, pickle.dumps(sizes)

    def _is_own(self, name: str) -> bool:
        """Whether no other document says anything of a node."""
        return name.startswith((f"{self.base}document/", f"{self.base}claim/"))

    def _shared(self, name: str, quad: ox.Quad) -> Iterator[Row]:
        predicate = quad.predicate.value
        use = (NAMING if predicate in _INPUTS else 0) | (0 if predicate in _NAMES else CONTEXT)
        yield TOLD, name, target(quad), use, None, line(quad)

    def _met(self, name: str, quad: ox.Quad) -> Iterator[Row]:
        """Yield what a statement has to do with things beyond its document."""
        predicate, value = quad.predicate.value, quad.object
        if quad.predicate in (terms.PUBLISHER, terms.RELAYED_BY):
            yield MEDIUM, value.value, None, 0, None, line(quad)  # type: ignore[union-attr]
        if predicate in _USES and is_concept(value.value):  # type: ignore[union-attr]
            yield CONCEPT, value.value, None, 0, None, None  # type: ignore[union-attr]
        if predicate in _INPUTS and "#treaty=" in name:
            treaty = value.value if predicate == _READS else None  # type: ignore[union-attr]
            yield READING, name, treaty, 0, None, line(quad)

    def _claim(self, claim: str, about: list[ox.Quad], own: dict[str, list[ox.Quad]]) -> Iterator[Row]:
        """Yield a claim with all that its document alone says of what it leads to, and with what it meets."""
        subjects = [quad.object.value for quad in about if quad.predicate == terms.ABOUT]  # type: ignore[union-attr]
        block = min(subjects, default=claim)
        waiting, seen = [claim], {claim}
        lines: list[bytes] = []
        for name in waiting:  # grows on the way
            for quad in own.get(name, ()):
                lines.append(line(quad))
                reached = target(quad)
                if reached and reached not in seen:
                    seen.add(reached)
                    waiting.append(reached)
        yield CLAIM, block, None, 1, None, packed(b"".join(lines))
        yield from ((REACH, block, name, 0, None, None) for name in waiting if not self._is_own(name))
        yield from ((LINK, block, subject, 0, None, None) for subject in subjects if subject != block)


def target(quad: ox.Quad) -> str | None:
    """Return the node that rules get to see because of a statement; None where there is none."""
    value = quad.object
    if not isinstance(value, ox.NamedNode) or quad.predicate in terms.NAMES or terms.is_term(value):
        return None
    return value.value


def _bundle(lines: bytes) -> Bundle:
    records: list[Any] = [parse_record(each) for each in unpacked(lines).split(b"\n")]
    (bundle,) = bundled(records)
    return bundle
