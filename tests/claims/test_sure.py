"""Claims that are not sure enough stay out, and are counted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import TEXT, claim, document
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.sure import LeftOut, at_least
from kgbuild.cli import main

REPORT = document(text=TEXT)


def bundle(*confidences: float | None) -> Bundle:
    cues = (f"cue {number}" for number in range(len(confidences)))
    claims = tuple(claim(REPORT, confidence=c, cue=cue) for c, cue in zip(confidences, cues, strict=True))
    return Bundle(REPORT, claims, tuple(f"line {number}" for number in range(len(claims))))


def test_the_surer_ones_pass_with_their_places() -> None:
    left_out = LeftOut()
    (kept,) = at_least([bundle(0.2, 0.7, None, 0.69)], 0.7, left_out)
    assert [one.confidence for one in kept.claims] == [0.7, None]
    assert kept.places == ("line 1", "line 2")
    assert left_out.claims == 2


@pytest.mark.parametrize(
    ("options", "claims"),
    [
        (["--min-confidence", "0.7"], "1 claim,"),
        (["--all"], "2 claims,"),
        (["--min-confidence", "0"], "2 claims,"),
    ],
)
def test_the_command_keeps_what_is_asked_for(tmp_path: Path, options: list[str], claims: str) -> None:
    file = tmp_path / "claims.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        write_records(one_text(0.2, 0.9).records(), stream)
    result = CliRunner().invoke(main, ["export", str(tmp_path / "x.ttl"), "--claims", str(file), *options])
    assert result.exit_code == 0, result.output
    assert claims in result.stderr
    assert ("1 claim less sure left out (--all)" in result.stderr) == (claims == "1 claim,")


def test_all_and_a_number_exclude_each_other(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(tmp_path / "x.ttl"), "--all", "--min-confidence", "0.5"])
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


def one_text(*confidences: float) -> Bundle:
    """A bundle that brings its text along, with the digest that goes with it."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    told = REPORT.model_copy(update={"text": TEXT, "sha256": digest, "key": digest[:16]})
    claims = tuple(one.model_copy(update={"document": told.key}) for one in bundle(*confidences).claims)
    return Bundle(told, claims)
