"""The manual: what its pages print is what kgbuild prints, and its first pages speak plainly."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from servers import Server

REPORT = "Chad has sent 300 soldiers to Sudan, the Sudanese foreign minister said. Chad denied it."
_OF_THE_TRADE = re.compile(r"\b(RDF|OWL|SPARQL|SHACL|Turtle|triples?|ontology|endpoint|IRIs?)\b")


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_commands_is_their_help(root: Path) -> None:
    """If this fails because a command has changed: python scripts/build_cli_docs.py."""
    assert (root / "docs" / "cli.md").read_text(encoding="utf-8") == script(root, "build_cli_docs").page()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("page", ["index.md", "tutorials/analyst.md"])
def test_pages_show_what_is_printed(root: Path, tmp_path: Path, page: str) -> None:
    """If this fails because the output has changed: python scripts/refresh_docs.py."""
    text = (root / "docs" / page).read_text(encoding="utf-8")
    assert script(root, "refresh_docs").refreshed(text, tmp_path) == text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_page_on_stores_shows_what_is_printed(
    root: Path, tmp_path: Path, oxigraph_server: Server
) -> None:
    """If this fails because the output has changed: python scripts/refresh_docs.py --store URL."""
    module = script(root, "refresh_docs")
    text = module.STORE_PAGE.read_text(encoding="utf-8")
    assert module.refreshed(text, tmp_path, oxigraph_server.url) == text


def test_the_page_for_developers_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "report.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page = (root / "docs" / "tutorials" / "developer.md").read_text(encoding="utf-8")
    known: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(example, "developer.md", "exec"), known)
    assert "Denies ['Chad']" in capsys.readouterr().out
    assert (tmp_path / "out.nq").stat().st_size > 1000


def test_the_first_screens_have_no_word_of_the_trade(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8").partition("## What comes out")[0]
    first = (root / "docs" / "index.md").read_text(encoding="utf-8").partition("```console")[0]
    tutorial = (root / "docs" / "tutorials" / "analyst.md").read_text(encoding="utf-8").partition("## 3.")[0]
    shown = re.sub(r"```.*?```|\]\([^)]*\)|`[^`]*`", "", f"{readme}{first}{tutorial}", flags=re.DOTALL)
    assert _OF_THE_TRADE.findall(shown) == []
    assert (
        _OF_THE_TRADE.findall(
            "".join(re.findall(r"```mermaid.*?```", readme, re.DOTALL)).replace("ontology/", "")
        )
        == []
    )


def test_the_readme_answers_before_it_shows_turtle(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert readme.index("$ kgbuild query contradictions") < readme.index("```turtle")


def test_the_picture_is_there_and_small(root: Path) -> None:
    picture = (root / "docs" / "img" / "event.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert 10_000 < len(picture) < 100_000
