"""The gold claims of the test corpus: they point at their texts, and into the vocabularies."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kgbuild.claims.model import Measure, Modality, Stance
from kgbuild.knowledge.thesaurus import Thesaurus
from kgbuild.times import PartialDate

CORPUS = Path(__file__).parents[1] / "corpus"
STATES = Path(__file__).parents[2] / "data" / "gazetteer" / "states.csv"
ROLES = {
    "Treaty": {"party"},
    "Transfer": {"supplier", "recipient"},
    "Deployment": {"sender", "destination"},
    "Casualties": {"force"},
}
ATTRIBUTES = {
    "id", "anchor", "claimant", "stance", "modality", "about", "event", "optional", "quantity", "measure",
    "cumulative", "civilian", "materiel", "place", "eventTime", "madeOn", "relayedBy", "signatory",
    "obligation", "allegesBreachOf", "eventTime_unresolved_ok", "madeOn_unresolved_ok",
}  # fmt: skip
VARIANTS = ("_also", "_optional", "_organization")
GOLD = sorted((CORPUS / "gold").glob("*.json"))


def _gold(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _text(gold: dict[str, Any]) -> str:
    return (CORPUS / "documents" / gold["document"]).read_text(encoding="utf-8")


def _claims() -> list[dict[str, Any]]:
    return [claim for path in GOLD for claim in _gold(path)["claims"]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


each_passage = pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)


@pytest.fixture(scope="module")
def codes() -> set[str]:
    with STATES.open(encoding="utf-8", newline="") as stream:
        return {row["iso3"] for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    return Thesaurus.load()


def test_texts_gold_and_table_go_together() -> None:
    texts = {p.name for p in (CORPUS / "documents").glob("*.txt")}
    with (CORPUS / "documents" / "documents.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(row["file"] for row in rows) == sorted(texts)
    assert sorted(_gold(path)["document"] for path in GOLD) == sorted(texts)
    assert all(Path(_gold(path)["document"]).stem == path.stem for path in GOLD)
    assert all(row["publisher"] for row in rows)
    assert all(PartialDate(row["issued"]) for row in rows if row["issued"])


def test_the_corpus_is_wide() -> None:
    claims = _claims()
    states = {code for c in claims for role in ROLES[c["about"]] for code in _listed(c[role])}
    assert len(GOLD) >= 60
    assert len(states) >= 60
    assert {c["stance"] for c in claims} == {str(stance) for stance in Stance}
    assert {c["about"] for c in claims} == set(ROLES)
    assert any(not _gold(path)["claims"] for path in GOLD), "a passage without claims shows false alarms"


@each_passage
def test_anchors_occur_once_outside_boilerplate(path: Path) -> None:
    gold = _gold(path)
    text = _text(gold)
    for words in [*gold["ignore"], *(c["anchor"] for c in gold["claims"])]:
        assert text.count(words) == 1, words
    for claim in gold["claims"]:
        assert not any(claim["anchor"] in words for words in gold["ignore"]), claim["anchor"]


@each_passage
def test_claims_have_the_keys_of_their_kind(path: Path) -> None:
    for claim in _gold(path)["claims"]:
        roles = ROLES[claim["about"]]
        assert roles <= set(claim), claim["id"]
        assert ("materiel" in claim) == (claim["about"] == "Transfer"), claim["id"]
        for key in claim:
            stem = next((key.removesuffix(v) for v in VARIANTS if key.endswith(v)), key)
            assert key in ATTRIBUTES or stem in ATTRIBUTES | roles, f"{claim['id']}: {key}"
            if stem != key:
                assert stem in claim or key == "quantity_also", f"{claim['id']}: {key} without {stem}"
        assert claim["event"]
        assert all(name for names in claim["claimant"] for name in names)
        assert all(claim["claimant"])


@each_passage
def test_values_belong_to_the_vocabularies(path: Path, codes: set[str]) -> None:
    for claim in _gold(path)["claims"]:
        assert {claim["stance"], *claim.get("stance_also", [])} <= set(Stance), claim["id"]
        if "modality" in claim:
            assert claim["modality"] in set(Modality), claim["id"]
        assert set(claim.get("modality_also", [])) <= set(Modality), claim["id"]
        if "measure" in claim:
            assert claim["measure"] in set(Measure), claim["id"]
        for role in ROLES[claim["about"]]:
            wanted = {*_listed(claim[role]), *claim.get(f"{role}_also", [])}
            assert wanted <= codes, f"{claim['id']}: {role}"
        for key in ("eventTime", "madeOn"):
            assert PartialDate(claim.get(key, "2000")), claim["id"]


@each_passage
def test_quantities_are_ranges_in_known_units(path: Path, thesaurus: Thesaurus) -> None:
    for claim in _gold(path)["claims"]:
        for quantity in [claim.get("quantity"), *claim.get("quantity_also", [])]:
            if quantity is None:
                continue
            low, high = quantity["minimum"], quantity["maximum"]
            assert low is not None or high is not None, claim["id"]
            assert low is None or high is None or low <= high, claim["id"]
            if "unit" in quantity:
                assert thesaurus.unit.find(quantity["unit"]), f"{claim['id']}: {quantity['unit']}"


@each_passage
def test_some_name_of_the_materiel_is_in_the_thesaurus(path: Path, thesaurus: Thesaurus) -> None:
    for claim in _gold(path)["claims"]:
        names = claim.get("materiel", [])
        assert not names or any(thesaurus.materiel.find(name) for name in names), f"{claim['id']}: {names}"


def test_identifiers_are_unique() -> None:
    identifiers = [claim["id"] for claim in _claims()]
    assert len(identifiers) == len(set(identifiers))
