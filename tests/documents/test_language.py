"""Languages: told by the metadata, else by the text; English unless a text surely is in another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.documents import Document, read_documents
from kgbuild.documents.language import detected, primary
from kgbuild.extractors.rules.extractor import RulesExtractor

GERMAN = "Der Tschad bestreitet, Panzer nach Mali geliefert zu haben, sagte ein Sprecher am Montag."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", GERMAN),
        ("fr", "Le Tchad dément avoir livré des chars au Mali, selon un porte-parole du gouvernement."),
        ("es", "El gobierno de Chile negó haber entregado tanques a Perú, dijo el martes un portavoz."),
        ("ru", "Представитель правительства заявил, что страна не поставляла танки."),
        ("uk", "Речник уряду заявив, що країна не постачала танків."),
        ("ar", "نفت الحكومة أنها سلمت دبابات إلى جارتها"),
        ("ko", "정부 대변인은 이웃 나라에 전차를 보낸 적이 없다고 밝혔다."),
        ("tr", "Hükümet sözcüsü komşu ülkeye tank gönderildiğini yalanladı."),
        ("pl", "Rzecznik rządu zaprzeczył, jakoby kraj dostarczył czołgi sąsiadowi."),
    ],
)
def test_another_language_is_told_by_a_sentence(language: str, text: str) -> None:
    assert detected(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "Chad denied it.",
        "Peru, Chile sign pact",
        "Burkina Faso: 300 Rwandans join Nigerien force",
        "Mali denies ‘soldats français’ in Gao",
        "BAMAKO/NIAMEY, 28 November 2024 (Sahel Post)",
        "Niger did not comment.",
        "President Ouattara met Prime Minister Diomaye Faye in Ouagadougou, Ouattara’s office said.",
        'Berlin says it sent nothing. "Wir haben nichts geschickt", said spokesman Jürgen Krüger.',
    ],
)
def test_short_and_mixed_english_is_kept(text: str) -> None:
    assert detected(text) == "en"


def test_every_report_of_the_tests_and_the_sample_is_english(root: Path) -> None:
    folders = [root / "data" / "documents", root / "tests" / "corpus" / "documents"]
    found = [document for document in read_documents(folders) if isinstance(document, Document)]
    assert len(found) > 90
    assert [d.identifier for d in found if detected(d.text) != "en"] == []
    lines = [line for d in found for line in d.text.splitlines()]
    assert len(lines) > 200
    assert [line for line in lines if detected(line) != "en"] == []


@pytest.mark.parametrize("code", ["en", "EN-gb", "eng", "English"])
def test_english_goes_by_several_names(code: str) -> None:
    assert primary(code) == "en"


def test_metadata_counts_more_than_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GERMAN, "utf-8")
    (tmp_path / "b.txt").write_text(GERMAN + " Ende.", "utf-8")
    (tmp_path / "documents.csv").write_text("file,language\nb.txt,en-US\n", "utf-8")
    found = [document for document in read_documents([tmp_path]) if isinstance(document, Document)]
    assert [document.language for document in found] == ["de", "en-us"]


@pytest.mark.parametrize(
    "command", [["export", "out.ttl", "-d"], ["extract"], ["extract", "--format", "attribution"]]
)
def test_what_is_not_english_is_named_and_not_read(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "de.txt").write_text(GERMAN, "utf-8")
    (tmp_path / "in" / "en.txt").write_text("Mali denied sending tanks to Chad.", "utf-8")
    result = CliRunner().invoke(main, [*command, "in"])
    assert result.exit_code == 3, result.stderr
    assert "Skipped: de.txt: is in another language (de) than the extractor reads (en)\n" in result.stderr
    assert "1 file skipped" in result.stderr
    written = result.stdout or (tmp_path / "out.ttl").read_text("utf-8")
    assert "Mali" in written or '"doc": "en"' in written
    assert "Tschad" not in written
    assert '"doc": "de"' not in written
    (tmp_path / "in" / "en.txt").unlink()
    result = CliRunner().invoke(main, [*command, "in"])
    assert result.exit_code == 1
    assert "no document is in a language that the extractor reads (en)" in result.stderr


def test_an_extractor_that_reads_whatever_comes_gets_it(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(GERMAN, "utf-8")
    result = CliRunner().invoke(main, ["extract", str(tmp_path), "--extractor", "scripted"])
    assert (result.exit_code, result.stdout.count('"language":"de"')) == (0, 1)


def test_the_rules_find_nothing_in_other_languages(extractor: RulesExtractor) -> None:
    english = Document("en.txt", "Mali denied sending tanks to Chad.")
    other = Document("fr.txt", "Mali denied sending tanks to Chad!", language="fr")
    found = list(extractor.extract([other, english, other]))
    assert [bundle.document.identifier for bundle in found] == ["fr.txt", "en.txt", "fr.txt"]
    assert [len(bundle.claims) for bundle in found] == [0, 1, 0]
    assert [document.identifier for document, *_ in extractor.attributions([other, english])] == ["en.txt"]
