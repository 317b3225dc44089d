"""The README says what is so: its commands, its tables, its excerpts."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.cli.group import COMMANDS, command
from kgbuild.export import FORMATS
from kgbuild.export.formats import SUFFIXES

PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs")


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def pages(root: Path) -> list[Path]:
    return [page for name in PAGES for page in sorted((root / name).rglob("*.md")) or [root / name]]


def table(text: str, head: str) -> list[list[str]]:
    """Return the cells of the table whose first column has this head."""
    _, _, rest = text.partition(f"\n| {head} |")
    rows = [line for line in rest.split("\n\n")[0].splitlines()[2:] if line.startswith("|")]
    assert rows, f"no table with the column {head}"
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def commands(text: str) -> list[str]:
    """Return the lines that start with kgbuild in the blocks of shell code."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.partition(" | ")[0] for line in lines if line.startswith("kgbuild ")]


def test_the_two_commands_are_marked_for_the_whole_check(readme: str) -> None:
    found = dict(re.findall(r"<!-- run: (\w+) -->\n```sh\n(.*?)\n```", readme, re.DOTALL))
    assert list(found) == ["export", "tests"]
    assert found["export"].endswith(".venv/bin/kgbuild export out.ttl")
    assert found["tests"].endswith(".venv/bin/python -m pytest -n auto --dist loadfile")
    assert all("\n" not in command for command in found.values())


def test_the_documented_commands_are_the_real_ones(readme: str) -> None:
    assert isinstance(main, click.Group)
    lines = [
        CliRunner().invoke(main, [name, "--help"], prog_name="kgbuild").output.splitlines()[0]
        for name in COMMANDS
    ]
    usages = [line.removeprefix("Usage: ").replace(" [OPTIONS]", "") for line in lines]
    documented = [row[0].strip("`") for row in table(readme, "command")]
    assert sorted(documented) == sorted(usages)


def test_the_documented_exit_codes_are_those_of_the_help(readme: str) -> None:
    help_ = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    stated = re.findall(r"\b(\d) (?=[a-z])", help_.partition("Exit codes:")[2])
    assert [row[0] for row in table(readme, "exit code")] == stated


def test_the_documented_formats_are_the_real_ones(readme: str) -> None:
    rows = table(readme, "graph format")
    assert [row[2].strip("`") for row in rows] == list(FORMATS)
    assert all(SUFFIXES[row[1].strip("`")] == row[2].strip("`") for row in rows)


def test_every_command_line_can_be_parsed(root: Path) -> None:
    lines = [line for page in pages(root) for line in commands(page.read_text(encoding="utf-8"))]
    assert len(lines) >= 4
    for line in lines:
        _, name, *arguments = shlex.split(line, comments=True)
        with command(name).make_context(name, arguments):
            pass


def test_every_folder_it_names_is_there(root: Path, readme: str) -> None:
    for row in table(readme, "folder"):
        assert (root / row[0].strip("`")).is_dir()


def test_every_link_leads_somewhere(root: Path) -> None:
    for page in pages(root):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_excerpts_are_what_kgbuild_prints(root: Path, readme: str, tmp_path: Path) -> None:
    """If this fails because the output has changed: python scripts/refresh_readme.py."""
    spec = importlib.util.spec_from_file_location("refresh_readme", root / "scripts" / "refresh_readme.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.refreshed(readme, tmp_path) == readme
