"""Whose official somebody is: told by the words beside them, never by what only stands near."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Agent, Claim
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def speaker(extractor: RulesExtractor, text: str) -> Agent:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    claims = [r for r in records if isinstance(r, Claim)]
    return claims[-1].claimants[0]


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("The Ghanaian deputy chief of mission in Lima, Ama Osei,", "Ghana"),
        ("Colonel Ama Osei of the Indian army", "Indian Army"),
        ("Officials in Lima", "Peru"),
    ],
)
def test_the_words_tell_for_whom_somebody_speaks(extractor: RulesExtractor, who: str, whom: str) -> None:
    represents = speaker(extractor, f"{who} said the roads were bad.").represents
    assert represents is not None
    assert represents.name == whom


@pytest.mark.parametrize(
    "text",
    [
        "Officers in Lima complained that many roads were bad.",
        "Chad has six jets, one of which bombed a Sudanese military target on Monday. "
        "\u201cWe used them as planned,\u201d army deputy spokesperson Ama Osei told reporters.",
        "Foreign Affairs Cabinet Secretary Ama Osei said the roads were bad.",
    ],
)
def test_what_stands_near_is_not_whose_they_are(extractor: RulesExtractor, text: str) -> None:
    assert speaker(extractor, text).represents is None


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("The Ministry of Public Works", "Ministry of Public Works"),
        ("The Stockholm-based institute SIPRI", "Stockholm International Peace Research Institute"),
    ],
)
def test_a_body_is_called_by_its_whole_name(extractor: RulesExtractor, who: str, name: str) -> None:
    assert speaker(extractor, f"{who} said the roads were bad.").name == name


def test_an_agreement_asks_for_nothing(extractor: RulesExtractor) -> None:
    text = "Ghana regards the memorandum, under which Togo leases a port, as an insult and wants it gone."
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    assert "memorandum" not in {c.name for r in records if isinstance(r, Claim) for c in r.claimants}


@pytest.mark.parametrize("who", ["The Health Ministry", "The Ministry of Health"])
def test_one_ministry_is_not_another(extractor: RulesExtractor, who: str) -> None:
    found = speaker(
        extractor,
        f"Ghana's Ministry of Defence denied it; its press secretary said so. {who} said 40 were wounded.",
    )
    assert "Defence" not in found.name
    assert "Health" in found.name


@pytest.mark.parametrize("who", ["Hussein Sheikh Ali", "National Security Adviser Hussein Sheikh Ali"])
def test_a_title_inside_a_name_is_a_part_of_it(extractor: RulesExtractor, who: str) -> None:
    text = f"Nasra Bashir Ali, Somalia's envoy, welcomed the plan. {who} said the roads were bad."
    assert speaker(extractor, text).name == "Hussein Sheikh Ali"


def test_an_envoy_for_a_state_is_not_its_own(extractor: RulesExtractor) -> None:
    assert speaker(extractor, "The special envoy for Ghana said the roads were bad.").represents is None


def test_who_writes_of_the_military_does_not_speak_for_it(extractor: RulesExtractor) -> None:
    found = speaker(extractor, "Indian military bloggers said the roads were bad.")
    assert found.represents is None or found.represents.name == "India"


def test_a_ministry_is_not_of_the_state_before_where_its_sentence_names_another(
    extractor: RulesExtractor,
) -> None:
    text = (
        "Chile was quiet. On Monday 300 Peruvian soldiers were killed, according to the Ministry of Health."
    )
    assert speaker(extractor, text).represents is None
    assert speaker(extractor, text).name == "Ministry of Health"
