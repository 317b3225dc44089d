"""Who is asked whether a graph can be true of anything: HermiT, and without Java the rules of OWL 2 RL."""

from __future__ import annotations

import io
import re
import shutil
from typing import Protocol

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from kgbuild.errors import ValidationError
from kgbuild.validate.axioms import ontology
from kgbuild.validate.faults import short

_NOT_IN_OWL = frozenset({XSD.date, XSD.gYear, XSD.gYearMonth})
"""Datatypes outside OWL 2's map, which reasoners refuse; the shapes look at their values."""
_NO_MEANING = frozenset(
    {RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso, OWL.versionIRI, OWL.imports}
)
_IRI = re.compile(r"https?://[^\s,()]+")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that RDF allows and XML, in which the graph reaches HermiT, does not."""
_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""What owlrl ties its messages to."""


class Reasoner(Protocol):
    """Tells whether statements, together with the ontology, are consistent."""

    name: str
    portion: int
    """Triples to ask about at once: starting costs more than a few documents, and many cost memory."""

    def objections(self, graph: Graph) -> list[str]:
        """Return why the graph is inconsistent, in words; nothing where it is consistent."""


class _WithOntology:
    """Adds the ontology and leaves out what has no meaning to a reasoner, or what it refuses."""

    def __init__(self) -> None:
        self._terms = ontology()
        annotations = self._terms.subjects(RDF.type, OWL.AnnotationProperty)
        self._skipped: set[Node] = {*annotations, *_NO_MEANING}

    def __call__(self, graph: Graph) -> Graph:
        together = Graph()
        for source in (self._terms, graph):
            for triple in source:
                value = triple[2]
                refused = isinstance(value, Literal) and value.datatype in _NOT_IN_OWL
                if not refused and triple[1] not in self._skipped:
                    together.add((triple[0], triple[1], _in_xml(value)))
        return together


def _in_xml(value: Node) -> Node:
    """Return a value with the characters that XML lacks written out by their code points."""
    if not isinstance(value, Literal) or not _NO_XML.search(value):
        return value
    written = _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04X}", value)
    return Literal(written, lang=value.language, datatype=value.datatype)


class HermiT:
    """OWL 2 DL by HermiT, which owlready2 brings along and Java runs. It does not say why."""

    name = "HermiT"
    portion = 50_000

    def __init__(self) -> None:
        self._with_ontology = _WithOntology()

    @staticmethod
    def available() -> bool:
        """Whether there is a Java to run it."""
        import owlready2  # noqa: PLC0415 - takes long to import

        return shutil.which(owlready2.JAVA_EXE) is not None

    def objections(self, graph: Graph) -> list[str]:
        """Ask HermiT; ValidationError when it fails."""
        import owlready2  # noqa: PLC0415

        together = self._with_ontology(graph)
        if unread := _ill_typed(together):
            return unread
        triples = together.serialize(format="nt", encoding="utf-8")
        world = owlready2.World()
        try:
            world.get_ontology("https://w3id.org/kgbuild/check#").load(fileobj=io.BytesIO(triples))
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return ["no state of affairs fits these statements; HermiT does not say why"]
        except owlready2.OwlReadyOntologyParsingError as error:
            raise ValidationError(f"owlready2 cannot read the graph: {error}: export it anew") from error
        except owlready2.OwlReadyJavaError as error:
            lines = [line for line in str(error).splitlines() if "Exception" in line] or [str(error)]
            raise ValidationError(
                f"HermiT failed: {lines[-1].strip()}: check with --reasoner none, or mend what it names"
            ) from error
        finally:
            world.close()
        return []


class RuleReasoner:
    """The OWL 2 RL rules by the package owlrl: no Java, slower, and it concludes less."""

    name = "OWL 2 RL"
    portion = 10_000

    def __init__(self) -> None:
        self._with_ontology = _WithOntology()

    def objections(self, graph: Graph) -> list[str]:
        """Close the graph under the rules and return what they object to."""
        import owlrl  # noqa: PLC0415

        closed = self._with_ontology(graph)
        if unread := _ill_typed(closed):
            return unread
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
        found = {
            re.sub(r"https?://[^\s,()]+", lambda m: short(m[0]), str(o)) for o in closed.objects(None, _ERROR)
        }
        return sorted(found)


def _ill_typed(graph: Graph) -> list[str]:
    """Return the literals that are no value of their datatype: what has them can be true of nothing."""
    found = {o for o in graph.objects() if isinstance(o, Literal) and o.ill_typed}
    return sorted(f"{short(literal)} is no value of its datatype" for literal in found)
