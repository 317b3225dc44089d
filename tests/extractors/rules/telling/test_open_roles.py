"""Parties that the words do not name stay open; those that they point to are filled."""

from __future__ import annotations

import pytest

from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.grounding.entities import Entity

PERU = Entity("State", "Peru", "PER")
HERALD = Entity("Organization", "Herald", type="newspaper", home=PERU)


def parties(reader: RulesReader, text: str) -> list[tuple[str | None, ...]]:
    (doc,) = reader.parse([text])
    drafts = Drafting(reader.read(doc, None, PERU), reader.knowledge, HERALD).drafts()
    return [tuple(e.name if e is not None else None for e in d.profile.roles.values()) for d in drafts]


OPEN = [
    ("The army has taken delivery of drones from Iran. Egypt spoke of the weather.", ("Iran", None)),
    ("The force comprises troops from Malawi and Tanzania.", ("Malawi", None)),
    ("Talks on the purchase of 40 Typhoon jets go on. Oman gave Chad weapons.", ("Oman", "Chad")),
    ("Oman sold Chad jets.\n\nTogo and Ghana met. Togo bought jets.", (None, "Togo")),
    ("The US envoy spoke of 150,000 people killed in Darfur.", ("Sudan", "Sudan")),
]


@pytest.mark.parametrize(("text", "expected"), OPEN)
def test_nobody_is_invented(reader: RulesReader, text: str, expected: tuple[str | None, ...]) -> None:
    told = parties(reader, text)
    assert expected in told
    assert not {"Egypt", "Tanzania"} & {told[0][1]}
    assert not any("Peru" in roles for roles in told)


POINTED = [
    ("Oman sold rifles to Chad. The ship unloaded rifles in Chad, Libya said.", ("Oman", "Chad")),
    ("Oman gave Mali jets.\n\nOman gave Chad boats, and Ghana had offered drones.", ("Ghana", "Chad")),
    ("Oman sold rifles to Chad. The rifles were delivered in May.", ("Oman", "Chad")),
    ("Oman sent troops to Chad. The deployment ended, Libya said.", ("Oman", "Chad")),
    ("Vietnam's army has been equipped with Israeli missiles.", ("Israel", "Vietnam")),
    ("Chad was in no position to send soldiers to Mali, Oman said.", ("Chad", "Mali")),
]


@pytest.mark.parametrize(("text", "expected"), POINTED)
def test_what_the_words_point_to_is_filled(
    reader: RulesReader, text: str, expected: tuple[str | None, ...]
) -> None:
    assert parties(reader, text)[-1] == expected


def test_where_a_paper_is_at_home_no_state_acts() -> None:
    assert HERALD.party is None
    assert HERALD.state == PERU
    assert Entity("Organization", "Army", part_of=PERU).party == PERU
