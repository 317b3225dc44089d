"""Denials and silences that name nothing themselves: they mean what was told before them."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Deployment, Stance, Transfer
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)]


def last(extractor: RulesExtractor, text: str) -> tuple[str, Stance, str]:
    """Return who takes which stance on what kind of event at the end of a text."""
    claim = claims(extractor, text)[-1]
    return claim.claimants[0].name, claim.stance, claim.about[0].kind if claim.about else "nothing"


@pytest.mark.parametrize(
    ("remark", "stance"),
    [
        ("a charge Lomé has rejected", Stance.DENIES),
        ("which the Togolese government later denied", Stance.DENIES),
        ("a figure Togo has neither confirmed nor denied", Stance.WITHHOLDS),
        ("something Togo has declined to discuss", Stance.WITHHOLDS),
    ],
)
def test_a_remark_behind_a_report_is_about_the_report(
    extractor: RulesExtractor, remark: str, stance: Stance
) -> None:
    text = f"The Gulf Monitor said on Monday that Togo had sent 300 soldiers to Mali, {remark}."
    reported, remarked = claims(extractor, text)
    assert [c.name for c in reported.claimants] == ["Gulf Monitor"]
    assert [c.name for c in remarked.claimants] == ["Togo"]
    assert (remarked.stance, remarked.quantity) == (stance, None)
    assert [type(event) for event in remarked.about] == [Deployment]
    assert remarked.evidence[0].quote.endswith(remark.removeprefix("something "))
    assert reported.evidence[0].quote.endswith("300 soldiers to Mali")


def test_a_remark_leaves_the_report_to_who_made_it(extractor: RulesExtractor) -> None:
    text = "Togo sent drones to Mali, a minister of Benin said on Monday, a claim Lomé has rejected."
    assert [c.claimants[0].name for c in claims(extractor, text)] == ["minister", "Togo"]


def test_a_person_one_denies_to_know_is_no_report(extractor: RulesExtractor) -> None:
    text = "Togo has sent drones to Mali, Benin said. The captain, whom Togo denied a visa, left on Monday."
    assert [c.stance for c in claims(extractor, text) if c.about] == [Stance.ASSERTS]


@pytest.mark.parametrize(
    ("silence", "kind"),
    [
        ("The Togolese Defence Ministry does not comment on sales to Benin.", "Transfer"),
        ("The Togolese Defence Ministry has given no timetable.", "Transfer"),
        ("The Togolese Defence Ministry would not be drawn on numbers.", "Deployment"),
        ("The Togolese Defence Ministry declined to give a number.", "Deployment"),
    ],
)
def test_a_silence_means_what_its_own_words_fit(extractor: RulesExtractor, silence: str, kind: str) -> None:
    text = (
        "Togo has sent 300 soldiers to Mali, the Gulf Monitor said on Monday. Togo has also sold rifles to "
        f"Benin, it said. {silence}"
    )
    assert last(extractor, text)[1:] == (Stance.WITHHOLDS, kind)


def test_a_silence_far_from_any_report_means_none_of_them(extractor: RulesExtractor) -> None:
    far = " ".join(["The harbour was quiet on Monday."] * 7)
    text = (
        f"Togo has sold rifles to Benin, the Gulf Monitor said. {far} The navy of Gabon did not give a date."
    )
    assert [c.stance for c in claims(extractor, text) if c.about] == [Stance.ASSERTS]


def test_to_rule_out_a_base_is_to_deny_the_deployment_told_of(extractor: RulesExtractor) -> None:
    text = (
        "Togo will station soldiers in Mali, diplomats said on Monday. Togo has sold rifles to Benin, they "
        "said. Togo's Prime Minister Kofi Mensah has ruled out a base."
    )
    assert last(extractor, text) == ("Kofi Mensah", Stance.DENIES, "Deployment")


def test_what_was_told_last_is_what_is_meant(extractor: RulesExtractor) -> None:
    text = (
        "Togo has sent soldiers to Mali, the Gulf Monitor said. Mali called it a lie. Togo has sold rifles "
        "to Mali, the Gulf Monitor said. Mali did not respond to a request for comment."
    )
    told = [c for c in claims(extractor, text) if c.stance is Stance.WITHHOLDS]
    assert [type(event) for c in told for event in c.about] == [Transfer]


@pytest.mark.parametrize("word", ["a rumour", "fanciful", "unproven"])
def test_what_is_called_a_rumour_is_denied(extractor: RulesExtractor, word: str) -> None:
    text = f"Togo has sold rifles to Benin, diplomats said. The Togolese ministry called the story {word}."
    assert last(extractor, text)[1:] == (Stance.DENIES, "Transfer")
