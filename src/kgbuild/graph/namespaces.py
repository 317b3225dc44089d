"""Namespaces of the graph, and the prefixes it is written with."""

from __future__ import annotations

from rdflib import Namespace
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

BASE = "https://w3id.org/kgbuild/id/"
"""Where individuals live, unless told otherwise."""
NS = "https://w3id.org/kgbuild/ns"
KG = Namespace(f"{NS}#")
OA = Namespace("http://www.w3.org/ns/oa#")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")

KINDS = (
    "document",
    "claim",
    "transfer",
    "deployment",
    "casualties",
    "treaty",
    "resolution",
    "state",
    "organization",
    "person",
    "place",
    "quantity",
)
"""Kinds of individuals, in the order in which a reader meets them; each has a prefix of its own."""
SCHEMES = ("materiel", "force-type", "obligation", "unit")
"""Schemes of the concepts that claims point to, as they stand in IRIs; each has a prefix of its own."""
NAMES = "graph/names"
"""Local name of the graph that says which of its names a thing goes by."""
OVERRIDES = "graph/overrides"
"""Local name of the graph of joins and splits by hand."""
DERIVED = "graph/derived"
"""Local name of the graph of derived statements."""

_VOCABULARIES: dict[str, str] = {
    "dcterms": str(DCTERMS),
    "geo": str(GEO),
    "kg": str(KG),
    "oa": str(OA),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "xsd": str(XSD),
}


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return the namespace of each prefix, vocabularies and individuals alike."""
    own = {kind: f"{base}{kind}/" for kind in (*KINDS, "graph", "dispute", "side", "rule", "derivation")}
    schemes = {scheme: f"{NS}/{scheme}/" for scheme in SCHEMES}
    return dict(sorted((_VOCABULARIES | own | schemes).items()))
