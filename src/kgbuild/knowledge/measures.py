"""Words for numbers, units and times, read from `data/en/quantities` and `data/en/times`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, TypeVar, cast

import yaml

from kgbuild.errors import ResourceError
from kgbuild.knowledge.phrases import Phrases
from kgbuild.resources import read_text

Bound = Literal["minimum", "maximum"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Modifier:
    """How the words around a number change its reading."""

    bound: Bound | None = None
    approximate: bool = False
    another: bool = False
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """Everything `data/en/quantities` says, ready for look-up; all words in lower case."""

    values: Mapping[str, float]
    scales: Mapping[str, float]
    suffixes: Mapping[str, float]
    vague: Phrases[None]
    shares: Phrases[None]
    before: Phrases[Modifier]
    after: Phrases[Modifier]
    cumulative: Phrases[None]
    particles: frozenset[str]
    particle_verbs: frozenset[str]
    ups: frozenset[str]
    changes: frozenset[str]
    ordinals: frozenset[str]
    """Words that count one of several: "the first of three"."""
    counts: frozenset[str]
    units: Phrases[str]
    measures: frozenset[str]
    designators: frozenset[str]
    capitalised_designators: frozenset[str]
    addresses: frozenset[str]
    strengths: frozenset[str]
    currencies_before: frozenset[str]
    currencies_after: frozenset[str]
    year_contexts: frozenset[str]
    wholes: frozenset[str]
    behind_one: frozenset[str]
    people: frozenset[str]
    months: Mapping[str, int]
    starters: frozenset[str]
    """Words other than digits with which a number can start."""

    @classmethod
    def load(cls) -> QuantityLexicon:
        """Read the shipped files. Raises ResourceError where one is missing or malformed."""
        numerals = _DataFile("quantities", "numerals.yaml")
        modifiers = _DataFile("quantities", "modifiers.yaml")
        exclusions = _DataFile("quantities", "exclusions.yaml")
        values, scales = numerals.numbers("values"), numerals.numbers("scales")
        vague = numerals.words("vague")
        starters = {*values, *scales, "a", "half", "quarter", *(phrase.split()[0] for phrase in vague)}
        return cls(
            values=values,
            scales=scales,
            suffixes=numerals.numbers("suffixes"),
            vague=Phrases.of((phrase, None) for phrase in vague),
            shares=Phrases.of((phrase, None) for phrase in numerals.words("shares")),
            before=modifiers.modifiers("before"),
            after=modifiers.modifiers("after"),
            cumulative=Phrases.of((phrase, None) for phrase in modifiers.words("cumulative")),
            particles=frozenset(modifiers.words("particles")),
            particle_verbs=frozenset(modifiers.words("particle_verbs")),
            ups=frozenset(modifiers.words("ups")),
            changes=frozenset(modifiers.words("changes")),
            ordinals=frozenset(modifiers.words("ordinals")),
            counts=frozenset(modifiers.words("counts")),
            units=Phrases.of(_units()),
            measures=frozenset(exclusions.words("measures")),
            designators=frozenset(exclusions.words("designators")),
            capitalised_designators=frozenset(exclusions.words("capitalised_designators")),
            addresses=frozenset(exclusions.words("addresses")),
            strengths=frozenset(exclusions.words("strengths")),
            currencies_before=frozenset(exclusions.words("currencies_before")),
            currencies_after=frozenset(exclusions.words("currencies_after")),
            year_contexts=frozenset(exclusions.words("year_contexts")),
            people=frozenset(exclusions.words("people")),
            wholes=frozenset(exclusions.words("wholes")),
            behind_one=frozenset(exclusions.words("behind_one")),
            months=_DataFile("times", "calendar.yaml").numbered("months"),
            starters=frozenset(starters),
        )


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """Everything `data/en/times` says, ready for look-up; all words in lower case."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous_months: frozenset[str]
    seasons: Mapping[str, tuple[int, int]]
    ambiguous_seasons: frozenset[str]
    units: Mapping[str, str]
    shifts: Mapping[str, int]
    anaphoric: frozenset[str]
    days: Phrases[int]
    parts: Phrases[None]
    day_parts: frozenset[str]
    openers: Phrases[str]
    leaders: Phrases[None]
    unresolved: Phrases[None]
    deictic: Phrases[None]
    auxiliaries: frozenset[str]
    hypothetical: frozenset[str]
    future_words: frozenset[str]
    halves: Mapping[str, int]
    quarters: Mapping[str, int]
    codes: Mapping[str, tuple[int, int]]
    within: frozenset[str]
    inexact: frozenset[str]
    not_years_after: frozenset[str]
    years_after: frozenset[str]
    months_after: frozenset[str]
    papers: frozenset[str]
    lasting: frozenset[str]
    closing: frozenset[str]
    before_issue: frozenset[str]
    before_told: frozenset[str]
    stages: frozenset[str]
    values: Mapping[str, float]
    """Number words, for "two days ago"."""
    triggers: frozenset[str]
    """Words other than digits at which a time expression can start."""

    @classmethod
    def load(cls) -> TimeLexicon:
        """Read the shipped files. Raises ResourceError where one is missing or malformed."""
        calendar = _DataFile("times", "calendar.yaml")
        words = _DataFile("times", "expressions.yaml")
        future = words.table("future")
        months, weekdays = calendar.numbered("months"), calendar.numbered("weekdays")
        seasons = calendar.pairs("seasons")
        units = {form: unit for unit, forms in words.table("units").items() for form in forms}
        days = {phrase: int(shift) for phrase, shift in words.numbers("days").items()}
        shifts = {word: int(shift) for word, shift in words.numbers("shifts").items()}
        unresolved, deictic = words.words("unresolved"), words.words("deictic")
        halves = {word: int(which) for word, which in words.numbers("halves").items()}
        quarters = {word: int(which) for word, which in words.numbers("quarters").items()}
        codes = words.pairs("codes")
        values = _DataFile("quantities", "numerals.yaml").numbers("values")
        tables = (months, weekdays, seasons, units, shifts, halves, quarters, codes, values)
        starts = (phrase.split()[0] for phrase in (*days, *unresolved, *deictic))
        return cls(
            months=months,
            weekdays=weekdays,
            ambiguous_months=frozenset(calendar.words("ambiguous_months")),
            seasons=seasons,
            ambiguous_seasons=frozenset(calendar.words("ambiguous_seasons")),
            units=units,
            shifts=shifts,
            anaphoric=frozenset(words.words("anaphoric")),
            days=Phrases.of(days.items()),
            parts=Phrases.of((phrase, None) for phrase in words.words("parts")),
            day_parts=frozenset(words.words("day_parts")),
            openers=Phrases.of((k, str(v)) for k, v in words.table("openers").items()),
            leaders=Phrases.of((phrase, None) for phrase in words.words("leaders")),
            unresolved=Phrases.of((phrase, None) for phrase in unresolved),
            deictic=Phrases.of((phrase, None) for phrase in deictic),
            auxiliaries=frozenset(future.get("auxiliaries", ())),
            hypothetical=frozenset(future.get("hypothetical", ())),
            future_words=frozenset(future.get("words", ())),
            halves=halves,
            quarters=quarters,
            codes=codes,
            within=frozenset(words.words("within")),
            inexact=frozenset(words.words("inexact")),
            not_years_after=frozenset(words.words("not_years_after")),
            years_after=frozenset(words.words("years_after")),
            papers=frozenset(words.words("papers")),
            lasting=frozenset(words.words("lasting")),
            closing=frozenset(words.words("closing")),
            before_issue=frozenset(words.words("before_issue")),
            before_told=frozenset(words.words("before_told")),
            stages=frozenset(words.words("stages")),
            months_after=frozenset(words.words("months_after")),
            values=values,
            triggers=frozenset({*chain(*tables, starts), "a", "an", "several", "few"}),
        )


class _DataFile:
    """One YAML file, whose entries are read with a check of their shape."""

    def __init__(self, folder: str, name: str) -> None:
        self.path = f"data/en/{folder}/{name}"
        try:
            content = yaml.safe_load(read_text("data", "en", folder, name))
        except yaml.YAMLError as error:
            first_line = str(error).splitlines()[0]
            raise ResourceError(f"{self.path} is not YAML ({first_line}): correct the file") from error
        if not isinstance(content, dict):
            raise ResourceError(f"{self.path} must be a table of named entries: correct the file")
        self.content: dict[str, Any] = content

    def read(self, key: str, convert: Callable[[Any], T], shape: str) -> T:
        """Return one entry as `convert` makes it; what is not of that shape raises ResourceError."""
        try:
            return convert(self.content[key])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ResourceError(
                f"{self.path}: the entry {key!r} must be {shape}: correct the file"
            ) from error

    def words(self, key: str) -> list[str]:
        return self.read(key, _words, "a list of words")

    def table(self, key: str) -> dict[str, Any]:
        return self.read(key, lambda entry: {str(k): v for k, v in entry.items()}, "a table")

    def numbers(self, key: str) -> dict[str, float]:
        return self.read(
            key, lambda entry: {str(k): float(v) for k, v in entry.items()}, "a table of numbers"
        )

    def pairs(self, key: str) -> dict[str, tuple[int, int]]:
        return self.read(
            key, lambda e: {str(k): (int(a), int(b)) for k, (a, b) in e.items()}, "a table of pairs"
        )

    def numbered(self, key: str) -> dict[str, int]:
        """Read a table of number: [names] as name -> number."""
        return self.read(
            key,
            lambda entry: {str(name): int(n) for n, forms in entry.items() for name in forms},
            "a table of names",
        )

    def modifiers(self, key: str) -> Phrases[Modifier]:
        return self.read(key, lambda rows: Phrases.of(_modifier(row) for row in rows), "a list of modifiers")


def _words(entry: Any) -> list[str]:
    if not isinstance(entry, list) or not all(isinstance(word, str) for word in entry):
        raise TypeError
    return cast(list[str], entry)


def _modifier(row: Mapping[str, Any]) -> tuple[str, Modifier]:
    known = {"words", "bound", "approximate", "another", "cumulative"}
    bound = row.get("bound")
    if set(row) - known or bound not in {None, "minimum", "maximum"}:
        raise ValueError
    return str(row["words"]), Modifier(
        bound=bound,
        approximate=bool(row.get("approximate")),
        another=bool(row.get("another")),
        cumulative=bool(row.get("cumulative")),
    )


def _units() -> list[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(read_text("data", "en", "quantities", "units.csv")))
    if rows.fieldnames != ["form", "unit"]:
        raise ResourceError("data/en/quantities/units.csv must have the columns form,unit: correct the file")
    return [(row["form"], row["unit"]) for row in rows]
