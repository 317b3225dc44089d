"""Concepts of the thesaurus as statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SKOS

from kgbuild.errors import ClaimError
from kgbuild.graph.namespaces import KG, NS, SCHEMES
from kgbuild.graph.scope import Quad
from kgbuild.knowledge.thesaurus import Scheme, Thesaurus

GRAPH = URIRef(NS)
"""The graph of statements that come from the ontology, not from a document."""
USES = frozenset({KG.materiel, KG.forceType, KG.obligation, KG.unit, KG.inExchangeFor})
"""The properties that point to concepts, the last to transfers too."""
_STEMS = tuple(f"{NS}/{scheme}/" for scheme in SCHEMES)
_LANGUAGE = "en"


def is_concept(node: str) -> bool:
    """Whether a node is a concept of one of the schemes that claims point to."""
    return node.startswith(_STEMS)


def is_known(iri: str) -> bool:
    """Whether the thesaurus has this concept."""
    if not is_concept(iri):
        return False
    name, _, key = iri.removeprefix(f"{NS}/").partition("/")
    return name in _schemes() and key in _schemes()[name].concepts


@cache
def _schemes() -> dict[str, Scheme]:
    thesaurus = Thesaurus.load()
    schemes = (thesaurus.materiel, thesaurus.force_type, thesaurus.obligation, thesaurus.unit)
    return {scheme.name: scheme for scheme in schemes}


def concept_label(scheme: str, key: str) -> str:
    """Return the preferred label of a concept, or its key in words where the thesaurus lacks it."""
    known = _schemes()[scheme].concepts.get(key)
    return known.label if known else key.replace("-", " ")


def concept_quads(used: Iterable[URIRef]) -> Iterator[Quad]:
    """Describe the concepts used and all that are broader.

    Raises ClaimError when a claim names a concept that the thesaurus lacks.
    """
    wanted: set[tuple[str, str]] = set()
    for iri in map(str, used):
        if not is_concept(iri):
            continue
        name, key = iri.removeprefix(f"{NS}/").split("/", 1)
        scheme = _schemes()[name]
        if key not in scheme.concepts:
            raise ClaimError(f"no {name} concept {key!r}: use a key of ontology/{name}.ttl, or add it there")
        wanted.update((name, each) for each in (key, *scheme.ancestors(key)))
    for name, key in sorted(wanted):
        yield from _describe(_schemes()[name], key)


def _describe(scheme: Scheme, key: str) -> Iterator[Quad]:
    concept = scheme.concepts[key]
    node, home = URIRef(concept.iri), f"{NS}/{scheme.name}"
    yield node, RDF.type, SKOS.Concept, GRAPH
    yield node, SKOS.prefLabel, Literal(concept.label, lang=_LANGUAGE), GRAPH
    bare = (concept.bare_name,) if concept.bare_name else ()
    for label in (*concept.alt_labels, *bare):
        yield node, SKOS.altLabel, Literal(label, lang=_LANGUAGE), GRAPH
    for broader in concept.broader:
        yield node, SKOS.broader, URIRef(f"{home}/{broader}"), GRAPH
    yield node, SKOS.inScheme, URIRef(home), GRAPH
