"""Who takes which stance on one event where several voices stand around it or point back to it."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Stance
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def stances(extractor: RulesExtractor, text: str) -> list[tuple[str, str]]:
    """Return (claimant, stance) of each claim about an event, in order."""
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    return [
        (claimant.name, claim.stance.value)
        for claim in records
        if isinstance(claim, Claim) and claim.about
        for claimant in claim.claimants
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway rejected the Icelandic claim that it had sent missiles to Chad.",
            {("Norway", "Denies"), ("Iceland", "Asserts")},
        ),
        (
            "Rwanda rejected Norwegian calls for Kigali to withdraw its troops from Chad.",
            {("Rwanda", "Denies"), ("Norway", "Demands")},
        ),
        (
            "'Norway rejects the claim that it is arming Chad,' Norwegian minister Ida Moen said.",
            {("Ida Moen", "Denies")},
        ),
        (
            "President Idris Oumar said he would stop on the condition that Rwandan troops leave Chad.",
            {("Idris Oumar", "Demands")},
        ),
        (
            "The UN says Rwanda sent 300 soldiers to Chad, a charge Kigali has always rejected.",
            {("United Nations", "Asserts"), ("Rwanda", "Denies")},
        ),
        (
            "Rwanda sent 300 soldiers to Chad, the UN said. The report follows months of denials by Kigali.",
            {("United Nations", "Asserts"), ("Rwanda", "Denies")},
        ),
        (
            "Rwanda sent 300 soldiers to Chad, the UN said. Kigali keeps quiet about it.",
            {("United Nations", "Asserts"), ("Rwanda", "Withholds")},
        ),
        (
            "Rwanda sent 300 soldiers to Chad, the UN said. An envoy would not say how large it was.",
            {("United Nations", "Asserts"), ("envoy", "Withholds")},
        ),
    ],
)
def test_each_voice_takes_its_own_stance(
    extractor: RulesExtractor, text: str, expected: set[tuple[str, str]]
) -> None:
    assert set(stances(extractor, text)) == expected


def test_words_that_reject_are_part_of_the_evidence(extractor: RulesExtractor) -> None:
    text = (
        "The UN said on Monday that Rwanda had sent tanks to Chad. "
        "Rwandan minister Paul Uwase said the accusations, made in May, are 'baseless'."
    )
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    denial = next(c for c in records if isinstance(c, Claim) and c.stance.value == "Denies")
    assert denial.evidence[0].quote.endswith("baseless")


@pytest.mark.parametrize(
    "text",
    [
        "Russia attacked the soldiers sent by Poland to Georgia, Georgia said.",
        "Israel targeted Iranian missiles delivered to Syria, Syria said.",
        "Norway sent soldiers to Mali to oppose the deployment of Russian mercenaries, Mali said.",
        "The deployment of Cuban soldiers in Angola angered Zambia, a general said.",
        "Kenyan troops backed the Ethiopian soldiers sent to Somalia with artillery, an officer said.",
    ],
)
def test_deeds_and_feelings_are_no_stances(extractor: RulesExtractor, text: str) -> None:
    found = [r for r in extractor.records([Document("a.txt", text)]) if isinstance(r, Claim)]
    assert found
    assert {claim.stance for claim in found} == {Stance.ASSERTS}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norway opposes the deployment of Russian mercenaries in Mali.", Stance.CONDEMNS),
        ("Serbia attacked the delivery of rifles to Bosnia by Slovenia as reckless.", Stance.CONDEMNS),
        ("Serbia backs the delivery of rifles to Bosnia by Slovenia.", Stance.ENDORSES),
        ("Zambia slammed Cuba for sending soldiers to Angola.", Stance.CONDEMNS),
    ],
)
def test_judgements_are_stances(extractor: RulesExtractor, text: str, stance: Stance) -> None:
    found = [r for r in extractor.records([Document("a.txt", text)]) if isinstance(r, Claim)]
    assert [claim.stance for claim in found] == [stance]


@pytest.mark.parametrize("mark", ["If", "Unless"])
def test_a_condition_to_say_something_says_nothing(extractor: RulesExtractor, mark: str) -> None:
    text = f"{mark} Peru can prove that Ghana has sent tanks to Togo, Lima will go to the council."
    document = Document("note.txt", text, publisher="Harbour Post")
    found = [c for c in extractor.records([document]) if isinstance(c, Claim)]
    assert [who.name for claim in found for who in claim.claimants if claim.about] == ["Harbour Post"]


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian envoy Ana Rojas, asked how many Chilean soldiers are in Ecuador, left the room.",
        "A reporter asked whether Chile had sent tanks to Ecuador.",
    ],
)
def test_what_is_only_asked_nobody_claims(extractor: RulesExtractor, text: str) -> None:
    assert stances(extractor, text) == []


@pytest.mark.parametrize("cue", ["has found", "maintains"])
def test_who_finds_or_maintains_that_it_is_so_claims_it(extractor: RulesExtractor, cue: str) -> None:
    text = f"Angola objects, since the African Union {cue} that Zambian troops fight inside Burundi."
    assert ("African Union", "Asserts") in stances(extractor, text)


def test_a_question_before_is_not_what_officials_told(extractor: RulesExtractor) -> None:
    text = (
        "Who are the “volunteers”? Two officials in Quito told the paper that 300 Chilean soldiers "
        "had been flown to Ecuador."
    )
    assert stances(extractor, text) == [("officials", "Asserts")]
