"""Every command that README and manual show is run: here, by a test that is named, or not for a reason."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kgbuild.cli import main

SHOWN = re.compile(r"```(sh|console)\n(.*?)```", re.DOTALL)
RUN_BY_OTHERS = {  # a page: the test that runs its commands and compares what they print
    "docs/index.md": "test_docs.py",
    "docs/tutorials/analyst.md": "test_docs.py",
    "docs/tutorials/store.md": "test_docs.py",
    "docs/identity.md": "identity/test_identity_overrides.py",
}
ELSEWHERE = (  # what a command holds: where it is run, or why it is not
    ("python3 -m venv .venv && .venv/bin/pip install .", ".ci/run, first of all"),
    (r"\.venv/bin/pip install '\.\[test\]'", ".ci/run"),
    (
        r"python3 -m venv .venv$|\.venv/bin/(pip|python|ruff|mypy)",
        ".ci/run has the same, in its own environment",
    ),
    ("requirements.lock", "installs or pins 200 packages; test_wheel.py holds the file to pyproject.toml"),
    ("^pip install", "an extra: installed by .ci/run with '.[test-all]'"),
    ("kgbuild serve", "web/test_serve.py: it ends by Ctrl-C"),
    ("kgbuild mcp", "mcp/test_server.py: it waits for a client"),
    ("kgbuild fetch", "fetching/test_fetching.py: a server on this machine, in place of example.org"),
    ("kgbuild load", "stores/test_cli_load.py, on each store"),
    ("--endpoint|--sparql", "query/test_remote_query.py: an endpoint of others"),
    (r"--extractor llm", "cli/test_llm.py and docs/llm: a model's server of others"),
    ("^(llama-server|ollama|vllm|export [A-Z_]+=)", "programs and keys of others"),
    ("_KGBUILD_COMPLETE", "test_release.py, for each shell"),
    ("scripts/fetch_servers.py", ".ci/run"),
    ("^(java|curl) ", "stores/test_servers.py starts and asks the same"),
    ("^oxigraph ", "stores/conftest.py starts the same"),
    ("benchmarks", "test_benchmarks.py, with the cheapest part"),
    ("scripts/fit_", "figures of a fit: minutes; evaluation tests hold what came of it"),
    (
        r"^kgbuild export out\.(ttl|nq)( --texts out\.zip)?$",
        "test_docs.py, on the first page; the texts below",
    ),
    (r"^kgbuild check", "validate/test_check.py, on the sample and in each way"),
    (
        "^kgbuild evaluate (out|--review)",
        "evaluation and review tests: a person has to decide first",
    ),
    ("tests/corpus/gold", "evaluation/test_corpus_gold.py, on the same gold"),
    ("spark|venv-pack", "engine tests run Spark on this machine; a cluster is not at hand"),
)


def commands(page: str) -> Iterator[str]:
    """Yield the commands that a page shows, those over several lines whole."""
    for kind, block in SHOWN.findall(page.replace("\\\n", " ")):
        for line in block.splitlines():
            if kind == "console" and not line.startswith("$ "):
                continue
            command = line.removeprefix("$ ").partition("  #")[0].strip()
            if command and not command.startswith("#"):
                yield command


def pages(root: Path) -> dict[str, list[str]]:
    found = [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]
    shown = {page.relative_to(root).as_posix(): [*commands(page.read_text("utf-8"))] for page in found}
    return {page: lines for page, lines in shown.items() if lines and page not in RUN_BY_OTHERS}


def elsewhere(command: str) -> bool:
    return any(re.search(pattern, command) for pattern, _ in ELSEWHERE)


@pytest.fixture
def stocked(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the manual speaks of: reports, exports of the samples, gold."""
    folder = tmp_path_factory.mktemp("stocked")
    (folder / "reports").mkdir()
    for name, number in (("kept", 500), ("retracted", 600), ("withdrawn", 700)):
        said = f"North Korea has sent {number} soldiers to Russia, South Korea’s defence ministry said."
        text = f"---\nissued: 2025-03-04\n---\n{said}\n"
        (folder / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "my-gold").mkdir()
    corpus = root / "tests" / "corpus"
    shutil.copy(corpus / "gold" / "attribution-01.json", folder / "my-gold")
    shutil.copy(corpus / "documents" / "attribution-01.txt", folder / "reports")
    for name in ("my-reports", "today", "news"):
        shutil.copytree(folder / "reports", folder / name)
    (folder / "review.jsonl").touch()
    assert ran(f"kgbuild export {folder / 'out.nq'} --all --texts {folder / 'out.zip'}") == ""
    assert ran(f"kgbuild export {folder / 'large.nq'} {folder / 'reports'}") == ""
    for name in ("whole.nq", "late.nq", "archive.nq"):
        shutil.copy(folder / "large.nq", folder / name)
    for name, source in (("out", "out"), ("north", "large"), ("south", "large"), ("my", "large")):
        quads = ox.parse(path=folder / f"{source}.nq")
        triples = dict.fromkeys(quad.triple for quad in quads)
        ox.serialize(triples, folder / f"{name}.ttl", ox.RdfFormat.TURTLE)
    return folder


def ran(command: str) -> str:
    """Run a command of kgbuild; return what is wrong. Notes on documents may end it with 3."""
    done = CliRunner().invoke(main, shlex.split(command.partition(" | ")[0])[1:])
    return "" if done.exit_code in (0, 3) else f"{command}: {done.output or repr(done.exception)}"


def test_what_is_not_run_here_is_explained(root: Path) -> None:
    """A new command is run below, or named above with the reason; a reason without a command goes."""
    shown = [command for lines in pages(root).values() for command in lines]
    assert len(shown) > 80
    assert [
        command for command in shown if not command.startswith("kgbuild ") and not elsewhere(command)
    ] == []
    assert [why for pattern, why in ELSEWHERE if not any(re.search(pattern, each) for each in shown)] == []
    assert [page for page in RUN_BY_OTHERS if not (root / page).is_file()] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_commands_of_the_manual_run(
    root: Path, stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: set[str] = set()
    wrong: list[str] = []
    for page, lines in pages(root).items():
        own = [command for command in lines if command.startswith("kgbuild ") and not elsewhere(command)]
        own = [command for command in dict.fromkeys(own) if command not in done]
        done.update(own)
        if not own:
            continue
        folder = tmp_path / page.replace("/", "-")
        shutil.copytree(stocked, folder)
        monkeypatch.chdir(folder)
        wrong += filter(None, map(ran, own))
    assert wrong == []
