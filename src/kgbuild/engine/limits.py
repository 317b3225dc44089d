"""How much one query may take."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS = 60.0
ROWS = 100_000
MEGABYTES = 1024
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and whether it may ask other servers."""

    seconds: float = SECONDS
    """From the question to the end of the answer."""
    rows: int = ROWS
    """Rows of an answer, or triples of a graph that is one."""
    memory: int = MEGABYTES * MEGABYTE
    """Bytes that a query may take beyond what the store itself takes, and bytes of an answer."""
    federation: bool = False
    """Whether SERVICE and LOAD may ask other servers."""

    @property
    def too_long(self) -> str:
        """What is said of a query that is not answered in time."""
        return f"the query took longer than {self.seconds:g} s: ask for less, or allow more with --timeout"

    @property
    def too_many(self) -> str:
        """What is said of an answer with too many rows."""
        return (
            f"the answer has more than {self.rows:,} rows: ask for less, such as by LIMIT, "
            "or allow more with --rows"
        )

    @property
    def too_large(self) -> str:
        """What is said of a query that needs too much memory."""
        return (
            f"the query needs more than {self.memory // MEGABYTE:,} MB: ask for less, "
            "or allow more with --memory"
        )
