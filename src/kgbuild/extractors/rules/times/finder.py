"""Every time of a text, with the dates it means as far as the words and the day of issue carry them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from spacy.tokens import Doc

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.extractors.rules.times.dates import DateMatch
from kgbuild.extractors.rules.times.periods import Anchor, Direction, Period
from kgbuild.extractors.rules.times.reader import TimeReader
from kgbuild.knowledge.measures import TimeLexicon
from kgbuild.times import PartialDate

_PARTS_JOINED = ("mid-", "early-", "late-", "'", "’")
_ONWARD = frozenset({"on", "onward", "onwards"})

Kind = Literal["point", "span", "unresolved"]


@dataclass(frozen=True, slots=True)
class TimeFinding:
    """A time as printed, with its preposition, and what it means."""

    range: Range
    words: str
    """The words of the range as they stand in the text."""
    start: PartialDate | None
    """First and last date, inclusive, as precise as the text; equal for a point.

    One of them is None where the text leaves that side open ("since 2022", "by June"). "Early", "late" and
    "mid" add no precision: "since late 2023" starts in 2023.
    """
    end: PartialDate | None
    kind: Kind
    deictic: bool = False
    """Refers to another time of the text ("the same day", "two weeks later")."""
    head: int = -1
    """The token of the date itself, behind the preposition; for finding what it hangs on."""

    @property
    def shared(self) -> PartialDate | None:
        """The most exact date that start and end have in common: of a week, its month; None where none is."""
        if self.start is None or self.end is None:
            return None
        parts = zip(self.start.split("-"), self.end.split("-"), strict=False)
        same = "-".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], parts))
        return PartialDate(same) if same else None


def times(doc: Doc, issued: PartialDate | None, lexicon: TimeLexicon) -> list[TimeFinding]:
    """Return the times of a text in order. Never raises.

    What is relative is resolved against `issued` alone, and only as far as its precision carries.
    """
    words = [token.lower_ for token in doc]
    reader = TimeReader(doc, words, Anchor(issued), lexicon)
    found: list[TimeFinding] = []
    index, floor = 0, 0
    while index < len(words):
        if not _triggers(words[index], lexicon):
            index += 1
            continue
        counting = reader
        if words[index] in lexicon.anaphoric:
            counting = replace(reader, earlier=_earlier(doc, index, found))
        match = counting.read(index)
        if match is None:
            index += 1
            continue
        finding = _finding(reader, match, floor)
        found.append(finding)
        index = floor = finding.range.end
    return found


def _triggers(word: str, lexicon: TimeLexicon) -> bool:
    return word[0].isdigit() or word in lexicon.triggers or word.startswith(_PARTS_JOINED)


def _earlier(doc: Doc, index: int, found: Sequence[TimeFinding]) -> Anchor | None:
    """Return the last date of this sentence so far."""
    if not found or found[-1].kind != "point" or found[-1].range.start < doc[index].sent.start:
        return None
    return Anchor(found[-1].start)


def _finding(reader: TimeReader, match: DateMatch, floor: int) -> TimeFinding:
    start, opener = _opening(reader, match, floor)
    between = reader.word(start - 1) == "between"
    pair = _pair(reader, match, between)
    if pair is not None:
        start = start - 1 if between or reader.word(start - 1) == "from" else start
        return _made(reader, max(start, floor), match.start, pair, None)
    if reader.word(start - 1) == "from" and start > floor and reader.word(match.end) in _ONWARD:
        return _made(reader, start - 1, match.start, replace(match, end=match.end + 1), "from")
    return _made(reader, start, match.start, match, opener)


def _opening(reader: TimeReader, match: DateMatch, floor: int) -> tuple[int, str | None]:
    """Look back from a time: its article, "early" or "the end of", and the preposition, which may open it."""
    words, lexicon = reader.words, reader.lexicon
    start = match.start
    article = start - 1 if reader.word(start - 1) == "the" else start
    part_end = article
    if article == start and reader.word(start - 1) in DASHES:  # "mid-June"
        part_end = start - 1
    part = lexicon.parts.before(words, part_end)
    if part is not None and part[0] >= floor:
        start = part[0] - 1 if reader.word(part[0] - 1) == "the" else part[0]
    elif article < start and match.bare:
        opener = lexicon.openers.before(words, article)
        return opener if opener is not None and opener[0] >= floor else (start, None)
    else:
        start = article
    start = max(start, floor)
    opener = lexicon.openers.before(words, start)
    if opener is not None and opener[0] >= floor:
        return opener
    leader = lexicon.leaders.before(words, start)
    return (leader[0] if leader is not None and leader[0] >= floor else start), None


def _pair(reader: TimeReader, first: DateMatch, between: bool) -> DateMatch | None:
    """Read on to a second time: "from March to May 2023", "between 2019 and 2021", "June 3 - July 5"."""
    joints = {"and"} if between else {"to", "until", "till", "through", *DASHES}
    if reader.word(first.end) not in joints or first.end + 1 >= len(reader.words):
        return None
    place = first.end + 1
    part = reader.lexicon.parts.at(reader.words, place)
    place = part[0] if part is not None else place
    if place < len(reader.words) and (reader.words[place] == "the" or reader.words[place] in DASHES):
        place += 1
    second = reader.read(place) if place < len(reader.words) else None
    if second is None or first.deictic or second.deictic:
        return None
    if first.dated and not second.dated and first.period is not None:
        after = replace(reader, anchor=Anchor(first.period.start), side=Direction.FUTURE)
        second = after.read(place) or second
    elif not first.dated and second.period is not None and first.bare:
        before = replace(reader, anchor=Anchor(second.period.end), side=Direction.PAST)
        first = before.read(first.start) or first
    period = None
    if first.period is not None and second.period is not None:
        period = Period.spanning(first.period.start, second.period.end)
    return DateMatch(first.start, second.end, period, dated=first.dated or second.dated)


def _made(reader: TimeReader, start: int, head: int, match: DateMatch, opener: str | None) -> TimeFinding:
    period = match.period
    if period is not None and opener == "from":
        period = Period(period.start, None)
    elif period is not None and opener == "to":
        period = Period(None, period.end)
    if period is None:
        kind: Kind = "unresolved"
    else:
        kind = "point" if period.start == period.end else "span"
    return TimeFinding(
        range=Range(start, match.end),
        words=reader.doc[start : match.end].text,
        start=None if period is None else period.start,
        end=None if period is None else period.end,
        kind=kind,
        deictic=match.deictic,
        head=head,
    )
