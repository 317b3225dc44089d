"""The graph as Python objects, by owlready2."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib.namespace import DC, OWL, SDO

from kgbuild.errors import GraphFileError
from kgbuild.graph.load import read_graph
from kgbuild.graph.namespaces import KG, prefixes
from kgbuild.graph.store import as_store
from kgbuild.resources import read_text
from kgbuild.times import PartialDate
from kgbuild.validate.axioms import ONTOLOGY_FILES

_SCHEMA = "http://www.w3.org/2001/XMLSchema#"
_IMPORTS = ox.NamedNode(OWL.imports)
_IS_DOCUMENT = "ASK { ?document a <https://w3id.org/kgbuild/ns#Document> }"


class Year(PartialDate):
    """An xsd:gYear."""

    __slots__ = ()


class YearMonth(PartialDate):
    """An xsd:gYearMonth."""

    __slots__ = ()


def open_world(*paths: str | Path) -> Any:
    """Open exported graphs, together, as owlready2's ontology: classes, and objects with properties.

    `onto.Treaty.instances()` lists treaties, `claim.claimant` the claimants of one claim. `onto.world` is
    owlready2's world, of this call alone; `onto.world.close()` closes it. Days are `datetime.date`, months
    and years texts that know their precision ("2024-10"); `str()` of each is its ISO form. Takes any RDF
    format, by suffix. Raises GraphFileError when a file cannot be read or holds no document.
    """
    if not paths:
        raise GraphFileError("no graph to open: name at least one file, such as open_world('out.ttl')")
    import owlready2  # noqa: PLC0415 - takes long to import

    store = as_store(read_graph(Path(path) for path in paths))
    if not store.query(_IS_DOCUMENT, use_default_graph_as_union=True):
        names = ", ".join(map(str, paths))
        raise GraphFileError(f"{names}: there is no kg:Document in it: open what kgbuild export wrote")
    for name in ONTOLOGY_FILES:
        store.load(read_text("ontology", name).encode(), format=ox.RdfFormat.TURTLE)
    _declare_dates()
    triples = io.BytesIO()
    for quad in store:
        if quad.predicate != _IMPORTS:  # owlready2 would fetch them
            triples.write(f"{quad.triple} .\n".encode())
    triples.seek(0)
    world = owlready2.World()
    try:
        onto = world.get_ontology(str(KG)).load(fileobj=triples)
    except owlready2.OwlReadyOntologyParsingError as error:
        world.close()
        names = ", ".join(map(str, paths))
        raise GraphFileError(f"{names}: owlready2 cannot read it: see what kgbuild check says") from error
    _settle_names(world)
    return onto


@cache
def _declare_dates() -> None:
    """Teach owlready2 the dates that it does not know, once: its list of datatypes is one for all worlds."""
    import owlready2  # noqa: PLC0415

    for kind, name in ((Year, "gYear"), (YearMonth, "gYearMonth")):
        owlready2.declare_datatype(kind, _SCHEMA + name, kind, str)


def _settle_names(world: Any) -> None:
    """Let kg:recipient be `recipient`: of properties with one name the first of these namespaces has it.

    The others get their prefix before it (`schema_recipient`).
    """
    order = ("kg", "dcterms", "oa", "skos", "prov", "geo", "dc", "schema")
    known = {**prefixes(), "dc": str(DC), "schema": str(SDO)}
    ranks = {known[prefix]: (rank, prefix) for rank, prefix in enumerate(order)}
    by_name: dict[str, list[tuple[int, str, Any]]] = {}
    for prop in world.properties():
        rank, prefix = ranks.get(prop.namespace.base_iri, (len(order), "other"))
        by_name.setdefault(prop.name, []).append((rank, prefix, prop))
    for name, props in by_name.items():
        if len(props) > 1:
            first, *others = sorted(props, key=lambda one: (one[0], one[2].iri))
            for _, prefix, prop in others:
                prop.python_name = f"{prefix}_{name}"
            first[2].python_name = name
