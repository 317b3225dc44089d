"""Strings come to the same agents, places, treaties and kinds, whoever found them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kgbuild.claims.model import Agent
from kgbuild.grounding.agents import AgentGrounder
from kgbuild.grounding.concepts import ConceptGrounder
from kgbuild.grounding.entities import EntityTable, agent
from kgbuild.grounding.places import PlaceGrounder
from kgbuild.grounding.treaties import TreatyGrounder
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.thesaurus import Thesaurus


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def grounder(gazetteer: Gazetteer) -> AgentGrounder:
    return AgentGrounder(gazetteer)


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Norway", "NOR"),
        ("Oslo", "NOR"),
        ("Norwegian", "NOR"),
        ("the Kremlin", "RUS"),
        ("the United States", "USA"),
        ("Government of Chad", "TCD"),
        ("Chad's government", "TCD"),
        ("the Chadian government", "TCD"),
    ],
)
def test_whatever_means_a_state_is_that_state(grounder: AgentGrounder, name: str, iso3: str) -> None:
    found = grounder.agent(name)
    assert (found.kind, found.iso3) == ("State", iso3)


@pytest.mark.parametrize("name", ["Malian army", "the Malian army", "Mali's army", "Army of Mali", "army"])
def test_a_body_of_a_state_is_one_whatever_joins_them(grounder: AgentGrounder, name: str) -> None:
    found = grounder.agent(name, of="Bamako" if name == "army" else None)
    assert found == grounder.agent("Malian army")
    assert found.part_of is not None
    assert found.part_of.iso3 == "MLI"


def test_a_body_without_a_state_in_the_words_has_none(grounder: AgentGrounder) -> None:
    found = grounder.agent("the Foreign Ministry")
    assert found == Agent(kind="Organization", name="Foreign Ministry")


def test_what_the_gazetteer_lacks_keeps_its_name(grounder: AgentGrounder) -> None:
    found = grounder.agent("the Harbour Gazette")
    assert found == Agent(kind="Organization", name="Harbour Gazette")


def test_a_person_called_like_a_state_is_a_person(grounder: AgentGrounder) -> None:
    found = grounder.agent("Chad", kind="Person")
    assert (found.kind, found.iso3, found.represents) == ("Person", None, None)


def test_an_official_speaks_for_whom_the_words_name(grounder: AgentGrounder) -> None:
    found = grounder.agent("Awa Diarra", kind="Official", of="the Malian army", office="spokeswoman")
    assert found.represents == grounder.agent("Mali's army")
    assert found.office == "spokeswoman"
    assert grounder.agent("Awa Diarra", kind="Official").represents is None


def test_a_full_name_is_found_in_the_table(gazetteer: Gazetteer) -> None:
    table = EntityTable(gazetteer)
    assert table.named("Iran") == table.state("IRN")
    assert table.named("Tehran") is None
    assert table.named("nobody in particular") is None
    reuters = table.named("Reuters")
    assert reuters is not None
    assert agent(reuters).kind == "Organization"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("ballistic missile", "ballistic-missile"),
        ("ballistic-missile", "ballistic-missile"),
        ("short-range ballistic missiles", "ballistic-missile"),
        ("goodwill", None),
    ],
)
def test_words_name_the_narrowest_kind(words: str, key: str | None) -> None:
    found = ConceptGrounder(Thesaurus.load()).materiel(words)
    scheme = Thesaurus.load().materiel
    assert found is None if key is None else found is not None and scheme.is_a(found, key)


def test_a_place_lies_where_the_gazetteer_or_the_caller_says(gazetteer: Gazetteer) -> None:
    places = PlaceGrounder(gazetteer)
    gao = places.place("Gao")
    assert gao.in_state is not None
    assert (gao.in_state.iso3, gao.latitude is not None) == ("MLI", True)
    elsewhere = places.place("Nowhere-on-Sea", "NOR")
    assert elsewhere.in_state is not None
    assert (elsewhere.in_state.iso3, elsewhere.latitude) == ("NOR", None)
    assert places.place("Nowhere-on-Sea").in_state is None


def test_a_treaty_of_the_gazetteer_has_its_year_and_the_parties_of_the_text(gazetteer: Gazetteer) -> None:
    treaties = TreatyGrounder(gazetteer)
    found = treaties.treaty("Treaty of Aachen")
    assert (found.name, found.signed_in, found.parties) == ("Aachen Treaty", 2019, ())
    assert treaties.treaty("Gao Accord").name == "Gao Accord"


def test_grounding_reads_no_tokens() -> None:
    program = (
        "import sys, kgbuild.grounding.agents, kgbuild.grounding.treaties; print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"
