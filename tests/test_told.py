"""Whole tellings: who takes which stance on which act of whom, through every step of the reading."""

from __future__ import annotations

import pytest

from kgbuild.claims.extractor import Extractor
from kgbuild.claims.model import Casualties, Claim, Deployment, Subject, Transfer, Treaty
from kgbuild.documents.model import Document

PUBLISHER = "Harbour Post"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


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


def told(extractor: Extractor, text: str) -> list[tuple[str, str, str, str]]:
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
        "Kenya reiterated its call for the withdrawal of Rwandan troops from Congo.",
        ("Kenya", "Demands", "Deployment", "Rwanda>Democratic Republic of the Congo"),
    ),
    case(
        "Serbia's president rejected the accusations of arms exports to Ukraine.",
        ("Serbia's president", "Denies", "Transfer", "Serbia>Ukraine"),
    ),
    case(
        "Officials from Japan and Australia shared concerns about the security pact between China and Fiji.",
        ("Japan Officials+Australia Officials", "Condemns", "Treaty", "China+Fiji"),
    ),
    case(
        "The pact that Fiji has signed with Australia is lawful, Prime Minister Ana Rabu assured parliament.",
        ("Ana Rabu", "Asserts", "Treaty", "Australia+Fiji"),
        ("Ana Rabu", "Endorses", "Treaty", "Australia+Fiji"),
    ),
    case(
        "Chinese and Cambodian officials told the paper there was no such pact between China and Cambodia.",
        ("Chinese officials+Cambodian officials", "Denies", "Treaty", "Cambodia+China"),
    ),
    case(
        "Finland and Poland have notified the UN of their withdrawal from the Ottawa Convention.",
        ("Harbour Post", "Asserts", "Treaty", "Finland+Poland"),
    ),
    case(
        "In April the junta in Niger told France to take its troops home.",
        ("Niger", "Demands", "Deployment", "France>Niger"),
    ),
    case(
        "Ethiopia ruled out sending troops to Sudan.",
        ("Ethiopia", "Denies", "Deployment", "Ethiopia>Sudan"),
    ),
    case(
        "On the Chinese side 43 soldiers were killed in the clash with India, the agency added.",
        ("agency", "Asserts", "Casualties", "China"),
    ),
    case(
        "No fewer than 20 Indian soldiers have died in a clash with China.",
        ("Harbour Post", "Asserts", "Casualties", "India"),
    ),
    case(
        "At least 27 people have been killed, including 15 Thai soldiers and 11 Cambodian civilians.",
        ("Harbour Post", "Asserts", "Casualties", "Thailand"),
        ("Harbour Post", "Asserts", "Casualties", "Cambodia"),
    ),
    case(
        "Thailand confirmed on Sunday that a first civilian had died in clashes with Cambodia.",
        ("Thailand", "Asserts", "Casualties", "Thailand"),
    ),
    case(
        "Turkey sent Syrian mercenaries to Libya.",
        ("Harbour Post", "Asserts", "Deployment", "Turkey>Libya"),
    ),
    case(
        "Two Rafale fighters were delivered to Greece by France.",
        ("Harbour Post", "Asserts", "Transfer", "France>Greece"),
    ),
    case(
        "Two cargo planes loaded with arms from Belarus landed in Libya last month.",
        ("Harbour Post", "Asserts", "Transfer", "Belarus>Libya"),
    ),
    case(
        "Ethiopia was using Mohajer-6 drones made in Iran.",
        ("Harbour Post", "Asserts", "Transfer", "Iran>Ethiopia"),
    ),
    case(
        "A British warship arrived in Guyana on Friday.",
        ("Harbour Post", "Asserts", "Deployment", "United Kingdom>Guyana"),
    ),
    case(
        "Guterres has called on Rwanda to withdraw from Congolese territory.",
        ("Guterres", "Demands", "Deployment", "Rwanda>Democratic Republic of the Congo"),
    ),
    case(
        "Russian peacekeepers who had been sent to Mali in 2020 left the country last year.",
        ("Harbour Post", "Asserts", "Deployment", "Russia>Mali"),
        ("Harbour Post", "Asserts", "Deployment", "Russia>Mali"),
    ),
    case(
        "NAIROBI: Ethiopia has sent tanks to Chad, its minister said.",
        ("its minister", "Asserts", "Transfer", "Ethiopia>Chad"),
    ),
    case(
        "Niger received tanks from Russia. Russia's defence ministry has not commented on the flight.",
        ("Harbour Post", "Asserts", "Transfer", "Russia>Niger"),
        ("Ministry of Defence of the Russian Federation", "Withholds", "Transfer", "Russia>Niger"),
    ),
    case(
        "Arms had been loaded onto a Russian freighter in South Africa, the ambassador said.",
        ("ambassador", "Asserts", "Transfer", "South Africa>Russia"),
    ),
    case(
        "Sudan's government said it had reduced its troop strength in Yemen from 15,000 to 5,000.",
        ("Sudan", "Asserts", "Deployment", "Sudan>Yemen"),
    ),
    case(
        "Russia sold tanks to India. Supplies have begun this month, the Indian foreign minister said.",
        ("Harbour Post", "Asserts", "Transfer", "Russia>India"),
        ("Indian foreign minister", "Asserts", "Transfer", "Russia>India"),
    ),
    case(
        "Bolivia and Nicaragua are opposed to the U.S.-Colombia accord.",
        ("Bolivia+Nicaragua", "Condemns", "Treaty", "Colombia+United States"),
    ),
    case(
        "Constable Samuel Tompoi was killed in Haiti, the Kenyan police said.",
        ("Police of Kenya", "Asserts", "Casualties", "Kenya"),
    ),
    case(
        "Italy has revoked the licence for the export of tanks to Chad, a minister said.",
        ("minister", "Asserts", "Transfer", "Italy>Chad"),
    ),
    case(
        "The Franco-Greek pact was signed in Paris on Monday.",
        ("Harbour Post", "Asserts", "Treaty", "France+Greece"),
    ),
    case(
        "Niger's junta ordered the U.S. in April to pull its 1,000 military personnel out of the country.",
        ("Niger", "Demands", "Deployment", "United States>Niger"),
    ),
    case(
        "BEIJING: China has delivered submarines to Pakistan, officials said.",
        ("officials", "Asserts", "Transfer", "China>Pakistan"),
    ),
    case(
        "It left eight Yemeni soldiers dead, according to the head of the army office, Aziz Al-Shadadi.",
        ("Aziz Al-Shadadi", "Asserts", "Casualties", "Yemen"),
    ),
    case(
        "The Philippines hosts US bases. Around 500 US troops are in the country, officials said.",
        ("Harbour Post", "Asserts", "Deployment", "United States>Philippines"),
        ("officials", "Asserts", "Deployment", "United States>Philippines"),
    ),
    case(
        "Wagner has been in Mali since late 2021.",
        ("Harbour Post", "Asserts", "Deployment", "Wagner Group>Mali"),
    ),
    case(
        "Pakistan received tanks from China, according to the SIPRI database.",
        ("Stockholm International Peace Research Institute", "Asserts", "Transfer", "China>Pakistan"),
    ),
    case(
        "The militant group al Shabaab rejected the pact between Ethiopia and Djibouti.",
        ("al-Shabaab", "Condemns", "Treaty", "Djibouti+Ethiopia"),
    ),
    case(
        "A group of United Nations experts said Rwandan troops had fought in Congo.",
        ("United Nations experts", "Asserts", "Deployment", "Rwanda>Democratic Republic of the Congo"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), TELLINGS)
def test_what_is_told(extractor: Extractor, text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert told(extractor, text) == expected
