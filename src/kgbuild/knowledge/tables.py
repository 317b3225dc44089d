"""Reading of the shipped CSV tables, with errors that name file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import NoReturn, TypeVar

from kgbuild.errors import ResourceError

Choice = TypeVar("Choice", bound=str)


@dataclass(slots=True)
class Row:
    """One row of a table: a value for every column of its header."""

    file: str
    line: int
    values: dict[str, str]

    def fail(self, column: str, message: str) -> NoReturn:
        """Raise ResourceError at this row and column."""
        raise ResourceError(f"{self.file}:{self.line}:{column}: {message}")

    def text(self, column: str) -> str:
        """Return the value, which must not be empty."""
        return self.values[column].strip() or self.fail(column, "is empty; fill it or delete the row")

    def optional(self, column: str) -> str | None:
        """Return the value, None where empty."""
        return self.values[column].strip() or None

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the values between bars ("a|b"), none of them empty."""
        if not self.values[column]:
            return ()
        found = tuple(part.strip() for part in self.values[column].split("|"))
        if "" in found:
            self.fail(column, "has an empty part; write a single | between two values")
        return found

    def choice(self, column: str, allowed: tuple[Choice, ...]) -> Choice:
        """Return the value, which must be one of the allowed."""
        if self.values[column] not in allowed:
            self.fail(column, f"{self.values[column]!r} is none of {', '.join(map(str, allowed))}")
        return allowed[allowed.index(self.values[column])]

    def yes(self, column: str) -> bool:
        """Return whether the value is "yes" (the other being "no")."""
        return self.choice(column, ("yes", "no")) == "yes"

    def number(self, column: str, low: float, high: float) -> float:
        """Return the value as a number between two bounds, inclusive."""
        try:
            value = float(self.values[column])
        except ValueError:
            self.fail(column, f"{self.values[column]!r} is not a number")
        if not low <= value <= high:
            self.fail(column, f"{value} lies outside {low} to {high}")
        return value


def rows(folder: Traversable, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a UTF-8 CSV file whose header names exactly these columns.

    Raises ResourceError when the file is missing, is not UTF-8 or departs from its header.
    """
    source = folder.joinpath(file)
    if not source.is_file():
        raise ResourceError(f"{file} is missing in {folder}: restore it or reinstall kgbuild")
    try:
        lines = source.read_text(encoding="utf-8-sig").splitlines(keepends=True)  # Excel writes a mark
    except UnicodeDecodeError as error:
        raise ResourceError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        if header != list(columns):
            raise ResourceError(f"{file}:1: the header must read {','.join(columns)}")
        width = len(columns)
        for values in reader:
            if len(values) != width:
                at = f"{file}:{reader.line_num}:{columns[min(len(values), len(columns)) - 1]}"
                raise ResourceError(f"{at}: {len(values)} columns where the header has {len(columns)}")
            yield Row(file, reader.line_num, dict(zip(columns, values, strict=True)))
    except csv.Error as error:
        raise ResourceError(f"{file}:{reader.line_num}: not well-formed CSV ({error})") from error
