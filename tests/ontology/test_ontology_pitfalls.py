"""The ontology and the schemes make none of the common mistakes, and each mistake would be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph

from vocabulary import pitfalls
from vocabulary.pitfalls import KG, PITFALLS

SCHEMES = ("materiel", "force-type", "obligation", "unit")
PREFIXES = f"""
PREFIX kg: <{KG}>
PREFIX obligation: <https://w3id.org/kgbuild/ns/obligation/>
PREFIX owl: <{OWL}>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
PREFIX skos: <{SKOS}>
"""
# What is done to the ontology, by which check it has to be found, and in which words.
MISTAKES = [
    ("DELETE WHERE { kg:party rdfs:label ?x }", "unlabelled", "kg:party has 0 rdfs:label"),
    ("INSERT DATA { kg:Claim rdfs:comment 'Another.' }", "unlabelled", "kg:Claim has 2 rdfs:comment"),
    ("DELETE WHERE { kg:act rdfs:isDefinedBy ?x }", "unlabelled", "kg:act does not say"),
    ("DELETE WHERE { kg:party rdfs:domain ?x }", "open_ended", "kg:party has 0 rdfs:domain"),
    ("INSERT DATA { kg:cue rdfs:range rdfs:Resource }", "open_ended", "kg:cue has 2 rdfs:range"),
    ("INSERT DATA { kg:Rumour a owl:Class }", "unconnected", "kg:Rumour"),
    ("DELETE WHERE { kg:rule rdfs:range ?x . kg:derives rdfs:domain ?y }", "unconnected", "kg:Rule"),
    ("DELETE WHERE { kg:Treaty owl:disjointWith ?x }", "overlapping", "kg:Resolution and kg:Treaty"),
    ("INSERT DATA { kg:Rumour a owl:Class }", "overlapping", "kg:Claim and kg:Rumour"),
    ("INSERT DATA { kg:revives owl:inverseOf kg:revives }", "wrong_inverses", "kg:revives is its own"),
    ("INSERT DATA { kg:reports owl:inverseOf kg:readIn }", "wrong_inverses", "kg:reports has several"),
    ("INSERT DATA { kg:revises a owl:SymmetricProperty }", "wrong_inverses", "is symmetric and has"),
    (
        "DELETE WHERE { kg:hasPart rdfs:range ?x } ; INSERT DATA { kg:hasPart rdfs:range kg:State }",
        "wrong_inverses",
        "rdfs:range of kg:hasPart is not rdfs:domain of kg:partOf",
    ),
    (
        "INSERT DATA { kg:claimant a owl:SymmetricProperty }",
        "wrong_symmetry",
        "kg:claimant is symmetric, but",
    ),
    ("INSERT DATA { kg:revises a owl:SymmetricProperty }", "wrong_symmetry", "symmetric and asymmetric"),
    ("INSERT DATA { kg:Agent rdfs:subClassOf kg:Official }", "cycles", "kg:Person stands above itself"),
    ("INSERT DATA { kg:cue rdfs:subPropertyOf kg:cue }", "cycles", "kg:cue stands above itself"),
    (
        "INSERT DATA { obligation:defence skos:broader obligation:offence ."
        " obligation:offence skos:broader obligation:defence }",
        "cycles",
        "obligation/defence stands above itself by skos:broader",
    ),
    ("INSERT DATA { kg:Act rdfs:label 'Stance' }", "namesakes", "kg:Act and kg:Stance are both called"),
    ("INSERT DATA { kg:cue rdfs:label 'part of' }", "namesakes", "kg:cue and kg:partOf are both"),
    ("INSERT DATA { kg:Denies skos:prefLabel 'asserts'@en }", "namesakes", "kg:Asserts and kg:Denies"),
    ("INSERT DATA { kg:hearsay a owl:Class }", "misnamed", "kg:hearsay"),
    ("INSERT DATA { kg:HasCue a owl:DatatypeProperty }", "misnamed", "kg:HasCue"),
    ("DELETE WHERE { kg:Denies skos:prefLabel ?x }", "stray_concepts", "kg:Denies has 0 skos:prefLabel"),
    ("DELETE WHERE { kg:Denies skos:inScheme ?x }", "stray_concepts", "kg:Denies is not in one scheme"),
    ("INSERT DATA { kg:Denies skos:inScheme kg:acts }", "stray_concepts", "kg:Denies is not in one scheme"),
    ("INSERT DATA { kg:Denies skos:broader kg:Sent }", "stray_concepts", "kg:Sent, broader than kg:Denies"),
    ("DELETE WHERE { obligation:defence skos:topConceptOf ?x }", "stray_concepts", "or is neither"),
]


@pytest.fixture(scope="module")
def terms(root: Path) -> Graph:
    """The ontology, the closed lists and a small scheme."""
    names = ("kgbuild", "stance", "obligation")
    return sum((Graph().parse(root / "ontology" / f"{name}.ttl") for name in names), Graph())


@pytest.fixture(scope="module")
def everything(root: Path, terms: Graph) -> Graph:
    return sum((Graph().parse(root / "ontology" / f"{name}.ttl") for name in SCHEMES), terms)


@pytest.mark.parametrize("pitfall", PITFALLS, ids=lambda pitfall: pitfall.__name__)
def test_there_is_no(pitfall: Callable[[Graph], Iterator[str]], everything: Graph) -> None:
    assert list(pitfall(everything)) == []


@pytest.mark.parametrize(("mistake", "pitfall", "words"), MISTAKES)
def test_a_mistake_is_found(terms: Graph, mistake: str, pitfall: str, words: str) -> None:
    changed = Graph() + terms
    changed.update(PREFIXES + mistake)
    faults = list(getattr(pitfalls, pitfall)(changed))
    assert any(words in fault for fault in faults), faults


def test_every_check_is_seen_to_find_something() -> None:
    assert {pitfall.__name__ for pitfall in PITFALLS} == {pitfall for _, pitfall, _ in MISTAKES}
