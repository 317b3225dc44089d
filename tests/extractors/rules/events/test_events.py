"""Events that a text tells of, and what fills their roles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import Read
from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.reading import Reading


def shown(filler: Filler) -> str:
    if filler.entity is not None:
        return filler.entity.name
    return filler.concept or (filler.place.name if filler.place is not None else "?")


def told(reading: Reading, *roles: str) -> list[tuple[str, ...]]:
    """The fillers of these roles in each event that is told; "-" where a role is empty."""
    return [
        tuple(shown(event.roles[role]) if role in event.roles else "-" for role in roles)
        for event in reading.events
        if not event.in_passing
    ]


def only(reading: Reading) -> EventMention:
    (event,) = reading.events
    return event


TANKS = ("Norway", "tank", "Oman")
TRANSFERS = [
    pytest.param("Norway delivered tanks to Oman.", [TANKS], id="active"),
    pytest.param("The tanks were delivered by Norway to Oman.", [TANKS], id="passive"),
    pytest.param("Norwegian tanks were delivered to Oman.", [TANKS], id="origin by nationality"),
    pytest.param("Oman received tanks from Norway.", [TANKS], id="seen from the recipient"),
    pytest.param("Norway sent Oman 20 tanks.", [TANKS], id="dative"),
    pytest.param("Norway provided Oman with tanks.", [TANKS], id="provided with"),
    pytest.param("Norway agreed to send tanks to Oman.", [TANKS], id="control"),
    pytest.param("Norway carried out a delivery of tanks to Oman.", [TANKS], id="light verb"),
    pytest.param("Norway's delivery of tanks to Oman ended.", [TANKS], id="noun"),
    pytest.param("Norway sent a batch of tanks to Oman.", [TANKS], id="batch of"),
    pytest.param("The Norwegian government sent tanks to Oman.", [TANKS], id="government"),
    pytest.param("Oslo sent tanks to Oman.", [TANKS], id="capital"),
    pytest.param("Tanks supplied by Norway arrived in Oman.", [TANKS], id="participle"),
    pytest.param("Norway said it sent tanks to Oman.", [TANKS], id="pronoun"),
    pytest.param("Norway unveiled tanks. It sent 12 of them to Oman.", [TANKS], id="12 of them"),
    pytest.param("Norway halted arms deliveries to Oman.", [("Norway", "weapon", "Oman")], id="compound"),
    pytest.param("Oman fired Chinese-made drones.", [("China", "drone", "Oman")], id="Chinese-made"),
    pytest.param("Oman paraded drones made by China.", [("China", "drone", "Oman")], id="made by China"),
    pytest.param("Kenya received missiles from Norway.", [("Norway", "missile", "Kenya")], id="from Norway"),
    pytest.param("Oman named Norway as the supplier of tanks.", [("Norway", "tank", "-")], id="named as"),
    pytest.param("Oman went ahead with the purchase of Norwegian tanks.", [TANKS], id="went ahead with"),
    pytest.param("Norway sent food to Oman.", [], id="food is no materiel"),
    pytest.param("A missile hit Nairobi.", [], id="a strike is no delivery"),
    pytest.param("Norway trained soldiers.", [], id="nothing told"),
    pytest.param(
        "Norway sent tanks to the war in Oman.", [("Norway", "tank", "-")], id="a war is no recipient"
    ),
    pytest.param(
        "Norway and Peru sent tanks to Oman.",
        [("Norway", "tank", "Oman"), ("Peru", "tank", "Oman")],
        id="two suppliers",
    ),
    pytest.param(
        "Norway sold tanks, mortars and helicopters to Oman.",
        [TANKS, ("Norway", "mortar", "Oman"), ("Norway", "helicopter", "Oman")],
        id="a list of materiel",
    ),
    pytest.param(
        "Norway sent tanks to Oman along with shells.",
        [TANKS, ("Norway", "artillery-shell", "Oman")],
        id="along with",
    ),
    pytest.param(
        "Norway sent weapons, including tanks, to Oman.",
        [("Norway", "weapon", "Oman"), TANKS],
        id="including",
    ),
    pytest.param("Oman was sold tanks by Norway.", [("-", "tank", "Oman")], id="passive of a gift"),
    pytest.param(
        "Oman and Togo were given tanks.", [("-", "tank", "Oman"), ("-", "tank", "Togo")], id="given"
    ),
    pytest.param("Norway promised Oman to send tanks.", [("Norway", "tank", "-")], id="promise"),
]


@pytest.mark.parametrize(("text", "expected"), TRANSFERS)
def test_transfers(read: Read, text: str, expected: list[tuple[str, ...]]) -> None:
    assert told(read(text), "supplier", "materiel", "recipient") == expected


TROOPS = ("Norway", "troops", "Kenya")
DEPLOYMENTS = [
    pytest.param("Norway deployed 300 troops to Kenya.", [TROOPS], id="active"),
    pytest.param("300 troops were deployed to Kenya by Norway.", [TROOPS], id="passive"),
    pytest.param("Norwegian troops arrived in Mombasa.", [TROOPS], id="the state around a place"),
    pytest.param("Kenya hosts 400 Norwegian soldiers.", [TROOPS], id="seen from the host"),
    pytest.param("Norway withdrew its troops from Kenya.", [TROOPS], id="its"),
    pytest.param("Norway sent 300 men to Kenya.", [TROOPS], id="300 men"),
    pytest.param("Norway sent soldiers to Kenya's Mombasa region.", [TROOPS], id="a region of a state"),
    pytest.param("Norway keeps 400 soldiers in Kenya.", [TROOPS], id="keeps"),
    pytest.param("Norway sent troops and equipment to Kenya.", [TROOPS], id="what troops take along"),
    pytest.param("Norwegian troops arrived in Norway.", [], id="at home is no deployment"),
    pytest.param("The arrival in Mombasa of 40 Norwegian troops went well.", [TROOPS], id="arrival in, of"),
    pytest.param("Norway said it would send its army to Kenya.", [TROOPS], id="its army"),
    pytest.param("Kenya booted out Norwegian troops.", [TROOPS], id="booted out"),
    pytest.param(
        "Norway pulled out of Kenya, where 300 Norwegian troops have been based.",
        [TROOPS, TROOPS],
        id="where",
    ),
    pytest.param("The Norwegian base is a gateway to Kenya.", [], id="what a base is"),
    pytest.param("Norway sent a warship towards Kenya.", [("Norway", "-", "Kenya")], id="a ship towards"),
    pytest.param(
        "Norwegian, Peruvian and Omani troops are training recruits in Kenya.",
        [TROOPS, ("Peru", "troops", "Kenya"), ("Oman", "troops", "Kenya")],
        id="several states",
    ),
]


@pytest.mark.parametrize(("text", "expected"), DEPLOYMENTS)
def test_deployments(read: Read, text: str, expected: list[tuple[str, ...]]) -> None:
    assert told(read(text), "sender", "force", "destination") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Twelve Norwegian soldiers were killed in Kenya.",
        "Norway lost 12 soldiers in Kenya.",
        "Norwegian soldiers died in Kenya.",
    ],
)
def test_casualties(read: Read, text: str) -> None:
    (event,) = (e for e in read(text).events if e.kind == "Casualties")
    assert (shown(event.roles["force"]), shown(event.roles["theatre"])) == ("Norway", "Kenya")


def test_a_capital_is_a_place_where_it_is_hit_and_a_state_where_it_speaks(read: Read) -> None:
    speaking = only(read("Seoul says it sent tanks to Oman."))
    assert shown(speaking.roles["supplier"]) == "South Korea"
    (seoul,) = (m for m in read("A missile hit Seoul.").mentions.all if m.role == "capital")
    assert seoul.place is not None
    assert seoul.place.name == "Seoul"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Norway delivered tanks to Oman.", "Delivered"),
        ("Oman ordered tanks from Norway.", "Ordered"),
        ("Oman fired Chinese-made drones.", "Used"),
        ("Norway deployed troops to Kenya.", "Sent"),
        ("Norway withdrew its troops from Kenya.", "Withdrawn"),
    ],
)
def test_act(read: Read, text: str, act: str) -> None:
    assert only(read(text)).act == act


def test_forces_only_named_are_told_in_passing(read: Read) -> None:
    assert only(read("The Norwegian soldiers in Kenya sang.")).in_passing


def test_who_is_left_in_the_dark(read: Read) -> None:
    event = only(read("Outside powers shipped tanks to Oman."))
    assert (event.unknown, sorted(event.roles)) == (("supplier",), ["materiel", "recipient"])


def test_a_name_triggers_nothing(read: Read) -> None:
    assert read("The Norwegian Refugee Council left.").events == ()


def test_asking_is_a_plan(read: Read) -> None:
    assert only(read("Norway asked Oman for tanks.")).modality == "Planned"


def test_the_words_that_tell_it(read: Read) -> None:
    reading = read("In May, Norway sold 20 old tanks to Oman for cash.")
    event = only(reading)
    assert reading.doc[event.range.start : event.range.end].text == "Norway sold 20 old tanks to Oman"


def test_what_a_pronoun_stands_for_is_marked(read: Read) -> None:
    event = only(read("Norway unveiled tanks. It sent them to Oman."))
    assert event.roles["materiel"] == replace(event.roles["materiel"], concept="tank", pointed=True)


def test_no_more_events_than_a_reader_would_take_in(read: Read) -> None:
    reading = read("Norway and Peru sent tanks, mortars and helicopters to Oman, Kenya and Togo.")
    assert len(told(reading, "supplier", "materiel", "recipient")) == 12
