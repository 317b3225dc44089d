"""Whose ministries, panels and capitals the words mean; who cannot be meant."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Agent, Claim, Transfer
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def first_claim(extractor: RulesExtractor, text: str) -> Claim:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return next(record for record in records if isinstance(record, Claim) and record.about)


def state(agent: Agent | None) -> str | None:
    above = agent and (agent.represents or agent.part_of)
    return (agent.iso3 or (above.iso3 if above else None)) if agent else None


def test_ministries_of_two_countries_are_those_of_their_sentence(extractor: RulesExtractor) -> None:
    text = (
        "Mali and Togo met. The last Libyan soldiers left Agadez in Niger, the two countries' "
        "defence ministries announced."
    )
    assert {state(c) for c in first_claim(extractor, text).claimants} == {"LBY", "NER"}


def test_ministries_of_unknown_countries_are_of_no_state(extractor: RulesExtractor) -> None:
    text = (
        "Mali, Chad and Togo met. Libya sent soldiers to Niger for Ghana, the two countries' ministries said."
    )
    assert {state(c) for c in first_claim(extractor, text).claimants} <= {None}


NAMED = [
    (
        "Mali has received two Turkish drones, according to a tally by the website Harbour Watch.",
        "Harbour Watch",
    ),
    ("According to the same panel, 200 people were killed in the city of El Geneina.", "panel"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_text_and_a_pointing_word_are_nobody(extractor: RulesExtractor, text: str, name: str) -> None:
    assert [c.name for c in first_claim(extractor, text).claimants] == [name]


SEATED = [
    (
        "In Tehran, foreign ministry spokesman Ali Moradi denied that his country had sent weapons to Yemen.",
        "IRN",
    ),
    ("In Yemen, spokesman Ali Moradi denied that he had sent weapons to Chad.", None),
    (
        "The Permanent Representative of Iran, Ali Moradi, denied that his country sent Yemen weapons.",
        "IRN",
    ),
]


@pytest.mark.parametrize(("text", "iso3"), SEATED)
def test_a_spokesman_in_a_capital_speaks_for_it(
    extractor: RulesExtractor, text: str, iso3: str | None
) -> None:
    (claimant,) = first_claim(extractor, text).claimants
    assert (claimant.name, state(claimant)) == ("Ali Moradi", iso3)


SUPPLIERS = [
    ("Chad cut ties with Oman on Tuesday, accusing it of supplying rebels with drones.", "OMN", None),
    ("Mali bought jets. A paper said that firms in Oman had shipped arms to it.", None, "MLI"),
    ("Oman gave Yemen boats. The navy of Yemen seized Iranian rifles.", "IRN", None),
]


@pytest.mark.parametrize(("text", "supplier", "recipient"), SUPPLIERS)
def test_it_is_not_who_does_it(
    extractor: RulesExtractor, text: str, supplier: str | None, recipient: str | None
) -> None:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    (event,) = [record for record in records if isinstance(record, Claim)][-1].about
    assert isinstance(event, Transfer)
    assert (state(event.supplier), state(event.recipient)) == (supplier, recipient)


def test_the_dead_there_are_those_of_the_place_named(extractor: RulesExtractor) -> None:
    text = (
        "The health ministry in Gaza says 52 people have been killed there since May, "
        "when gunmen killed 12 in southern Israel."
    )
    (event,) = first_claim(extractor, text).about
    assert state(event.force) == "PSE"  # type: ignore[union-attr]


def test_a_court_demands_of_its_own_state(extractor: RulesExtractor) -> None:
    text = "The Dutch supreme court said that the Netherlands must stop supplying Israel with tanks."
    assert first_claim(extractor, text).stance == "Demands"
