"""Diagrams of the ontology in Mermaid, for `build_ontology_docs.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

KG = Namespace("https://w3id.org/kgbuild/ns#")
PARTS = {
    "A claim": ("Claim", "Quantity", "oa:SpecificResource"),
    "Agents, places and documents": (
        "Agent",
        "State",
        "Organization",
        "Person",
        "Official",
        "Place",
        "Document",
    ),
    "A transfer": ("Event", "Transfer"),
    "A deployment": ("Event", "Deployment"),
    "Casualties": ("Event", "Casualties"),
    "Instruments": ("Instrument", "Treaty", "Resolution", "Reading"),
    "Disputes": ("Dispute", "Side"),
    "Corrections by hand": ("Override",),
}
"""Diagrams by title, and the classes whose properties they show."""
PLAIN = '%%{init: {"class": {"hideEmptyMembersBox": true}}}%%'
DERIVED = "What follows from claims"


def own(graph: Graph, kind: Node) -> list[URIRef]:
    """Return the terms of the ontology's own namespace that are of a kind, in the order of the file."""
    return [term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef) and term in KG]


def name(term: Node) -> str:
    """Return the local name of an own term, the prefixed name of another."""
    if str(term).startswith(KG):
        return str(term).removeprefix(str(KG))
    return _others.qname(str(term))


def alternatives(graph: Graph, value: Node) -> list[Node]:
    """Return the classes of a union, the datatype that a range restricts, or the class or datatype itself."""
    for members in graph.objects(value, OWL.unionOf):
        return list(Collection(graph, members))
    return [graph.value(value, OWL.onDatatype) or value]


def diagrams(graph: Graph, derived: set[str]) -> Iterator[str]:
    """Yield Markdown: the kinds there are, then each part with its properties. Inverses are left out.

    Args:
        graph: the ontology.
        derived: local names of the properties that follow by rules; they have a diagram of their own.
    """
    yield from _block("Kinds", _kinds(graph))
    shown = {URIRef(KG[prop]) for prop in derived}
    main = [prop for prop in _properties(graph) if prop not in shown]
    for title, classes in PARTS.items():
        of = [prop for prop in main if _domain(graph, prop) & set(classes)]
        yield from _block(title, _part(graph, of, {KG[c] for c in classes}))
    placed = {prop for classes in PARTS.values() for prop in main if _domain(graph, prop) & set(classes)}
    yield from _block(DERIVED, _part(graph, [p for p in _properties(graph) if p not in placed], set()))


def _block(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", "```mermaid", PLAIN, "classDiagram", "  direction LR")
    yield from (f"  {line}" for line in lines)
    yield "```"


def _kinds(graph: Graph) -> Iterator[str]:
    boxes, arrows = {}, []
    for term in own(graph, OWL.Class):
        above = [upper for upper in graph.objects(term, RDFS.subClassOf) if isinstance(upper, URIRef)]
        for upper in [u for u in above if u in KG] or above[:1]:
            boxes[upper] = _declared([upper])
            arrows.append(f"{_id([upper])} <|-- {name(term)}")
    yield from (*boxes.values(), *arrows)


def _part(graph: Graph, properties: list[URIRef], within: set[URIRef]) -> Iterator[str]:
    """Yield boxes with their data properties, and one arrow for all properties between two boxes."""
    arrows: dict[tuple[str, str], list[str]] = {}
    boxes: dict[str, str] = {}
    fields = []
    for prop in properties:
        ends = [
            alternatives(graph, value)
            for predicate in (RDFS.domain, RDFS.range)
            for value in graph.objects(prop, predicate)
        ]
        start, end = ends
        start = [one for one in start if one in within] or start
        boxes[_id(start)] = _declared(start)
        if (prop, RDF.type, OWL.DatatypeProperty) in graph:
            fields.append(f"{_id(start)} : {_type(end[0])} {name(prop)}")
            continue
        if start == end:  # a loop's label would lie on other arrows
            fields.append(f"{_id(start)} : {' or '.join(map(name, end))} {name(prop)}")
            continue
        boxes[_id(end)] = _declared(end)
        arrows.setdefault((_id(start), _id(end)), []).append(name(prop))
    yield from boxes.values()
    yield from fields
    yield from (f"{start} --> {end} : {', '.join(names)}" for (start, end), names in arrows.items())
    for term in own(graph, OWL.Class):
        for upper in graph.objects(term, RDFS.subClassOf):
            if {term, upper} <= within:
                yield f"{name(upper)} <|-- {name(term)}"


def _properties(graph: Graph) -> list[URIRef]:
    """Return the properties in the order of the file, without those that only turn another round."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    inverse = set(graph.subjects(OWL.inverseOf, None))
    return [prop for kind in kinds for prop in own(graph, kind) if prop not in inverse]


def _domain(graph: Graph, prop: URIRef) -> set[str]:
    values = graph.objects(prop, RDFS.domain)
    return {name(choice) for value in values for choice in alternatives(graph, value)}


def _declared(classes: list[Node]) -> str:
    return f'class {_id(classes)}["{" or ".join(map(name, classes))}"]'


def _id(classes: list[Node]) -> str:
    return re.sub(r"\W", "_", "_or_".join(map(name, classes)))


def _type(datatype: Node) -> str:
    return str(datatype).removeprefix(str(XSD)).removeprefix(str(RDFS))


_others = Graph().namespace_manager
for _prefix, _iri in {
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}.items():
    _others.bind(_prefix, _iri, replace=True)
