"""The schemes are sound, and the words of news find the right concepts."""

from __future__ import annotations

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SKOS

from kgbuild.errors import ResourceError
from kgbuild.knowledge.thesaurus import NAMESPACE, Scheme, Thesaurus, parse_scheme
from kgbuild.resources import read_text

SCHEMES = ("materiel", "force-type", "obligation", "unit")
SIPRI = """
aircraft air-defence-system anti-submarine-warfare-weapon armoured-vehicle artillery engine missile
naval-weapon satellite sensor ship other-weapon
"""
PREFIXES = """
@prefix : <https://w3id.org/kgbuild/ns/toy/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TOY = """
:thing skos:prefLabel "thing" .
:tool skos:prefLabel "tool" ; skos:altLabel "tools" ; skos:broader :thing .
:toy skos:prefLabel "toy" ; skos:broader :thing .
:kite skos:prefLabel "Kite" ; skos:altLabel "Kites" ; skos:broader :toy , :tool .
"""


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return Thesaurus.load()


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest, thesaurus: Thesaurus) -> Scheme:
    found: Scheme = getattr(thesaurus, request.param.replace("-", "_"))
    return found


@pytest.fixture(scope="module")
def toy() -> Scheme:
    return parse_scheme("toy", PREFIXES + TOY)


# --- The shipped schemes


def test_every_concept_is_described_in_full(scheme: Scheme) -> None:
    graph = Graph().parse(data=read_text("ontology", f"{scheme.name}.ttl"), format="turtle")
    described = {str(concept) for concept in graph.subjects(RDF.type, SKOS.Concept)}
    assert described == {concept.iri for concept in scheme.concepts.values()}
    assert {str(s) for s in graph.subjects(SKOS.inScheme)} == described
    tops = {concept.iri for concept in scheme.concepts.values() if not concept.broader}
    assert {str(o) for o in graph.objects(None, SKOS.hasTopConcept)} == tops
    assert {str(s) for s in graph.subjects(SKOS.topConceptOf)} == tops


def test_labels_are_neither_blank_nor_untidy(scheme: Scheme) -> None:
    for concept in scheme.concepts.values():
        for label in concept.labels:
            assert label == " ".join(label.split()), label
            assert label, concept.key
        assert len({label.casefold() for label in concept.labels}) == len(concept.labels), concept.key


def test_keys_are_words_in_lower_case(scheme: Scheme) -> None:
    for key, concept in scheme.concepts.items():
        assert all(part.isalnum() and part == part.lower() for part in key.split("-")), key
        assert concept.iri == f"{NAMESPACE}{scheme.name}/{key}"


def test_one_form_names_one_concept(scheme: Scheme) -> None:
    labels = [label.casefold() for concept in scheme.concepts.values() for label in concept.labels]
    assert len(labels) == len(set(labels)) == len(scheme.forms)


def test_every_concept_is_reached_from_a_top_concept(scheme: Scheme) -> None:
    tops = {key for key, concept in scheme.concepts.items() if not concept.broader}
    for key in scheme.concepts:
        above = scheme.ancestors(key)
        assert key not in above
        assert key in tops or tops & set(above), key


def test_sizes(thesaurus: Thesaurus) -> None:
    kinds = {above for key in thesaurus.materiel.concepts for above in thesaurus.materiel.ancestors(key)}
    designations = [key for key in thesaurus.materiel.concepts if any(c.isdigit() for c in key)]
    assert len(thesaurus.materiel.concepts) >= 300
    assert len(kinds) >= 60
    assert len(designations) >= 150
    assert list(thesaurus.obligation.concepts) == [
        "consultation",
        "defence",
        "neutrality",
        "non-aggression",
        "offence",
    ]


@pytest.mark.parametrize("key", SIPRI.split())
def test_sipri_categories_stand_right_below_weapon(thesaurus: Thesaurus, key: str) -> None:
    assert thesaurus.materiel.concepts[key].broader == ("weapon",)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("weapons", "weapon"),
        ("arms", "weapon"),
        ("Ballistic missiles", "ballistic-missile"),
        ("air-defense systems", "air-defence-system"),
        ("air defence system", "air-defence-system"),
        ("self-propelled howitzers", "self-propelled-artillery"),
        ("multiple launch rocket systems", "multiple-rocket-launcher"),
        ("155mm artillery shells", "artillery-shell"),
        ("kamikaze drones", "loitering-munition"),
        ("unmanned aerial vehicles", "drone"),
        ("armored personnel carriers", "armoured-personnel-carrier"),
        ("nuclear-powered submarines", "nuclear-powered-submarine"),
        ("dual-use goods", "dual-use-goods"),
        ("microchips", "electronic-component"),
        ("cluster bombs", "cluster-munition"),
        ("fuel", "fuel"),
        ("F-16s", "f-16"),
        ("Leopard 2 tanks", None),
        ("Leopard  2", "leopard-2"),
        ("patriot", None),
        ("Patriot", "patriot"),
        ("PATRIOT", "patriot"),
        ("bread", None),
    ],
)
def test_words_of_news_name_materiel(thesaurus: Thesaurus, words: str, key: str | None) -> None:
    assert thesaurus.materiel.find(words) == key


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("shahed-136", "drone"),
        ("himars", "multiple-rocket-launcher"),
        ("s-400", "air-defence-system"),
        ("f-16", "combat-aircraft"),
        ("leopard-2", "tank"),
        ("torpedo", "naval-weapon"),
        ("excalibur-shell", "ammunition"),
        ("short-range-ballistic-missile", "missile"),
        ("frigate", "weapon"),
    ],
)
def test_kinds_contain_kinds(thesaurus: Thesaurus, narrow: str, broad: str) -> None:
    assert thesaurus.materiel.is_a(narrow, broad)
    assert not thesaurus.materiel.is_a(broad, narrow)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("soldiers", "troops"),
        ("military engineers", "engineers"),
        ("special forces", "special-forces"),
        ("paratroopers", "airborne"),
        ("U.N. peacekeepers", "peacekeepers"),
        ("military advisors", "advisers"),
        ("mercenaries", "mercenaries"),
        ("tactical nuclear weapons", "stationed-weapons"),
    ],
)
def test_words_of_news_name_forces(thesaurus: Thesaurus, words: str, key: str) -> None:
    assert thesaurus.force_type.find(words) == key


def test_words_of_treaties_name_obligations(thesaurus: Thesaurus) -> None:
    assert thesaurus.obligation.concepts["defence"].label == "mutual defence"
    assert thesaurus.obligation.find("mutual defense") == "defence"
    assert thesaurus.unit.find("shipping containers") == "container"


# --- The loader


def test_ancestors_come_nearest_first(toy: Scheme) -> None:
    assert toy.ancestors("kite") == ("tool", "toy", "thing")
    assert toy.ancestors("thing") == ()


def test_narrowest_is_the_most_specific(toy: Scheme) -> None:
    assert toy.narrowest(["thing", "tool", "kite"]) == "kite"
    assert toy.narrowest(["toy", "tool"]) == "toy"
    assert toy.narrowest([]) is None


def test_names_need_their_capital(toy: Scheme) -> None:
    assert toy.find("Kites") == "kite"
    assert toy.find("kites") is None
    assert toy.find("TOOLS") == "tool"


def test_unknown_keys_are_an_error(toy: Scheme) -> None:
    with pytest.raises(KeyError):
        toy.ancestors("spade")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (':spade skos:prefLabel "Tools" .', "'tools' names both 'spade' and 'tool'"),
        (":thing skos:broader :kite .", "lies below itself"),
        (":thing skos:broader :thing .", "'thing' lies below itself"),
        (":toy skos:broader :game .", "'game', which is not there"),
        (':game skos:altLabel "games" .', "'game' needs one preferred label"),
        (':toy skos:prefLabel "plaything" .', "'toy' needs one preferred label"),
        (":toy skos:prefLabel", "it is not Turtle"),
    ],
)
def test_a_malformed_scheme_is_named(more: str, reason: str) -> None:
    with pytest.raises(ResourceError, match=r"^ontology/toy\.ttl: ") as caught:
        parse_scheme("toy", PREFIXES + TOY + more)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
