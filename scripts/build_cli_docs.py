"""Write docs/cli.md: every command with its options, as `--help` prints them.

    python scripts/build_cli_docs.py

A test compares the page with what this would write.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.cli.group import COMMANDS, command

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = """# Commands

What `kgbuild --help` and `kgbuild COMMAND --help` print. Exit codes: [README](../README.md#commands);
with `--format json`: [JSON](json.md).
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(_section(words) for words in _all())])


def _all() -> Iterator[tuple[str, ...]]:
    yield ()
    for name in COMMANDS:
        yield (name,)
        found = command(name)
        if isinstance(found, click.Group):
            yield from ((name, each) for each in sorted(found.commands))


def _section(words: tuple[str, ...]) -> str:
    # a width that no terminal and no variable of the environment changes
    done = CliRunner().invoke(main, [*words, "--help"], prog_name="kgbuild", terminal_width=100)
    lines = "\n".join(line.rstrip() for line in done.output.splitlines())
    return f"## {' '.join(('kgbuild', *words))}\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
