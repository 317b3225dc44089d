"""Events told in other words: bases, who is out, figures that others give, deeds judged later."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim, Treaty
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    return [record for record in records if isinstance(record, Claim) and record.about]


def told(claim: Claim) -> tuple[str | None, ...]:
    about = claim.about[0]
    parties = (getattr(about, role, None) for role in ("supplier", "recipient", "sender", "destination"))
    return tuple(party.name for party in parties if party is not None)


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Togo has granted Ghana a naval base near Lome, Benin said.", ("Ghana", "Togo")),
        ("Benin said there would be a permanent base of the Ghanaian Navy in Togo.", ("Ghana", "Togo")),
        ("Ghana runs an airfield in Togo.", ("Ghana", "Togo")),
        ("There are 400 Ghanaian troops in Togo.", ("Ghana", "Togo")),
        ("Togo told Ghana to get its soldiers out of the country.", ("Ghana", "Togo")),
        ("Ghanaian personnel have kept the peace in Togo since May.", ("Ghana", "Togo")),
        ("Spain is in talks with Peru about patrol vessels.", ("Peru", "Spain")),
        ("Spain is still selling to Chad.", ("Spain", "Chad")),
        ("Spain approved a possible sale to the Government of Chad of rifles.", ("Spain", "Chad")),
        ("Chad received the first of its 12 jets ordered from Spain.", ("Spain", "Chad")),
        ("The first mortar from Spain is expected in Chad by May.", ("Spain", "Chad")),
        ("Spain approved 40 F-16s for Chad.", ("Spain", "Chad")),
        ("Chad received at least 17 TB2s from Spain.", ("Spain", "Chad")),
        ("Spain completed the delivery of six Su-30SME jets to Chad.", ("Spain", "Chad")),
        ("They are joined by 150 soldiers from Ghana, who arrived in Togo in January.", ("Ghana", "Togo")),
        ("Some 100 instructors of Ghana's army have been in Lome since May.", ("Ghana", "Togo")),
        ("Togo said that Ghana keeps 300 soldiers in the north.", ("Ghana",)),
        ("Benin said Ghanaian soldiers still hold the Kara region of Togo.", ("Ghana", "Togo")),
    ],
)
def test_told_in_other_words(extractor: RulesExtractor, text: str, parties: tuple[str, ...]) -> None:
    assert parties in [told(claim) for claim in claims(extractor, text)]


SENT = "Ghana has sent 300 soldiers to Togo. "


@pytest.mark.parametrize(
    ("text", "stance", "claimant"),
    [
        ("Benin has confirmed neither figure.", "Withholds", "Benin"),
        ("Benin refused to say which units had left.", "Withholds", "Benin"),
        ("Benin said the deployment was lawful and had the backing of the region.", "Endorses", "Benin"),
        ("Benin's king confirmed it but would not be drawn on details.", "Withholds", "king"),
        ("Benin welcomed the deployment.", "Endorses", "Benin"),
    ],
)
def test_deeds_are_judged_later(extractor: RulesExtractor, text: str, stance: str, claimant: str) -> None:
    claim = claims(extractor, SENT + text)[-1]
    assert (claim.stance.value, told(claim)) == (stance, ("Ghana", "Togo"))
    assert claimant in claim.claimants[0].name


@pytest.mark.parametrize(
    ("text", "claimant", "least"),
    [
        ("Diplomats in Accra have spoken of 500 men.", "Diplomats", 500),
        ("Analysts assume 200.", "Analysts", 200),
    ],
)
def test_figures_that_others_give(extractor: RulesExtractor, text: str, claimant: str, least: float) -> None:
    claim = claims(extractor, SENT + text)[-1]
    assert claimant in claim.claimants[0].name
    assert (told(claim), claim.quantity.minimum if claim.quantity else None) == (("Ghana", "Togo"), least)


def test_no_figure_for_something_else(extractor: RulesExtractor) -> None:
    told_of = claims(extractor, "Spain sold 40 jets to Chad. Benin put the dead at 11.")
    assert [c.quantity.minimum for c in told_of if c.quantity and c.about[0].kind == "Transfer"] == [40]


def test_a_part_of_the_dead(extractor: RulesExtractor) -> None:
    text = "At least 900 people were killed in Togo, 300 of them soldiers, Benin said."
    parts = [c for c in claims(extractor, text) if isinstance(c.about[0], Casualties)]
    assert [(c.about[0].civilian, c.quantity.minimum if c.quantity else None) for c in parts][1:] == [
        (False, 300)
    ]


def test_a_list_beside_the_noun(extractor: RulesExtractor) -> None:
    text = "Spain has reported sales of Leopard tanks, Patriot missiles and Caesar howitzers to Chad."
    assert len({claim.about[0] for claim in claims(extractor, text)}) == 3


def test_the_number_is_put_at(extractor: RulesExtractor) -> None:
    text = "Benin put the number of Ghanaian soldiers fighting in Togo at between 3,000 and 4,000."
    quantity = claims(extractor, text)[0].quantity
    assert quantity is not None
    assert (quantity.minimum, quantity.maximum) == (3000, 4000)


def test_the_figure_of_what_is_named(extractor: RulesExtractor) -> None:
    text = "The Danish Army says seven of its soldiers have been killed, one more than it reported."
    quantity = claims(extractor, text)[0].quantity
    assert quantity is not None
    assert quantity.minimum == 7


def test_who_lists_jets_has_none(extractor: RulesExtractor) -> None:
    text = "The Chadian institute lists six jets delivered by Spain."
    assert all("Chad" not in told(claim) for claim in claims(extractor, text))


def test_a_pact_with_a_day_is_told(extractor: RulesExtractor) -> None:
    text = "Ghana keeps 300 soldiers in Togo under a defence agreement concluded with Togo last year."
    pacts = [c.about[0] for c in claims(extractor, text) if isinstance(c.about[0], Treaty)]
    assert [sorted(party.name for party in pact.parties) for pact in pacts] == [["Ghana", "Togo"]]


def test_a_semicolon_ends_what_is_said(extractor: RulesExtractor) -> None:
    text = "The Ghanaian patrol ship sailed to Lome in May; Accra spoke of a routine visit."
    assert claims(extractor, text)[0].claimants[0].name == "Harbour Post"


def test_a_figure_of_the_lost_counts_no_soldiers_that_somebody_sent(extractor: RulesExtractor) -> None:
    text = (
        "Kenyan officials have counted 900 Ghanaian soldiers in Togo, among them 300 who were sent in May. "
        "President Ana Rojas gave a total of 400 killed or wounded."
    )
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    found = [r for r in records if isinstance(r, Claim) and r.quantity is not None]
    assert 400 not in [c.quantity.minimum for c in found if c.quantity and c.about[0].kind == "Deployment"]
