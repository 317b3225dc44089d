"""What somebody is charged with, who rejects another's act, and what is done under an agreement."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Deployment, Stance, Transfer, Treaty
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)]


def parties(claim: Claim) -> tuple[str, str | None, str | None]:
    """Return the kind of the event with who gives or sends, and who or where it goes."""
    event = claim.about[0]
    assert isinstance(event, Transfer | Deployment)
    first = event.supplier if isinstance(event, Transfer) else event.sender
    second = event.recipient if isinstance(event, Transfer) else event.destination
    return event.kind, first and first.iso3, second and second.iso3


def test_what_somebody_is_accused_of_flying_does_not_fly(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Togo's army chief accused Ghana of flying weapons to Benin.")
    assert parties(claim) == ("Transfer", "GHA", "BEN")
    assert claim.stance is Stance.CONDEMNS


def test_a_charge_that_both_reject_is_denied_by_both(extractor: RulesExtractor) -> None:
    text = "Togo accused Ghana of supplying rifles to Benin, a charge both Accra and Porto-Novo reject."
    accused, denied = claims(extractor, text)
    assert ([c.iso3 for c in accused.claimants], accused.stance) == (["TGO"], Stance.CONDEMNS)
    assert ({c.iso3 for c in denied.claimants}, denied.stance) == ({"BEN", "GHA"}, Stance.DENIES)
    assert parties(denied) == ("Transfer", "GHA", "BEN")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Guyana rejects the deployment of Brazilian troops to Suriname.", Stance.CONDEMNS),
        ("Guyana rejects reports of the deployment of Brazilian troops to Suriname.", Stance.DENIES),
        ("Brazil rejects reports of the deployment of its troops to Suriname.", Stance.DENIES),
    ],
)
def test_to_reject_what_another_does_is_not_to_deny_it(
    extractor: RulesExtractor, text: str, stance: Stance
) -> None:
    (claim,) = claims(extractor, text)
    assert claim.stance is stance
    assert parties(claim) == ("Deployment", "BRA", "SUR")


def test_warships_are_sent_by_the_state_whose_they_are(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Guyana condemned the deployment of Brazilian warships.")
    assert parties(claim) == ("Deployment", "BRA", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 200 Togolese police left for Haiti on Tuesday.", ("Deployment", "TGO", "HTI")),
        ("Benin expects another 800 Togolese soldiers by May.", ("Deployment", "TGO", "BEN")),
    ],
)
def test_forces_that_leave_for_or_are_expected(
    extractor: RulesExtractor, text: str, expected: tuple[str, str, str]
) -> None:
    (claim,) = claims(extractor, text)
    assert parties(claim) == expected


@pytest.mark.parametrize("under", ["Under it", "Under the accord"])
def test_what_is_done_under_an_agreement_of_two_is_done_for_the_other(
    extractor: RulesExtractor, under: str
) -> None:
    text = f"Norway and Ghana signed an accord in Oslo. {under}, Norway will deliver 36 howitzers."
    (delivery,) = (c for c in claims(extractor, text) if isinstance(c.about[0], Transfer))
    assert parties(delivery) == ("Transfer", "NOR", "GHA")


def test_without_an_agreement_nobody_is_given_it(extractor: RulesExtractor) -> None:
    text = "Norway and Ghana held talks in Oslo. Under a plan, Norway will deliver 36 howitzers."
    assert [parties(c) for c in claims(extractor, text)] == [("Transfer", "NOR", None)]


def test_who_buys_under_a_contract_of_two_is_not_guessed(extractor: RulesExtractor) -> None:
    text = "Norway and Ghana signed a contract for 180 tanks. The first ten arrived in December."
    assert not [c for c in claims(extractor, text) if not isinstance(c.about[0], Treaty)]


@pytest.mark.parametrize("firms", ["firms", "manufacturers"])
def test_who_is_accused_of_selling_sells(extractor: RulesExtractor, firms: str) -> None:
    text = f"Norway's intelligence service accused Ghanaian {firms} of selling ammunition to Togo."
    (claim,) = claims(extractor, text)
    assert parties(claim) == ("Transfer", "GHA", "TGO")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Norway trains and arms the army of Togo.", Stance.ASSERTS),
        ("Norway has denied Ghanaian accusations that it trains and arms the army of Togo.", Stance.DENIES),
    ],
)
def test_arms_is_a_verb_beside_verbs(extractor: RulesExtractor, text: str, stance: Stance) -> None:
    claim = claims(extractor, text)[0]
    assert parties(claim) == ("Transfer", "NOR", "TGO")
    assert claim.stance is stance
    assert claim.evidence[0].quote in text


def test_all_exports_go_to_nobody_in_particular(extractor: RulesExtractor) -> None:
    text = "Ghana sold shells to Togo in May, Norway said. Ghana suspended all arms exports on Monday."
    assert [parties(c) for c in claims(extractor, text)][-1] == ("Transfer", "GHA", None)


def test_its_assessment_is_not_that_of_people(extractor: RulesExtractor) -> None:
    text = (
        "Norway's army said it killed 14 fighters of Boko Haram; "
        "no civilians were hurt, according to its first assessment."
    )
    assert not [c.relayed_by for c in claims(extractor, text) if c.relayed_by]


def test_each_thing_comes_from_its_own_seller(extractor: RulesExtractor) -> None:
    told = claims(extractor, "Guyana will buy a patrol vessel from France and two tanks from India.")
    bought = {(c.about[0].supplier.iso3, c.about[0].materiel) for c in told if c.about[0].supplier}  # type: ignore[union-attr]
    assert bought == {("FRA", "patrol-boat"), ("IND", "tank")}


def test_several_things_come_from_several_sellers(extractor: RulesExtractor) -> None:
    assert len(claims(extractor, "Guyana bought vessels and tanks from France and India.")) == 4


def test_a_report_behind_what_it_is_called_is_rejected(extractor: RulesExtractor) -> None:
    text = 'Togo\'s army rejected as "pure fabrication" a report that it had lost 26 soldiers.'
    (claim,) = claims(extractor, text)
    assert (claim.claimants[0].part_of, claim.stance) == (claim.about[0].force, Stance.DENIES)  # type: ignore[union-attr]


def test_whom_an_accord_lets_stay_is_party_to_it(extractor: RulesExtractor) -> None:
    text = "Togo said it was revoking the accord that allowed French soldiers on its soil."
    treaty = claims(extractor, text)[0].about[0]
    assert isinstance(treaty, Treaty)
    assert {party.iso3 for party in treaty.parties} == {"FRA", "TGO"}


def test_one_sentence_rejects_a_pact_once(extractor: RulesExtractor) -> None:
    text = 'Togo has rejected Ghana\'s pact with Benin, calling it "null and void".'
    assert len(claims(extractor, text)) == 1


def test_who_takes_part_somewhere_is_there(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Togolese soldiers took part in the fighting in Mali.")
    assert parties(claim) == ("Deployment", "TGO", "MLI")


def test_what_was_called_nonsense_in_quotation_marks_is_denied(extractor: RulesExtractor) -> None:
    text = 'Togo dismissed as "nonsense" a Harbour Gazette report that it was pulling its troops from Mali.'
    assert claims(extractor, text)[0].stance is Stance.DENIES


def test_a_demand_of_somebody_unknown_is_not_the_publishers(extractor: RulesExtractor) -> None:
    text = "Togo will keep its troops in Mali, its president said. Opposition parties want them withdrawn."
    told = claims(extractor, text)
    assert not [c for c in told if c.claimants[0].name == "Harbour Post" and c.stance is Stance.DEMANDS]
