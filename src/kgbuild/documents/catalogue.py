"""`documents.csv`: what is known about the files beside it, one row a file.

Columns file, title, publisher, issued, retrieved, language and source (or url) are read, in any order; others
are ignored. A blank cell means unknown.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kgbuild.documents.decoding import decode
from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.errors import DocumentError

NAME = "documents.csv"


@dataclass(slots=True)
class Catalogue:
    """The rows of one table by the path of the file they describe, and what is wrong with the table."""

    rows: dict[Path, Metadata] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Problems of rows that name a file that is not there."""


def read_catalogue(path: Path) -> Catalogue:
    """Read one table; whatever is wrong with it becomes a problem, and the sound rows still count."""
    catalogue = Catalogue()
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        catalogue.problems.append(f"cannot be read: {error.strerror}")
    except DocumentError as error:
        catalogue.problems.append(str(error))
    else:
        try:
            for line, cells in _records(text):
                _enter(catalogue, path.parent, line, cells)
        except (csv.Error, DocumentError) as error:
            catalogue.problems.append(f"{error}; what follows is not read")
    return catalogue


def _records(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield each row with the number of its last line."""
    table = csv.DictReader(io.StringIO(text), strict=True)
    names = [name.strip().casefold() for name in table.fieldnames or ()]
    if "file" not in names:
        raise DocumentError("has no column named file: its first line must be file,title,publisher,issued")
    table.fieldnames = names
    line = 1
    try:
        for cells in table:
            line = table.line_num
            yield line, cells
    except csv.Error as error:
        raise DocumentError(f"breaks off after line {line} ({error})") from error


def _enter(catalogue: Catalogue, folder: Path, line: int, cells: dict[str, object]) -> None:
    """Take one row into the catalogue, or say why not."""
    name = str(cells.get("file") or "").strip()
    place = f"{NAME} line {line}"
    if not name:
        if any(cells.values()):
            catalogue.problems.append(f"line {line} names no file")
        return
    path = folder / name
    if path in catalogue.rows:
        catalogue.problems.append(f"line {line} names {name} again; its first row counts")
    elif not os.path.exists(path):  # noqa: PTH110 - which does not raise where the name cannot be one
        catalogue.absent.append(f"line {line} names {name}, which is not there")
    elif None in cells:
        surplus = f"{place}: more cells than columns, so the row is left out; quote values that hold a comma"
        catalogue.rows[path] = Metadata(problems=(surplus,))
    else:
        catalogue.rows[path] = from_fields(cells, place)
