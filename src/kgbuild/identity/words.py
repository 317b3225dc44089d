"""Word lists of `data/identity/`, by which names are compared."""

from __future__ import annotations

import csv
from functools import cache

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text

_FILE = ("data", "identity", "words.csv")


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(read_text(*_FILE).splitlines()):
        if not row.get("list") or not row.get("word"):
            raise ResourceError(f"{'/'.join(_FILE)}: each line needs a list and a word, found {row}")
        found.setdefault(row["list"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


def word_list(name: str) -> frozenset[str]:
    """Return one list of words, folded to lower case.

    Raises ResourceError when the file has no such list.
    """
    try:
        return _lists()[name]
    except KeyError:
        raise ResourceError(f"{'/'.join(_FILE)} has no list {name!r}: add it or reinstall kgbuild") from None
