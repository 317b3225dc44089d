from __future__ import annotations

import pytest

from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.reading import RulesReader
from kgbuild.extractors.rules.syntax.recase import Recaser


@pytest.fixture(scope="module")
def recased(reader: RulesReader) -> Recaser:
    return Recaser(reader.nlp, ("sunday",), reader.knowledge.gazetteer)


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        (
            "CHAD SENDS 300 TROOPS TO MALI, BAMAKO DENIES IT",
            "Chad sends 300 troops to Mali, Bamako denies it",
        ),
        ("NO DRONES WERE SENT. THEY NEVER LEFT.", "No drones were sent. They never left."),
        ("THE NATO ALLIANCE AND THE UNITED STATES MET ON SUNDAY", None),
        (
            "DEFENCE MINISTER OUMAR ZELKA SPOKE TO REPORTERS",
            "Defence minister Oumar Zelka spoke to reporters",
        ),
        ("KENYA'S TROOPS DIDN'T LEAVE, IT’S SAID", "Kenya's troops didn't leave, it’s said"),
        ("THE U.S. ARMY MET LIAM O'BRIEN", "The U.S. Army met Liam O'Brien"),
        ("NINE F-16S WERE SENT BY A LONG-TIME ALLY", "Nine F-16S were sent by a long-time ally"),
        ("CÔTE D'IVOIRE AND AL-SHABAAB DENIED THE SALE", "Côte d'Ivoire and Al-Shabaab denied the sale"),
        ("THE GOVERNMENTS SPLIT OVER THE SALE", "The governments split over the sale"),
    ],
)
def test_sentences_in_capitals_get_their_letters(recased: Recaser, shouted: str, written: str | None) -> None:
    expected = written or "The NATO alliance and the United States met on Sunday"
    assert recased(shouted) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Chad sent tanks to Mali, the army said.",
        "NATO, UN, EU, OSCE and ECOWAS sent observers.",
        "TRIPOLI, LIBYA (AP) - Chad sent tanks to Mali.",
        "ISTANBUL İZMİR ĞÜŞİÖÇ VE",
        "",
    ],
)
def test_other_lines_stay(recased: Recaser, line: str) -> None:
    assert recased(line) == line


def test_letters_change_one_for_one(recased: Recaser) -> None:
    line = "THE MINISTER OF İSTANBUL SAID THAT THE SHELLS WERE SENT TO THE ARMY"
    assert len(recased(line)) == len(line)
    assert recased(line).casefold().replace("i̇", "i") == line.casefold().replace("i̇", "i")


def test_who_speaks_in_capitals_is_a_person_of_a_state(extractor: RulesExtractor) -> None:
    """The quote stays as it is written."""
    text = "CHAD HAS SENT 300 TROOPS TO MALI, DEFENCE MINISTER OUMAR ZELKA SAID ON SUNDAY."
    _, claim = extractor.records([Document("wire.txt", text)])
    (claimant,) = claim.claimants
    assert (claimant.name, claimant.represents.iso3) == ("Oumar Zelka", "TCD")
    assert claim.evidence[0].quote == "CHAD HAS SENT 300 TROOPS TO MALI"
