"""People learned from the text, and their offices."""

from __future__ import annotations

import pytest

from builders import Read
from kgbuild.extractors.rules.reading import Reading
from kgbuild.grounding.entities import Entity


def people(reading: Reading) -> list[tuple[str, Entity]]:
    return [
        (reading.doc[m.range.start : m.range.end].text, m.entity)
        for m in reading.mentions.all
        if m.role == "person" and m.entity is not None
    ]


OFFICES = [
    pytest.param(
        "Peruvian President Rosa Quispe spoke.", "Rosa Quispe", "President", "Peru", id="office before"
    ),
    pytest.param(
        "Rosa Quispe, Peru's foreign minister, spoke.",
        "Rosa Quispe",
        "foreign minister",
        "Peru",
        id="office behind",
    ),
    pytest.param(
        "Peru's defence minister, Rosa Quispe, spoke.",
        "Rosa Quispe",
        "defence minister",
        "Peru",
        id="office before a comma",
    ),
    pytest.param(
        "Rosa Quispe (the ambassador of Peru) spoke.",
        "Rosa Quispe",
        "ambassador",
        "Peru",
        id="office in brackets",
    ),
    pytest.param("Analyst Rosa Quispe spoke.", "Rosa Quispe", "Analyst", None, id="office of no state"),
]


@pytest.mark.parametrize(("text", "name", "office", "state"), OFFICES)
def test_an_office_beside_a_name(read: Read, text: str, name: str, office: str, state: str | None) -> None:
    ((words, entity),) = people(read(text))
    assert (words, entity.name, entity.office) == (name, name, office)
    assert entity.kind == ("Official" if state else "Person")
    assert (entity.state.name if entity.state else None) == state


def test_an_honorific_is_no_office(read: Read) -> None:
    ((_, entity),) = people(read("Mrs. Rosa Quispe spoke in Lima."))
    assert (entity.kind, entity.office) == ("Person", None)


def test_a_surname_means_who_had_it_last(read: Read) -> None:
    found = people(read("Peruvian President Rosa Quispe spoke. Quispe was calm."))
    assert [(words, e.name) for words, e in found] == [
        ("Rosa Quispe", "Rosa Quispe"),
        ("Quispe", "Rosa Quispe"),
    ]


def test_what_is_learned_late_holds_for_early_mentions(read: Read) -> None:
    first, last = people(read("Rosa Quispe spoke. Rosa Quispe, Peru's foreign minister, was calm."))
    assert first[1] == last[1]
    assert first[1].office == "foreign minister"


def test_two_people_of_one_surname_stay_apart(read: Read) -> None:
    found = people(read("President Rosa Quispe met General Juan Quispe."))
    assert [e.name for _, e in found] == ["Rosa Quispe", "Juan Quispe"]


def test_a_possessor_without_an_office(read: Read) -> None:
    ((_, entity),) = people(read("Norway's Kari Hansen objected."))
    assert (entity.kind, entity.state.name if entity.state else None) == ("Official", "Norway")


def test_particles_belong_to_the_name(read: Read) -> None:
    ((words, _),) = people(read("Foreign Minister Karim al-Hadid spoke."))
    assert words == "Karim al-Hadid"


def test_an_official_of_an_organization(read: Read) -> None:
    ((_, entity),) = people(read("NATO spokeswoman Ingrid Berg spoke."))
    assert entity.represents is not None
    assert (entity.kind, entity.represents.kind) == ("Official", "Organization")


def test_a_title_and_a_rank_before_a_name(read: Read) -> None:
    ((_, entity),) = people(read("The commander of Kenya's navy, Lt. Gen. Asha Mwangi, spoke."))
    assert (entity.name, entity.state.name if entity.state else None) == ("Asha Mwangi", "Kenya")


def test_a_title_makes_a_person_of_what_looks_like_an_organization(read: Read) -> None:
    reading = read("In a brief reply, Fisheries Ministry spokesperson Randhir Nakoa said Fiji stays calm.")
    assert [name for name, _ in people(reading)] == ["Randhir Nakoa"]
