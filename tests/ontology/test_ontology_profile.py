"""The ontology with all schemes is in OWL 2 DL by the check of the OWL API, which would find a step outside.

The OWL API is the one that owlready2 brings along with HermiT. It needs a JDK, since what calls it is
Java source. It lets `xsd:date` pass, which OWL 2 does not know: that is looked for in test_ontology.py.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import owlready2
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph

from vocabulary.pitfalls import KG

HERMIT = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
FILES = ("kgbuild", "stance", "materiel", "force-type", "obligation", "unit")
PREFIXES = f"""
PREFIX kg: <{KG}>
PREFIX owl: <{OWL}>
PREFIX rdf: <{RDF}>
PREFIX rdfs: <{RDFS}>
PREFIX skos: <{SKOS}>
PREFIX xsd: <{XSD}>
"""
# Steps outside the profile, and a word of what the check says of each.
STEPS = {
    "INSERT DATA { kg:onBehalfOf a owl:FunctionalProperty }": "NonSimple",
    "INSERT DATA { kg:partOf a owl:TransitiveProperty }": "NonSimple",
    "INSERT DATA { kg:claimant a owl:DatatypeProperty }": "Punning",
    "INSERT DATA { kg:cue rdfs:comment 'about ten'^^xsd:decimal }": "Lexical",
    "DELETE DATA { skos:Concept a owl:Class }": "UndeclaredClass",
    "DELETE DATA { skos:scopeNote a owl:AnnotationProperty }": "UndeclaredAnnotationProperty",
    "INSERT DATA { rdfs:label a owl:DatatypeProperty . kg:cue rdfs:subPropertyOf rdfs:label }": "Reserved",
}


def violations(graphs: list[Graph], folder: Path) -> list[list[str]]:
    """Return what the OWL API says against each graph."""
    paths = [folder / f"{number}.rdf" for number, _ in enumerate(graphs)]
    for graph, path in zip(graphs, paths, strict=True):
        graph.serialize(path, format="xml", encoding="utf-8")
    source = Path(__file__).parents[1] / "vocabulary" / "Profile.java"
    command = ["java", "-cp", str(HERMIT), str(source), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = []
    for line in done.stdout.splitlines():
        kind, text = line.split(" ", 1)
        if kind == "axioms":
            assert int(text) > 500
            found.append([])
        else:
            found[-1].append(text)
    assert len(found) == len(graphs)
    return found


@pytest.fixture(scope="module")
def parts(root: Path, java: str, lacking: Callable[[str], NoReturn]) -> list[Graph]:
    if shutil.which("javac") is None:
        lacking("no Java compiler on this machine: the check of OWL 2 DL needs a JDK")
    return [Graph().parse(root / "ontology" / f"{name}.ttl") for name in FILES]


@pytest.mark.slow
def test_all_of_it_is_in_owl_2_dl(parts: list[Graph], tmp_path: Path) -> None:
    assert violations([sum(parts, Graph())], tmp_path) == [[]]


@pytest.mark.slow
def test_each_step_outside_is_found(parts: list[Graph], tmp_path: Path) -> None:
    changed = []
    for step in STEPS:
        changed.append(sum(parts[:2], Graph()))
        changed[-1].update(PREFIXES + step)
    for (step, word), found in zip(STEPS.items(), violations(changed, tmp_path), strict=True):
        assert any(word in text for text in found), (step, found)
