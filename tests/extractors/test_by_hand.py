"""Claims by hand and claims by script, through the seam."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import Agent, Claim, Deployment
from kgbuild.documents import Document
from kgbuild.errors import ClaimError
from kgbuild.extractors import Extractor, document_record, evidence
from kgbuild.extractors.jsonl import JsonLinesExtractor
from kgbuild.extractors.scripted import ScriptedExtractor
from kgbuild.pipeline.bundles import read_claims

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


@pytest.mark.parametrize("code", ["ZZZ", "EUR"])
@pytest.mark.parametrize("make", [JsonLinesExtractor, lambda path: list(read_claims(path))])
def test_a_code_that_no_state_has_is_refused_with_its_line(make: object, code: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    sent = Deployment(sender=Agent(kind="State", name="Chad", iso3="TCD"))
    good = denial(ONE).model_copy(update={"about": (sent,)})
    wrong = sent.model_copy(update={"destination": Agent(kind="State", name="Nowhere", iso3=code)})
    told = evidence(ONE, 0, 5).model_copy(update={"quote": f'"iso3":"{code}"'})  # no code, but words
    bad = good.model_copy(update={"about": (sent, wrong)})
    with path.open("w", encoding="utf-8") as stream:
        write_records([document_record(ONE), good.model_copy(update={"evidence": (told,)}), bad], stream)
    with pytest.raises(ClaimError) as caught:
        make(path)  # type: ignore[operator]
    assert str(caught.value) == (
        f"{path}:3: about[1].destination.iso3: no state has the code {code}: write that of ISO 3166, or XAA "
        "to XZZ for one of your own"
    )


def test_states_of_ones_own_have_codes_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    suria = Agent(kind="State", name="Suria", iso3="XSU")
    own = denial(ONE).model_copy(update={"claimants": (suria,)})
    with path.open("w", encoding="utf-8") as stream:
        write_records([document_record(ONE), own], stream)
    (bundle,) = read_claims(path)
    assert bundle.claims[0].claimants[0].iso3 == "XSU"
