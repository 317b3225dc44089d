"""Kinds of telling that went wrong: whose act, whose army, who is a civilian, where something is."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Agent, Casualties, Claim, Deployment, Transfer
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def told(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [r for r in records if isinstance(r, Claim) and r.about]


def name(agent: Agent | None) -> str | None:
    return agent.name if agent is not None else None


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (
            "Peru said neither Chile nor Cuba had sent soldiers to Peru.\n\n"
            "Ecuador said it stopped short of sending troops to Panama.",
            "Ecuador",
        ),
        ("Gabon said Chad had left. Togo said it was far from sending troops to Benin.", "Togo"),
        ("Laos denied it. Nepal said on Monday that it had refused to send soldiers to Bhutan.", "Nepal"),
    ],
)
def test_it_is_who_tells_of_itself(extractor: RulesExtractor, text: str, sender: str) -> None:
    event = told(extractor, text)[-1].about[0]
    assert isinstance(event, Deployment)
    assert name(event.sender) == sender


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Chad said it had sent 300 rifles to Mali. Niger said 1,500 shells had gone to Mali.",
            (None, "Mali"),
        ),
        (
            "Peru said that Chile had sent rifles to Peru.\n\n"
            "Bolivia said that without Brazil's tanks, which never arrived, the town would have been lost.",
            ("Brazil", None),
        ),
        (
            "Chad said it had sent 300 rifles to Mali. Niger said the rifles had gone to Mali.",
            ("Chad", "Mali"),
        ),
    ],
)
def test_what_another_state_tells_of_itself_fills_nothing(
    extractor: RulesExtractor, text: str, parties: tuple[str | None, ...]
) -> None:
    event = told(extractor, text)[-1].about[0]
    assert isinstance(event, Transfer)
    assert (name(event.supplier), name(event.recipient)) == parties


@pytest.mark.parametrize(
    ("people", "civilians"),
    [
        ("20 people, among them 12 civilians,", [False, True]),
        ("Nine people, including six soldiers,", [False, False]),
        ("40 people, including 12 children,", [True, True]),
    ],
)
def test_people_of_whom_a_part_are_civilians(
    extractor: RulesExtractor, people: str, civilians: list[bool]
) -> None:
    claims = told(extractor, f"Chad said that {people} were killed in Abeche.")
    found = [e.civilian for c in claims for e in c.about if isinstance(e, Casualties)]
    assert found == civilians[: len(found)]
    assert found


@pytest.mark.parametrize(
    "between", ["Chad said that 17 soldiers were hurt near Abeche.", "Chad had complained of it in May."]
)
def test_the_army_is_that_of_the_state_that_spoke_since(extractor: RulesExtractor, between: str) -> None:
    text = (
        "Mali's army said that three of its soldiers were killed in Gao.\n\n"
        f"{between} Of the nine Chadian soldiers wounded, four died later, the army said."
    )
    (speaker,) = told(extractor, text)[-1].claimants
    assert name(speaker.part_of) == "Chad"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Oregon has sent 30 soldiers to Latvia, the state's governor said.", "United States"),
        ("Ghana has sent 40 soldiers to Mali, the country's defence minister said.", "Ghana"),
        ("Togo has sent troops to Benin, Trade Minister Abla Kpodar said.", "Togo"),
        ("Eritrea has sent troops to Sudan, Interior Minister Tesfay Gebre said.", "Eritrea"),
    ],
)
def test_whose_official_tells_of_an_act(extractor: RulesExtractor, text: str, whose: str) -> None:
    (speaker,) = told(extractor, text)[-1].claimants
    assert name(speaker.represents) == whose


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ghana sent 40 soldiers to Mali, General Kofi Mensah said in Accra.", []),
        ("“We have sent 40 soldiers to Mali,” Ghana's defence minister told reporters in Accra.", []),
        ("Twelve Ghanaian soldiers were killed in Gao, General Kofi Mensah said in Accra.", ["Gao"]),
    ],
)
def test_where_somebody_speaks_is_not_where_it_happens(
    extractor: RulesExtractor, text: str, places: list[str]
) -> None:
    assert [p.name for p in told(extractor, text)[-1].places] == places


def test_losses_that_are_put_at_a_figure_keep_their_place(extractor: RulesExtractor) -> None:
    claim = told(extractor, "The Ghanaian army put its losses in Tamale at 14 dead.")[0]
    assert [p.name for p in claim.places] == ["Tamale"]
