"""Lists under a colon, nations as soldiers, rival figures, names inside paragraphs, empty headings."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

Told = tuple[str, str, tuple[str | None, ...], float | None]


def told(extractor: RulesExtractor, text: str) -> list[Told]:
    """Return (claimant, stance, parties and kind of thing, figure) of each claim about an event, in order."""
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    return [
        (
            claim.claimants[0].name,
            claim.stance.value,
            _parties(claim),
            claim.quantity.minimum if claim.quantity is not None else None,
        )
        for claim in records
        if isinstance(claim, Claim) and claim.about
    ]


def _parties(claim: Claim) -> tuple[str | None, ...]:
    values = [value for name, value in claim.about[0] if name not in ("kind", "civilian")]
    return tuple(getattr(value, "name", value) for value in values)


LISTS = [
    "The Ghanaian army said the following had been sent to Togo:\n\n- 30 mortars\n- 9,000 rifles\n\nTalks",
    "Ghana has delivered to Togo:\n\n• 30 mortars\n• 9,000 rifles\n\nTalks go on.",
    "Ghana has sent these weapons to Togo:\n\n1. 30 mortars;\n2. 9,000 rifles.\n\nTalks go on.",
]


@pytest.mark.parametrize("text", LISTS)
def test_each_item_of_a_list_is_what_the_sentence_above_it_tells(
    extractor: RulesExtractor, text: str
) -> None:
    claims = told(extractor, text)
    assert [(parties[1], parties[2], figure) for _, _, parties, figure in claims] == [
        ("Togo", "mortar", 30),
        ("Togo", "rifle", 9000),
    ]


def test_an_item_of_a_list_takes_no_party_from_its_neighbours(extractor: RulesExtractor) -> None:
    items = (
        "• Peru has sent rifles to Chile\n\n• Peru has sent mortars to Chile\n\n• Spain has delivered tanks"
    )
    assert told(extractor, f"Summary of the day:\n\n{items}")[-1][2] == ("Spain", None, "tank", None)


@pytest.mark.parametrize(
    ("text", "sender", "figure"),
    [
        ("Togo said that a battalion of 600 Ghanaians had arrived in Togo.", "Ghana", 600),
        ("Togo said that 600 Ghanaians had been sent to Togo.", "Ghana", 600),
        ("Togo said that a battalion of 600 soldiers from Ghana had arrived in Togo.", "Ghana", 600),
    ],
)
def test_people_are_sent_by_their_own_state(
    extractor: RulesExtractor, text: str, sender: str, figure: int
) -> None:
    ((_, _, parties, counted),) = told(extractor, text)
    assert (parties[0], counted) == (sender, figure)


def test_what_never_arrived_is_denied(extractor: RulesExtractor) -> None:
    ((_, stance, parties, _),) = told(
        extractor,
        "Togo said that without Ghana's mortars, which never arrived, the town would have been lost.",
    )
    assert (stance, parties[0]) == ("Denies", "Ghana")


@pytest.mark.parametrize(
    "text",
    [
        "Togo said 300 Ghanaian soldiers had been killed in Lome, while Norway put the number at 120.",
        "Togo said 300 Ghanaian soldiers had died, but Norway estimates the number of dead at 120.",
        "Togo said 300 Ghanaian soldiers were in Lome. Norway put their number at 120.",
    ],
)
def test_another_figure_is_its_own_speakers(extractor: RulesExtractor, text: str) -> None:
    claims = told(extractor, text)
    assert [(who, figure) for who, _, _, figure in claims] == [("Togo", 300), ("Norway", 120)]
    assert claims[0][2] == claims[1][2]


def test_figures_of_what_nobody_told_of_are_left(extractor: RulesExtractor) -> None:
    assert told(extractor, "Norway put the number at 120.") == []
    assert told(extractor, "Togo said Ghana had sent 40 tanks. Norway put the price of one at 120.")[1:] == []


def test_a_name_opens_a_sentence_inside_a_paragraph(extractor: RulesExtractor) -> None:
    text = "Kenya sent mortars to Togo, Spain's army said. Nairobi: No mortars were sent. It gave no details."
    assert [(who, stance) for who, stance, _, _ in told(extractor, text)][1:] == [("Kenya", "Denies")]


def test_a_word_that_no_one_speaks_for_opens_no_statement(extractor: RulesExtractor) -> None:
    text = "Ghana sent mortars to Togo, Spain said. Result: Peru sent rifles to Chile."
    assert told(extractor, text)[1][0] == "Harbour Post"


def test_a_heading_without_a_verb_claims_no_losses(extractor: RulesExtractor) -> None:
    claims = told(extractor, "Losses in Togo\n\nTogo's army said that 14 of its soldiers were killed.")
    assert [(who, figure) for who, _, _, figure in claims] == [("Army of Togo", 14)]


def test_one_condemns_what_one_has_just_told(extractor: RulesExtractor) -> None:
    text = (
        "Peru said that Ghana had sent soldiers to Chile.\n\nFrom President Ama Osei:\n\n"
        "“Ghana has delivered rifles to Togo. We condemn it.”"
    )
    who, stance, parties, _ = told(extractor, text)[-1]
    assert (who, stance, parties[2]) == ("Ama Osei", "Condemns", "rifle")


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("Texas sent 40 soldiers to Kuwait, Governor Ray Cole said.", "Ray Cole", "United States"),
        ("Congressman Abe Roe denied that America had sent rifles to Togo.", "Abe Roe", "United States"),
        ("Texas sent 40 soldiers to Kuwait, its governor said.", "governor", "United States"),
        ("Ghana sent 40 soldiers to Togo, its defence minister said.", "Ghana's defence minister", "Ghana"),
    ],
)
def test_for_whom_an_official_speaks(extractor: RulesExtractor, text: str, name: str, state: str) -> None:
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    (claim,) = [record for record in records if isinstance(record, Claim)]
    (claimant,) = claim.claimants
    assert claimant.name == name
    assert claimant.represents is not None
    assert claimant.represents.name == state


def test_a_heading_with_two_states_leaves_an_official_his_own(extractor: RulesExtractor) -> None:
    text = (
        "Ghana and Togo\n\n“Ghana sent rifles to Togo,” Defence Minister Kofi Adu said.\n\n"
        "“We sent no soldiers,” he added."
    )
    assert [(who, stance) for who, stance, _, _ in told(extractor, text)] == [
        ("Kofi Adu", "Asserts"),
        ("Kofi Adu", "Denies"),
    ]


def test_a_body_of_no_state_keeps_its_name(extractor: RulesExtractor) -> None:
    ((who, _, _, _),) = told(extractor, "“Ghana sent rifles to Togo,” Ruritania's foreign ministry said.")
    assert who == "Ruritania's foreign ministry"


PUTTING = [
    ("Norway put the number of Ghanaian troops in Togo at 900.", 900),
    ("Norway puts the number of Ghanaian troops in Togo above 900 and says more will follow.", 900),
    (
        "Norway puts the number of Ghanaian troops in Togo between 900 and 1,200; Peru tells the same story.",
        900,
    ),
    ("Norway put the number of Ghanaian troops in Togo over 900.", 900),
]


@pytest.mark.parametrize(("text", "figure"), PUTTING)
def test_who_puts_a_number_on_forces_says_so_with_its_bound(
    extractor: RulesExtractor, text: str, figure: float
) -> None:
    assert [(who, at) for who, _, _, at in told(extractor, text)] == [("Norway", figure)]


@pytest.mark.parametrize("tale", ["a similar story", "the same tale", "another version"])
def test_who_tells_a_tale_says_nothing_that_stands_before(extractor: RulesExtractor, tale: str) -> None:
    claims = told(extractor, f"Ghana has sent 40 tanks to Togo; Peru tells {tale}.")
    assert [who for who, *_ in claims] == ["Harbour Post"]
