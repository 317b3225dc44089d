"""Refusals told as a statement withhold; what one asks for in one's own words is demanded."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Modality, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)]


@pytest.mark.parametrize(
    "words",
    [
        "she was not familiar with the matter",
        "she was unaware of the letter",
        "she does not comment on procurement",
        "she would not go into the matter",
        "she did not know who wrote it",
        "she had no information about it",
        "she would not speculate",
    ],
)
def test_who_says_that_one_will_not_or_cannot_tell_withholds(extractor: RulesExtractor, words: str) -> None:
    (claim,) = claims(extractor, f"The envoy of Ghana, Ama Osei, said {words}.")
    assert claim.stance is Stance.WITHHOLDS
    assert claim.evidence[0].quote.endswith(words)


@pytest.mark.parametrize("words", ["she was familiar with the matter", "Togo was unaware of the letter"])
def test_who_tells_something_withholds_nothing(extractor: RulesExtractor, words: str) -> None:
    (claim,) = claims(extractor, f"The envoy of Ghana, Ama Osei, said {words}.")
    assert claim.stance is Stance.ASSERTS


def test_not_to_know_of_a_deployment_is_not_to_deny_it(extractor: RulesExtractor) -> None:
    text = "President Ama Osei said he did not know whether the troops of Togo were in Mali."
    (claim,) = claims(extractor, text)
    assert (claim.stance, [s.kind for s in claim.about]) == (Stance.WITHHOLDS, ["Deployment"])


def test_to_have_made_no_commitment_is_no_pledge(extractor: RulesExtractor) -> None:
    text = (
        "Togo's envoy insisted that Lomé had made no commitment to anyone that the troops would leave Mali."
    )
    (claim,) = claims(extractor, text)
    assert claim.stance is Stance.DENIES
    assert [c.name for c in claim.claimants] == ["Togo's envoy"]


@pytest.mark.parametrize(
    "words",
    ["We require Togo to withdraw its troops from Mali", "We call on Togo to withdraw its troops from Mali"],
)
def test_what_a_speaker_asks_for_is_demanded(extractor: RulesExtractor, words: str) -> None:
    (claim,) = claims(extractor, f"\u201c{words},\u201d minister Ama Osei said.")
    assert (claim.stance, claim.modality) == (Stance.DEMANDS, Modality.PLANNED)


def test_a_plea_that_tells_of_no_event_is_demanded_too(extractor: RulesExtractor) -> None:
    (claim,) = claims(
        extractor, "\u201cWe urge the courts of Togo to open their doors,\u201d minister Ama Osei said."
    )
    assert (claim.about, claim.stance, claim.modality) == ((), Stance.DEMANDS, Modality.PLANNED)


def test_a_no_that_stands_by_itself_negates_no_verb_of_saying(extractor: RulesExtractor) -> None:
    claim = claims(
        extractor,
        "\u201cNo. Our roads stay open,\u201d a spokesman for the Road Ministry of Togo told the paper.",
    )[-1]
    assert claim.stance is Stance.ASSERTS


@pytest.mark.parametrize(
    "words",
    [
        "was unable to confirm",
        "was not able to confirm",
        "said it was unable to confirm",
        "said it was in no position to confirm",
        "was not in a position to confirm",
        "said it was unwilling to confirm",
    ],
)
def test_who_cannot_confirm_withholds(extractor: RulesExtractor, words: str) -> None:
    (claim,) = claims(extractor, f"France {words} that Ghana had sent tanks to Togo.")
    assert [agent.name for agent in claim.claimants] == ["France"]
    assert claim.stance is Stance.WITHHOLDS


@pytest.mark.parametrize(
    "words", ["was able to confirm", "was in a position to confirm", "is ready to confirm"]
)
def test_who_can_confirm_asserts(extractor: RulesExtractor, words: str) -> None:
    (claim,) = claims(extractor, f"France {words} that Ghana had sent tanks to Togo.")
    assert claim.stance is Stance.ASSERTS
