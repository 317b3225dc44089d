"""One claim as a nanopublication: what is claimed, where that is read, and who publishes it.

The four graphs are those of https://nanopub.net/guidelines/. Nothing in them depends on when or where they
are made, and what was derived from other claims stays out: a nanopublication stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, XSD

from kgbuild.errors import ExportError
from kgbuild.export.order import Order
from kgbuild.graph.namespaces import BASE, KG, OA
from kgbuild.graph.store import as_store, pattern
from kgbuild.times import PartialDate

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
GRAPHS = ("Head", "assertion", "provenance", "pubinfo")

_OF_THE_READING = frozenset(
    str(KG[name]) for name in ("evidence", "reportedIn", "readBy", "confidence", "cue", "timeExpression")
)
"""What tells how a claim was read, not what it says."""
_OF_OTHERS = frozenset(
    str(KG[name])
    for name in (
        "contradicts",
        "corroborates",
        "revises",
        "origin",
        "standing",
        "sameWording",
        "readIn",
        "reads",
    )
)
"""What follows from other claims too."""
_TYPE, _LABEL = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDFS.label))
_CLAIM = ox.NamedNode(str(KG.Claim))
_PUBLISHER = ox.NamedNode(str(DCTERMS.publisher))
_SELECTOR = ox.NamedNode(str(OA.hasSelector))


@dataclass(frozen=True, slots=True)
class PublicationInfo:
    """What a publisher says of a nanopublication; all of it may be left open."""

    creator: str | None = None
    """IRI of who publishes it, such as an ORCID."""
    licence: str | None = None
    """IRI of the licence."""
    created: PartialDate | None = None
    """When it was made; never filled in by itself, so that the same claim gives the same bytes."""


def nanopublication(
    dataset: Dataset, claim: str, info: PublicationInfo = PublicationInfo(), base: str = BASE
) -> list[ox.Quad]:
    """Return the nanopublication of a claim, by its IRI: four named graphs, in the order of all exports.

    Raises ExportError where the IRI is no claim of the graph, or the information holds what is no IRI.
    """
    store, node = as_store(dataset), _named(claim)
    if not any(True for _ in pattern(store, node, _TYPE, _CLAIM)):
        raise ExportError(f"{claim} is no claim of this graph: take one that `kgbuild query` prints")
    this = f"{base}nanopub/{claim.rpartition('/')[2]}"
    graphs = dict(zip(GRAPHS, (ox.NamedNode(f"{this}/{name}") for name in GRAPHS), strict=True))
    made = ox.Store()
    for name, triples in (
        ("Head", _head(ox.NamedNode(this), graphs)),
        ("assertion", _assertion(store, node, base)),
        ("provenance", _provenance(store, node, graphs["assertion"])),
        ("pubinfo", _publication(ox.NamedNode(this), _label(store, node), info)),
    ):
        made.extend(ox.Quad(*triple, graphs[name]) for triple in triples)
    return list(Order(base).quads(made))


Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def _head(this: ox.NamedNode, graphs: dict[str, ox.NamedNode]) -> Iterator[Triple]:
    yield this, _TYPE, ox.NamedNode(f"{NP}Nanopublication")
    yield this, ox.NamedNode(f"{NP}hasAssertion"), graphs["assertion"]
    yield this, ox.NamedNode(f"{NP}hasProvenance"), graphs["provenance"]
    yield this, ox.NamedNode(f"{NP}hasPublicationInfo"), graphs["pubinfo"]


def _assertion(store: ox.Store, claim: ox.NamedNode, base: str) -> Iterator[Triple]:
    """Yield what a claim says, with its agents, events, places and figures as far as that takes."""
    waiting, seen = [claim], {claim}
    while waiting:
        node = waiting.pop()
        for triple in _statements(store, node):
            if triple[1].value in _OF_THE_READING | _OF_OTHERS or not _belongs(triple):
                continue
            yield triple
            value = triple[2]
            if isinstance(value, ox.NamedNode) and value.value.startswith(base) and value not in seen:
                seen.add(value)
                waiting.append(value)


def _belongs(triple: Triple) -> bool:
    """Whether a statement is kgbuild's own, a type, a label or a place on the map: no other names."""
    predicate = triple[1].value
    return predicate.startswith((str(KG), "http://www.w3.org/2003/01/geo/")) or triple[1] in (_TYPE, _LABEL)


def _provenance(store: ox.Store, claim: ox.NamedNode, assertion: ox.NamedNode) -> Iterator[Triple]:
    """Yield from which words of which document the assertion was read, and how surely."""
    for triple in _statements(store, claim):
        predicate, value = triple[1].value, triple[2]
        if predicate not in _OF_THE_READING:
            continue
        yield triple
        if predicate == str(KG.evidence) and isinstance(value, ox.NamedNode):
            yield assertion, ox.NamedNode(str(PROV.wasDerivedFrom)), value
            yield from _with(store, value, _SELECTOR)
        elif predicate == str(KG.reportedIn) and isinstance(value, ox.NamedNode):
            yield assertion, ox.NamedNode(str(PROV.hadPrimarySource)), value
            yield from _with(store, value, _PUBLISHER)


def _with(store: ox.Store, node: ox.NamedNode, link: ox.NamedNode) -> Iterator[Triple]:
    """Yield what is said of a node, and of those to which it has this link."""
    for triple in _statements(store, node):
        yield triple
        if triple[1] == link and isinstance(triple[2], ox.NamedNode):
            yield from (
                each
                for each in _statements(store, triple[2])
                if link == _SELECTOR or each[1] in (_TYPE, _LABEL)
            )


def _publication(this: ox.NamedNode, label: str, info: PublicationInfo) -> Iterator[Triple]:
    yield this, _LABEL, ox.Literal(label)
    yield this, ox.NamedNode(f"{NPX}hasNanopubType"), _CLAIM
    if info.creator:
        yield this, ox.NamedNode(str(DCTERMS.creator)), _named(info.creator)
    if info.licence:
        yield this, ox.NamedNode(str(DCTERMS.license)), _named(info.licence)
    if info.created:
        datatype = ox.NamedNode(str(XSD[info.created.datatype]))
        yield this, ox.NamedNode(str(DCTERMS.created)), ox.Literal(str(info.created), datatype=datatype)


def _statements(store: ox.Store, node: ox.NamedNode) -> Iterable[Triple]:
    """Return the statements about a node, of whatever graph, each once and in a fixed order."""
    found = {(q.subject, q.predicate, q.object) for q in pattern(store, node, None, None)}
    return sorted(found, key=lambda triple: tuple(map(str, triple)))


def _label(store: ox.Store, claim: ox.NamedNode) -> str:
    labels = sorted(quad.object.value for quad in pattern(store, claim, _LABEL, None))
    return labels[0] if labels else claim.value


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise ExportError(f"{iri!r} is not an absolute IRI") from error
