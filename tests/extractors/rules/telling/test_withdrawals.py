"""Corrections, retractions and the labels of fact checks withdraw what they name."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Modality, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor


def told(extractor: RulesExtractor, text: str) -> list[Claim]:
    found = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    return [record for record in found if isinstance(record, Claim) and record.about]


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("An earlier version of this article said that Chad had sent tanks to Niger.", "Harbour Post"),
        ("This story originally stated that Chad had sent tanks to Niger.", "Harbour Post"),
        ("A previous version of this report misstated that Chad had sent tanks to Niger.", "Harbour Post"),
        ("Reuters has withdrawn a story that Peru had sent soldiers to Chile.", "Reuters"),
        ("The navy of Togo retracted its report that Chad had sent tanks to Niger.", "Navy of Togo"),
        ("FALSE: Chad has sent tanks to Niger.", "Harbour Post"),
        ("Fact check: False: Chad has sent tanks to Niger.", "Harbour Post"),
        ("Claim: Chad has sent tanks to Niger.\nVerdict: Misleading.", "Harbour Post"),
        ("Did Chad send tanks to Niger? No.", "Harbour Post"),
    ],
)
def test_what_is_withdrawn_is_denied(extractor: RulesExtractor, text: str, claimant: str) -> None:
    (claim,) = told(extractor, text)
    assert (claim.stance, claim.modality) == (Stance.DENIES, Modality.ACTUAL)
    assert claim.claimants[0].name == claimant


def test_reports_that_are_debunked_are_denied(extractor: RulesExtractor) -> None:
    (claim,) = told(extractor, "Claims that Chad sent tanks to Niger have been debunked, Niger said.")
    assert (claim.stance, claim.modality) == (Stance.DENIES, Modality.ACTUAL)


@pytest.mark.parametrize(
    "text",
    [
        "There is no truth in reports that Chad sent tanks to Niger, the army of Chad said.",
        "The army of Chad has told papers that there is no substance to claims that it sent tanks to Mali.",
    ],
)
def test_a_report_without_ground_is_denied_once(extractor: RulesExtractor, text: str) -> None:
    assert [(c.claimants[0].name, c.stance, c.modality) for c in told(extractor, text)] == [
        ("Army of Chad", Stance.DENIES, Modality.ACTUAL)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "TRUE: Chad has sent tanks to Niger.",
        "Did Chad send tanks to Niger? Yes, it did.",
        "Chad sent tanks to Niger, although it took the reports lightly.",
        "FALSE: Chad has not sent tanks to Niger.",
    ],
)
def test_what_stands_is_asserted(extractor: RulesExtractor, text: str) -> None:
    assert [claim.stance for claim in told(extractor, text)] == [Stance.ASSERTS]


def test_a_question_claims_nothing(extractor: RulesExtractor) -> None:
    assert told(extractor, "Did Chad send tanks to Niger?") == []


@pytest.mark.parametrize(
    ("headline", "modality"),
    [
        ("Chad sends tanks to Niger - reports", Modality.POSSIBLE),
        ("Chad sends tanks to Niger — sources", Modality.POSSIBLE),
        ("Chad sends tanks to Niger - in pictures", Modality.ACTUAL),
    ],
)
def test_a_headline_with_reports_behind_a_dash_is_hearsay(
    extractor: RulesExtractor, headline: str, modality: Modality
) -> None:
    (claim,) = told(extractor, f"{headline}\n\nThe market was calm on Monday.")
    assert (claim.stance, claim.modality) == (Stance.ASSERTS, modality)


def test_a_denied_question_answered_with_no_is_left_open(extractor: RulesExtractor) -> None:
    text = "Does that mean that no tanks of Chad are going to Mali? No. Old licences stay valid."
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    assert not [r for r in records if isinstance(r, Claim) and r.about]
