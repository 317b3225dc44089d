"""The ontology defines the terms of the contract, loads in owlready2 and stays within OWL 2 DL."""

from __future__ import annotations

import io
from pathlib import Path

import owlready2
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgbuild.claims.model import Act, Measure, Modality, Reader, Stance

KG = Namespace("https://w3id.org/kgbuild/ns#")
DCTERMS = Namespace("http://purl.org/dc/terms/")

CLASSES = """
Agent State Organization Person Official Event Transfer Deployment Casualties Instrument Treaty
Resolution Claim Quantity Place Document Stance Modality Act Measure Standing Reader Rule
Dispute Side
"""
OBJECT_PROPERTIES = """
partOf represents supplier recipient materiel inExchangeFor sender destination inSupportOf against
forceType force theatre party signatory obligation revives adoptedBy unit inState claimant
onBehalfOf relayedBy stance modality about quantity measure place allegesBreachOf reportedIn
evidence readBy act contradicts corroborates revises standing rule derivedFrom
over side member opposes ledBy backedBy
"""
DATA_PROPERTIES = """
iso3 office anonymous civilian adoptedIn minimum maximum approximate sha256 cumulative eventTime
eventTimeStart eventTimeEnd madeOn timeExpression cue confidence sentence
"""
FUNCTIONAL = """
stance modality reportedIn quantity measure act cumulative eventTime eventTimeStart eventTimeEnd
madeOn cue confidence sentence page standing iso3 sha256 civilian minimum maximum unit approximate
anonymous readIn replaced over independentOrigins ledBy
"""
LISTS = {
    "stances": [stance.value for stance in Stance],
    "modalities": [modality.value for modality in Modality],
    "acts": [act.value for act in Act],
    "measures": [measure.value for measure in Measure],
    "readers": [reader.value for reader in Reader if reader is not Reader.PERSON],
    "standings": ["Uncontested", "Disputed", "Unconfirmed", "Admitted"],
}
DISJOINT = [
    ("Agent", "Event"),
    ("Event", "Claim"),
    ("Event", "Document"),
    ("Event", "Instrument"),
    ("Claim", "Document"),
    ("Quantity", "Place"),
    ("State", "Person"),
    ("State", "Organization"),
    ("Transfer", "Deployment"),
    ("Treaty", "Resolution"),
]
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# Datatypes of the OWL 2 datatype map that are in use; dates of XML Schema are not in it.
DATATYPES = {RDFS.Literal, XSD.string, XSD.boolean, XSD.decimal, XSD.integer}

SAMPLE = """
@prefix : <https://w3id.org/kgbuild/id/> .
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
:norland a kg:State ; kg:iso3 "NOR" .
:suria a kg:State ; kg:iso3 "SUR" .
:minister a kg:Official ; kg:represents :norland .
:report a kg:Document .
:tanks a kg:Transfer ; kg:supplier :norland ; kg:recipient :suria .
:claim a kg:Claim ; kg:claimant :minister ; kg:stance kg:Asserts ; kg:modality kg:Actual ; kg:about :tanks ;
    kg:reportedIn :report ; kg:confidence 0.5 ; kg:contradicts :denial .
:denial a kg:Claim ; kg:claimant :suria ; kg:stance kg:Denies ; kg:reportedIn :report .
"""


@pytest.fixture(scope="module")
def ontology(root: Path) -> Graph:
    return Graph().parse(root / "ontology" / "kgbuild.ttl")


@pytest.fixture(scope="module")
def terms(root: Path, ontology: Graph) -> Graph:
    """The ontology with the closed lists."""
    return ontology + Graph().parse(root / "ontology" / "stance.ttl")


@pytest.fixture(scope="module")
def everything(root: Path, terms: Graph) -> Graph:
    """The ontology with all schemes."""
    schemes = ("materiel", "force-type", "obligation", "unit")
    return sum((Graph().parse(root / "ontology" / f"{name}.ttl") for name in schemes), terms)


def load(graph: Graph) -> tuple[owlready2.World, owlready2.Ontology]:
    """Load a graph into a world of its own."""
    world = owlready2.World()
    data = graph.serialize(format="nt", encoding="utf-8")
    return world, world.get_ontology("https://w3id.org/kgbuild/ns#").load(fileobj=io.BytesIO(data))


def reason(graph: Graph) -> owlready2.Ontology:
    """Let HermiT check and complete a graph. Raises OwlReadyInconsistentOntologyError."""
    world, loaded = load(graph)
    with loaded:
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return loaded


@pytest.mark.parametrize("name", CLASSES.split())
def test_class_is_there(ontology: Graph, name: str) -> None:
    assert (KG[name], RDF.type, OWL.Class) in ontology


@pytest.mark.parametrize("name", OBJECT_PROPERTIES.split())
def test_object_property_is_there(ontology: Graph, name: str) -> None:
    assert (KG[name], RDF.type, OWL.ObjectProperty) in ontology


@pytest.mark.parametrize("name", DATA_PROPERTIES.split())
def test_data_property_is_there(ontology: Graph, name: str) -> None:
    assert (KG[name], RDF.type, OWL.DatatypeProperty) in ontology


@pytest.mark.parametrize(("scheme", "names"), LISTS.items())
def test_closed_lists_hold_what_claims_can_say(terms: Graph, scheme: str, names: list[str]) -> None:
    assert set(terms.subjects(SKOS.inScheme, KG[scheme])) == {KG[name] for name in names}
    assert all(terms.value(KG[name], SKOS.prefLabel) for name in names)


def test_it_imports_nothing(ontology: Graph) -> None:
    assert (URIRef("https://w3id.org/kgbuild/ns"), RDF.type, OWL.Ontology) in ontology
    assert list(ontology.objects(None, OWL.imports)) == []


def test_what_a_claim_has_once_is_functional(ontology: Graph) -> None:
    functional = set(ontology.subjects(RDF.type, OWL.FunctionalProperty))
    assert functional == {KG[name] for name in FUNCTIONAL.split()}


def test_on_behalf_of_is_a_property_chain(ontology: Graph) -> None:
    (chain,) = ontology.objects(KG.onBehalfOf, OWL.propertyChainAxiom)
    assert list(Collection(ontology, chain)) == [KG.claimant, KG.represents]


@pytest.mark.parametrize(("one", "other"), DISJOINT)
def test_kinds_are_disjoint(ontology: Graph, one: str, other: str) -> None:
    pair = {KG[one], KG[other]}
    sets = [
        set(Collection(ontology, members))
        for axiom in ontology.subjects(RDF.type, OWL.AllDisjointClasses)
        for members in ontology.objects(axiom, OWL.members)
    ]
    sets += [{a, b} for a, b in ontology.subject_objects(OWL.disjointWith)]
    assert any(pair <= found for found in sets)


# --- OWL 2 DL, as far as structure tells


def test_no_name_is_two_kinds_of_thing(everything: Graph) -> None:
    kinds = {kind: set(everything.subjects(RDF.type, kind)) for kind in (OWL.Class, *PROPERTY_KINDS)}
    individuals = set(everything.subjects(RDF.type, OWL.NamedIndividual))
    individuals |= set(everything.subjects(RDF.type, SKOS.Concept))
    named = [*kinds.values(), individuals]
    for at, some in enumerate(named):
        for others in named[at + 1 :]:
            assert {term for term in some & others if isinstance(term, URIRef)} == set()


def test_every_property_in_use_is_declared(everything: Graph) -> None:
    builtin = (str(RDF), str(RDFS), str(OWL), str(XSD))
    declared = {term for kind in PROPERTY_KINDS for term in everything.subjects(RDF.type, kind)}
    used = {p for p in everything.predicates() if not str(p).startswith(builtin)}
    used |= {p for _, p in everything.subject_objects(OWL.onProperty)}
    used |= {p for _, p in everything.subject_objects(RDFS.subPropertyOf)}
    used |= {p for _, p in everything.subject_objects(OWL.inverseOf)}
    assert used - declared == set()


def test_every_class_in_use_is_declared(everything: Graph) -> None:
    declared = set(everything.subjects(RDF.type, OWL.Class))
    links = (RDFS.subClassOf, RDFS.domain, OWL.equivalentClass, OWL.disjointWith, OWL.onClass)
    used: set[Node] = {value for link in links for value in everything.objects(None, link)}
    for link in (OWL.unionOf, OWL.members):
        for members in everything.objects(None, link):
            used |= set(Collection(everything, members))
    objects = set(everything.subjects(RDF.type, OWL.ObjectProperty))
    used |= {value for prop, value in everything.subject_objects(RDFS.range) if prop in objects}
    used |= {kind for kind in everything.objects(None, RDF.type) if not str(kind).startswith(str(OWL))}
    assert {term for term in used - declared if isinstance(term, URIRef)} - {RDFS.Datatype} == set()


def test_non_simple_properties_carry_no_axiom_that_needs_a_simple_one(ontology: Graph) -> None:
    composite = set(ontology.subjects(OWL.propertyChainAxiom, None))
    composite |= set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    composite |= {
        above for prop in composite for above in ontology.transitive_objects(prop, RDFS.subPropertyOf)
    }
    composite |= {inverse for prop in composite for inverse in ontology.objects(prop, OWL.inverseOf)}
    composite |= {inverse for prop in composite for inverse in ontology.subjects(OWL.inverseOf, prop)}
    assert composite == {KG.onBehalfOf}
    simple_only = {
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    }
    counted = (OWL.cardinality, OWL.minCardinality, OWL.maxCardinality, OWL.qualifiedCardinality)
    for prop in composite:
        assert set(ontology.objects(prop, RDF.type)) & simple_only == set()
        assert list(ontology.objects(prop, OWL.propertyDisjointWith)) == []
        for restriction in ontology.subjects(OWL.onProperty, prop):
            assert not any(ontology.value(restriction, count) for count in counted)


def test_data_ranges_keep_to_the_datatype_map(everything: Graph) -> None:
    data = set(everything.subjects(RDF.type, OWL.DatatypeProperty))
    ranges = {value for prop, value in everything.subject_objects(RDFS.range) if prop in data}
    ranges |= set(everything.objects(None, OWL.onDatatype))
    assert {value for value in ranges if isinstance(value, URIRef)} <= DATATYPES
    literals = {term.datatype for term in everything.objects() if isinstance(term, Literal)}
    assert literals <= {None, XSD.string, XSD.decimal, XSD.nonNegativeInteger}


# --- With owlready2 and HermiT


def test_owlready2_loads_it_into_a_world_of_its_own(terms: Graph) -> None:
    world, loaded = load(terms)
    assert set(CLASSES.split()) <= {entity.name for entity in world.classes()}
    assert set(OBJECT_PROPERTIES.split()) <= {entity.name for entity in world.object_properties()}
    assert set(DATA_PROPERTIES.split()) <= {entity.name for entity in world.data_properties()}
    assert {name for names in LISTS.values() for name in names} == {e.name for e in world.individuals()}
    assert loaded.Official.is_a == [loaded.Person]
    assert list(owlready2.default_world.individuals()) == []


@pytest.mark.slow
def test_the_schemes_are_consistent_with_it(everything: Graph, java: str) -> None:
    loaded = reason(everything)
    assert list(loaded.world.inconsistent_classes()) == []


@pytest.mark.slow
def test_the_reasoner_finds_on_whose_behalf(terms: Graph, java: str) -> None:
    loaded = reason(terms + Graph().parse(data=SAMPLE, format="turtle"))
    individual = loaded.world["https://w3id.org/kgbuild/id/claim"]
    assert [agent.name for agent in individual.onBehalfOf] == ["norland"]
    assert individual in loaded.world["https://w3id.org/kgbuild/id/denial"].contradicts


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong",
    [
        ":claim kg:stance kg:Denies .",
        ":claim kg:claimant :tanks .",
        ":claim kg:contradicts :claim .",
        ":norland kg:iso3 'SUR' .",
        ":claim kg:confidence 1.5 .",
    ],
)
def test_the_reasoner_refuses_what_cannot_be(terms: Graph, java: str, wrong: str) -> None:
    data = Graph().parse(data=SAMPLE + wrong, format="turtle")
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(terms + data)
