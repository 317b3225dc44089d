"""Statements about no event: printed once, where somebody surely makes them, with day and relay."""

from __future__ import annotations

from kgbuild.claims.model import Claim, Stance
from kgbuild.documents import Document
from kgbuild.extractors.rules.extractor import RulesExtractor
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
