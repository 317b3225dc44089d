"""The benchmarks' own rules: what counts as a regression, and corpora that are the same each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.comparing import compared, load, save
from benchmarks.corpus import KINDS, Reports
from benchmarks.figures import Figure, ratio


def test_a_ratio_that_grows_by_more_than_15_percent_is_a_regression() -> None:
    figures = [Figure("same", 2.0), Figure("a little", 2.26), Figure("much", 2.31), Figure("less", 1.0)]
    verdicts = compared(
        [*figures, Figure("new", 9.0)], dict.fromkeys(("same", "a little", "much", "less"), 2.0)
    )
    assert [verdict.figure.name for verdict in verdicts if verdict.regressed] == ["much"]
    assert [str(verdict) for verdict in verdicts] == ["+0%", "+13%", "+16% REGRESSION", "-50%", "new"]


def test_a_ratio_divides_what_was_measured_in_one_run() -> None:
    assert ratio("growth", ("4000", 8.0), ("1000", 2.0), per=4).value == 1.0
    assert ratio("writer", ("own", 3.0), ("other", 2.0)).value == 1.5


def test_the_baseline_keeps_what_is_not_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    save(path, "quick", [Figure("one", 1.23456), Figure("other", 2)])
    save(path, "full", [Figure("one", 7)])
    save(path, "quick", [Figure("one", 3)])
    assert load(path, "quick") == {"one": 3, "other": 2}
    assert load(path, "full") == {"one": 7}
    assert load(tmp_path / "none.json", "quick") == {}


def test_the_command_ends_with_1_where_a_ratio_has_grown(tmp_path: Path, root: Path) -> None:
    """By the cheapest part, against a baseline that nothing can reach."""
    baseline = tmp_path / "baseline.json"
    baseline.write_text(
        json.dumps({"quick": {"identity: time a claim, as they grow": 0.001}}), encoding="utf-8"
    )
    command = [sys.executable, "-m", "benchmarks", "identity", "--quick", "--baseline", str(baseline)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "identity: time a claim, as they grow" in done.stderr


@pytest.mark.parametrize("kinds", KINDS)
def test_a_seed_makes_one_corpus_and_its_claims_quote_it(kinds: str) -> None:
    made = list(Reports(7, kinds).bundles(20))
    assert made == list(Reports(7, kinds).bundles(20))
    assert made != list(Reports(8, kinds).bundles(20))
    for document, bundle in made:
        assert len(bundle.claims) == 5
        for claim in bundle.claims:
            for evidence in claim.evidence:
                assert document.text[evidence.span.start : evidence.span.end] == evidence.quote


def test_corpora_of_all_kinds_tell_of_all_kinds() -> None:
    claims = [claim for _, bundle in Reports(1, "all").bundles(60) for claim in bundle.claims]
    named = {
        who for claim in claims for who in claim.claimants if who.kind == "Official" and not who.anonymous
    }
    assert len({who.name for who in named}) == len({who.represents for who in named}), "one for each state"
    assert {subject.kind for claim in claims for subject in claim.about} == {
        *("Transfer", "Deployment", "Casualties", "Treaty")
    }
    assert {claim.stance.value for claim in claims} >= {
        "Asserts",
        "Denies",
        "Withholds",
        "Condemns",
        "Pledges",
    }
