"""Names in a text and what they stand for."""

from __future__ import annotations

import pytest

from builders import Read
from kgbuild.extractors.rules.names.mentions import Mention
from kgbuild.extractors.rules.reading import Reading, RulesReader
from kgbuild.grounding.entities import Entity

STATE = Entity("State", "Freedonia", "FRE")
BODY = Entity("Organization", "Navy of Freedonia", part_of=STATE)
ENVOY = Entity("Official", "Rufus T. Firefly", represents=BODY)
REBELS = Entity("Organization", "Free Freedonia", part_of=STATE, type="armed-group")


def names(reading: Reading) -> list[tuple[str, str, str | None]]:
    """(words, role, state or organization) of each name."""
    return [
        (reading.doc[m.range.start : m.range.end].text, m.role, m.entity.name if m.entity else None)
        for m in reading.mentions.all
    ]


def of(reading: Reading, words: str) -> Mention:
    """The last mention that reads so."""
    return next(
        m for m in reversed(reading.mentions.all) if reading.doc[m.range.start : m.range.end].text == words
    )


def test_whom_an_entity_belongs_to() -> None:
    assert [e.state for e in (STATE, BODY, ENVOY, REBELS)] == [STATE] * 4
    assert Entity("Person", "Nobody").state is None


def test_an_armed_group_acts_for_itself() -> None:
    spokesman = Entity("Official", "A. Rebel", represents=REBELS)
    assert [e.party for e in (STATE, ENVOY, REBELS, spokesman)] == [STATE, STATE, REBELS, REBELS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway signed.", [("Norway", "name", "Norway")]),
        ("A Norwegian ship sailed.", [("Norwegian", "adjective", "Norway")]),
        ("Norwegians voted.", [("Norwegians", "people", "Norway")]),
        ("NORWAY SENDS SHIPS", [("NORWAY", "name", "Norway")]),
        ("The weather was fine.", []),
    ],
)
def test_names_of_states(read: Read, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(read(text)) == expected


def test_a_capital_can_stand_for_its_state_or_itself(read: Read) -> None:
    mention = of(read("Oslo said it would wait."), "Oslo")
    assert mention.role == "capital"
    assert mention.entity is not None
    assert mention.entity.iso3 == "NOR"
    assert mention.place is not None
    assert mention.place.name == "Oslo"


def test_a_place_lies_in_its_state(read: Read) -> None:
    mention = of(read("The ship sailed to Mombasa."), "Mombasa")
    assert (mention.role, mention.entity) == ("place", None)
    assert mention.place is not None
    assert mention.place.iso3 == "KEN"


def test_the_longer_name_wins(read: Read) -> None:
    assert names(read("South Korea paid."))[0][:2] == ("South Korea", "name")


def test_a_person_named_like_a_state_is_none(read: Read) -> None:
    assert [role for _, role, _ in names(read("The analyst Jordan Smith agreed."))] == ["person"]


def test_the_end_of_a_longer_name_is_no_name(read: Read) -> None:
    found = names(read("Peru's National Security Council met on Monday."))
    assert "Security Council" not in [words for words, _, _ in found]


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("The Andean Institute for Peace (AIP) warned. AIP was right.", "AIP", "Andean Institute for Peace"),
        pytest.param(
            "The Lima Institute for Peace (LIP) warned. LIP was right.",
            "LIP",
            "Lima Institute for Peace",
            marks=pytest.mark.xfail(reason="a place inside the name of an organization hides it"),
        ),
        ("The Harbour Workers Union (HWU) went on strike. HWU won.", "HWU", "Harbour Workers Union"),
    ],
)
def test_a_short_name_that_the_text_explains(read: Read, text: str, short: str, full: str) -> None:
    entity = of(read(text), short).entity
    assert entity is not None
    assert (entity.name, short in entity.aliases) == (full, True)


def test_a_bracket_that_spells_something_else_explains_nothing(read: Read) -> None:
    reading = read("The Harbour Workers Union (XYZ) went on strike.")
    assert [n for n in names(reading) if n[0] == "XYZ" and n[2] == "Harbour Workers Union"] == []


@pytest.mark.parametrize("word", ["parliament", "army", "congress"])
def test_a_common_word_is_no_organization(reader: RulesReader, word: str) -> None:
    assert word in reader.knowledge.words.names.no_organizations


def test_a_body_has_one_entity(reader: RulesReader) -> None:
    norway = reader.table.state("NOR")
    assert reader.table.state("NOR") is norway
    body = reader.table.body(norway, "Whaling Board")
    names = ("Norwegian Whaling Board", "Whaling Board")
    assert (body.name, body.aliases, body.state) == ("Whaling Board of Norway", names, norway)
    assert "Norwegian Defense Ministry" in reader.table.body(norway, "Defence Ministry").aliases
    assert reader.table.named("No Such Paper") is None
