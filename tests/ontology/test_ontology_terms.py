"""What queries, rules, shapes, code and manual name is in the ontology, and what is in it they name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, VANN, Graph, Literal, URIRef

from vocabulary import usage
from vocabulary.pitfalls import KG, ONTOLOGY

QUERIES = sorted(
    path.relative_to(Path(__file__).parents[2])
    for folder in ("queries", "ontology/rules")
    for path in (Path(__file__).parents[2] / folder).glob("*.rq")
)


@pytest.fixture(scope="module")
def terms(root: Path) -> Graph:
    """The ontology with the closed lists."""
    return Graph().parse(root / "ontology" / "kgbuild.ttl") + Graph().parse(root / "ontology" / "stance.ttl")


@pytest.fixture(scope="module")
def used(root: Path) -> set[str]:
    """What queries, rules, shapes and code name."""
    named = [usage.in_query((root / path).read_text(encoding="utf-8")) for path in QUERIES]
    shapes = usage.in_shapes(Graph().parse(root / "ontology" / "shapes.ttl"))
    return shapes.union(*named, usage.in_code(root / "src"))


@pytest.mark.parametrize("path", QUERIES, ids=str)
def test_a_query_names_what_is_defined(root: Path, terms: Graph, path: Path) -> None:
    named = usage.in_query((root / path).read_text(encoding="utf-8"))
    assert named & {str(term) for term in terms.subjects() if term in KG}
    assert named - usage.defined(terms) == set()


def test_shapes_and_code_name_what_is_defined(root: Path, terms: Graph) -> None:
    shapes = usage.in_shapes(Graph().parse(root / "ontology" / "shapes.ttl"))
    code = usage.in_code(root / "src")
    assert len(shapes) > 50
    assert len(code) > 50
    assert (shapes | code) - usage.defined(terms) == set()


def test_the_manual_names_what_is_defined(root: Path, terms: Graph) -> None:
    pages = [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").rglob("*.md"))]
    named = usage.in_pages(iter(pages))
    assert named["graph.md"]
    assert {
        page: iris - usage.defined(terms) for page, iris in named.items() if iris - usage.defined(terms)
    } == {}


def test_an_export_uses_what_is_defined_as_it_is_defined(root: Path, terms: Graph) -> None:
    export = Graph().parse(root / "tests" / "golden" / "small.ttl")
    builtin = {RDF.type, RDFS.label, RDFS.comment}
    declared = {
        kind: set(terms.subjects(RDF.type, kind)) for kind in (OWL.DatatypeProperty, OWL.ObjectProperty)
    }
    annotations = set(terms.subjects(RDF.type, OWL.AnnotationProperty))
    for prop in set(export.predicates()) - builtin - annotations:
        literals = {isinstance(value, Literal) for value in export.objects(None, prop)}
        kind = OWL.DatatypeProperty if literals == {True} else OWL.ObjectProperty
        assert len(literals) == 1, prop
        assert prop in declared[kind], prop
    assert set(export.objects(None, RDF.type)) <= set(terms.subjects(RDF.type, OWL.Class))


def test_every_term_is_used(terms: Graph, used: set[str]) -> None:
    assert usage.idle(terms, used) == set()


def test_an_idle_term_is_found(terms: Graph, used: set[str]) -> None:
    more = Graph().parse(
        data=f"""@prefix kg: <{KG}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .
        kg:Rumour a owl:Class ; rdfs:subClassOf kg:Claim .
        kg:hears a owl:ObjectProperty ; rdfs:domain kg:Agent ; rdfs:range kg:Rumour .
        kg:heardBy a owl:ObjectProperty ; owl:inverseOf kg:hears ."""
    )
    new = {str(KG[name]) for name in ("Rumour", "hears", "heardBy")}
    assert usage.idle(terms + more, used) == new
    assert usage.idle(terms + more, used | {str(KG.heardBy)}) == set()


def test_names_are_found_where_they_stand() -> None:
    query = """# title: kg:inHeader
PREFIX given: <https://w3id.org/kgbuild/given#>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?a WHERE { # kg:inComment
  ?a a kg:Claim ; ^kg:on|kg:off/kg:up "kg:inString", "1"^^xsd:integer ; given:act ?b ;
    <https://w3id.org/kgbuild/ns#full> ?c }
"""
    assert usage.in_query(query) == {str(KG[name]) for name in ("Claim", "on", "off", "up", "full")}


def test_names_in_code_are_found(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(
        'x = KG.one, KG["two"], f"{a} kg:three", OTHERKG.four\n', encoding="utf-8"
    )
    assert usage.in_code(tmp_path) == {str(KG[name]) for name in ("one", "two", "three")}


# --- What the ontology says of itself


def test_it_is_described_for_those_who_find_it(root: Path, terms: Graph) -> None:
    for predicate in (DC.title, DC.description, DC.creator, DCTERMS.license, OWL.versionIRI):
        assert len(list(terms.objects(ONTOLOGY, predicate))) == 1, predicate
    assert str(terms.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "kg"
    assert str(terms.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(KG)


def test_its_version_is_that_of_the_package(root: Path, terms: Graph) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert str(terms.value(ONTOLOGY, OWL.versionInfo)) == project["version"]
    assert terms.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{project['version']}")


def test_its_licence_is_that_of_the_package_and_of_every_scheme(root: Path, terms: Graph) -> None:
    (licence,) = terms.objects(ONTOLOGY, DCTERMS.license)
    assert re.search(r"Apache License\s+Version 2\.0", (root / "LICENSE").read_text(encoding="utf-8"))
    for name in ("materiel", "force-type", "obligation", "unit", "stance"):
        graph = Graph().parse(root / "ontology" / f"{name}.ttl")
        assert set(graph.objects(None, DCTERMS.license)) == {licence}
    assert str(licence) == "https://www.apache.org/licenses/LICENSE-2.0"


def test_it_leads_to_the_questions_it_is_for(root: Path, terms: Graph) -> None:
    (page,) = re.findall(r"docs/\S+\.md", " ".join(map(str, terms.objects(ONTOLOGY))))
    assert (root / page).read_text(encoding="utf-8").startswith("# Competency questions")
