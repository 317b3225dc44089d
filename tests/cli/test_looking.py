"""`kgbuild plot` and `kgbuild brief`, over a graph in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgbuild.cli import main
from looked_at import written

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    graph, _ = written(tmp_path_factory.mktemp("looking"))
    return lambda command, *more: CliRunner().invoke(main, [command, *more, "--graph", str(graph)])


def test_a_picture_is_written_by_its_suffix(run: Run, tmp_path: Path) -> None:
    for kind, name, event in (
        ("timeline", "a.svg", ["deployment:MLI-TCD"]),
        ("figures", "b.png", ["Mali in Chad"]),
        ("matrix", "c.svg", []),
        ("map", "d.svg", ["MLI"]),
    ):
        done = run("plot", kind, *event, "--out", str(tmp_path / name))
        assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<svg")
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("timeline", "--out", "x.svg"), 2, "name the event to draw"),
        (("matrix", "Mali", "--out", "x.svg"), 2, "the matrix is of all events"),
        (("timeline", "Mali in Chad", "--out", "x.gif"), 2, "ends with .svg or .png"),
        (("timeline", "Mali to Chad", "--out", "x.svg"), 1, "has fewer than two claims with a day"),
        (("timeline", "Atlantis", "--out", "x.svg"), 1, "nothing in this graph is called 'Atlantis'"),
        (
            ("timeline", "Chad", "--out", "x.svg"),
            1,
            "'Chad' could be Mali in Chad: troops (deployment:MLI-TCD), ",
        ),
        (("map", "Lake Wire", "--out", "x.svg"), 1, "no transfer or deployment of Lake Wire has two ends"),
        (("matrix", "--out", "no/such/x.svg"), 1, "cannot be written: no such file"),
    ],
)
def test_what_cannot_be_drawn_is_said(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run("plot", *arguments)
    assert (done.exit_code, said in done.output) == (code, True), done.output


def test_a_brief_has_sides_figures_turns_and_footnotes(run: Run) -> None:
    text = run("brief", "deployment:MLI-TCD").stdout
    assert text.startswith("# Mali in Chad: troops\n\nAdmitted: Mali, Chad and France assert it; ")
    assert "- *900 or more troops*: France[^" in text
    assert "| Mali | asserts | 300–500 | troops | 2024-10-20 | [^" in text
    assert "- Chad: denies on 2024-10-20[^" in text
    assert (
        "“Chad denied that **any soldier had come**.” Troops \\<b\\>said\\</b\\> to be in Chad, Sahel News"
        in text
    )
    assert "relayed by Radio N'Djamena (early.txt, characters " in text
    page = run("brief", "MLI", "--format", "html").stdout
    assert "&lt;i&gt;Chad&lt;/i&gt; &amp; others</mark>" in page
    assert "<h1>Mali</h1>" in page


def test_a_table_of_contradictions_has_each_claim_once_by_side(run: Run) -> None:
    result = run("query", "contradictions")
    heads, _, *lines = result.stdout.splitlines()
    assert heads.split()[:5] == ["what", "kind", "stance", "claimant", "figure"]
    told = [re.split(r" {2,}", line)[1:5] for line in lines]
    assert ["figure", "Asserts", "France", "at least 900"] in told
    assert ["figure", "Asserts", "Mali", "at most 500"] in told
    assert [side[:3] for side in told].count(["stance", "Denies", "Chad"]) == 1
    assert len(lines) == len(set(lines))
    pairs = len(run("query", "contradictions", "--format", "csv").stdout.splitlines()) - 1
    assert result.stderr == f"{len(lines)} claims on two sides or more; --format list shows {pairs} pairs\n"
