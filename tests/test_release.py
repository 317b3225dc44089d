"""What a release says of itself: licences, version, changelog."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def listed(root: Path) -> dict[str, tuple[str, str]]:
    """Licence and reason of each package on the page."""
    page = (root / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]*) \| [^|]* \| ([^|]*) \|$", page, re.MULTILINE)
    return {name: (licence.strip(), reason.strip()) for name, licence, reason in rows}


def test_every_pinned_package_has_its_licence_listed(root: Path, listed: dict[str, tuple[str, str]]) -> None:
    """If this fails because a package has come: python scripts/licences.py."""
    module = script(root, "licences")
    assert set(module.locked()) - set(listed) == set()
    unexplained = [
        name for name, (licence, reason) in listed.items() if not (reason or module.is_permissive(licence))
    ]
    assert unexplained == []


def test_the_listed_licences_are_those_of_the_packages(
    root: Path, listed: dict[str, tuple[str, str]]
) -> None:
    module = script(root, "licences")
    looked_at = 0
    for name, (licence, _) in listed.items():
        found = module.licence_of(name)
        if found == "unknown":  # not installed here
            continue
        looked_at += 1
        assert found == licence or (module.is_permissive(found) and module.is_permissive(licence)), name
    assert looked_at > 100


def test_a_licence_is_permissive_in_each_part_or_by_choice(root: Path) -> None:
    is_permissive = script(root, "licences").is_permissive
    assert is_permissive("BSD-3-Clause AND MIT")
    assert is_permissive("GPL-3.0-only OR MIT")
    assert not is_permissive("MIT AND MPL-2.0")
    assert not is_permissive("unknown")


def test_a_tagged_commit_is_the_version_it_says(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    done = subprocess.run(
        ["git", "tag", "--points-at", "HEAD"], cwd=root, capture_output=True, text=True, check=False
    )
    tags = [tag for tag in done.stdout.split() if re.fullmatch(r"v\d+\.\d+\.\d+", tag)]
    assert tags in ([], [f"v{version}"])
    assert not tags or f"## [{version}]" in changelog


def test_a_release_moves_what_is_unreleased(root: Path) -> None:
    module = script(root, "release")
    before = (
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-02\n\n- First.\n"
    )
    after = module.released(before, "0.2.0", "2026-03-04")
    assert after.startswith(
        "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-03-04\n\n### Added\n\n- A thing.\n"
    )
    assert after.endswith("## [0.1.0] - 2026-01-02\n\n- First.\n")
    for again in ("0.1.0", "0.2.0"):
        with pytest.raises(ValueError, match=re.escape("CHANGELOG.md has")):
            module.released(after, again, "2026-03-05")
    pyproject = (root / "pyproject.toml").read_text(encoding="utf-8")
    changed = module.with_version(pyproject, "9.9.9")
    assert tomllib.loads(changed)["project"]["version"] == "9.9.9"
    assert module.released((root / "CHANGELOG.md").read_text(encoding="utf-8"), "9.9.9", "2030-01-01")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_how_to_complete(root: Path, shell: str) -> None:
    page = (root / "docs" / "shell-completion.md").read_text(encoding="utf-8")
    assert f"_KGBUILD_COMPLETE={shell}_source kgbuild" in page
    word = "e" if shell == "fish" else "1"  # what stands there, or which word it is
    environment = {"_KGBUILD_COMPLETE": f"{shell}_complete", "COMP_WORDS": "kgbuild e", "COMP_CWORD": word}
    code = "from kgbuild.cli import main; main(prog_name='kgbuild')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert {"export", "extract", "explain"} <= set(re.split(r"[\s,:]+", done.stdout))
