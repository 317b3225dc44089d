"""Quotes of a graph are held against the documents, and what cannot be held is said to be unproved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders import claim, document, evidence
from kgbuild.cli import main
from kgbuild.export import write
from kgbuild.graph import build, read_graph
from kgbuild.validate import Check

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)
HERE, THERE = document("here.txt"), document("there.txt")
SAID = "Suria denied that"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents and their graph, `out.ttl`."""
    (tmp_path / "reports").mkdir()
    for each in (HERE, THERE):
        (tmp_path / "reports" / each.identifier).write_text(each.text or "", encoding="utf-8")
    told = [claim(each, evidence=(evidence(SAID), evidence("a general"))) for each in (HERE, THERE)]
    write(build([HERE, THERE, *told]), tmp_path / "out.ttl")
    return tmp_path


def spoil(folder: Path, old: str, new: str) -> None:
    """Change the first such words of the graph."""
    path = folder / "out.ttl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def checked(folder: Path, *options: object) -> Result:
    arguments = ["check", folder / "out.ttl", "--shapes-only", *options]
    return CliRunner().invoke(main, list(map(str, arguments)))


def verdict(result: Result) -> str:
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("Quotes: "))
    return line


def test_with_the_documents_every_quote_is_proved(folder: Path) -> None:
    result = checked(folder, "--documents", folder / "reports")
    assert result.exit_code == 0, result.stdout
    assert verdict(result) == "Quotes: 4 proved."


def test_without_them_it_says_not_proved(folder: Path) -> None:
    result = checked(folder)
    assert result.exit_code == 0
    assert verdict(result) == "Quotes: 4 not proved (of 2 documents; give --documents)."


def test_a_made_up_quote_of_the_right_length_is_told_with_its_place(folder: Path) -> None:
    spoil(folder, f'oa:exact "{SAID}"', 'oa:exact "Suria admits that"')
    spoil(folder, f'kg:sentence "{SAID}', 'kg:sentence "Suria admits that')
    assert checked(folder).exit_code == 0, "nothing but the text can tell"
    result = checked(folder, "-d", folder / "reports")
    assert result.exit_code == 1
    assert verdict(result) == "Quotes: not the text in 1 place; 3 proved."
    assert "has an oa:exact that is not the text at its offsets." in result.stdout
    assert re.search(r"Where: \w+\.txt, characters 44–61: “Suria admits that”", result.stdout)


@pytest.mark.parametrize("documents", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'oa:exact "{SAID}"', 'oa:exact "Suria denied"'),
        (f'kg:sentence "{SAID}, a general', 'kg:sentence "Suria denied it, a general'),
        ("oa:end 61", "oa:end 62"),
    ],
)
def test_what_does_not_go_together_is_told_with_and_without_documents(
    old: str, new: str, documents: bool, folder: Path
) -> None:
    spoil(folder, old, new)
    result = checked(folder, *(["-d", folder / "reports"] if documents else []))
    assert result.exit_code == 1
    assert verdict(result).startswith("Quotes: not the text in 1 place; 3 ")


def test_a_sentence_from_elsewhere_in_the_text_is_told(folder: Path) -> None:
    other = f'kg:sentence "{SAID}, a general told the Herald."'
    spoil(folder, other, 'kg:sentence "Norland said it had sent 40 tanks to Suria. a general"')
    assert checked(folder, "-d", folder / "reports").exit_code == 1


def test_a_document_that_is_not_given_stays_unproved(folder: Path) -> None:
    (folder / "reports" / "there.txt").write_text("Another text of this name.", encoding="utf-8")
    result = checked(folder, "-d", folder / "reports")
    assert result.exit_code == 3
    assert verdict(result) == (
        "Quotes: 2 proved; 2 not proved (of 1 document; their text is not among those given: there.txt)."
    )


def test_from_python(folder: Path) -> None:
    quotes = Check(read_graph([folder / "out.ttl"])).quotes({HERE.sha256: HERE.text or ""})
    assert (quotes.proved, quotes.unproved, quotes.faults) == (2, {"there.txt": 2}, [])
