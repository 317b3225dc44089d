"""Spark writes the bytes that one machine writes, also where workers die."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import Reports
from click.testing import CliRunner, Result

from builders import claim, document, evidence, official, organization, state, transfer, treaty
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import Claim, Stance
from kgbuild.cli import main

SHARDS = 3


def ran(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def by_hand() -> list[Bundle]:
    """Reports that have parts in common which no report tells whole."""
    norland, suria, ghana = state("XNO", "Norland"), state("XSU", "Suria"), state("GHA", "Ghana")
    herald = organization("The Herald")
    tanks, rifles = transfer(norland, suria, "tank"), transfer(norland, suria, "rifle")
    told: list[Bundle] = []

    def tell(name: str, *claims: dict[str, Any], **fields: Any) -> None:
        source = document(name, **fields)
        told.append(Bundle(source, tuple(_claim(source, each) for each in claims)))

    def _claim(source: Any, fields: dict[str, Any]) -> Claim:
        who = fields.pop("who")
        return claim(source, *who, confidence=0.9, **fields)

    whole = evidence("it had sent 40 tanks to Suria")
    # The same official speaks for Norland in one report and for nobody in the other
    tell("one.txt", {"who": [official("Dana Ek", norland)], "about": (tanks,)}, publisher=herald)
    tell("two.txt", {"who": [official("Dana Ek")], "about": (tanks, rifles), "stance": Stance.DENIES})
    tell("three.txt", {"who": [herald], "about": (rifles,), "evidence": (whole,)}, publisher=herald)
    tell("four.txt", {"who": [norland], "about": (rifles,), "evidence": (whole,), "relayed_by": (herald,)})
    pact = treaty("Pact of Steel Rivers", norland, suria, signed_in=1961)
    tell(
        "five.txt",
        {"who": [ghana], "about": (pact,)},
        {"who": [suria], "about": (treaty(None, norland, suria),)},
    )
    tell(
        "six.txt",
        {"who": [suria], "about": (treaty("Steel Rivers Pact", norland, suria),), "stance": "Denies"},
    )
    tell("seven.txt", {"who": [suria]}, {"who": [ghana], "evidence": (evidence("Norland"),)})
    return told


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents and a file of the claims in them."""
    folder = tmp_path_factory.mktemp("reports")
    documents = folder / "documents"
    documents.mkdir()
    bundles = [bundle for _, bundle in Reports(kinds="all").bundles(8)] + by_hand()
    rows = ["file,publisher,issued"]
    for number, bundle in enumerate(bundles):
        name, paper = bundle.document.identifier, bundle.document.publisher
        (documents / name).write_text(bundle.document.text or "", encoding="utf-8")
        rows.append(f"{name},{paper.name if paper else ''},2024-03-{number + 1:02}")
    (documents / "documents.csv").write_text("\n".join(rows) + "\n")
    (documents / "again.txt").write_text(bundles[0].document.text or "")
    (documents / "broken.pdf").write_bytes(b"no PDF file")
    (documents / "many.jsonl").write_text(
        '{"id": "seven.txt", "text": "Ghana said nothing."}\n{"id": "a", "text": "Mali said so."}\n'
        '{"id": "a", "text": "Chad said so too."}\nno JSON\n'
    )
    with (folder / "claims.jsonl").open("w", encoding="utf-8") as stream:
        for bundle in bundles:
            write_records(bundle.records(), stream)
    return folder


def parts(folder: Path) -> dict[str, bytes]:
    return {part.name: part.read_bytes() for part in folder.iterdir()}


def notes(result: Result, out: Path) -> list[str]:
    return sorted(result.stderr.replace(str(out), "OUT").splitlines())


def test_the_bytes_are_those_of_one_machine_though_a_worker_is_killed(
    cluster: Any, deadly: Path, reports: Path, tmp_path: Path
) -> None:
    one, many, victim = tmp_path / "one", tmp_path / "many", tmp_path / "victim"
    asked = (
        "--shards",
        str(SHARDS),
        "-d",
        reports / "documents",
        "--setting",
        f"file={reports / 'claims.jsonl'}",
    )
    expected = ran(one, *asked, "--extractor", "jsonl")
    killing = ("--engine", "spark", "--extractor", "deadly", "--setting", f"victim={victim}")
    result = ran(many, *asked, *killing)
    assert result.exit_code == expected.exit_code == 3, result.output
    with pytest.raises(ProcessLookupError):
        os.kill(int(victim.read_text()), 0)
    assert parts(many) == parts(one)
    assert notes(result, many) == notes(expected, one)
    assert len(parts(one)) == SHARDS


def test_an_error_of_a_worker_is_that_of_one_machine(cluster: Any, reports: Path, tmp_path: Path) -> None:
    changed = tmp_path / "one.txt"
    changed.write_text("Another text of that name.")
    asked = (
        "--shards",
        "1",
        "-d",
        changed,
        "--extractor",
        "jsonl",
        "--setting",
        f"file={reports / 'claims.jsonl'}",
    )
    expected = ran(tmp_path / "one", *asked)
    result = ran(tmp_path / "many", *asked, "--engine", "spark")
    assert "extract them again" in expected.stderr
    assert (result.exit_code, result.stderr) == (expected.exit_code, expected.stderr)
    assert not (tmp_path / "many").exists()


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    result = ran(tmp_path / "out", "--engine", "spark")
    assert result.exit_code == 1
    assert "pip install 'kgbuild[spark]'" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--engine", "spark", "--claims", "x.jsonl"), "--claims and --engine spark exclude each other"),
        (("--engine", "spark", "--jobs", "2"), "--jobs and --engine spark exclude each other"),
        (("--engine", "spark", "--extractor", "llm"), "asks a language model from one place alone"),
        (("--engine", "spark", "--format", "ttl"), "shards are N-Quads"),
        (("--master", "yarn"), "add --engine spark"),
    ],
)
def test_what_spark_has_no_part_in_is_refused(options: tuple[str, ...], told: str, tmp_path: Path) -> None:
    result = ran(tmp_path / "out", *options)
    assert result.exit_code == 2
    assert told in result.stderr
