"""Dates of an answer, as far as the document and its date of issue carry them."""

from __future__ import annotations

import re

from kgbuild.claims.model import EventTime
from kgbuild.extractors.llm.answer import When
from kgbuild.extractors.llm.witness import Witness
from kgbuild.times import PartialDate

_FORM = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_NEAR = 1
"""Years around the date of issue that "last year" and "next May" can lead to."""


def event_time(when: When | None, witness: Witness, issued: PartialDate | None) -> EventTime | None:
    """Return when something happened; None where the document does not say it."""
    if when is None or not witness.says(when.words):
        return None
    start, end = (proved_date(text, witness, issued) for text in (when.start, when.end))
    if start is None and end is None:
        return None
    if when.end is None:
        return EventTime(start=start, end=start)
    if start is not None and end is not None and start > end:
        return None
    return EventTime(start=start, end=end)


def proved_date(text: str | None, witness: Witness, issued: PartialDate | None) -> PartialDate | None:
    """Return a date whose year stands in the document, or lies around its date of issue."""
    if text is None or not (match := _FORM.match(text.strip())):
        return None
    try:
        date = PartialDate(match[0])
    except ValueError:
        return None
    if witness.says(str(date.year)) or (issued is not None and abs(issued.year - date.year) <= _NEAR):
        return date
    return None
