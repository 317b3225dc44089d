"""Whole tellings: who takes which stance on which act of whom, through every step of the reading."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Casualties, Claim, Deployment, Subject, Transfer, Treaty
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

PUBLISHER = "Harbour Post"


def parties(subject: Subject) -> str:
    match subject:
        case Transfer():
            named = [subject.supplier, subject.recipient]
        case Deployment():
            named = [subject.sender, subject.destination]
        case Casualties():
            return subject.force.name
        case Treaty():
            return "+".join(sorted(p.name for p in subject.parties))
        case _:
            return ""
    return ">".join(p.name if p is not None else "-" for p in named)


def told(extractor: RulesExtractor, text: str) -> list[tuple[str, str, str, str]]:
    """Return (claimants, stance, kind, parties) of each claim about something, in order."""
    records = extractor.records([Document("note.txt", text, publisher=PUBLISHER)])
    return [
        ("+".join(c.name for c in claim.claimants), claim.stance.value, s.kind, parties(s))
        for claim in records
        if isinstance(claim, Claim)
        for s in claim.about
    ]


def case(text: str, *expected: tuple[str, str, str, str]) -> object:
    return pytest.param(text, list(expected), id=text[:60])


TELLINGS = [
    case(
        "Kenya reiterated its call for the withdrawal of Chadian troops from Niger.",
        ("Kenya", "Demands", "Deployment", "Chad>Niger"),
    ),
    case(
        "Serbia's president rejected the accusations of arms exports to Peru.",
        ("Serbia's president", "Denies", "Transfer", "Serbia>Peru"),
    ),
    case(
        "Officials from Japan and Australia shared concerns about the defence pact between Oman and Fiji.",
        ("Japan Officials+Australia Officials", "Condemns", "Treaty", "Fiji+Oman"),
    ),
    case(
        "The pact that Fiji has signed with Australia is lawful, Prime Minister Ana Rabu assured parliament.",
        ("Ana Rabu", "Asserts", "Treaty", "Australia+Fiji"),
        ("Ana Rabu", "Endorses", "Treaty", "Australia+Fiji"),
    ),
    case(
        "Kenyan and Omani officials told the paper there was no such pact between Kenya and Oman.",
        ("Kenyan officials+Omani officials", "Denies", "Treaty", "Kenya+Oman"),
    ),
    case(
        "Finland and Poland have notified the UN of their withdrawal from the Ottawa Convention.",
        ("Harbour Post", "Asserts", "Treaty", "Finland+Poland"),
    ),
    case(
        "In May the junta in Mali told Norway to take its troops home.",
        ("Mali", "Demands", "Deployment", "Norway>Mali"),
    ),
    case(
        "Ethiopia ruled out sending troops to Chad.",
        ("Ethiopia", "Denies", "Deployment", "Ethiopia>Chad"),
    ),
    case(
        "On the Omani side 12 soldiers were killed in the clash with Chad, the agency added.",
        ("agency", "Asserts", "Casualties", "Oman"),
    ),
    case(
        "No fewer than 30 Chadian soldiers have died in a clash with Niger.",
        ("Harbour Post", "Asserts", "Casualties", "Chad"),
    ),
    case(
        "At least 31 people have been killed, including 12 Kenyan soldiers and 19 Somali civilians.",
        ("Harbour Post", "Asserts", "Casualties", "Kenya"),
        ("Harbour Post", "Asserts", "Casualties", "Somalia"),
    ),
    case(
        "Constable Daniel Otieno was killed in Mali, the Kenyan police said.",
        ("Police of Kenya", "Asserts", "Casualties", "Kenya"),
    ),
    case(
        "Chad confirmed on Monday that a first civilian had died in clashes with Niger.",
        ("Chad", "Asserts", "Casualties", "Chad"),
    ),
    case(
        "Norway sent Omani mercenaries to Chad.",
        ("Harbour Post", "Asserts", "Deployment", "Norway>Chad"),
    ),
    case(
        "Two Rafale fighters were delivered to Kenya by France.",
        ("Harbour Post", "Asserts", "Transfer", "France>Kenya"),
    ),
    case(
        "Two cargo planes loaded with arms from Belarus landed in Peru last month.",
        ("Harbour Post", "Asserts", "Transfer", "Belarus>Peru"),
    ),
    case(
        "Chad flew Mohajer-6 drones made in Iran.",
        ("Harbour Post", "Asserts", "Transfer", "Iran>Chad"),
    ),
    case(
        "A Norwegian warship arrived in Kenya on Sunday.",
        ("Harbour Post", "Asserts", "Deployment", "Norway>Kenya"),
    ),
    case(
        "Norway called on Chad to withdraw from Nigerien territory.",
        ("Norway", "Demands", "Deployment", "Chad>Niger"),
    ),
    case(
        "Norway has called on Chad to withdraw from Nigerien territory.",
        ("Norway", "Demands", "Deployment", "Chad>Niger"),
    ),
    case(
        "Indian peacekeepers who had been sent to Mali in 2019 left the country last year.",
        ("Harbour Post", "Asserts", "Deployment", "India>Mali"),
        ("Harbour Post", "Asserts", "Deployment", "India>Mali"),
    ),
    case(
        "Italy has revoked the licence for the export of tanks to Chad, a minister said.",
        ("minister", "Asserts", "Transfer", "Italy>Chad"),
    ),
    case(
        "NAIROBI: Ethiopia has sent tanks to Chad, its minister said.",
        ("Ethiopia's minister", "Asserts", "Transfer", "Ethiopia>Chad"),
    ),
    case(
        "OSLO: Norway has delivered submarines to Kenya, officials said.",
        ("officials", "Asserts", "Transfer", "Norway>Kenya"),
    ),
    case(
        "Niger received tanks from India. India's defence ministry did not comment on the flight.",
        ("Harbour Post", "Asserts", "Transfer", "India>Niger"),
        ("Ministry of Defence of India", "Withholds", "Transfer", "India>Niger"),
    ),
    case(
        "Arms had been loaded onto a Russian freighter in Kenya, the ambassador said.",
        ("ambassador", "Asserts", "Transfer", "->Russia"),
    ),
    case(
        "The Franco-Greek pact was signed in Paris on Monday.",
        ("Harbour Post", "Asserts", "Treaty", "France+Greece"),
    ),
    case(
        "Peru's government said it had reduced its troop strength in Mali from 900 to 400.",
        ("Peru", "Asserts", "Deployment", "Peru>Mali"),
    ),
    case(
        "Norway sold tanks to Kenya. Supplies have begun this month, the Kenyan foreign minister said.",
        ("Harbour Post", "Asserts", "Transfer", "Norway>Kenya"),
        ("Kenyan foreign minister", "Asserts", "Transfer", "Norway>Kenya"),
    ),
    case(
        "Peru and Chad are opposed to the U.S.-Kenya accord.",
        ("Peru+Chad", "Condemns", "Treaty", "Kenya+United States"),
    ),
    case(
        "Mali's junta ordered Norway in May to pull its 300 soldiers out of the country.",
        ("Mali", "Demands", "Deployment", "Norway>Mali"),
    ),
    case(
        "It left nine Chadian soldiers dead, according to the head of the army office, Moussa Idriss.",
        ("Moussa Idriss", "Asserts", "Casualties", "Chad"),
    ),
    case(
        "Kenya hosts Norwegian bases. Around 300 Norwegian troops are in the country, officials said.",
        ("Harbour Post", "Asserts", "Deployment", "Norway>Kenya"),
        ("officials", "Asserts", "Deployment", "Norway>Kenya"),
    ),
    case(
        "Wagner has been in Chad since last spring.",
        ("Harbour Post", "Asserts", "Deployment", "Wagner Group>Chad"),
    ),
    case(
        "Kenya received tanks from China, according to the SIPRI database.",
        ("Stockholm International Peace Research Institute", "Asserts", "Transfer", "China>Kenya"),
    ),
    case(
        "The militant group al Shabaab rejected the pact between Kenya and Djibouti.",
        ("al-Shabaab", "Condemns", "Treaty", "Djibouti+Kenya"),
    ),
    case(
        "A group of United Nations experts said Kenyan troops had fought in Chad.",
        ("United Nations experts", "Asserts", "Deployment", "Kenya>Chad"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), TELLINGS)
def test_what_is_told(
    extractor: RulesExtractor, text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(extractor, text) == expected
