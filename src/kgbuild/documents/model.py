"""A document as it was read: its stored text and what is known about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from kgbuild.times import PartialDate


@dataclass(frozen=True, slots=True)
class Document:
    """One source text. Every offset anywhere in kgbuild points into `text`, in code points."""

    identifier: str
    """The file's name, with as many folders before it as tell it from another file of that name."""
    text: str
    title: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    """When it was published, as precise as known."""
    retrieved: PartialDate | None = None
    source: str | None = None
    """Where it came from (a URL), where the metadata says so."""
    language: str = "en"
    notices: tuple[str, ...] = ()
    """What the reader should know: metadata that is missing or was refused, an encoding that was guessed."""
    pages: tuple[int, ...] = ()
    """Where each page begins in the text, in code points; empty where the file has no pages."""
    sha256: str = field(init=False)
    """Of the stored text in UTF-8, in hexadecimal."""

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        object.__setattr__(self, "sha256", digest)

    @property
    def key(self) -> str:
        """What tells this document from every other: the first 16 digits of its digest."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that could not become a document, and what to do about it."""

    path: str
    reason: str
    kind: str = field(default="", compare=False)
    """What others that were skipped for the like have in common with it, where their reasons differ."""
