"""Whether JSON has the shape that docs/json.md shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
_BLOCK = re.compile(r"^## `kgbuild ([\w ]+)`.*?^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANY = "…"
"""The one key of an object whose keys are names, such as roles."""


def documented() -> dict[str, Any]:
    """Return the example of each command."""
    return {name: json.loads(block) for name, block in _BLOCK.findall(PAGE.read_text(encoding="utf-8"))}


def check(command: str, printed: str, *, empty: tuple[str, ...] = ()) -> Any:
    """Return what a command printed, which must be one value of the documented shape.

    Every list of it has to have something in it, but for those named in `empty`.
    """
    value = json.loads(printed)
    assert differences(command, value) == []
    assert empty_lists(value) == set(empty)
    return value


def differences(command: str, value: Any) -> list[str]:
    """Return where a value is not of the documented shape."""
    return list(_differences(documented()[command], value, ""))


def empty_lists(value: Any) -> set[str]:
    """Return the places of lists with nothing in them."""
    return set(_empty(value, ""))


def _differences(example: Any, value: Any, where: str) -> Iterator[str]:
    if example is None or value is None:
        return
    if isinstance(example, dict) and isinstance(value, dict):
        if list(example) == [ANY]:
            example = dict.fromkeys(value, example[ANY])
        if set(example) != set(value):
            yield f"{where or 'value'}: {sorted(set(example) ^ set(value))}"
        for name in example.keys() & value.keys():
            yield from _differences(example[name], value[name], f"{where}.{name}".lstrip("."))
    elif isinstance(example, list) and isinstance(value, list):
        for each in value if example else ():
            yield from _differences(example[0], each, where)
    elif _kind(example) != _kind(value):
        yield f"{where}: {value!r} is not like {example!r}"


def _kind(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else type(value).__name__


def _empty(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, list):
        if not value:
            yield where
        for each in value:
            yield from _empty(each, where)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _empty(each, f"{where}.{name}".lstrip("."))
