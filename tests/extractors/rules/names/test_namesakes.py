"""People and places that are called like a state."""

from __future__ import annotations

import pytest

from builders import Read
from kgbuild.extractors.rules.reading import Reading


def named(reading: Reading) -> dict[str, str | None]:
    """Map each name, as written, to the state or person it stands for; places to the state they lie in."""
    found: dict[str, str | None] = {}
    for mention in reading.mentions.all:
        words = reading.doc[mention.range.start : mention.range.end].text
        place = mention.place.iso3 if mention.place is not None else None
        found[words] = mention.entity.name if mention.entity is not None else place
    return found


PEOPLE = [
    ("Senator Martha Cuba said Peru had paid. Cuba denied the rest.", {"Cuba": "Martha Cuba"}),
    ("Colonel Ken Chad denied that Peru had sent men. Chad said so twice.", {"Chad": "Ken Chad"}),
    ("Minister Israel Okello said Peru had paid.", {"Israel Okello": "Israel Okello"}),
    ("Chad, a Democratic congressman from Utah, said Peru had paid.", {"Chad": "Chad"}),
    ("Chad Marsh, a Pentagon spokesman, left. Chad added that Peru had paid.", {"Chad": "Chad Marsh"}),
]


@pytest.mark.parametrize(("text", "people"), PEOPLE)
def test_people_called_like_a_state(read: Read, text: str, people: dict[str, str]) -> None:
    reading = read(text)
    assert people.items() <= named(reading).items()
    assert {m.entity.name for m in reading.mentions.all if m.entity and m.entity.kind == "State"} <= {
        "Peru"
    } | {"United States"}


STATES = [
    "Rifles were sent to Chad, a retired colonel said.",
    "Chad, a mediator in the talks, sent men to Oman.",
    "Ken Marsh left. Men went to Chad. Chad said so.",
    "President Marsh said Chad had paid.",
    "Northern Chad was calm.",
]


@pytest.mark.parametrize("text", STATES)
def test_states_stay_states(read: Read, text: str) -> None:
    assert named(read(text))["Chad"] == "Chad"


PLACES = [
    ("Men from New Mexico left.", "New Mexico", "USA"),
    ("Men went to the Niger Delta.", "Niger Delta", "NGA"),
    ("Men of Lima, Ohio, left.", "Lima", "USA"),
    ("Rifles went to Tripoli, Lebanon, by truck.", "Tripoli", "LBN"),
    ("Georgia's governor sent guardsmen to Peru.", "Georgia", "USA"),
    ("SAVANNAH, Georgia - Georgia has sent men to Peru.", "Georgia", "USA"),
    ("Georgia's government in Tbilisi sent men to Peru.", "Georgia", "Georgia"),
    ("Georgia sent men to Peru.", "Georgia", "Georgia"),
]


@pytest.mark.parametrize(("text", "words", "state"), PLACES)
def test_places_called_like_a_state(read: Read, text: str, words: str, state: str) -> None:
    assert named(read(text))[words] == state


def test_a_body_of_a_region_is_not_the_states(read: Read) -> None:
    reading = read("The Georgia legislature, with its Republican senators, condemned the sale.")
    (found,) = reading.agents.resolve(next(t for t in reading.doc if t.text == "legislature"))
    assert (found.name, found.state and found.state.name) == ("Georgia legislature", "United States")
