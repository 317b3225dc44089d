"""Run the commands of the first page and the tutorials, and put what they print below them.

    python scripts/refresh_docs.py [--store URL]

A block of `console` holds commands after "$ " and what they print; `| head -N` keeps the first lines. A block
below `<!-- file: NAME -->` is written to a file first. The pages run each in a folder of their own. A test
compares them with what this would write; the page on stores needs an empty Oxigraph at URL and is left alone
without.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from kgbuild.cli import main

DOCS = Path(__file__).resolve().parents[1] / "docs"
STORE_PAGE = DOCS / "tutorials" / "store.md"
PAGES = (DOCS / "index.md", DOCS / "tutorials" / "analyst.md")
STORE = "http://localhost:7878"
"""What the pages call a store that runs."""
_BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n```\w*\n(?P<text>.*?)```)|(?:```console\n(?P<run>.*?)```)", re.DOTALL
)
_HEAD = re.compile(r" \| head -(\d+)$")
_TAKEN = re.compile(r", \d+\.\d s(?:, [\d,]+ triples/s)?\)")
_SIZES = re.compile(r"\b\d[\d,]* (claims?|triples?)\b")
"""What a sum tells of sizes, which each better reading changes."""
_EVALUATION = re.compile(r"^(detection|printed) +([\d.]+)(?: +([\d.]+))?", re.MULTILINE)
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def refreshed(text: str, folder: Path, store: str = STORE) -> str:
    """Return a page with new output; `folder` is one to work in, `store` the address of an empty store."""

    def replaced(block: re.Match[str]) -> str:
        if name := block["file"]:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(block["text"], encoding="utf-8")
            return block[0]
        commands = [line for line in block["run"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(_run(line, store) for line in commands) + "```"

    with _in(folder):
        text = _BLOCK.sub(replaced, text)
    return _FIGURES.sub(lambda found: found[1] + _figures() + found[2], text)


def _run(line: str, store: str) -> str:
    head = _HEAD.search(line)
    command = _HEAD.sub("", line.removeprefix("$ ")).replace(STORE, store)
    program, *arguments = shlex.split(command)
    if program != "kgbuild":
        raise SystemExit(f"{line}: only kgbuild is run")
    printed = CliRunner().invoke(main, arguments).output.replace(store, STORE)
    lines = [
        _SIZES.sub(r"… \1", line) if " triples" in line else line
        for line in _TAKEN.sub(", …)", printed).splitlines()
    ]
    if head and len(lines) > int(head[1]):
        lines = ["\n".join(lines[: int(head[1])]).rstrip(), "…"]
    return "\n".join([line, *lines]).rstrip() + "\n"


def _figures() -> str:
    """Return what docs/evaluation.md and docs/confidence.md measure, for the first page."""
    evaluation = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    found = {name: (first, second) for name, first, second in _EVALUATION.findall(evaluation)}
    confidence = (DOCS / "confidence.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| \*\*[\d.]+\*\* \| (.*) \|$", confidence, re.MULTILINE)
    kept, right, real_kept, real_right = (f"{float(cell):.0%}" for cell in row.split(" | "))
    all_read = f"{float(found['detection'][1]):.0%}", f"{float(found['printed'][0]):.0%}"
    return (
        "| texts | finds | of what it prints, right in every field |\n"
        "| --- | --- | --- |\n"
        f"| passages written to be hard, everything printed that was read | {all_read[0]} of the claims in "
        f"them | {all_read[1]} |\n"
        f"| retold news of many states, only what was read surely (the default) | {kept} of what it reads | "
        f"{right} |\n"
        f"| five real reports (few claims), the same | {real_kept} of what it reads | {real_right} |\n"
    )


@contextmanager
def _in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


if __name__ == "__main__":
    stores = sys.argv[2:] if sys.argv[1:2] == ["--store"] else []
    for path in (*PAGES, *([STORE_PAGE] if stores else [])):
        with tempfile.TemporaryDirectory() as name:
            page = path.read_text(encoding="utf-8")
            path.write_text(refreshed(page, Path(name), *stores), encoding="utf-8")
