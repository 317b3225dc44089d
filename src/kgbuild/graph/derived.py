"""Statements that follow from others: kept in a graph of their own, with the rule that yields them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import PROV, RDF, RDFS

from kgbuild.graph.namespaces import DERIVED, KG
from kgbuild.graph.scope import Node, Quad

ON_BEHALF_OF = "rule/on-behalf-of"
RULE_INPUTS = frozenset({KG.claimant, KG.represents})
"""The properties that the rules look at."""


def derived_quads(quads: Iterable[Quad], base: str) -> Iterator[Quad]:
    """Yield what the property chain `kg:claimant / kg:represents` makes of these statements."""
    claimants: list[tuple[URIRef, URIRef]] = []
    represents: dict[Node, set[URIRef]] = {}
    for subject, predicate, value, _ in quads:
        if predicate == KG.claimant and isinstance(value, URIRef):
            claimants.append((subject, value))
        elif predicate == KG.represents and isinstance(value, URIRef):
            represents.setdefault(subject, set()).add(value)
    graph = URIRef(base + DERIVED)
    found = [(claim, whom) for claim, agent in claimants for whom in sorted(represents.get(agent, ()))]
    if found:
        yield from _description(base)
    for claim, whom in found:
        yield claim, KG.onBehalfOf, whom, graph


def _description(base: str) -> Iterator[Quad]:
    graph, rule = URIRef(base + DERIVED), URIRef(base + ON_BEHALF_OF)
    yield graph, RDF.type, PROV.Entity, graph
    yield graph, RDFS.label, Literal("Derived statements"), graph
    yield graph, KG.rule, rule, graph
    yield rule, RDF.type, KG.Rule, graph
    yield rule, RDFS.label, Literal("kg:onBehalfOf: whoever a claimant represents"), graph
    yield rule, RDFS.seeAlso, KG.onBehalfOf, graph
