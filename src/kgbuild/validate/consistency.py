"""Whether a graph can be true of anything under the ontology: asked of HermiT, through owlready2."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass

from rdflib import Dataset, Graph, Literal
from rdflib.namespace import OWL, RDF, XSD

from kgbuild.errors import ValidationError
from kgbuild.resources import names, read_text
from kgbuild.validate.shapes import merged

_NOT_IN_OWL = frozenset({XSD.date, XSD.gYear, XSD.gYearMonth})
"""Datatypes outside OWL 2's map, which HermiT refuses; the shapes look at their values."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner says."""

    consistent: bool | None
    """None where it was not asked."""
    left_out: str | None = None
    """Why it was not asked."""


def check_consistency(dataset: Dataset) -> Consistency:
    """Ask whether the graph together with the ontology is consistent under OWL 2 DL.

    Takes about half a minute for a graph of some thousand statements, and needs Java; without it nothing is
    asked, and the answer says so. Raises ValidationError when the reasoner fails.
    """
    import owlready2  # noqa: PLC0415 - takes long to import

    if shutil.which(owlready2.JAVA_EXE) is None:
        return Consistency(None, "the reasoner needs Java, which is not installed")
    world = owlready2.World()
    triples = io.BytesIO(_with_ontology(merged(dataset)).serialize(format="nt", encoding="utf-8"))
    world.get_ontology("https://w3id.org/kgbuild/check#").load(fileobj=triples)
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Consistency(consistent=False)
    except owlready2.OwlReadyJavaError as error:
        lines = [line for line in str(error).splitlines() if "Exception" in line] or [str(error)]
        raise ValidationError(f"the reasoner failed: {lines[-1].strip()}") from error
    finally:
        world.close()
    return Consistency(consistent=True)


def _with_ontology(graph: Graph) -> Graph:
    """Return the graph with the ontology, without the literals that the reasoner refuses."""
    for name in names("ontology", suffix=".ttl"):
        if name != "shapes.ttl":
            graph.parse(data=read_text("ontology", name), format="turtle")
    for triple in list(graph):
        value = triple[2]
        if isinstance(value, Literal) and value.datatype in _NOT_IN_OWL:
            graph.remove(triple)
    for imported in list(graph.triples((None, OWL.imports, None))):
        graph.remove(imported)
    for ontology in list(graph.subjects(RDF.type, OWL.Ontology)):
        graph.remove((ontology, OWL.versionIRI, None))
    return graph
