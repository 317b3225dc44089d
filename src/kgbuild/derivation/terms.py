"""The terms that the engine itself handles, as Oxigraph has them."""

from __future__ import annotations

import pyoxigraph as ox

from kgbuild.graph.namespaces import DERIVED, KG, NS, OA

GIVEN = "https://w3id.org/kgbuild/given#"
"""Namespace of what the engine gives to the rules; never part of a graph."""

FEW = 50
"""Claims about one event or treaty up to which all pairs of them are looked at, and told of."""

NEAR_IDENTICAL = ox.NamedNode(f"{GIVEN}nearIdentical")
"""Joins two claims of different documents about one thing whose evidence is nearly the same words."""
MEDIUM = ox.NamedNode(f"{GIVEN}medium")
"""True for an agent that publishes a document or relays a claim: its words are its own, not its state's."""

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
COMMENT = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
VERSION = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
PUBLISHER = ox.NamedNode("http://purl.org/dc/terms/publisher")
IDENTIFIER = ox.NamedNode("http://purl.org/dc/terms/identifier")
HAS_SELECTOR = ox.NamedNode(OA.hasSelector)
EXACT = ox.NamedNode(OA.exact)
ORGANIZATION = ox.NamedNode(KG.Organization)
ABOUT = ox.NamedNode(KG.about)
CLAIM = ox.NamedNode(KG.Claim)
CONCERNS = ox.NamedNode(KG.concerns)
DERIVATION = ox.NamedNode(KG.Derivation)
DOCUMENT = ox.NamedNode(KG.Document)
DERIVED_FROM = ox.NamedNode(KG.derivedFrom)
DERIVES = ox.NamedNode(KG.derives)
EVIDENCE = ox.NamedNode(KG.evidence)
RELAYED_BY = ox.NamedNode(KG.relayedBy)
REPORTED_IN = ox.NamedNode(KG.reportedIn)
RULE = ox.NamedNode(KG.rule)
RULE_CLASS = ox.NamedNode(KG.Rule)
OVER = ox.NamedNode(KG.over)
SAME_WORDING = ox.NamedNode(KG.sameWording)
TREATY = ox.NamedNode(KG.Treaty)

NAMES = frozenset(
    ox.NamedNode(iri)
    for iri in (
        LABEL.value,
        "http://www.w3.org/2004/02/skos/core#altLabel",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2004/02/skos/core#hiddenLabel",
    )
)
"""Names are no ground to conclude anything from, and change whenever documents come or go."""


def derived_graph(base: str) -> ox.NamedNode:
    """Return the name of the graph of derived statements."""
    return ox.NamedNode(base + DERIVED)


def is_term(node: ox.NamedNode) -> bool:
    """Whether a node is a term of the ontology, such as kg:Disputed."""
    return node.value.startswith(f"{NS}#")
