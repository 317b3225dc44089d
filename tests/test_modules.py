"""Modules stay small, and a name is one thing's in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

LINES = 400
"""From which a module has more than one reason to change."""


@pytest.fixture(scope="module")
def modules(root: Path) -> dict[str, str]:
    """The source of each module, by its place."""
    package = root / "src" / "kgbuild"
    return {
        path.relative_to(package).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*.py"))
    }


def test_no_module_is_long(modules: dict[str, str]) -> None:
    long = {place: n for place, source in modules.items() if (n := source.count("\n")) > LINES}
    assert long == {}, "split by reason to change"


def test_no_two_classes_of_one_name(modules: dict[str, str]) -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for place, source in modules.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                where[node.name.lstrip("_")].append(place)
    assert len(where) > 100
    assert {name: places for name, places in where.items() if len(places) > 1} == {}
