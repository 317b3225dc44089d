"""The worked example of docs/extending.md does what the page says, before and after the change."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgbuild import resources
from kgbuild.cli import main

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

FRAMES = ("data", "en", "frames")
CHANGED = "data/en/frames/transfer.yaml"


@pytest.fixture(scope="module")
def blocks(root: Path) -> dict[str, str]:
    """The blocks of the page that a comment names."""
    page = (root / "docs" / "extending.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- (.+?) -->\n```\w+\n(.*?)```\n", page, re.DOTALL))


@pytest.fixture
def frames(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the frame files that kgbuild reads instead of its own, in the current folder."""
    copy = tmp_path / "frames"
    shutil.copytree(root.joinpath(*FRAMES), copy)
    shipped = resources.folder
    monkeypatch.setattr(resources, "folder", lambda *parts: copy if parts == FRAMES else shipped(*parts))
    monkeypatch.chdir(tmp_path)
    return copy


def printed(block: str) -> str:
    """Run the commands of a block; return it as it should be."""
    lines = []
    for command in [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]:
        _, *arguments = shlex.split(command)
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        lines += [f"$ {command}", *result.stdout.splitlines()]
        lines += [line for line in result.stderr.splitlines() if re.fullmatch(r"\d+ rows?", line)]
    return "\n".join(lines) + "\n"


def change(path: Path, block: str) -> None:
    """Apply the diff of a block, whose lines break off at three dots."""
    old, new = (
        "\n".join(line[1:].removesuffix("...") for line in block.splitlines() if line[0] in (" ", sign))
        for sign in "-+"
    )
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has changed: show its present lines in docs/extending.md"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_worked_example_is_true(blocks: dict[str, str], frames: Path) -> None:
    for name, content in blocks.items():
        if name.startswith("file: "):
            path = Path(name.removeprefix("file: "))
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
    for step in ("query", "evaluate"):
        assert printed(blocks[f"output: before, {step}"]) == blocks[f"output: before, {step}"]
    change(frames / Path(CHANGED).name, blocks[f"change: {CHANGED}"])
    # the copy of the frames is not among the files that tell an export, and the graph kept of it, unchanged
    assert CliRunner().invoke(main, ["cache", "clear"]).exit_code == 0
    for step in ("query", "evaluate"):
        assert printed(blocks[f"output: after, {step}"]) == blocks[f"output: after, {step}"]
