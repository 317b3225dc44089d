"""What did not happen is denied, in whatever words; what did is not."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Act, Claim, Modality, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def told(extractor: RulesExtractor, text: str) -> list[Claim]:
    found = extractor.records([Document("a.txt", text)])
    return [record for record in found if isinstance(record, Claim) and record.about]


@pytest.mark.parametrize(
    "text",
    [
        "Not one Peruvian soldier has crossed into Ecuador, Peru's army said.",
        "Chile's army said that not a single tank had been delivered to Bolivia.",
        "Norway is yet to deliver the missiles to Finland, Finland's army said.",
        "The missiles have yet to be delivered to Finland, Finland's army said.",
        "At no stage did Brazil send drones to Angola, Angola's president said.",
        "Angola's president said that under no circumstances had Brazil sent drones to Angola.",
        "By no means did Vietnam sell rifles to Laos, Vietnam's foreign ministry said.",
        "Vietnam's foreign ministry said it is false that Vietnam sold rifles to Laos.",
        "It was not the case that Vietnam sold rifles to Laos, Vietnam's foreign ministry said.",
        "The claim that Vietnam sold rifles to Laos is a lie, Vietnam's foreign ministry said.",
        "Vietnam's army called the report that Vietnam had sold rifles to Laos a fabrication.",
        "Oman failed to send soldiers to Libya, Libya's army said.",
        "Oman's failure to send soldiers to Libya was regrettable, Libya's army said.",
        "Oman was unable to deliver the drones to Libya, Libya's army said.",
        "Libya's army said that Oman had refrained from sending soldiers to Libya.",
        "Oman stopped short of sending soldiers to Libya, Libya's army said.",
        "Libya's army said that Oman was far from sending soldiers to Libya.",
        "Rather than send soldiers to Libya, Oman closed its embassy, Libya's army said.",
        "Oman left without sending soldiers to Libya, Libya's army said.",
        "Oman nearly sent soldiers to Libya, Libya's army said.",
        "Oman came close to sending soldiers to Libya, Libya's army said.",
        "Had Oman sent drones to Libya, the town would have held, Libya's army said.",
        "The town would have held if Oman had sent drones to Libya, Libya's army said.",
        "Spain's army said that it had sent zero rifles to Mali.",
        "Spain's army said that no one from Spain had been sent to Mali.",
        "Spain is too weak to send soldiers to Mali, Mali's army said.",
        "Spain was in no position to send soldiers to Mali, Mali's army said.",
        "Spain had every chance to send soldiers to Mali but did not, Mali's army said.",
        "Spain scrapped its plan to send soldiers to Mali, Mali's army said.",
        "Spain vowed never to send soldiers to Mali.",
        "Spain's army said that its soldiers weren't in Mali.",
        "Spain says its soldiers are not in Mali",
        "Mali's army said that not all Spanish soldiers had left Mali.",
    ],
)
def test_what_did_not_happen_is_denied(extractor: RulesExtractor, text: str) -> None:
    claims = told(extractor, text)
    assert claims
    assert {claim.stance for claim in claims} == {Stance.DENIES}
    assert all(claim.quantity is None for claim in claims)


@pytest.mark.parametrize(
    "text",
    [
        "Spain's army said it was not true that Spain had never sent rifles to Mali.",
        "Spain's army denied that it had failed to send rifles to Mali.",
        "Spain sent not only rifles but also tanks to Mali, Mali's army said.",
        "Not only did Spain send rifles to Mali, it also sent tanks, Mali's army said.",
        "Spain sent nothing but rifles to Mali, Mali's army said.",
        "It is true that Spain sent rifles to Mali, Spain's army said.",
        "Spain did not fail to deliver the rifles to Mali, Mali's army said.",
        "No sooner had Spain sent rifles to Mali than the war ended, Mali's army said.",
        "Spain did not send money but it sent rifles to Mali, Mali's army said.",
        "Almost 400 Spanish soldiers were sent to Mali, Mali's army said.",
    ],
)
def test_what_happened_is_asserted(extractor: RulesExtractor, text: str) -> None:
    claims = told(extractor, text)
    assert claims
    assert {(claim.stance, claim.modality) for claim in claims} == {(Stance.ASSERTS, Modality.ACTUAL)}


def test_each_of_two_things_has_its_own_polarity(extractor: RulesExtractor) -> None:
    text = "Kuwait said no tanks but only rifles had been sent from Kuwait to Chad."
    found = [(c.about[0], c.stance) for c in told(extractor, text)]
    stances = {about.materiel: stance for about, stance in found if about.kind == "Transfer"}
    assert stances == {"tank": Stance.DENIES, "rifle": Stance.ASSERTS}


def test_nobody_is_no_party(extractor: RulesExtractor) -> None:
    (claim,) = told(extractor, "Laos said that nobody had sent troops to Laos.")
    assert claim.about[0].kind == "Deployment"
    assert (claim.about[0].sender, claim.stance) == (None, Stance.DENIES)


@pytest.mark.parametrize(
    "text",
    [
        "Spain promised 40 rifles to Mali, Mali's army said.",
        "Spain has offered soldiers to Mali, Mali's army said.",
        "Spain wants to send soldiers to Mali, Spain's army said.",
        "Spain was on the verge of sending soldiers to Mali, Mali's army said.",
        "Spain is to send soldiers to Mali, Mali's army said.",
    ],
)
def test_promises_and_plans_are_no_deliveries(extractor: RulesExtractor, text: str) -> None:
    claims = told(extractor, text)
    assert claims
    assert {(claim.stance, claim.modality) for claim in claims} == {(Stance.ASSERTS, Modality.PLANNED)}


def test_what_is_done_no_longer_is_halted(extractor: RulesExtractor) -> None:
    (claim,) = told(extractor, "Spain is no longer sending rifles to Mali, Mali's army said.")
    assert (claim.stance, claim.act) == (Stance.ASSERTS, Act.HALTED)
