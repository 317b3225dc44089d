"""Put what kgbuild really prints into the README's blocks of output.

    python scripts/refresh_readme.py

A test compares the README with what this would write.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
QUERY = ("query", "contradictions", "--param", "event=transfer:IRN-RUS-ballistic-missile")
ROWS = 2
"""Rows of the answer that the README shows."""

_BLOCK = r"(<!-- output: {name} -->\n```\w*\n).*?(```\n)"


def refreshed(text: str, folder: Path) -> str:
    """Return the README's text with new blocks; `folder` is one to work in."""
    outputs = _outputs(folder)
    for name, output in outputs.items():
        text, found = re.subn(
            _BLOCK.format(name=name), lambda m, new=output: m[1] + new + m[2], text, flags=re.DOTALL
        )
        if found != 1:
            raise SystemExit(f"README.md needs one block below <!-- output: {name} -->, it has {found}")
    return text


def _outputs(folder: Path) -> dict[str, str]:
    summary = _kgbuild("export", "out.ttl", cwd=folder).stderr.splitlines()[-1]
    rows = list(csv.DictReader(io.StringIO(_kgbuild(*QUERY, "--format", "csv", cwd=folder).stdout)))
    if not rows:
        raise SystemExit(f"kgbuild {' '.join(QUERY)} finds nothing: choose another event")
    listed = _kgbuild(*QUERY, "--format", "list", cwd=folder).stdout.rstrip("\n").split("\n\n")
    graph = (folder / "out.ttl").read_text(encoding="utf-8")
    return {
        "summary": summary + "\n",
        "claim": "\n".join(_paragraphs(graph, rows[0]["other"])),
        "query": f"$ kgbuild {' '.join(QUERY)} --format list\n" + "\n\n".join(listed[:ROWS]) + "\n",
    }


def _paragraphs(graph: str, claim: str) -> list[str]:
    """Return what a Turtle file says of a claim, of what it is about, and of its words."""
    paragraphs = graph.split("\n\n")
    prefixes = dict(re.findall(r"^@prefix (\S+:) <(\S+)> \.$", graph, re.MULTILINE))
    names = {
        f"{prefix}{claim.removeprefix(iri)}" for prefix, iri in prefixes.items() if claim.startswith(iri)
    }
    (own,) = (p for p in paragraphs if p.split(" ", 1)[0] in names)
    named = re.findall(r"kg:(?:about|evidence) (\S+)", own)
    named += [name.replace("#char=", "#quote=") for name in named if "#char=" in name]
    others = [p for name in named for p in paragraphs if p.split(" ", 1)[0] == name]
    return [paragraph.strip("\n") + "\n" for paragraph in (own, *others)]


def _kgbuild(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kgbuild", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"kgbuild {' '.join(arguments)} failed:\n{done.stderr}")
    return done


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(refreshed(README.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
