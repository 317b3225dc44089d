"""Long documents by sections: each small enough for one answer, with what it needs of those before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = 16_000
"""Characters of a section: about 4,000 tokens of English, whose claims fit one answer."""
_SHORTEST = 600
"""Characters below which a section is not cut again."""
_LEAD = 300
_SPEAKERS = 20
_NAME = r"(?:[A-ZÀ-ÞŁŞŠŽА-ЯЁІЇЄҐΑ-Ω][\w’'-]{1,30}|al-[A-Z]\w{1,30})"
_SPEAKER = re.compile(rf"\b(?:[\w’'.-]{{1,30}} ){{0,4}}{_NAME}(?: {_NAME}){{1,3}}(?:, [^,.\n]{{3,60}},)?")
_BREAK = re.compile(r"\n\s*\n|\n")
_SENTENCE_END = re.compile(r"(?<=[.!?。؟])[”\"»’)]*\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document's text, and what was told before it."""

    start: int
    """Where it begins in the stored text."""
    text: str
    lead: str = ""
    """How the document begins; empty where this is how."""
    speakers: tuple[str, ...] = ()
    """People named before, each with the words around the first mention."""


def sections(text: str) -> Iterator[Section]:
    """Cut a text between paragraphs. A report of the usual length is one section."""
    start = 0
    while len(text) - start > _SECTION:
        cut = _cut(text, start, start + _SECTION)
        yield _section(text, start, cut)
        start = cut
    yield _section(text, start, len(text))


def halves(section: Section, text: str) -> tuple[Section, Section] | None:
    """Cut a section in two for an answer that was too long; None where it is too short for that."""
    if len(section.text) < _SHORTEST:
        return None
    end = section.start + len(section.text)
    cut = _cut(text, section.start, section.start + len(section.text) // 2 + 1)
    return (_section(text, section.start, cut), _section(text, cut, end)) if cut < end else None


def _cut(text: str, start: int, limit: int) -> int:
    """Return the last end of a paragraph before a limit, else that of a sentence, else the limit."""
    window = text[start:limit]
    for mark in (_BREAK, _SENTENCE_END):
        ends = [m.end() for m in mark.finditer(window) if m.end() > len(window) // 3]
        if ends:
            return start + ends[-1]
    return limit


def _section(text: str, start: int, end: int) -> Section:
    if start == 0:
        return Section(0, text[:end])
    before = text[:start]
    return Section(start, text[start:end], " ".join(before[:_LEAD].split()), tuple(speakers(before)))


def speakers(text: str) -> Iterator[str]:
    """Yield the people named in a text, at most as many as matter, each as first told of."""
    seen: set[str] = set()
    for match in _SPEAKER.finditer(text):
        told = " ".join(match[0].split())
        name = re.split(r",", told)[0].split()[-1]
        if name not in seen and len(seen) < _SPEAKERS:
            seen.add(name)
            yield told
