"""What stands in a sentence and is no detail of its event."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim)]


def test_a_number_in_the_name_of_a_weapon_counts_nothing(extractor: RulesExtractor) -> None:
    (claim,) = claims(extractor, "Israel has delivered Hermes 900 drones to Peru.")
    assert claim.quantity is None


@pytest.mark.parametrize(
    "text",
    [
        "The envoy of Ghana called on Bamako to withdraw its forces from Chadian territory.",
        "Chad was the only country in Africa still shipping ammunition to Mali, Ghana's envoy said.",
    ],
)
def test_whom_one_asks_and_among_whom_one_stands_out_is_no_place(
    extractor: RulesExtractor, text: str
) -> None:
    (claim,) = claims(extractor, text)
    assert claim.places == ()


def test_a_truce_is_no_convention(extractor: RulesExtractor) -> None:
    text = (
        "Chad and Mali agreed on a truce on Friday. Mali has not joined the Convention on Cluster Munitions."
    )
    told = [s for claim in claims(extractor, text) for s in claim.about if s.kind == "Treaty"]
    assert [s.name for s in told] == [None, "Convention on Cluster Munitions"]
