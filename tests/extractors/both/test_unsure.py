from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import claim, evidence, person, state
from builders import document as record
from kgbuild.claims.model import Casualties, Claim, Deployment, Quantity, Reader, Stance, Transfer
from kgbuild.cli import main
from kgbuild.documents import Document
from kgbuild.errors import ExtractorError
from kgbuild.extractors.both.extractor import BothExtractor
from kgbuild.extractors.both.unsure import Openness, Triggers, excerpt
from kgbuild.extractors.llm.extractor import ModelExtractor
from kgbuild.extractors.llm.prompt import messages
from kgbuild.extractors.llm.sections import Section
from kgbuild.extractors.llm.sureness import Sureness
from kgbuild.extractors.scripted import ScriptedExtractor

SURE = "Mali has sent 30 tanks to Niger, General Issa Traoré said."
UNSURE = "He added that they had come with forty men."
QUIET = "The market in Bamako opens at nine."
MISSED = "Nobody has counted the shells. A radar was seen."
TEXT = "\n\n".join((SURE, QUIET, UNSURE, MISSED))
DOCUMENT = Document("mali.txt", TEXT)
MLI, NER = state("MLI", "Mali"), state("NER", "Niger")
TANKS = Transfer(supplier=MLI, recipient=NER, materiel="tank")


def told(quote: str, subject: Transfer | Deployment | Casualties, confidence: float) -> Claim:
    return claim(
        record("mali.txt", TEXT),
        person("Issa Traoré"),
        stance=Stance.ASSERTS,
        about=(subject,),
        confidence=confidence,
        evidence=(evidence(quote, TEXT),),
    )


@pytest.fixture(scope="module")
def doubts() -> Openness:
    return Openness(Triggers.load())


def open_ones(doubts: Openness, *claims: Claim) -> list[str]:
    return [TEXT[s.start : s.end] for s, is_open in doubts.paragraphs(DOCUMENT, claims) if is_open]


def test_what_has_no_trigger_is_shut_and_what_has_one_without_a_claim_is_open(doubts: Openness) -> None:
    assert open_ones(doubts) == [SURE, MISSED]
    assert open_ones(doubts, told("Mali has sent 30 tanks to Niger", TANKS, 0.9)) == [MISSED]


@pytest.mark.parametrize(
    ("subject", "confidence"),
    [
        (TANKS, 0.4),
        (Transfer(supplier=MLI, materiel="tank"), 0.9),
        (Deployment(sender=MLI), 0.9),
        (Casualties(), 0.9),
    ],
)
def test_a_claim_that_is_unsure_or_lacks_a_party_leaves_its_paragraph_open(
    doubts: Openness, subject: Transfer | Deployment | Casualties, confidence: float
) -> None:
    sure = told("Mali has sent 30 tanks to Niger", TANKS, 0.9)
    unsure = told("they had come with forty men", subject, confidence)
    assert open_ones(doubts, sure, unsure) == [UNSURE, MISSED]


def test_an_excerpt_tells_who_is_named_in_what_it_leaves_out(doubts: Openness) -> None:
    sure = told("Mali has sent 30 tanks to Niger", TANKS, 0.9)
    part = excerpt(DOCUMENT, list(doubts.paragraphs(DOCUMENT, [sure])))
    assert part.text.startswith("[... named here: ")
    assert "Issa Traoré" in part.text
    assert part.text.endswith(MISSED)
    (_, asked) = messages(part, Section(0, part.text))
    assert "Where [...] stands, something is left out" in asked.content
    (_, whole) = messages(DOCUMENT, Section(0, TEXT))
    assert "left out" not in whole.content
    assert excerpt(DOCUMENT, [(s, False) for s, _ in doubts.paragraphs(DOCUMENT, [])]).text == ""


def answered(tmp_path: Path, document: Document, claims: list[object]) -> ModelExtractor:
    """Return a model that has answered about this document alone."""
    asking = ModelExtractor.load(model="m", answers=str(tmp_path), replay="only")
    ((_, request),) = asking.unanswered([document])
    row = {"custom_id": request.digest, "answer": {"cast": [], "claims": claims}}
    (tmp_path / "answers.jsonl").write_text(json.dumps(row))
    return ModelExtractor.load(model="m", answers=str(tmp_path))


def test_the_model_reads_what_is_open_and_the_rules_stand_for_the_rest(
    doubts: Openness, tmp_path: Path
) -> None:
    sure = told("Mali has sent 30 tanks to Niger", TANKS, 0.9)
    wrong = told("Nobody has counted the shells", Transfer(materiel="artillery-shell"), 0.6)
    part = excerpt(DOCUMENT, list(doubts.paragraphs(DOCUMENT, [sure, wrong])))
    radar = {
        "quote": "A radar was seen",
        "claimants": ["PUBLISHER"],
        "stance": "Asserts",
        "about": {"kind": "Transfer", "recipient": "Mali", "materiel": "radar", "words": "radar"},
    }
    model = answered(tmp_path, part, [radar])
    both = BothExtractor(ScriptedExtractor({"mali.txt": [sure, wrong]}), model, Sureness.load(), doubts)
    (bundle,) = both.extract([DOCUMENT])
    first, second, third = bundle.claims
    assert (first.evidence[0].quote, first.read_by, first.confidence) == (
        "Mali has sent 30 tanks to Niger",
        (Reader.RULES,),
        0.9,
    )
    assert (second.read_by, second.confidence) == ((Reader.RULES,), Sureness.load().rules)
    assert (third.read_by, third.evidence[0].quote) == ((Reader.MODEL,), "A radar was seen")
    assert TEXT[slice(*third.evidence[0].span)] == "A radar was seen"
    assert third.quantity != Quantity(minimum=1)
    assert model.report.passed_over == []


def test_only_both_readers_can_leave_out_what_is_sure() -> None:
    given = ["export", "out.ttl", "-d", ".", "--extractor", "llm", "--llm-for", "unsure"]
    run = CliRunner().invoke(main, given)
    assert run.exit_code == 2
    assert "add --extractor both" in run.output
    with pytest.raises(ExtractorError, match="all, unsure"):
        BothExtractor.load(paragraphs="some", answers="answers.jsonl")
