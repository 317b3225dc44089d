"""Files as people have them, twenty of each kind, made by libraries that programs make such files with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Lifelike:
    """A file, and what has to come of it."""

    data: bytes
    texts: tuple[str, ...] = ()
    """The text of each document in it, in order; none where the file is refused."""
    told: str = ""
    """Words of a notice, or of the refusal."""
    title: str | None = None
    issued: str | None = None
    publisher: str | None = None
    """Of the first document."""


Files = dict[str, Callable[[], Lifelike]]


def kinds_of(*makers: Callable[[], Lifelike]) -> Files:
    """Name each file by the function that makes it."""
    return {maker.__name__: maker for maker in makers}


def lines(*paragraphs: str, **more: Any) -> Any:
    """Return what comes of one document with these paragraphs."""
    return {"texts": ("\n".join(paragraphs),), **more}
