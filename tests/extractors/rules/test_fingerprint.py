"""What the answers of the rules depend on, told before they are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgbuild.extractors import is_pure
from kgbuild.extractors.deferred import deferred
from kgbuild.extractors.rules import fingerprint
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.fingerprint import fingerprint_of, foretold


def test_it_is_foretold_as_it_will_be(extractor: RulesExtractor) -> None:
    later = deferred("rules", {})
    assert later is not None
    assert foretold() == later.fingerprint() == extractor.fingerprint()
    assert (later.languages, is_pure(later)) == (extractor.languages, is_pure(extractor))


@pytest.mark.parametrize("model", ["en_core_web_none", "xml.dom", "", "json"])
def test_of_what_is_no_model_nothing_is_foretold(model: str) -> None:
    assert foretold(model or "..") is None
    assert deferred("rules", {"model": model or ".."}) is None


def test_only_the_rules_wait() -> None:
    assert deferred("scripted", {}) is None
    assert deferred("rules", {"sure": "1"}) is None


def test_a_data_file_that_changes_makes_it_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = tmp_path / "verbs.yaml"
    words.write_text("deny: Denies", encoding="ascii")
    known = fingerprint.folder
    monkeypatch.setattr(
        fingerprint, "folder", lambda *parts: tmp_path if parts == ("data", "en") else known(*parts)
    )
    before = fingerprint_of(None, {})
    assert fingerprint_of(None, {}) == before
    words.write_text("rue: Denies", encoding="ascii")
    assert fingerprint_of(None, {}) != before
    (tmp_path / "nouns.yaml").write_text("", encoding="ascii")
    words.write_text("deny: Denies", encoding="ascii")
    assert fingerprint_of(None, {}) != before


def test_another_model_makes_it_another() -> None:
    told = {
        fingerprint_of(*each).model_dump_json()
        for each in (
            (None, {"version": "3.8.0"}),
            ("en_core_web_lg", {"version": "3.8.0"}),
            (None, {"version": "3.9.0"}),
            (None, {"version": "3.8.0", "performance": {"tag_acc": 0.97}}),
        )
    }
    assert len(told) == 4
