"""Dates as precise as the text gives them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_FORM = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


class PartialDate(str):
    """A date in ISO form cut at its precision: "2024-06-19", "2024-06" or "2024".

    Maps to xsd:date, xsd:gYearMonth and xsd:gYear. Sorts by time among dates of one precision.
    Raises ValueError for any other form, and for a day that no calendar has.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> PartialDate:
        """Take a text of one of the three forms that the calendar has; ValueError for any other."""
        form = _FORM.fullmatch(text)
        if form is None:
            raise ValueError(f"{text!r} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
        try:
            date(*(int(part or 1) for part in form.groups()))
        except ValueError as error:
            raise ValueError(f"{text!r} is no day of the calendar") from error
        return super().__new__(cls, text)

    @property
    def datatype(self) -> str:
        """The local name of its XML Schema datatype."""
        return {4: "gYear", 7: "gYearMonth", 10: "date"}[len(self)]

    @property
    def year(self) -> int:
        """The year it lies in."""
        return int(self[:4])

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from and write to JSON as a string."""
        from pydantic_core import core_schema  # noqa: PLC0415 - only models of claims need it

        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )
