"""What must be, has to be or is wanted of another is demanded; who is only asked demands nothing."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Modality, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def last_claim(extractor: RulesExtractor, text: str) -> Claim:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)][-1]


DEMANDS = [
    ("Chad wants all Libyan troops out by May.", "Chad"),
    ("The Libyan troops in Chad must be gone by May, Ghana says.", "Ghana"),
    ("Libya has soldiers in Chad. Ghana said that the Libyan army had to leave Chad.", "Ghana"),
    (
        "Libya has soldiers in Chad. Ghana called again on Monday for all Libyan forces to leave Chad.",
        "Ghana",
    ),
    (
        "Libya has soldiers in Chad. Ghana said the visit was a mistake and called on Tripoli "
        "to pull the forces back.",
        "Ghana",
    ),
    ("Brazil has asked Peru not to allow the sale of tanks to Chile.", "Brazil"),
]


@pytest.mark.parametrize(("text", "who"), DEMANDS)
def test_what_another_has_to_do_is_demanded(extractor: RulesExtractor, text: str, who: str) -> None:
    claim = last_claim(extractor, text)
    assert (claim.stance, claim.modality) == (Stance.DEMANDS, Modality.PLANNED)
    assert [c.name for c in claim.claimants] == [who]


def test_what_somebody_had_to_do_may_be_told_as_done(extractor: RulesExtractor) -> None:
    claim = last_claim(extractor, "Ghana said that Libya had to send troops to Chad.")
    assert claim.stance is Stance.ASSERTS


NO_EVIDENCE = [
    "The Harbour Watch found no evidence that Libyan troops have been deployed in Chad.",
    "The minister said there was no evidence to suggest that Libya had sold tanks to Chad.",
    "The minister said there was no sign of a deployment of Libyan troops in Chad.",
    "The minister has not seen any proof that Libya had sold tanks to Chad.",
]


@pytest.mark.parametrize("text", NO_EVIDENCE)
def test_who_finds_no_evidence_denies(extractor: RulesExtractor, text: str) -> None:
    assert last_claim(extractor, text).stance is Stance.DENIES


def test_evidence_is_asserted(extractor: RulesExtractor) -> None:
    text = "The minister said there was evidence that Libya had sold tanks to Chad."
    assert last_claim(extractor, text).stance is Stance.ASSERTS


def test_a_verdict_is_nobody(extractor: RulesExtractor) -> None:
    claim = last_claim(extractor, "VERDICT: No Libyan troops have been deployed in Chad.")
    assert [c.name for c in claim.claimants] == ["Harbour Post"]


def test_who_remains_committed_to_an_agreement_pledges_to_keep_it(extractor: RulesExtractor) -> None:
    told = "Chad and Libya signed a pact in May. Libya's minister said: "
    text = told + '"Libya remains fully committed to the pact."'
    claim = last_claim(extractor, text)
    assert (claim.stance, [s.kind for s in claim.about]) == (Stance.PLEDGES, ["Treaty"])
    assert [c.name for c in claim.claimants] == ["Libya's minister"]


def test_a_condition_tells_of_no_agreement(extractor: RulesExtractor) -> None:
    text = (
        "Chad and Libya signed a pact in May. Mali's minister said that Libyan troops must leave Mali "
        "unless the pact is scrapped."
    )
    assert [s.kind for s in last_claim(extractor, text).about] == ["Deployment"]
