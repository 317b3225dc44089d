"""Statements about no event: printed once, where somebody surely makes them, with day and relay."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Claim, Modality, Stance
from kgbuild.documents import Document
from kgbuild.errors import ResourceError
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.knowledge import confidence
from kgbuild.knowledge.confidence import ConfidenceModel, StatementConfidence
from kgbuild.times import PartialDate


def claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    document = Document("a.txt", text, publisher="Harbour Post", issued=PartialDate("2025-03-12"))
    return [record for record in extractor.records([document]) if isinstance(record, Claim)]


def test_a_sure_statement_has_confidence_day_and_relay(extractor: RulesExtractor) -> None:
    text = "The talks went well, Peru's foreign minister told Reuters on Monday."
    (claim,) = claims(extractor, text)
    assert claim.about == ()
    assert claim.confidence is not None
    assert str(claim.made_on) == "2025-03-10"
    assert [relay.name for relay in claim.relayed_by] == ["Reuters"]


def test_what_an_event_prints_is_not_printed_again(extractor: RulesExtractor) -> None:
    for text in (
        "Peru has promised 40 rifles to Chile, its defence minister said.",
        "Peru agreed to deliver rifles to Chile, Peru's army said.",
    ):
        assert [len(claim.about) for claim in claims(extractor, text)] == [1]


def test_what_nobody_surely_says_is_not_printed(extractor: RulesExtractor) -> None:
    assert claims(extractor, "The idea of a longer road pleased the villagers of Tacna.") == []


def test_a_denial_that_leaves_out_its_verb_is_of_what_was_told(extractor: RulesExtractor) -> None:
    text = "Chile said that Peru had sent 40 tanks to Ecuador. Peru's president said it had not."
    told, denied = claims(extractor, text)
    assert (told.stance, denied.stance) == (Stance.ASSERTS, Stance.DENIES)
    assert told.about == denied.about


PRINTED = ConfidenceModel.load().printed_from


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Ana Rojas said Peru would not bow to threats.",
        "\u201cWe will not abandon the villagers,\u201d President Ama Osei told a crowd in Kumasi.",
        "Ghana's foreign ministry denied that Accra had lied to its neighbours.",
    ],
)
def test_a_named_speaker_and_a_whole_clause_are_printed(extractor: RulesExtractor, text: str) -> None:
    (claim,) = claims(extractor, text)
    assert claim.confidence is not None
    assert claim.confidence >= PRINTED


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Officials said the roads of Peru were bad.", "who speaks"),
        ("Peru's courts closed. Its lawyers said Lima was right.", "who speaks"),
        ("Prime Minister Ana Rojas said it was meant for the poor.", "points outside"),
        ("Prime Minister Ana Rojas said many were worn out.", "points outside"),
        ("Prime Minister Ana Rojas said if any were left, the mayor would hear.", "points outside"),
        ("Prime Minister Ana Rojas said the roads had seen reports of this kind.", "points outside"),
        ("Prime Minister Ana Rojas said farmers in Peru had their reasons for doing so.", "points outside"),
        ("Prime Minister Ana Rojas said the soldiers sang well.", "an event not seen"),
        ("Prime Minister Ana Rojas said the truce pleased the villagers.", "an event not seen"),
        ("Prices rise in Lima, Prime Minister Ana Rojas says", "no plain sentence"),
    ],
)
def test_what_speaks_against_a_statement_keeps_it_from_print(
    extractor: RulesExtractor, text: str, doubt: str
) -> None:
    claim = claims(extractor, text)[-1]
    assert f"doubt: {doubt}" in claim.explanation
    assert claim.confidence is not None
    assert claim.confidence < PRINTED


@pytest.mark.parametrize(
    ("words", "modality"),
    [
        ("Lima would close its ports by June", Modality.PLANNED),
        ("Lima intended to close its ports", Modality.PLANNED),
        ("Lima could close its ports", Modality.POSSIBLE),
        ("Lima had closed its ports", Modality.ACTUAL),
    ],
)
def test_a_statement_is_as_planned_as_it_is_told(
    extractor: RulesExtractor, words: str, modality: Modality
) -> None:
    (claim,) = claims(extractor, f"Prime Minister Ana Rojas said {words}.")
    assert claim.modality is modality


@pytest.mark.parametrize(
    "text",
    [
        "The spokeswoman, Ana Rojas, said at the time that they would close by May.",
        "Ana Rojas had reported a day earlier that ports in Peru were closed.",
    ],
)
def test_a_quote_begins_behind_that_and_the_day_it_was_said(extractor: RulesExtractor, text: str) -> None:
    (claim,) = claims(extractor, text)
    assert claim.evidence[0].quote == text.split(" that ")[1].rstrip(".")


@pytest.mark.parametrize("text", ["[", "{}", '{"sure": 0.8, "doubtful": "low", "very doubtful": 0.1}'])
def test_a_broken_table_of_statements_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(confidence, "read_text", lambda *_: text)
    with pytest.raises(
        ResourceError, match=r"data/confidence/statements\.json: it needs a number for each of"
    ):
        StatementConfidence.load()
