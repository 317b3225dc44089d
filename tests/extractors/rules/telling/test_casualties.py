"""Losses: who was hurt, how many, what the figure counts and whose losses they are."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

Loss = tuple[str | None, str | None, float | None, float | None]
"""Force (iso3 or name), measure, minimum and maximum."""


def _claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    found = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    return [c for c in found if isinstance(c, Claim) and any(isinstance(a, Casualties) for a in c.about)]


def _losses(extractor: RulesExtractor, text: str) -> list[Loss]:
    return [_loss(claim) for claim in _claims(extractor, text)]


def _loss(claim: Claim) -> Loss:
    about = next(a for a in claim.about if isinstance(a, Casualties))
    force = (about.force.iso3 or about.force.name) if about.force is not None else None
    figure = claim.quantity
    return (
        force,
        claim.measure.value if claim.measure is not None else None,
        figure.minimum if figure is not None else None,
        figure.maximum if figure is not None else None,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Uruguay's army said 14 of its soldiers serving with the mission had been killed.",
            [("URY", "Killed", 14, 14)],
        ),
        ("Uruguay's army said one of its peacekeepers had been killed.", [("URY", "Killed", 1, 1)]),
        (
            "Malawi has lost three men and another two were wounded.",
            [("MWI", "Killed", 3, 3), ("MWI", "Wounded", 2, 2)],
        ),
        (
            "Togo's president said 31 Togolese had been killed and 57 hurt in Dapaong.",
            [("TGO", "Killed", 31, 31), ("TGO", "Wounded", 57, 57)],
        ),
        (
            "Three Malian soldiers were killed and six others wounded in an ambush, the army said.",
            [("MLI", "Killed", 3, 3), ("MLI", "Wounded", 6, 6)],
        ),
        ("Kenya has acknowledged 2,908 dead.", [("KEN", "Killed", 2908, 2908)]),
        ("At least 13 Ghanaian troops have died, officials said.", [("GHA", "Killed", 13, None)]),
        (
            "Casualties: 300 killed and 1,200 wounded, the Ethiopian army said.",
            [("ETH", "Killed", 300, 300), ("ETH", "Wounded", 1200, 1200)],
        ),
        (
            "Chad's losses stood at 98 dead and 40 wounded.",
            [("TCD", "Killed", 98, 98), ("TCD", "Wounded", 40, 40)],
        ),
        (
            "The Iranian foreign minister said the attacks had cost the lives of 935 people.",
            [("IRN", "Killed", 935, 935)],
        ),
        ("Between 50 and 60 Sudanese soldiers have lost their lives in Yemen.", [("SDN", "Killed", 50, 60)]),
        (
            "Russia's defence ministry said Chinese sources counted 35 Indians killed or wounded.",
            [("IND", "KilledOrWounded", 35, 35)],
        ),
        ("The bodies of nine French soldiers arrived home.", [("FRA", "Killed", 9, 9)]),
        (
            "Two more Ghanaian peacekeepers were killed on Friday, bringing the toll to 17.",
            [("GHA", "Killed", 2, 2), ("GHA", "Killed", 17, 17)],
        ),
        ("The death toll rose to 46, Kenyan officials said.", [("KEN", "Killed", 46, 46)]),
    ],
)
def test_figures_with_and_without_a_noun(extractor: RulesExtractor, text: str, expected: list[Loss]) -> None:
    assert _losses(extractor, text) == expected


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("At least 31 dead, 57 injured in Indian strikes on Pakistan", "PAK"),
        ("Three soldiers dead, two hurt as rebels attack Chad base", "TCD"),
        ("Rebels captured Goma on Monday. More than 900 people had died in the city, the UN said.", "COD"),
        ("A Kenyan military spokesman said five soldiers died in Lamu.", "KEN"),
        ("Uganda said two people died in clashes at its border with Rwanda.", "UGA"),
        ("Ethiopia's army killed 20 Eritrean soldiers in Tigray.", "ERI"),
        ("Somalia's army said it had neutralised 40 al-Shabaab fighters.", "al-Shabaab"),
        ("Fighting in Sudan's Darfur left 20 people dead and 30 wounded.", "SDN"),
        ("Casualties on the Eritrean side were estimated at 60,000.", "ERI"),
    ],
)
def test_whose_losses_they_are(extractor: RulesExtractor, text: str, force: str) -> None:
    found = _losses(extractor, text)
    assert found
    assert {loss[0] for loss in found} == {force}


def test_each_side_admits_its_own(extractor: RulesExtractor) -> None:
    text = "Armenia said it had lost 49 servicemen; Azerbaijan reported 50 deaths."
    assert [loss[0] for loss in _losses(extractor, text)] == ["ARM", "AZE"]


def test_an_outsider_estimates_the_losses_told_before(extractor: RulesExtractor) -> None:
    text = "Ukraine put the number of killed Russians at 4,000. The United States estimated 1,200 casualties."
    assert {loss[0] for loss in _losses(extractor, text)} == {"RUS"}


def test_who_reckons_is_the_claimant(extractor: RulesExtractor) -> None:
    (claim,) = _claims(extractor, "Kyiv puts Russian casualties at more than 100,000.")
    assert [agent.iso3 for agent in claim.claimants] == ["UKR"]


def test_a_figure_is_broken_down(extractor: RulesExtractor) -> None:
    text = "Ugandan authorities reported nine dead, eight civilians and one soldier with 12 wounded."
    assert _losses(extractor, text) == [
        ("UGA", "Killed", 9, 9),
        ("UGA", "Killed", 8, 8),
        ("UGA", "Killed", 1, 1),
        ("UGA", "Wounded", 12, 12),
    ]


def test_those_left_wounded(extractor: RulesExtractor) -> None:
    text = "Rebels captured a post, leaving seven Ugandan soldiers wounded."
    assert _losses(extractor, text) == [("UGA", "Wounded", 7, 7)]


def test_what_is_yet_to_be_told_is_withheld(extractor: RulesExtractor) -> None:
    (claim,) = _claims(extractor, "Uganda has yet to announce military casualties.")
    assert claim.stance.value == "Withholds"


def test_an_officer_speaks_for_the_army_named_before(extractor: RulesExtractor) -> None:
    text = "Sudan's army met. 'We have lost four soldiers,' army spokesman Brigadier Omar Tahir said."
    assert _losses(extractor, text) == [("SDN", "Killed", 4, 4)]


def test_a_figure_not_given_is_withheld(extractor: RulesExtractor) -> None:
    (claim,) = _claims(extractor, "Cambodia has not given a figure for its dead.")
    assert (claim.stance.value, [a.iso3 for a in claim.claimants]) == ("Withholds", ["KHM"])


@pytest.mark.parametrize(
    "text",
    [
        "Cholera killed 40 people in Sudan, the health ministry said.",
        "Three Kenyan soldiers died in a helicopter crash in Somalia.",
        "People are being killed, the preacher said.",
        "Fresh troops were sent to make up for the Chadians' early losses.",
        "The company lost customers in Kenya.",
        "Thailand's coach said the team had lost three games.",
    ],
)
def test_no_losses_of_a_conflict(extractor: RulesExtractor, text: str) -> None:
    assert _losses(extractor, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A raid left three Malian soldiers dead, the army said.", ("MLI", "Killed", 3, 3)),
        ("The army said that one Malian soldier was killed.", ("MLI", "Killed", 1, 1)),
        (
            "Nine Malian soldiers who were badly wounded have succumbed to their injuries.",
            ("MLI", "Killed", 9, 9),
        ),
        ("A mine killed and wounded six Malian soldiers.", ("MLI", "KilledOrWounded", 6, 6)),
        ("Rebels ambushed a Nigerien convoy in which four soldiers were killed.", ("NER", "Killed", 4, 4)),
        ("Rebels attacked a Nigerien outpost, killing four soldiers.", ("NER", "Killed", 4, 4)),
    ],
)
def test_losses_in_other_words(extractor: RulesExtractor, text: str, expected: Loss) -> None:
    assert _losses(extractor, text) == [expected]


def test_a_number_takes_up_losses_told_before(extractor: RulesExtractor) -> None:
    text = "Niger has kept silent on casualties among its soldiers. Some say the number could be 40."
    assert ("NER", "KilledOrWounded", 40, 40) in _losses(extractor, text)


def test_deaths_known_already_can_be_confirmed(extractor: RulesExtractor) -> None:
    text = "Four Malian soldiers were killed on Monday, Ivory Wire reported. The army confirmed the deaths."
    claims = _claims(extractor, text)
    assert len(claims) == 2
    assert _loss(claims[1])[0] == "MLI"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile's army said that Peru had lost 40 soldiers killed in Tacna.", [("PER", "Killed", 40, 40)]),
        (
            "Chile's army said that Peru lost 1,100 soldiers killed and wounded on Monday.",
            [("PER", "KilledOrWounded", 1100, 1100)],
        ),
        ("Peru said it had lost upwards of 400 soldiers.", [("PER", "Killed", 400, None)]),
        ("Peru's army said that tens of its soldiers were killed in Tacna.", [("PER", "Killed", None, None)]),
        (
            "Peru's army said four of its soldiers were killed, raising to 120 the number killed since May.",
            [("PER", "Killed", 4, 4), ("PER", "Killed", 120, 120)],
        ),
        (
            "Peru's army said four of its men were killed, bringing the total since May 2024 to 1,120.",
            [("PER", "Killed", 4, 4), ("PER", "Killed", 1120, 1120)],
        ),
        (
            "Of the 14 Peruvian soldiers wounded, four died later, Chile's army said.",
            [("PER", "Killed", 4, 4)],
        ),
        (
            "Half of the 60 soldiers sent to Haiti by Peru were killed, Chile said.",
            [("PER", "Killed", None, None)],
        ),
        (
            "Peru's army said that not one of its soldiers was killed in Tacna.",
            [("PER", "Killed", None, None)],
        ),
    ],
)
def test_whose_dead_and_how_many(extractor: RulesExtractor, text: str, expected: list[Loss]) -> None:
    assert _losses(extractor, text) == expected


def test_new_totals_are_cumulative(extractor: RulesExtractor) -> None:
    text = "Peru's army said that four of its soldiers were killed, taking the toll since May to 120."
    first, total = _claims(extractor, text)
    assert (first.cumulative, total.cumulative) == (None, True)


def test_the_dead_lie_where_the_sentence_says(extractor: RulesExtractor) -> None:
    for text in (
        "Sudan's army reported 12 soldiers dead in Kassala.",
        "Sudan's army reported 12 dead among its soldiers in Kassala.",
    ):
        found = [about for claim in _claims(extractor, text) for about in claim.about]
        theatres = [a.theatre.iso3 for a in found if isinstance(a, Casualties) and a.theatre is not None]
        assert theatres == ["SDN"]


def test_losses_put_at_a_number_of_dead_are_told_once(extractor: RulesExtractor) -> None:
    told = _losses(extractor, "Sudan's army put its losses in Kassala at 14 dead.")
    assert told == [("SDN", "Killed", 14, 14)]
