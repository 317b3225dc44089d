"""The SHACL shapes of `ontology/shapes.ttl`, tried on a graph."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import Dataset, Graph
from rdflib.namespace import DCTERMS, RDF, SH
from rdflib.term import Node

from kgbuild.errors import ValidationError
from kgbuild.graph.namespaces import KG, OA
from kgbuild.resources import read_text


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One node that breaks a shape, and where its words stand."""

    node: str
    message: str
    value: str | None = None
    """The value at fault, where one is."""
    document: str | None = None
    """Identifier of the document, where the node is a claim or evidence."""
    quote: str | None = None


def check_shapes(dataset: Dataset) -> list[Violation]:
    """Return what breaks the shapes, in the order of the nodes; nothing where the graph conforms.

    Raises ValidationError when the check itself cannot be done.
    """
    # pyshacl looks at every node many times over, which memory answers faster than any store
    graph = merged(dataset)
    shapes = Graph().parse(data=read_text("ontology", "shapes.ttl"), format="turtle")
    from pyshacl import validate  # noqa: PLC0415 - takes a second to import
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

    try:
        conforms, report, _ = validate(graph, shacl_graph=shapes)
    except ReportableRuntimeError as error:
        raise ValidationError(f"the shapes cannot be tried on this graph: {error.message}") from error
    if conforms or not isinstance(report, Graph):
        return []
    found = {_violation(graph, report, result) for result in report.subjects(RDF.type, SH.ValidationResult)}
    return sorted(found, key=lambda v: (v.node, v.message, v.value or ""))


def merged(dataset: Dataset) -> Graph:
    """Return all graphs of a dataset as one, in memory."""
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


def _violation(graph: Graph, report: Graph, result: Node) -> Violation:
    node = report.value(result, SH.focusNode)
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    value = report.value(result, SH.value)
    document, quote = _place(graph, node)
    return Violation(
        node=str(node),
        message=" ".join(" ".join(messages).split()) or "breaks a shape",
        value=None if value is None else str(value),
        document=document,
        quote=quote,
    )


def _place(graph: Graph, node: Node | None) -> tuple[str | None, str | None]:
    """Return the document's identifier and the words of a claim, or of a piece of evidence."""
    evidence = graph.value(node, KG.evidence) or node
    document = graph.value(node, KG.reportedIn) or graph.value(evidence, OA.hasSource)
    quotes = (graph.value(selector, OA.exact) for selector in graph.objects(evidence, OA.hasSelector))
    identifier = graph.value(document, DCTERMS.identifier) if document else None
    quote = next((str(words) for words in quotes if words is not None), None)
    return (None if identifier is None else str(identifier)), quote
