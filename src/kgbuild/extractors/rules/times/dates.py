"""The grammar of calendar dates: "June 19, 2024", "19-20 June", "Monday last week", "the 1960s"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.extractors.rules.times.direction import direction
from kgbuild.extractors.rules.times.periods import Anchor, Direction, Period, partial
from kgbuild.knowledge.measures import TimeLexicon

_DAY = re.compile(r"([1-9]|0[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_DAYS = re.compile(r"(\d{1,2})[–—-](\d{1,2})")
_YEAR = re.compile(r"(?:(?:mid|early|late)-)?((?:1[89]|20)\d\d)")
_YEARS = re.compile(r"((?:1[89]|20)\d\d)[–—/-](\d\d|\d{4})")
_DECADE = re.compile(r"(?:(?:mid|early|late)-)?((?:1[89]|20)\d)0s")
_SHORT_DECADE = re.compile(r"['’]?([2-9])0s")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PLURALS = frozenset({"NNS", "NNPS"})


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A time in `doc[start:end]`; `period` is None where the words give no date."""

    start: int
    end: int
    period: Period | None
    deictic: bool = False
    dated: bool = False
    """Its year is printed."""
    day: bool = False
    """It names a single day, so that "morning" may follow."""
    bare: bool = False
    """A month, weekday or year by name: an article before it is a noun's after it ("the June summit")."""


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the calendar dates of one text, counted from one anchor. `side` overrides what the verb says."""

    doc: Doc
    words: Sequence[str]
    anchor: Anchor
    lexicon: TimeLexicon
    side: Direction | None = None
    earlier: Anchor | None = None
    """The last date of the sentence so far, from which "the previous two months" are counted."""

    def word(self, index: int) -> str:
        """Return a word in lower case, or nothing outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def _direction(self, index: int) -> Direction:
        if self.side is not None:
            return self.side
        start = index
        found = self.lexicon.leaders.before(self.words, start) or self.lexicon.openers.before(
            self.words, start
        )
        return direction(self.doc, index, found[0] if found else start, self.lexicon)

    def _numeric(self, index: int) -> DateMatch | None:
        """Read "2024-06-19" and "19.06.2024". Slashes are left: their order is a guess."""
        if not self.words[index][0].isdigit():
            return None
        for end in (index + 5, index + 1):  # the tokenizer parts the digits or not
            iso = _ISO.fullmatch("".join(token.text_with_ws for token in self.doc[index:end]).rstrip())
            if iso is not None:
                period = Period.at(int(iso[1]), int(iso[2]), int(iso[3]))
                return None if period is None else DateMatch(index, end, period, dated=True, day=True)
        dotted = _DOTTED.fullmatch(self.words[index])
        if dotted is None:
            return None
        period = Period.at(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return None if period is None else DateMatch(index, index + 1, period, dated=True, day=True)

    def _month(self, index: int) -> DateMatch | None:
        """Read "June", "June 19", "June 19-20, 2024", "June 2024", "June last year"."""
        month = self.lexicon.months.get(self.words[index])
        if month is None or not self._is_month(index):
            return None
        day = self._day(index + 1)
        if day is not None:
            return self._finish_days(index, month, day)
        year = self._year_after(index + 1)
        if year is not None:
            period = None if year[1] is None else Period.at(year[1], month)
            return DateMatch(index, year[0], period, dated=True, bare=True)
        return DateMatch(index, index + 1, self.anchor.named_month(month, self._direction(index)), bare=True)

    def _day_month(self, index: int) -> DateMatch | None:
        """Read "19 June 2024", "19th of June", "19-20 June"."""
        day = self._day(index)
        if day is None:
            return None
        place = day[0] + 1 if self.word(day[0]) == "of" else day[0]
        month = self.lexicon.months.get(self.word(place))
        if month is None or not self.doc[place].text[0].isupper():
            return None
        return self._finish_days(index, month, (place + 1, day[1], day[2]))

    def _finish_days(self, index: int, month: int, day: tuple[int, int, int]) -> DateMatch:
        """Add the year to a day or two of a month."""
        end, first, last = day
        year = self._year_after(end)
        if year is None:
            at = self.anchor.named_day(month, last, self._direction(index))
            number = at.end.year if at is not None and at.end is not None else None
        else:
            end, number = year
        period = None
        if number is not None:
            period = Period.spanning(partial(number, month, first), partial(number, month, last))
        return DateMatch(index, end, period, dated=year is not None, day=True, bare=True)

    def _is_month(self, index: int) -> bool:
        """Whether a month's name is one here, not a name, verb or adjective."""
        token = self.doc[index]
        if not token.text[0].isupper() or token.tag_ == "MD":
            return False
        if self.words[index] not in self.lexicon.ambiguous_months:
            return True
        if self._day(index + 1) is not None or self._year_after(index + 1) is not None:
            return True
        previous = self.word(index - 1)
        if previous in self.lexicon.weekdays or previous[:1].isdigit():
            return True
        return previous in self.lexicon.months_after and token.ent_type_ != "PERSON"

    def _is_name(self, index: int) -> bool:
        """Whether a weekday is part of a name ("Mr Sunday", "The Sunday Times")."""
        token = self.doc[index]
        if index > 0 and token.ent_type_ == self.doc[index - 1].ent_type_ == "PERSON":
            return True
        return self.word(index - 1) == "the" and self.word(index + 1) in self.lexicon.papers

    def _day(self, index: int) -> tuple[int, int, int] | None:
        """Read a day or a pair of days of a month: where it ends, the first, the last."""
        word = self.word(index)
        if word == "the" and _DAY.fullmatch(self.word(index + 1)) and not self.word(index + 1).isdigit():
            return self._day(index + 1)
        pair = _DAYS.fullmatch(word)
        if pair is not None:
            return (index + 1, int(pair[1]), int(pair[2])) if int(pair[1]) < int(pair[2]) <= 31 else None
        first = _DAY.fullmatch(word)
        if first is None:
            return None
        second = _DAY.fullmatch(self.word(index + 2))
        if self.word(index + 1) in {"to", *DASHES} and second is not None and int(first[1]) < int(second[1]):
            return index + 3, int(first[1]), int(second[1])
        return index + 1, int(first[1]), int(first[1])

    def _year_after(self, index: int) -> tuple[int, int | None] | None:
        """Read the year of a month or season: "2024", ", 2024", "of 2024", "last year", "of this year"."""
        if self.word(index) in {",", "of"}:
            year = _YEAR.fullmatch(self.word(index + 1))
            if year is not None and self.word(index + 1) == year[1]:
                return index + 2, int(year[1])
            return self._relative_year(index + 1) if self.word(index) == "of" else None
        year = _YEAR.fullmatch(self.word(index))
        if year is not None and self.word(index) == year[1]:
            return index + 1, int(year[1])
        return self._relative_year(index)

    def _relative_year(self, index: int) -> tuple[int, int | None] | None:
        """Read "last year", "this year", "the year"; the year is None where the anchor is unknown."""
        if self.word(index) == "the" and self.word(index + 1) == "year":
            return index + 2, self.anchor.year
        shift = self.lexicon.shifts.get(self.word(index))
        if shift is None or self.word(index + 1) != "year" or self.word(index) in self.lexicon.anaphoric:
            return None
        return index + 2, None if self.anchor.year is None else self.anchor.year + shift

    def _weekday(self, index: int) -> DateMatch | None:
        """Read "Monday", "Monday last week", "Monday, June 19"."""
        number = self.lexicon.weekdays.get(self.words[index])
        if number is None or not self.doc[index].text[0].isupper() or self._is_name(index):
            return None
        after = index + 1
        if self.word(after) in self.lexicon.day_parts:
            after += 1
        comma = after + 1 if self.word(after) == "," else after
        if comma < len(self.words):
            date = self._month(comma) or self._day_month(comma)
            if date is not None and date.day:
                return DateMatch(index, date.end, date.period, dated=date.dated, day=True, bare=True)
        week = after + 1 if self.word(after) == "of" else after
        shift = self.lexicon.shifts.get(self.word(week))
        if shift is not None and self.word(week + 1) == "week":
            return DateMatch(index, week + 2, self.anchor.weekday_of_week(number, shift), day=True, bare=True)
        return DateMatch(
            index, index + 1, self.anchor.weekday(number, self._direction(index)), day=True, bare=True
        )

    def _decade(self, index: int) -> DateMatch | None:
        """Read "1960s" and "'90s"."""
        full = _DECADE.fullmatch(self.words[index])
        if full is not None:
            year = int(full[1]) * 10
            return DateMatch(index, index + 1, Period.spanning(partial(year), partial(year + 9)), dated=True)
        short = _SHORT_DECADE.fullmatch(self.words[index])
        if short is None or not (
            self.word(index - 1) in {"'", "’", "‘"} or not self.words[index][0].isdigit()
        ):
            return None
        year = 1900 + int(short[1]) * 10
        return DateMatch(index, index + 1, Period.spanning(partial(year), partial(year + 9)), dated=True)

    def _year(self, index: int) -> DateMatch | None:
        """Read "2016", "mid-2023", "2015-16", where the digits do not count something."""
        pair = _YEARS.fullmatch(self.words[index])
        if pair is not None:
            return self._years(index, index + 1, pair[1], pair[2])
        found = _YEAR.fullmatch(self.words[index])
        if found is None or not self._is_year(index):
            return None
        if self.word(index + 1) in DASHES and re.fullmatch(r"\d\d(\d\d)?", self.word(index + 2)):
            both = self._years(index, index + 3, found[1], self.word(index + 2))
            if both is not None:
                return both
        return DateMatch(index, index + 1, Period.at(int(found[1])), dated=True, bare=True)

    def _years(self, index: int, end: int, first: str, last: str) -> DateMatch | None:
        year = int(last if len(last) == 4 else first[:2] + last)
        if not int(first) < year <= int(first) + 100:
            return None
        return DateMatch(
            index, end, Period.spanning(partial(int(first)), partial(year)), dated=True, bare=True
        )

    def _is_year(self, index: int) -> bool:
        previous = self.word(index - 1)
        if previous in self.lexicon.not_years_after:
            return False
        if previous in DASHES and index > 1 and not self.doc[index - 2].whitespace_:
            return self.doc[index - 1].whitespace_ != "" or self.word(index - 2) in self.lexicon.stages
        if previous in self.lexicon.years_after or previous in self.lexicon.months:
            return True
        following = self.doc[index + 1] if index + 1 < len(self.doc) else None
        return following is None or following.tag_ not in _PLURALS
