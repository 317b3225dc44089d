"""What a reader of a format finds in a file: one document, or several."""

from __future__ import annotations

from dataclasses import dataclass, field

from kgbuild.documents.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Portion:
    """One document of a file: its stored text, and what the file says of it."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    name: str = ""
    """What tells it from the others of a file that holds several, such as the number of its line."""
    identifier: str | None = None
    """What the file itself calls it."""
    pages: tuple[int, ...] = ()
    """Where each of its pages begins in the text, in code points; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One document of a file with several that cannot be read, and what to do about it."""

    reason: str
    name: str
