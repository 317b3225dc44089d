"""Dates reckoned from the day of issue, as far as that day is known; nothing here reads text.

Own code, since dateparser and the like fill what a text leaves open (today's day for "June", this year for
"Monday") and so cannot keep a date as precise as the words.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kgbuild.times import PartialDate

_FIRST, _LAST = 1, 9998
_SOON = timedelta(days=31)


class Direction(Enum):
    """On which side of the day of issue a date without a year lies."""

    PAST = "past"
    FUTURE = "future"
    NEAREST = "nearest"
    PAST_OR_SOON = "past or soon"
    """Behind, unless it comes within a month: a day does ("the Nov. 5 vote" in October), a month is open."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of one date to the end of another; one of them None where it is open on that side."""

    start: PartialDate | None
    end: PartialDate | None

    @classmethod
    def at(cls, year: int, month: int | None = None, day: int | None = None) -> Period | None:
        """Return a point as precise as what is given, or None where there is no such date."""
        point = partial(year, month, day)
        return None if point is None else cls(point, point)

    @classmethod
    def spanning(cls, first: PartialDate | None, last: PartialDate | None) -> Period | None:
        """Return a period between two dates, or None where one is missing or they are in the wrong order."""
        if first is None or last is None or first[: len(last)] > last[: len(first)]:
            return None
        return cls(first, last)


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """Return the date at this precision, or None where there is no such date."""
    if not _FIRST <= year <= _LAST or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return PartialDate(f"{year:04}")
    if day is None:
        return PartialDate(f"{year:04}-{month:02}")
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return PartialDate(f"{year:04}-{month:02}-{day:02}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date that relative times are counted from, as precise as it is known. Every answer may be None."""

    known: PartialDate | None

    @property
    def day(self) -> date | None:
        """The full date, where it is known."""
        if self.known is None or len(self.known) < 10:
            return None
        try:
            return date.fromisoformat(self.known)
        except ValueError:  # "2023-02-31": the form holds, the day does not exist
            return None

    @property
    def month(self) -> tuple[int, int] | None:
        """Year and month, where they are known."""
        if self.known is None or len(self.known) < 7:
            return None
        return int(self.known[:4]), int(self.known[5:7])

    @property
    def year(self) -> int | None:
        """The year, where it is known."""
        return None if self.known is None else int(self.known[:4])

    def days(self, shift: int) -> Period | None:
        """Return the day so many days on."""
        return None if self.day is None else _day(self.day, shift)

    def weeks(self, shift: int) -> Period | None:
        """Return the calendar week, Monday to Sunday, so many weeks on."""
        return self._week(shift, 0, 6)

    def weekends(self, shift: int) -> Period | None:
        """Return the Saturday and Sunday of the calendar week so many weeks on."""
        return self._week(shift, 5, 6)

    def latest_weekend(self) -> Period | None:
        """Return the last Saturday and Sunday that have come, the present ones included."""
        return None if self.day is None else self.weekends(0 if self.day.weekday() >= 5 else -1)

    def _week(self, shift: int, first: int, last: int) -> Period | None:
        if self.day is None:
            return None
        monday = _moved(self.day, 7 * shift - self.day.weekday())
        if monday is None:
            return None
        start, end = _moved(monday, first), _moved(monday, last)
        return Period.spanning(_iso(start), _iso(end))

    def months(self, shift: int) -> Period | None:
        """Return the month so many months on."""
        if self.month is None:
            return None
        count = self.month[0] * 12 + self.month[1] - 1 + shift
        return Period.at(count // 12, count % 12 + 1)

    def quarters(self, shift: int) -> Period | None:
        """Return the three months of a quarter so many quarters on."""
        if self.month is None:
            return None
        count = self.month[0] * 4 + (self.month[1] - 1) // 3 + shift
        return months_of(count // 4, count % 4 * 3 + 1, count % 4 * 3 + 3)

    def years(self, shift: int) -> Period | None:
        """Return the year so many years on."""
        return None if self.year is None else Period.at(self.year + shift)

    def shifted(self, unit: str, shift: int) -> Period | None:
        """Return the day, week, month, quarter or year so many of them on."""
        moves = {
            "day": self.days,
            "week": self.weeks,
            "weekend": self.weekends,
            "month": self.months,
            "quarter": self.quarters,
            "year": self.years,
        }
        return moves[unit](shift) if unit in moves else None

    def stretch(self, unit: str, count: int) -> Period | None:
        """Return the last (count < 0) or next units, with the present one ("the past two months")."""
        if unit in {"week", "weekend"}:
            unit, count = "day", count * 7
        if unit == "decade":
            unit, count = "year", count * 10
        here, there = self.shifted(unit, 0), self.shifted(unit, count)
        if here is None or there is None:
            return None
        first, last = (there, here) if count < 0 else (here, there)
        return Period.spanning(first.start, last.end)

    def ago(self, unit: str, count: int) -> Period | None:
        """Return when it was so many units before, as precise as the unit; weeks give a calendar week."""
        return self.shifted(unit, -count)

    def weekday(self, number: int, direction: Direction) -> Period | None:
        """Return the nearest such weekday (1 = Monday) on that side; the day itself counts."""
        if self.day is None:
            return None
        back = (self.day.isoweekday() - number) % 7
        return _day(self.day, (7 - back) % 7 if direction is Direction.FUTURE else -back)

    def weekday_of_week(self, number: int, shift: int) -> Period | None:
        """Return such a weekday of the calendar week so many weeks on."""
        return None if self.day is None else _day(self.day, 7 * shift - self.day.isoweekday() + number)

    def named_month(self, month: int, direction: Direction, other: bool = False) -> Period | None:
        """Return the nearest such month on that side; the present one counts unless `other`."""
        if self.month is None:
            return None
        year, present = self.month
        back, ahead = (present - month) % 12, (month - present) % 12
        if other:
            back, ahead = back or 12, ahead or 12
        if direction is Direction.PAST_OR_SOON and ahead == 1:
            return None  # "the November truce" in October: last year's or the coming one
        forward = direction is Direction.FUTURE or (direction is Direction.NEAREST and ahead < back)
        count = year * 12 + present - 1 + (ahead if forward else -back)
        return Period.at(count // 12, count % 12 + 1)

    def named_day(self, month: int, day: int, direction: Direction) -> Period | None:
        """Return the nearest such day on that side; None where the anchor is too coarse to tell."""
        if self.day is None:
            found = self.named_month(month, direction)
            if found is None or found.start is None or self.month is None or month == self.month[1]:
                return None
            return Period.at(found.start.year, month, day)
        near = [Period.at(self.day.year + shift, month, day) for shift in range(-8, 9)]
        dates = [date.fromisoformat(found.start) for found in near if found is not None and found.start]
        past = max((found for found in dates if found <= self.day), default=None)
        ahead = min((found for found in dates if found >= self.day), default=None)
        chosen = past
        if direction is Direction.FUTURE:
            chosen = ahead
        elif direction is not Direction.PAST and past is not None and ahead is not None:
            limit = _SOON if direction is Direction.PAST_OR_SOON else timedelta.max
            chosen = ahead if ahead - self.day < min(limit, self.day - past) else past
        return None if chosen is None else _day(chosen, 0)


def months_of(year: int, first: int, last: int) -> Period | None:
    """Return the months of a year from one to another."""
    return Period.spanning(partial(year, first), partial(year, last))


def _moved(day: date, shift: int) -> date | None:
    try:
        return day + timedelta(days=shift)
    except OverflowError:
        return None


def _iso(day: date | None) -> PartialDate | None:
    return None if day is None else PartialDate(day.isoformat())


def _day(day: date, shift: int) -> Period | None:
    point = _iso(_moved(day, shift))
    return None if point is None else Period(point, point)
