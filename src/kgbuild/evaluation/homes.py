"""Whose a named person or body is: the table `of.csv` beside gold files."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

from kgbuild.errors import EvaluationError

TABLE = "of.csv"
"""The file in a folder of gold; it may be missing."""
_HEADER = ["name", "iso3"]
_CODE = re.compile("[A-Z]{3}")

Homes = Mapping[str, str]
"""The code of the state that somebody of a name belongs to or speaks for; names in the form of `normal`."""


def normal(text: object) -> str:
    """Return a name as it is compared: without case, a leading "the", kinds of blanks and apostrophes."""
    text = re.sub(r"[‘’]", "'", str(text)).casefold().strip()
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", text))


def read_homes(folder: Path) -> dict[str, str]:
    """Read the table of a folder of gold; empty where there is none.

    Raises EvaluationError naming file and line where the table is malformed.
    """
    path = folder / TABLE
    if not path.is_file():
        return {}
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: cannot be read: save it as UTF-8 text") from error
    if not rows or rows[0] != _HEADER:
        raise EvaluationError(f"{path}:1: its first line must be name,iso3")
    homes: dict[str, str] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(_HEADER) or not _CODE.fullmatch(row[1]):
            raise EvaluationError(f"{path}:{number}: must be a name and an ISO 3166-1 alpha-3 code")
        homes[normal(row[0])] = row[1]
    return homes
