"""Words for materiel and forces in a text."""

from __future__ import annotations

import pytest

from builders import Read
from kgbuild.extractors.rules.names.terms import Terms


def first(terms: Terms, head: str) -> list[str]:
    """The kinds that the phrase of a head names or lists."""
    token = next(t for t in terms.token(0).doc if t.text == head)
    return [term.concept for term in terms.in_list(token)]


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Oman bought tanks.", "tanks", ["tank"]),
        ("Oman bought tanks, mortars and helicopters.", "tanks", ["tank", "mortar", "helicopter"]),
        ("Oman bought a batch of tanks.", "batch", ["tank"]),
        ("Oman bought weapons including tanks.", "weapons", ["weapon", "tank"]),
        ("Oman bought other weapons, including tanks.", "weapons", ["tank"]),
        ("Oman bought weapons such as tanks and mortars.", "weapons", ["weapon", "tank", "mortar"]),
        ("Oman bought apples.", "apples", []),
    ],
)
def test_materiel_of_a_phrase(read: Read, text: str, head: str, expected: list[str]) -> None:
    assert first(read(text).materiel, head) == expected


def test_forces_of_a_phrase(read: Read) -> None:
    assert first(read("Kenya sent troops and military advisers.").forces, "troops") == ["troops", "advisers"]


def test_the_longest_term_wins(read: Read) -> None:
    (term,) = read("Oman bought anti-tank missiles.").materiel.all
    assert term.concept == "anti-tank-missile"


def test_a_verb_names_nothing(read: Read) -> None:
    assert read("The prices tank whenever they drone on.").materiel.all == ()


def test_what_names_a_weapon_names_no_person(read: Read) -> None:
    assert [m for m in read("Norway fired a Tomahawk.").mentions.all if m.role == "person"] == []


def test_no_word_is_materiel_and_force_at_once(read: Read) -> None:
    reading = read("Kenya sent tank crews and a missile brigade.")
    taken = {i for t in reading.materiel.all for i in range(*t.range)}
    assert taken.isdisjoint(i for t in reading.forces.all for i in range(*t.range))
    assert taken
