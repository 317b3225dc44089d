"""What the commands say of the documents they read, and what they take on standard input."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgbuild.cli import main
from kgbuild.cli.notes import FoldedNotes

SENTENCE = "Kenya's ministry said on 3 May that it had not sent any tanks to Uganda.\n"
UNKNOWN = "nothing known of its publisher or date: add a row to documents.csv beside it"


def invoke(*arguments: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)


def scripted(*arguments: object, given: str | bytes | None = None) -> Result:
    """Read without a language model."""
    return invoke("extract", *arguments, "--extractor", "scripted", given=given)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.txt").write_text(f"{number} {SENTENCE}", encoding="utf-8")
    for number in range(4):
        (folder / f"{number}.xyz").write_text("?", encoding="utf-8")
    return folder


def test_notes_of_one_kind_are_one_line(reports: Path) -> None:
    result = scripted(reports)
    assert result.exit_code == 3
    named = [f"{reports}/{number}.xyz" for number in range(3)]
    note, skipped, summary = result.stderr.splitlines()
    assert skipped.startswith(f"Skipped: {', '.join(named)} and 1 more: no reader for .xyz")
    assert note == f"Note: 0.txt, 1.txt, 2.txt and 4 more: {UNKNOWN} (--verbose names them)"
    assert summary.startswith("7 documents, ")


def test_verbose_tells_of_each(reports: Path) -> None:
    lines = scripted(reports, "--verbose").stderr.splitlines()
    assert [line for line in lines if line.startswith("Note: ")] == [
        f"Note: {number}.txt: {UNKNOWN}" for number in range(7)
    ]
    assert sum(line.startswith("Skipped: ") for line in lines) == 4


def test_notes_that_differ_in_what_was_found_are_of_one_kind() -> None:
    notes = FoldedNotes()
    for number in range(5):
        notes.add("Note", f"{number}.txt", f"front matter: issued '{number} May' is no date; left out")
        notes.add("Skipped", f"{number}.md", f"has the same text as {number}.txt", "same")
    assert list(notes.lines()) == [
        "Note: 0.txt: front matter: issued '0 May' is no date; left out "
        "(alike 1.txt, 2.txt and 2 more; --verbose tells of each)",
        "Skipped: 0.md: has the same text as 0.txt (alike 1.md, 2.md and 2 more; --verbose tells of each)",
    ]
    assert list(notes.lines()) == []


def test_what_was_skipped_is_told_before_nothing_could_be_read(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.xyz").write_text("?", encoding="utf-8")
    result = scripted(tmp_path)
    assert result.exit_code == 1
    skipped, error = result.stderr.splitlines()
    assert skipped.startswith("Skipped: ")
    assert error.startswith("Error: no document could be read: see above")


@pytest.mark.parametrize(
    ("given", "options", "name", "text"),
    [
        (SENTENCE, (), "stdin.txt", SENTENCE),
        (f"---\npublisher: Nile Post\n---\n{SENTENCE}", (), "stdin.txt", SENTENCE.strip()),
        (
            f"<!DOCTYPE html><html><body><article><p>{SENTENCE}</p></article></body></html>",
            (),
            "stdin.html",
            SENTENCE.strip(),
        ),
        (f"<html>\n{SENTENCE}", ("--type", "txt"), "stdin.txt", f"<html>\n{SENTENCE}"),
        (SENTENCE, ("--type", ".MD"), "stdin.md", SENTENCE),
    ],
)
def test_standard_input_is_a_document(given: str, options: tuple[str, ...], name: str, text: str) -> None:
    from kgbuild.claims.jsonl import parse_record  # noqa: PLC0415

    result = scripted("-", *options, given=given)
    assert result.exit_code == 0, result.stderr
    record = parse_record(result.stdout.splitlines()[0].encode())
    assert (record.identifier, record.text) == (name, text)  # type: ignore[union-attr]


def test_standard_input_that_cannot_be_read_is_named() -> None:
    result = scripted("-", given=b"")
    assert "Skipped: standard input: is empty" in result.stderr
    unknown = scripted("-", "--type", "odt", given=SENTENCE)
    assert unknown.exit_code == 2
    assert "'odt' is not one of txt, md" in unknown.stderr


def test_standard_input_goes_beside_files(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    result = scripted(path, "-", given=f"More. {SENTENCE}")
    assert result.stderr.splitlines()[-1].startswith("2 documents, ")
