"""For whom officials speak whose office stands without a state."""

from __future__ import annotations

import pytest

from builders import Read
from kgbuild.extractors.rules.reading import Reading, RulesReader
from kgbuild.grounding.entities import Entity


def state_of_speaker(reading: Reading, name: str) -> str | None:
    (found,) = {m.entity for m in reading.mentions.all if m.entity is not None and m.entity.name == name}
    return found.state.name if found.state is not None else None


SPOKEN_OF = [
    ("Oman has shipped rifles to Chad, Defence Minister Said Habsi said on Friday.", "Oman"),
    ("Oman has not shipped rifles to Chad, Foreign Minister Said Habsi told reporters.", "Oman"),
    ("Oman's navy has shipped rifles to Chad, said Said Habsi, the defence minister.", "Oman"),
    ("Oman will buy tanks from Peru, army spokesman Colonel Said Habsi said.", "Oman"),
    ("“Oman has shipped rifles to Chad,” President Said Habsi said.", "Oman"),
    ("Omani soldiers have been sent to Chad, President Said Habsi said.", "Oman"),
    ("Oman has shipped rifles to Chad, Yemen's Defence Minister Said Habsi said.", "Yemen"),
    ("Oman has shipped rifles to Chad, the country's defence minister, Said Habsi, said.", None),
    ("Talks in Lima ended. Oman has shipped rifles to Chad, Defence Minister Said Habsi said.", None),
    ("Oman has attacked ships off Chad, Defence Minister Said Habsi said.", None),
    ("Oman has shipped rifles to Chad, analyst Said Habsi said.", None),
]


@pytest.mark.parametrize(("text", "state"), SPOKEN_OF)
def test_the_doer_is_whom_an_official_behind_the_statement_speaks_for(
    read: Read, text: str, state: str | None
) -> None:
    assert state_of_speaker(read(text), "Said Habsi") == state


def test_a_paper_may_mean_officials_of_its_own_state(read: Read, reader: RulesReader) -> None:
    text = "Oman has shipped rifles to Chad, Defence Minister Said Habsi said."
    papers = [
        Entity("Organization", "Harbour Post", type="newspaper", part_of=reader.table.state(iso3))
        for iso3 in ("TCD", "PER")
    ]
    assert [state_of_speaker(read(text, paper), "Said Habsi") for paper in papers] == [None, "Oman"]


def test_a_page_of_a_state_means_its_own_officials(read: Read, reader: RulesReader) -> None:
    text = "Oman has shipped rifles to Chad. Defence Minister Said Habsi said that it was wrong."
    assert state_of_speaker(read(text, reader.table.state("PER")), "Said Habsi") == "Peru"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The Royal Thai Army struck a camp in Chad. Army spokesman Said Habsi said so.", "Thailand"),
        (
            "The Royal Thai Army struck a camp.\n\nArmy spokesman Said Habsi said that it was over.",
            "Thailand",
        ),
        (
            "The Royal Thai Army was silent. Chad rejoiced.\n\nArmy chief Said Habsi said so.",
            None,
        ),
    ],
)
def test_an_army_without_a_state_is_one_named_near(read: Read, text: str, state: str | None) -> None:
    assert state_of_speaker(read(text), "Said Habsi") == state


def test_what_leads_a_mission_is_no_part_of_its_name(read: Read) -> None:
    reading = read("The Kenyan-led Coastal Security Support Mission sent 20 officers to Haiti.")
    names = [m.entity.name for m in reading.mentions.all if m.entity is not None]
    assert "Coastal Security Support Mission" in names
