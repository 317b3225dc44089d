"""Claims by hand and claims by script, through the seam."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import Agent, Claim
from kgbuild.documents import Document
from kgbuild.errors import ClaimError
from kgbuild.extractors import Extractor, document_record, evidence
from kgbuild.extractors.jsonl import JsonLinesExtractor
from kgbuild.extractors.scripted import ScriptedExtractor

ONE = Document("one.txt", "Suria denied it.", publisher="Herald")
OTHER = Document("other.txt", "Nothing is said.")
SURIA = Agent(kind="Organization", name="Suria")


def denial(document: Document) -> Claim:
    quote = evidence(document, 0, len("Suria denied it"))
    return Claim(document=document.key, claimants=(SURIA,), stance="Denies", evidence=(quote,))


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        write_records([document_record(ONE), denial(ONE)], stream)
    return path


@pytest.mark.parametrize("make", [JsonLinesExtractor, lambda p: ScriptedExtractor.load(str(p))])
def test_each_document_has_the_claims_of_the_file(make: object, claims: Path) -> None:
    extractor = make(claims)  # type: ignore[operator]
    assert isinstance(extractor, Extractor)
    other, one = extractor.extract(iter([OTHER, ONE]))
    assert (other.document.identifier, other.claims) == ("other.txt", ())
    assert (one.document.publisher, one.claims) == (
        Agent(kind="Organization", name="Herald"),
        (denial(ONE),),
    )


def test_claims_on_another_text_are_refused(claims: Path) -> None:
    changed = Document("one.txt", "Today, Suria denied it.")
    with pytest.raises(ClaimError, match=r"claims\.jsonl: its claims on one\.txt are on another text"):
        list(JsonLinesExtractor(claims).extract([changed]))


def test_a_script_answers_for_a_name_whatever_the_text() -> None:
    extractor = ScriptedExtractor({"other.txt": [denial(ONE)]}, languages=("en",))
    (bundle,) = extractor.extract([OTHER])
    assert bundle.claims[0].document == OTHER.key
    assert bundle.claims[0].evidence[0].quote not in OTHER.text
    assert extractor.languages == ("en",)


def test_fingerprints_follow_the_answers(claims: Path) -> None:
    before = JsonLinesExtractor(claims).fingerprint(), ScriptedExtractor.load(str(claims)).fingerprint()
    assert before == (
        JsonLinesExtractor(claims).fingerprint(),
        ScriptedExtractor.load(str(claims)).fingerprint(),
    )
    claims.write_text(claims.read_text().replace("Denies", "Asserts"))
    after = JsonLinesExtractor(claims).fingerprint(), ScriptedExtractor.load(str(claims)).fingerprint()
    assert before[0] != after[0]
    assert before[1] != after[1]
