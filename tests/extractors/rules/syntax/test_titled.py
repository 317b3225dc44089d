"""Headlines with a capital on each word are read as if they had none but those of names."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [r for r in records if isinstance(r, Claim) and r.about]


@pytest.mark.parametrize("link", [", Lomé", " as Lomé", "; Lomé"])
def test_the_second_half_of_a_titled_headline_denies(extractor: RulesExtractor, link: str) -> None:
    headline = f"Gabon Sends 500 Troops to Togo{link} Denies Receiving Them"
    sent, denied = claims(extractor, headline)
    assert [c.name for c in denied.claimants] == ["Togo"]
    assert (sent.stance, denied.stance) == (Stance.ASSERTS, Stance.DENIES)
    assert denied.evidence[0].quote == "Lomé Denies Receiving Them"  # as it is written


def test_a_name_that_is_a_verb_stays_a_name(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Mark Mensah Says Norway Has Delivered Tanks to Chad")
    assert [c.name for c in claim.claimants] == ["Mark Mensah"]
