"""Quotations and posts that are signed: "Y" — X, minister; a name in the line below; — X (@handle)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kgbuild.extractors.rules.attribution.blocks import (
    head_of,
    is_quotation,
    names_person,
    opened_before,
    overlaps,
    plain_name,
)
from kgbuild.extractors.rules.attribution.found import mostly_quoted, trimmed
from kgbuild.extractors.rules.layout import Line
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_SIGNED = 0.95
_BELOW = 0.8
"""Certainty where no dash but only the line shows that a name signs what stands before."""
_LONGEST_NAME = 16
_PERSON = "PERSON"


def signed(view: View, found: list[Attribution]) -> Iterator[Attribution]:
    """Read who signs a quotation or a post."""
    for number, line in enumerate(view.lines):
        if line.signature is not None:
            who = view.stretch(line.signature)
            content = _same_line(view, line, who) if not line.signs else _lines_before(view, number)
            yield from _signature(view, found, who, content, _SIGNED)
        elif number and _is_name_below(view, line, view.lines[number - 1]):
            who = view.stretch(line)
            yield from _signature(view, found, who, _lines_before(view, number), _BELOW)


def _signature(
    view: View, found: list[Attribution], who: Range, content: list[Range], certainty: float
) -> Iterator[Attribution]:
    name = signer(view, who)
    parts = trimmed(view, content)
    if not parts or not plain_name(view, name) or not _is_sure(view, who, name, parts):
        return
    if any(overlaps(view, found, part) for part in parts):
        return
    head = head_of(view, name)
    cue = who.start if who.start < name.start else head
    yield Attribution(
        name,
        head,
        (cue,),
        parts,
        "Asserts",
        quoted=mostly_quoted(view, parts),
        rule="signed",
        certainty=certainty,
    )


def _is_sure(view: View, who: Range, name: Range, parts: Sequence[Range]) -> bool:
    """Whether a line surely signs: what it signs is quoted or posted, or it names a person and an office."""
    if mostly_quoted(view, parts) or name.end < who.end - 1:
        return True
    return names_person(view, name) and any(view.lower[i] in {",", "of"} for i in range(*name))


def signer(view: View, who: Range) -> Range:
    """Return the words of a signature that name somebody, without dash, handle and date."""
    end = next(
        (i for i in range(*who) if view.lower[i] == "(" and "@" in view.lower[min(i + 1, who.end - 1)]),
        who.end,
    )
    start = who.start
    while start < end and not view.lower[start][0].isalnum():
        start += 1
    return view.trim(start, end)


def _same_line(view: View, line: Line, who: Range) -> list[Range]:
    start = view.token_at(line.body)
    number = view.quotation_of[who.start - 1]
    if number < 0:
        return [Range(start, who.start)]
    quotation = view.quotations[number]
    lead = view.words(start, quotation.start) == 0
    return [quotation, *opened_before(view, quotation)] if lead else [quotation]


def _lines_before(view: View, number: int) -> list[Range]:
    """Return what a line below signs: the quotation that ends there, or the lines of the post."""
    before = view.stretch(view.lines[number - 1])
    last = view.quotation_of[before.end - 1]
    if last >= 0:
        quotation = view.quotations[last]
        return [quotation, *opened_before(view, quotation)]
    parts = [before]
    here = number - 1
    apart = any(line.gap for line in view.lines)
    while apart and here > 0 and not view.lines[here].gap:
        here -= 1
        parts.append(view.stretch(view.lines[here]))
    return parts


def _is_name_below(view: View, line: Line, before: Line) -> bool:
    """Whether a line right below a quotation only names somebody."""
    if line.gap or line.item or line.cells or line.label is not None or before.signs:
        return False
    words, quotation = view.stretch(line), view.stretch(before)
    if not is_quotation(view, quotation) or not view.closes(quotation.end - 1):
        return False
    if words.end - words.start > _LONGEST_NAME or view.lower[words.end - 1] in {".", ":", "?", "!"}:
        return False
    named = any(view.doc[i].ent_type_ == _PERSON for i in range(*words))
    return named and plain_name(view, words) and view.quotation_of[words.start] < 0
