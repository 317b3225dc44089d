"""The lines of a text: bullets, labels ("QUESTION:"), signatures ("— Jane Roe, minister"), rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kgbuild.extractors.rules.layout.labels import Label, labels
from kgbuild.extractors.rules.layout.standing import standing_labels
from kgbuild.knowledge.lines import LineWords
from kgbuild.spans import Span

OPENING, CLOSING = "“„«‹\"'‘`»「", "”\"'’»“«›」"
_LINE = re.compile(r"\S(?:[^\n\r]*\S)?")
_BULLET = re.compile(r"(?:[•●○◦▪■□‣·∙⁃*–—+-]|[»>›](?=\s)|\(?\d{1,2}[.)]|\(?[a-z]{1,4}\))\s+(?=\S)")
_DASH = r"(?:—|–|―|--?)"
_SIGNATURE = re.compile(rf"{_DASH}\s*(?=[^\W\d_])(?=[A-ZÀ-Þ@]|the\b)")
_SIGNED = re.compile(rf"[”\"»“’'«]\s*({_DASH}\s*(?=[A-ZÀ-Þ])[^”\"“»«]{{3,160}})$")
_POSTED = re.compile(rf"\s({_DASH}\s*(?=[A-ZÀ-Þ])[^—“”\"]{{2,80}}\(@\w+\)[^“”\"]{{0,40}})$")
_BRACKETED = re.compile(r"\([A-ZÀ-Þ][^()]{4,100}\)")
"""A signature in brackets: "(Jane Roe, minister)"."""
_RULE = re.compile(r"[|\s:_=*#~—–-]+")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*$")
_LONGEST_SIGNATURE = 20
"""Words in a signature."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, in characters, without white space at its edges."""

    start: int
    end: int
    body: int
    """Where its own words begin, behind a bullet and a label."""
    gap: bool = False
    """Whether an empty line stands before it."""
    item: bool = False
    """Whether a bullet or number opens it."""
    cells: tuple[Span, ...] = ()
    """The cells of a row of a table."""
    label: Label | None = None
    """Who speaks from here on, in a transcript."""
    signature: Span | None = None
    """Who signs what stands before, with the dash; the whole line or its end."""

    @property
    def signs(self) -> bool:
        """Whether the whole line is a signature."""
        return self.signature is not None and self.signature.start == self.start


def read_lines(text: str, words: LineWords) -> tuple[Line, ...]:
    """Return the lines of a text, in order; those of white space or rules only are left out."""
    found: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        words_here = match.group()
        gap = text.count("\n", last, match.start()) > 1
        last = match.end()
        if _RULE.fullmatch(words_here):
            continue
        found.append(_line(text, Span(match.start(), match.end()), gap, found[-1] if found else None))
    return tuple(_labelled(text, found, words))


def _line(text: str, at: Span, gap: bool, before: Line | None) -> Line:
    words = text[at.start : at.end]
    if words.startswith("|") and words.count("|") > 1:
        return Line(at.start, at.end, at.start, gap, cells=tuple(_cells(words, at.start)))
    if _signs(words, text, before):
        return Line(at.start, at.end, at.start, gap, signature=at)
    bullet = _BULLET.match(words)
    body = at.start + (bullet.end() if bullet else 0)
    end = _SIGNED.search(words) or _POSTED.search(words)
    signed = None
    if end is not None and len(end[1].split()) <= _LONGEST_SIGNATURE and at.start + end.start(1) > body:
        signed = Span(at.start + end.start(1), at.end)
    return Line(at.start, at.end, body, gap, item=bullet is not None, signature=signed)


def _cells(words: str, offset: int) -> Iterator[Span]:
    """Yield the cells between bars, without white space at their edges."""
    for cell in re.finditer(r"[^|]*[^|\s]", words):
        lead = len(cell.group()) - len(cell.group().lstrip())
        yield Span(offset + cell.start() + lead, offset + cell.end())


def _signs(words: str, text: str, before: Line | None) -> bool:
    """Whether a dash opens the name of who said the line before, or of who posted it."""
    if before is None or before.signature is not None or len(words.split()) > _LONGEST_SIGNATURE:
        return False
    said = text[before.start : before.end].rstrip("*_ ")
    quoted = said.endswith(tuple("”\"’'»“«›"))
    if quoted and _BRACKETED.fullmatch(words):
        return True
    opening = _SIGNATURE.match(words)
    if opening is None or words[opening.end()] in OPENING:
        return False
    if re.search(r"\(@\w+\)", words):
        return True
    # whom the line names, if anybody, shows once it is parsed
    plain = words[0] in "—―" and closed(said) and not closed(words)
    dashes = text[before.start] == words[0] and before.item
    return (quoted or plain) and not dashes


def _labelled(text: str, lines: Sequence[Line], words: LineWords) -> Iterator[Line]:
    plain = [(line.body, text[line.body : line.end]) for line in lines if not line.cells]
    found = labels(plain, words) or standing_labels(plain, words)
    for line in lines:
        label = found.get(line.body) if not line.cells else None
        yield replace(line, label=label, body=label.end) if label is not None else line


def cuts(lines: Sequence[Line]) -> list[int]:
    """Return where lines are cut so that each part is parsed by itself."""
    found: set[int] = set()
    for line in lines:
        if line.body > line.start:
            found.add(line.body)
            if line.label is not None:
                found.add(line.label.start)
        if line.signature is not None:
            found.add(line.signature.start)
        found.update(edge for cell in line.cells for edge in (cell.start, cell.end))
        found -= {line.start, line.end}
    return sorted(found)


def closed(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None
