"""Who speaks by the layout of a text: signatures, labels, opening lines, headings, lists."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

PUBLISHER = "Harbour Post"
PROSE = (
    "The envoys of both countries met in Accra on Monday and spoke for an hour about the road to the coast."
)


def told(extractor: RulesExtractor, text: str) -> list[tuple[str, str]]:
    """Return (claimant, stance) of each claim about an event, in order."""
    records = extractor.records([Document("note.txt", text, publisher=PUBLISHER)])
    return [
        (claimant.name, claim.stance.value)
        for claim in records
        if isinstance(claim, Claim) and claim.about
        for claimant in claim.claimants
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Ghana has sent 40 soldiers to Togo.” – Ama Osei, Ghana’s defence minister",
            ("Ama Osei", "Asserts"),
        ),
        ("“Ghana has not sent soldiers to Togo.”—Ama Osei, Ghana’s defence minister", ("Ama Osei", "Denies")),
        ('"Ghana has sent 40 soldiers to Togo."\n-- Ama Osei, Ghanaian minister', ("Ama Osei", "Asserts")),
        ("“Ghana has sent 40 soldiers to Togo.”\nGhanaian army chief Kofi Adu", ("Kofi Adu", "Asserts")),
        (
            "Ghana has NOT sent soldiers to Togo! pic.example/x\n— Army of Ghana (@GhanaArmy_x) May 3, 2024",
            ("Army of Ghana", "Denies"),
        ),
        (
            "From Ghanaian President Ama Osei:\n\n“Ghana has sent 40 soldiers to Togo.”",
            ("Ama Osei", "Asserts"),
        ),
        ("Togo's statement in full:\n\n“Ghana has not sent soldiers to Togo.”", ("Togo", "Denies")),
        (
            "Ama Osei, Ghanaian defence minister:\n“Ghana has not sent soldiers to Togo.”",
            ("Ama Osei", "Denies"),
        ),
        ("President Ama Osei was blunt: “Ghana has not sent a soldier to Togo.”", ("Ama Osei", "Denies")),
    ],
)
def test_words_are_theirs_who_sign_or_open_them(
    extractor: RulesExtractor, text: str, expected: tuple[str, str]
) -> None:
    assert told(extractor, f"{PROSE}\n\n{text}\n") == [expected]


def test_words_in_quotation_marks_are_never_the_publishers(extractor: RulesExtractor) -> None:
    text = f"{PROSE}\n\n“Ghana has sent 40 soldiers to Togo.”\n\nThe talks go on."
    assert all(name != PUBLISHER for name, _ in told(extractor, text))
    # a word that is only marked is the publisher's all the same
    assert told(extractor, "Ghana sent 40 “volunteer” soldiers to Togo on Monday.") == [
        (PUBLISHER, "Asserts")
    ]


def test_who_asks_claims_nothing(extractor: RulesExtractor) -> None:
    text = (
        "MS. ADU: Ghana has sent 40 soldiers to Togo.\n\n"
        "QUESTION: Mali has sent drones to Chad. What do you say?\n\n"
        "MS. ADU: Did Mali send drones to Chad? Mali has not sent drones to Chad."
    )
    assert told(extractor, text) == [("Adu", "Asserts"), ("Adu", "Denies")]


def test_the_next_paragraph_is_still_of_who_was_labelled(extractor: RulesExtractor) -> None:
    text = (
        "Mr. Mensah (Ghana): Togo has sent 40 soldiers to Ghana.\n\n"
        "My country has received no drones from Mali.\n\n"
        "Ms. Koffi (Togo) (spoke in French): Togo has not sent soldiers to Ghana."
    )
    found = told(extractor, text)
    assert [stance for _, stance in found] == ["Asserts", "Denies", "Denies"]
    assert [name.split()[-1] for name, _ in found] == ["Mensah", "Mensah", "Koffi"]


HEADING = "Statement by the President of Ghana, Ama Osei, at the summit in Accra"


def test_a_speech_is_of_whom_its_heading_names(extractor: RulesExtractor) -> None:
    speech = (
        f"{HEADING}\n\nWe have sent 40 soldiers to Togo. Mali has not sent drones to Chad.\n\nI thank you."
    )
    assert told(extractor, speech) == [("Ama Osei", "Asserts"), ("Ama Osei", "Denies")]


def test_a_report_on_a_statement_is_the_reporters(extractor: RulesExtractor) -> None:
    report = f"{HEADING}\n\n{PROSE}\n\nMali has sent drones to Chad. President Osei left on Tuesday."
    assert told(extractor, report) == [(PUBLISHER, "Asserts")]


@pytest.mark.parametrize("bullets", ["•••", "---", "123"])
def test_a_list_is_of_who_opens_it(extractor: RulesExtractor, bullets: str) -> None:
    marks = [f"{mark}." if mark.isdigit() else mark for mark in bullets]
    items = [
        "Ghana has sent 40 soldiers to Togo",
        "Ghana has not sent drones to Mali",
        "Ghana sent tanks to Chad",
    ]
    listing = "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
    said = told(extractor, f"{PROSE}\n\nGhana's navy said that:\n\n{listing}\n\nThe talks go on.")
    assert said == [("Navy of Ghana", "Asserts"), ("Navy of Ghana", "Denies"), ("Navy of Ghana", "Asserts")]
    own = told(extractor, f"{PROSE}\n\n{listing}\n\nThe talks go on.")
    assert own == [(PUBLISHER, "Asserts"), (PUBLISHER, "Denies"), (PUBLISHER, "Asserts")]
