"""The grammar of single time expressions: dates, and what is counted from them ("last week", "two days ago").

A `TimeReader` looks at a token and says whether a time starts there, where it ends and which dates it means.
What stands before it ("since", "by the end of") and pairs of times are the finder's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.extractors.rules.times.dates import DateMatch, DateReader
from kgbuild.extractors.rules.times.periods import Anchor, Direction, Period, months_of, partial

_COUNT = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class TimeReader(DateReader):
    """Reads every kind of time of one text."""

    def read(self, index: int) -> DateMatch | None:
        """Return the longest time that starts at this token, or None."""
        best: DateMatch | None = None
        rules: tuple[Callable[[int], DateMatch | None], ...] = (
            self._phrase,
            self._numeric,
            self._month,
            self._day_month,
            self._weekday,
            self._shifted,
            self._half,
            self._season,
            self._decade,
            self._year,
            self._counted,
            self._unit,
        )
        for rule in rules:
            found = rule(index)
            if found is not None and (best is None or found.end > best.end):
                best = found
        if best is not None and best.day and self.word(best.end) in self.lexicon.day_parts:
            return replace(best, end=best.end + 1)
        return best

    def _phrase(self, index: int) -> DateMatch | None:
        """Read "yesterday", "the same day", "recently"."""
        token = self.doc[index]
        found = self.lexicon.days.at(self.words, index)
        if found is not None:
            name = token.text[0].isupper() and not token.is_sent_start  # "USA Today"
            return None if name else DateMatch(index, found[0], self.anchor.days(found[1]), day=True)
        for phrases, deictic in ((self.lexicon.deictic, True), (self.lexicon.unresolved, False)):
            plain = phrases.at(self.words, index)
            if plain is not None:
                if self.words[index] == "then" and (token.tag_ != "RB" or self.word(plain[0]) in DASHES):
                    return None  # "then-president"
                return DateMatch(index, plain[0], None, deictic)
        return None

    def _shifted(self, index: int) -> DateMatch | None:
        """Read "last week", "next Monday", "last June", "the past two months"."""
        word = self.words[index]
        shift = self.lexicon.shifts.get(word)
        following = self.word(index + 1)
        if shift is None or index + 1 >= len(self.words):
            return None
        if word in self.lexicon.anaphoric and self.word(index - 1) != "the":
            return None  # "following Monday's raid"
        if following in self.lexicon.weekdays:
            period = self._shifted_weekday(self.lexicon.weekdays[following], word, shift)
            return DateMatch(index, index + 2, period, day=True)
        if following in self.lexicon.months and self.doc[index + 1].text[0].isupper():
            return self._shifted_month(index, shift)
        if following in self.lexicon.seasons:
            return DateMatch(index, index + 2, self._shifted_season(following, shift))
        unit = self.lexicon.units.get(following)
        if unit is not None and following == unit:
            return self._shifted_unit(index, unit, shift)
        return self._shifted_units(index, shift)

    def _shifted_weekday(self, number: int, word: str, shift: int) -> Period | None:
        if shift == 0:
            return self.anchor.weekday_of_week(number, 0)
        if shift > 0 and word == "next":
            return self.anchor.weekday_of_week(number, 1)
        beside = self.anchor.days(shift)
        side = Direction.FUTURE if shift > 0 else Direction.PAST
        return None if beside is None else Anchor(beside.start).weekday(number, side)

    def _shifted_month(self, index: int, shift: int) -> DateMatch:
        month = self.lexicon.months[self.words[index + 1]]
        if shift == 0:
            year = self.anchor.year
            day = self._day(index + 2)
            if year is not None and day is not None:
                return DateMatch(
                    index, day[0], Period.spanning(partial(year, month, day[1]), partial(year, month, day[2]))
                )
            return DateMatch(index, index + 2, None if year is None else Period.at(year, month))
        side = Direction.FUTURE if shift > 0 else Direction.PAST
        return DateMatch(index, index + 2, self.anchor.named_month(month, side, other=True))

    def _shifted_season(self, name: str, shift: int) -> Period | None:
        """Return the last season of this name that is over, this year's, or the next that has not begun."""
        if self.anchor.month is None:
            return None
        year, month = self.anchor.month
        present = partial(year, month) or ""
        spans = [span for y in range(year - 2, year + 3) if (span := self._season_of(name, y)) is not None]
        if shift == 0:
            return next((span for span in spans if (span.end or "")[:4] == str(year)), None)
        if shift < 0:
            return next((span for span in reversed(spans) if (span.end or "") < present), None)
        return next((span for span in spans if (span.start or "") > present), None)

    def _season_of(self, name: str, year: int) -> Period | None:
        """Return the season that ends in this year."""
        first, last = self.lexicon.seasons[name]
        return Period.spanning(partial(year - (first > last), first), partial(year, last))

    def _shifted_unit(self, index: int, unit: str, shift: int) -> DateMatch | None:
        word = self.words[index]
        if unit == "day" or word in self.lexicon.anaphoric:
            return None  # "the last day", "the following week": told by phrases
        if word in self.lexicon.lasting and unit != "weekend":
            return DateMatch(index, index + 2, self.anchor.stretch(unit, shift))
        return DateMatch(index, index + 2, self.anchor.shifted(unit, shift))

    def _shifted_units(self, index: int, shift: int) -> DateMatch | None:
        """Read "past two months", "next three years", "last few weeks"."""
        place, count = self._count(index + 1)
        if shift == 0 or place == index + 1:
            return None
        unit = self.lexicon.units.get(self.word(place))
        if unit is None:
            return DateMatch(index, place + 1, None) if self.word(place) == "hours" else None
        anaphoric = self.words[index] in self.lexicon.anaphoric
        if anaphoric and shift > 0:
            return DateMatch(index, place + 1, None, deictic=True)
        anchor = self.earlier if anaphoric and self.earlier is not None else self.anchor
        period = None if count is None else anchor.stretch(unit, shift * count)
        return DateMatch(index, place + 1, period, deictic=anaphoric and self.earlier is not None)

    def _count(self, index: int) -> tuple[int, int | None]:
        """Read a small number; its value is None for "few". Without one, the end is where it began."""
        word = self.word(index)
        if word in self.lexicon.values:
            return index + 1, int(self.lexicon.values[word]) or None
        if _COUNT.fullmatch(word):
            return index + 1, int(word) or None
        if word in {"few", "several"}:
            return index + 1, None
        if word == "couple":
            return index + 2 if self.word(index + 1) == "of" else index + 1, None
        return index, None

    def _half(self, index: int) -> DateMatch | None:
        """Read "first half of 2023", "third quarter of last year", "first two months of 2024", "Q3 2024"."""
        word = self.words[index]
        if word in self.lexicon.codes:
            first, last = self.lexicon.codes[word]
            return self._within_year(index, index + 1, first, last)
        following = self.word(index + 1)
        if following == "half" and word in self.lexicon.halves:
            first = 6 * self.lexicon.halves[word] - 5
            return self._within_year(index, index + 2, first, first + 5)
        if following == "quarter" and word in self.lexicon.quarters:
            first = 3 * self.lexicon.quarters[word] - 2
            return self._within_year(index, index + 2, first, first + 2)
        place, count = self._count(index + 1)
        if (
            count is None
            or self.word(place) != "months"
            or not 0 < count < 12
            or self.word(place + 1) != "of"
        ):
            return None
        if word in self.lexicon.closing:
            return self._within_year(index, place + 1, 13 - count, 12)
        return self._within_year(index, place + 1, 1, count) if word == "first" else None

    def _within_year(self, index: int, end: int, first: int, last: int) -> DateMatch | None:
        year = self._year_after(end)
        if year is None:
            return None
        return DateMatch(
            index, year[0], None if year[1] is None else months_of(year[1], first, last), dated=True
        )

    def _season(self, index: int) -> DateMatch | None:
        """Read "summer 2024", "the winter of 2023-24", "in the summer"."""
        word = self.words[index]
        if word not in self.lexicon.seasons:
            return None
        place = index + 2 if self.word(index + 1) == "of" else index + 1
        years = self._year(place) if place < len(self.words) else None
        first, last = self.lexicon.seasons[word]
        if years is not None and years.period is not None and years.period.end is not None:
            crossing = years.period.start != years.period.end
            exact = first < last or crossing
            period = self._season_of(word, years.period.end.year) if exact else years.period
            return DateMatch(index, years.end, period, dated=True)
        year = self._year_after(index + 1)
        if year is not None:
            known = year[1] is not None and first < last
            return DateMatch(index, year[0], self._season_of(word, year[1]) if known and year[1] else None)
        if word in self.lexicon.ambiguous_seasons or self.word(index - 1) not in {"the", "in", "by", "since"}:
            return None
        return DateMatch(index, index + 1, None)

    def _counted(self, index: int) -> DateMatch | None:
        """Read "two days ago", "a year ago", "three weeks earlier", "in two weeks"."""
        place, count = self._count(index)
        if self.words[index] in {"a", "an"}:
            place, count = self._count(index + 1)
            count = 1 if place == index + 1 else None  # "a week", "a few weeks"
        unit = self.lexicon.units.get(self.word(place)) if place > index else None
        if unit is None:
            return None
        following = self.word(place + 1)
        if following in self.lexicon.before_issue:
            exact = count if self.word(index - 1) not in self.lexicon.inexact else None
            period = None if exact is None else self.anchor.ago(unit, exact)
            return DateMatch(index, place + 2, period, day=unit == "day")
        if following in self.lexicon.before_told:
            return DateMatch(index, place + 2, None, deictic=True)
        return DateMatch(index, place + 1, None) if self.word(index - 1) in self.lexicon.within else None

    def _unit(self, index: int) -> DateMatch | None:
        """Read "year" in "the end of the year" and "the weekend"."""
        unit = self.lexicon.units.get(self.words[index])
        if unit is None or unit != self.words[index] or self.word(index - 1) != "the":
            return None
        if unit == "weekend":
            ahead = self._direction(index) is Direction.FUTURE
            return DateMatch(
                index, index + 1, self.anchor.weekends(0) if ahead else self.anchor.latest_weekend()
            )
        if self.lexicon.parts.before(self.words, index - 1) is None:
            return None
        return DateMatch(index, index + 1, self.anchor.shifted(unit, 0))
