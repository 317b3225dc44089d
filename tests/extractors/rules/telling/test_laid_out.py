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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“Ghana has sent 40 soldiers to Togo.\n\n“Mali has not sent drones to Chad,” President"
            " Ama Osei said.",
            [("Ama Osei", "Asserts"), ("Ama Osei", "Denies")],
        ),
        (
            "“Ghana has sent 40 soldiers to Togo.\n\n“Mali has not sent drones to Chad.\n\n“We know it,”"
            " President Ama Osei said.",
            [("Ama Osei", "Asserts"), ("Ama Osei", "Denies")],
        ),
    ],
)
def test_a_quotation_of_several_paragraphs_is_of_who_is_named_behind_the_last(
    extractor: RulesExtractor, text: str, expected: list[tuple[str, str]]
) -> None:
    assert told(extractor, f"{PROSE}\n\n{text}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Senators Jim Rowe and Ann Lee said Chad had sent tanks to Mali.", {"Jim Rowe", "Ann Lee"}),
        (
            "Ghana's president Ama Osei and her Togolese counterpart, Yao Koffi, said Chad had sent"
            " tanks to Mali.",
            {"Ama Osei", "Yao Koffi"},
        ),
        (
            "Ghana and Togo met on Monday about the border of Mali and Chad. Ghana and Togo spoke."
            " Both countries said Niger had sent tanks to Mali.",
            {"Ghana", "Togo"},
        ),
        ("Ama OSEI (Ghana) said Chad had sent tanks to Mali.", {"Ama OSEI"}),
        ("AMA OSEI (Ghana) said Chad had sent tanks to Mali.", {"Ama Osei"}),
        (
            "The Ministry of Foreign Affairs of Togo said Chad had sent tanks to Mali.",
            {"Foreign Ministry of Togo"},
        ),
        (
            "According to a list that the Togolese ministry published, Chad sent tanks to Mali.",
            {"Ministry of Togo"},
        ),
        (
            'The envoy said Niger "has left the talks" and confirmed that Chad had sent tanks to Mali.',
            {"envoy"},
        ),
        (
            "Ama Osei, Ghana's defence minister, met Togo's army. She said Chad had sent tanks to Mali.",
            {"Ama Osei"},
        ),
    ],
)
def test_who_speaks_in_prose(extractor: RulesExtractor, text: str, expected: set[str]) -> None:
    assert {name for name, _ in told(extractor, text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Talks\n\n**Q:** Has Ghana sent men to Togo?\n\n**A:** Ghana has sent 40 soldiers to Togo.",
            {"answer", "A"},
        ),
        (
            "An interview with Ghana's defence minister Ama Osei\n\nQ: And Togo?\n\n"
            "A: Ghana has sent 40 soldiers to Togo.",
            {"Ama Osei"},
        ),
        ("PRESS RELEASE\nMinistry of Defence of Togo\n\nGhana has sent 40 soldiers to Togo.", None),
        ("**Ama Osei, Ghanaian minister**\n\n“Ghana has sent 40 soldiers to Togo.”", {"Ama Osei"}),
        ("“Ghana has sent 40 soldiers to Togo.”\n(Ama Osei, Ghanaian defence minister)", {"Ama Osei"}),
        ("President Ama Osei of Ghana: “Ghana has sent 40 soldiers to Togo.”", {"Ama Osei"}),
        ("*Togo:* “Ghana has sent 40 soldiers to Togo.”", {"Togo"}),
        ("Togo has sent drones to Mali.\n\n— Reuters", {PUBLISHER}),
        ("Ghana has sent 40 soldiers to Togo.\n— Ama Osei, Ghana's defence minister", {"Ama Osei"}),
    ],
)
def test_who_speaks_in_other_layouts(extractor: RulesExtractor, text: str, expected: set[str] | None) -> None:
    found = {name for name, _ in told(extractor, text)}
    assert PUBLISHER not in found if expected is None else found <= expected and found


def test_a_signed_quotation_does_not_go_on(extractor: RulesExtractor) -> None:
    signed = "“Ghana has sent 40 soldiers to Togo.” – Ama Osei, Ghana’s minister"
    text = f"{signed}\n\n“Mali has sent drones to Chad.”"
    assert told(extractor, text) == [("Ama Osei", "Asserts"), ("unnamed speaker", "Asserts")]


def test_a_joint_statement_is_of_all_who_make_it(extractor: RulesExtractor) -> None:
    text = "Joint Statement by Ghana and Togo on Mali\n\nMali has sent drones to Chad. We condemn the drones."
    found = told(extractor, text)
    assert {name for name, _ in found} == {"Ghana", "Togo"}


def test_questions_and_answers_without_labels(extractor: RulesExtractor) -> None:
    text = (
        "Q&A: Ghana's defence minister Ama Osei on Togo\n\nHas Ghana sent soldiers to Togo?\n\n"
        "We have sent 40 soldiers to Togo.\n\nAnd Mali?\n\nGhana has not sent drones to Mali."
    )
    assert told(extractor, text) == [("Ama Osei", "Asserts"), ("Ama Osei", "Denies")]


def test_an_asker_may_also_tell(extractor: RulesExtractor) -> None:
    text = (
        "The Coast Post: Has Ghana sent soldiers to Togo?\n\nOsei: Ghana has not sent soldiers to Togo.\n\n"
        "The Coast Post: Mali says Ghana has sent 40 soldiers.\n\nOsei: Mali has sent drones to Chad."
    )
    assert told(extractor, text) == [("Osei", "Denies"), ("Osei", "Asserts")]


def test_he_who_was_asked(extractor: RulesExtractor) -> None:
    text = "Ghana's president was asked about it at noon. “Mali has not sent drones to Chad,” he said."
    ((name, stance),) = told(extractor, text)
    assert (name.endswith("president"), stance) == (True, "Denies")
