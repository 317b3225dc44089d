"""What is known about a document besides its text, from whichever place gave it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kgbuild.times import PartialDate

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a document that may be unknown, and what was wrong with those given."""

    title: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    retrieved: PartialDate | None = None
    source: str | None = None
    language: str | None = None
    problems: tuple[str, ...] = ()

    def over(self, other: Metadata) -> Metadata:
        """Return these fields, filled up with the other's where they are unknown."""
        return Metadata(
            title=self.title or other.title,
            publisher=self.publisher or other.publisher,
            issued=self.issued or other.issued,
            retrieved=self.retrieved or other.retrieved,
            source=self.source or other.source,
            language=self.language or other.language,
            problems=(*self.problems, *other.problems),
        )


def from_fields(fields: Mapping[str, object], place: str) -> Metadata:
    """Make metadata of named values, as a table or a front matter gives them.

    A value of the wrong form is left out and becomes a problem that names `place`; unknown names are ignored.
    """
    given = {str(name).strip().casefold(): value for name, value in fields.items()}
    form = _Values(given, place)
    return Metadata(
        title=form.line("title"),
        publisher=form.line("publisher"),
        issued=form.date("issued", "date"),
        retrieved=form.date("retrieved"),
        source=form.address("source", "url"),
        language=form.language("language", "lang"),
        problems=tuple(form.problems),
    )


class _Values:
    """Reads one value after the other out of a mapping and collects what it refuses."""

    def __init__(self, given: Mapping[str, object], place: str) -> None:
        self._given = given
        self._place = place
        self.problems: list[str] = []

    def line(self, *names: str) -> str | None:
        name, value = self._find(names)
        if isinstance(value, str | int | float):
            return " ".join(str(value).split()) or None
        if value is not None:
            self._refuse(name, value, "a line of text")
        return None

    def date(self, *names: str) -> PartialDate | None:
        name, value = self._find(names)
        if value is None:
            return None
        try:
            return partial_date(value)
        except ValueError:
            self._refuse(name, value, "a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
            return None

    def address(self, *names: str) -> str | None:
        name, value = self._find(names)
        if value is None or is_web_address(str(value)):
            return None if value is None else str(value)
        self._refuse(name, value, "a web address")
        return None

    def language(self, *names: str) -> str | None:
        name, value = self._find(names)
        if value is None or _LANGUAGE.fullmatch(str(value)):
            return None if value is None else str(value).lower()
        self._refuse(name, value, "a language code such as en")
        return None

    def _find(self, names: tuple[str, ...]) -> tuple[str, object]:
        """Return the first of these names that has a value; blank cells count as none."""
        for name in names:
            value = self._given.get(name)
            value = value.strip() if isinstance(value, str) else value
            if value not in (None, ""):
                return name, value
        return names[0], None

    def _refuse(self, name: str, value: object, wanted: str) -> None:
        shown = repr(value) if isinstance(value, str | int | float) else "a list or mapping"
        self.problems.append(f"{self._place}: {name} {shown[:60]} is not {wanted}; left out")


def partial_date(value: object) -> PartialDate:
    """Return a date given as text or as YAML reads it; of a point in time, the day as written.

    Raises ValueError for what is not ISO 8601, and for days that no calendar has.
    """
    if isinstance(value, datetime.date):  # a datetime is one
        return PartialDate(value.isoformat()[:10])
    text = str(value)
    try:
        return PartialDate(text)
    except ValueError:
        return PartialDate(datetime.datetime.fromisoformat(text).date().isoformat())


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address that can stand in a graph as it is."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not _NO_IRI.search(text)
