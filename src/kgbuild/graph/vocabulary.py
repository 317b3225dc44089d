"""Names of the graph as plain text, and the prefixes it is written with: who only asks needs no more."""

from __future__ import annotations

BASE = "https://w3id.org/kgbuild/id/"
"""Where individuals live, unless told otherwise."""
NS = "https://w3id.org/kgbuild/ns"
KG_TERMS = f"{NS}#"
"""What the names of the ontology's terms begin with."""
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD_NAMES = "http://www.w3.org/2001/XMLSchema#"
"""What the names of datatypes begin with."""

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

VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "kg": KG_TERMS,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": XSD_NAMES,
}
"""The vocabularies that are used, by their prefixes."""


def prefixes(base: str = BASE) -> dict[str, str]:
    """Return the namespace of each prefix, vocabularies and individuals alike."""
    own = {kind: f"{base}{kind}/" for kind in (*KINDS, "graph", "dispute", "side", "rule", "derivation")}
    schemes = {scheme: f"{NS}/{scheme}/" for scheme in SCHEMES}
    return dict(sorted((VOCABULARIES | own | schemes).items()))
