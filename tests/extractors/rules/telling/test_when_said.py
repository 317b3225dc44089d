"""When something was said: as precise as the words around the saying, no day invented."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Transfer, Treaty
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.times import PartialDate


def _claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    issued = PartialDate("2025-03-12")
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post", issued=issued)])
    return [r for r in records if isinstance(r, Claim) and r.about]


@pytest.mark.parametrize(
    ("when", "made_on"),
    [
        ("on Monday", "2025-03-10"),
        ("last week", "2025-03"),
        ("over the weekend", "2025-03"),
        ("last month", "2025-02"),
        ("in May 2024", "2024-05"),
        ("in 2023", "2023"),
    ],
)
def test_the_day_of_a_saying_is_as_precise_as_its_words(
    extractor: RulesExtractor, when: str, made_on: str
) -> None:
    (told,) = _claims(extractor, f"Kenya said {when} that Uganda had sent troops to Somalia.")
    assert told.made_on == made_on


@pytest.mark.parametrize(
    "text",
    [
        "Togo, which signed a port treaty with Benin on 1 January, has denied that Ghana sent it tanks.",
        "Togo, whose troops left Mali on Monday, denied that Ghana had sent it tanks.",
    ],
)
def test_what_is_told_of_the_speaker_dates_no_saying(extractor: RulesExtractor, text: str) -> None:
    told = [claim for claim in _claims(extractor, text) if claim.stance == "Denies"]
    assert [claim.made_on for claim in told] == [None]


@pytest.mark.parametrize("when", ["on Monday", "in May 2024"])
def test_who_said_it_in_a_clause_of_its_own_said_it_then(extractor: RulesExtractor, when: str) -> None:
    text = f"Officials in Lomé, who {when} denied that Ghana had sent tanks to Togo, were dismissed."
    (told,) = (claim for claim in _claims(extractor, text) if claim.stance == "Denies")
    assert told.made_on == {"on Monday": "2025-03-10", "in May 2024": "2024-05"}[when]


def test_an_open_span_is_no_day_of_a_saying(extractor: RulesExtractor) -> None:
    (told,) = _claims(extractor, "Kenya has said since 2022 that Uganda has sent troops to Somalia.")
    assert told.made_on is None


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Peru and Chile signed a letter of intent on Monday.", {"PER", "CHL"}),
        ("Ghana and Togo signed a joint defence project in Accra.", {"GHA", "TGO"}),
        ("Ghana and Togo opened a joint dam project in Accra.", set()),
        ("Peru and Chile signed a letter on Monday.", set()),
    ],
)
def test_letters_of_intent_and_projects_are_agreements(
    extractor: RulesExtractor, text: str, parties: set[str]
) -> None:
    treaties = [a for c in _claims(extractor, text) for a in c.about if isinstance(a, Treaty)]
    assert {p.iso3 for treaty in treaties for p in treaty.parties} == parties


def test_what_is_shared_with_somebody_is_transferred(extractor: RulesExtractor) -> None:
    (told,) = _claims(extractor, "Turkey has shared drones with Somalia, an official said.")
    (about,) = told.about
    assert isinstance(about, Transfer)
    assert (about.supplier and about.supplier.iso3, about.recipient and about.recipient.iso3) == (
        "TUR",
        "SOM",
    )
    assert _claims(extractor, "Turkey has shared its views on tanks with Somalia.") == []
