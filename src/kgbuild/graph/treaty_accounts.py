"""Readings of treaties, read back from a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from kgbuild.graph.namespaces import KG, NS
from kgbuild.graph.overrides import Corrections
from kgbuild.graph.store import pattern, term
from kgbuild.identity.joining import Joined, join
from kgbuild.identity.readings import TreatyReading

_TYPE, _READS, _READ_IN = term(RDF.type), term(KG.reads), term(KG.readIn)
_REPORTED_IN = term(KG.reportedIn)


@dataclass
class Told:
    """One reading of a graph, with the treaty that it turns out to mean."""

    node: ox.NamedNode
    graph: Any
    """The graph it stands in."""
    document: str
    """IRI of its document."""
    reading: TreatyReading
    joined: Joined
    treaty: URIRef
    revived: URIRef | None
    stood_for: frozenset[ox.NamedNode]
    """The treaties that the graph said it means, several where graphs were put together."""


class Readings:
    """All readings of a store, joined anew."""

    def __init__(self, store: ox.Store, base: str, corrections: Corrections) -> None:
        self._store, self._base, self._corrections = store, base, corrections
        self.all = list(self._told(self._nodes()))
        self._of_document: dict[str, list[Told]] = {}
        for each in self.all:
            self._of_document.setdefault(each.document, []).append(each)

    def treaties(self) -> list[ox.NamedNode]:
        """Return every treaty that a reading meant until now."""
        return sorted({treaty for each in self.all for treaty in each.stood_for}, key=str)

    def meant(self, claim: ox.NamedNode, treaties: set[ox.NamedNode]) -> set[URIRef]:
        """Return the treaties that a claim means, by those that it was linked to until now.

        Two readings of a document never mean one treaty, so these links tell which readings it speaks of,
        even where graphs were put together in which a reading meant different treaties.
        """
        documents = [quad.object.value for quad in pattern(self._store, claim, _REPORTED_IN, None)]
        return {
            each.treaty
            for document in documents
            for each in self._of_document.get(document, ())
            if each.stood_for and each.stood_for <= treaties
        }

    def _nodes(self) -> dict[str, list[ox.NamedNode]]:
        """Return by document its readings in the order of their numbers."""
        found: dict[str, set[ox.NamedNode]] = {}
        for quad in pattern(self._store, None, _TYPE, term(KG.Reading)):
            for link in pattern(self._store, quad.subject, _READ_IN, None):
                found.setdefault(link.object.value, set()).add(quad.subject)
        return {document: sorted(nodes, key=_number) for document, nodes in sorted(found.items())}

    def _told(self, nodes: dict[str, list[ox.NamedNode]]) -> Iterator[Told]:
        documents = {
            self._key(document).removeprefix("document/"): tuple(self._reading(node, own) for node in own)
            for document, own in nodes.items()
        }
        joined = join(documents)
        for (document, own), key in zip(nodes.items(), documents, strict=True):
            keys = [self._corrections.treaty(each.key, document) for each in joined[key]]
            treaties = [URIRef(self._base + each) for each in keys]
            for node, reading, each, treaty in zip(own, documents[key], joined[key], treaties, strict=True):
                stood_for = pattern(self._store, node, _READS, None)
                typed = pattern(self._store, node, _TYPE, term(KG.Reading))
                yield Told(
                    node,
                    next(iter(typed)).graph_name,
                    document,
                    reading,
                    each,
                    treaty,
                    treaties[reading.revives - 1] if reading.revives else None,
                    frozenset(quad.object for quad in stood_for),
                )

    def _reading(self, node: ox.NamedNode, own: list[ox.NamedNode]) -> TreatyReading:
        values: dict[str, set[str]] = {}
        revives = None
        for quad in pattern(self._store, node, None, None):
            if quad.predicate.value == str(KG.revives):
                revives = own.index(quad.object) + 1 if quad.object in own else None
            else:
                values.setdefault(quad.predicate.value, set()).add(quad.object.value)

        def every(predicate: URIRef) -> list[str]:
            return sorted(values.get(str(predicate), ()))

        def keys(predicate: URIRef) -> tuple[str, ...]:
            return tuple(sorted(map(self._key, every(predicate))))

        return TreatyReading(
            title=next(iter(every(DCTERMS.title)), None),
            names=tuple(every(SKOS.altLabel)),
            parties=keys(KG.party),
            signatories=keys(KG.signatory),
            obligations=tuple(value.removeprefix(f"{NS}/obligation/") for value in every(KG.obligation)),
            signed_in=next((int(year) for year in every(KG.signedIn)), None),
            revives=revives,
        )

    def _key(self, iri: str) -> str:
        return iri.removeprefix(self._base)


def _number(node: ox.NamedNode) -> tuple[int, str]:
    number = node.value.rpartition("=")[2]
    return (int(number) if number.isdecimal() else 0, node.value)


def is_canonical(quad: ox.Quad) -> bool:
    """Whether a statement says that something is a treaty."""
    return bool(quad.predicate == _TYPE and quad.object == term(KG.Treaty))
