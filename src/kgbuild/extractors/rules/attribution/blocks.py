"""Stretches that lines make up: quotations over several paragraphs, lists, and who is named where."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FIRST = frozenset({"i", "we", "our", "us", "my", "me", "ours", "mine", "ourselves", "myself"})
_NAMING = ("PROPN", "NOUN")
_PLURAL_MARKS = frozenset({"'s", "’s", "'", "’"})


def plain_name(view: View, words: Range) -> bool:
    """Whether words name somebody and tell nothing: no finite verb among them."""
    return view.words(*words) > 0 and not any(
        view.tag[i] in _FINITE and view.pos[i] in ("VERB", "AUX") and not view.doc[i].is_title
        for i in range(*words)
    )


def head_of(view: View, words: Range) -> int:
    """Return the syntactic head of a name; of several, the first noun."""
    tops = [i for i in range(*words) if not words.start <= view.head[i] < words.end or view.head[i] == i]
    named = [i for i in tops if view.pos[i] in _NAMING]
    nouns = [i for i in range(*words) if view.pos[i] in _NAMING]
    return (named or nouns or tops or [words.start])[0]


def names_person(view: View, words: Range) -> bool:
    """Whether a person is named: by the model, or as "Jane Roe, minister"."""
    if any(view.doc[i].ent_type_ == "PERSON" for i in range(*words)):
        return True
    comma = next((i for i in range(*words) if view.lower[i] == ","), words.end)
    name = range(words.start, comma)
    office = any(view.lemma[i] in view.speakers for i in range(comma, words.end))
    return office and 1 < len(name) < 4 and all(view.doc[i].is_title and view.pos[i] == "PROPN" for i in name)


def first_person(view: View, words: Range) -> bool:
    """Whether somebody says "I" or "we" there, outside quotations."""
    return any(view.lower[i] in _FIRST and view.quotation_of[i] < 0 for i in range(*words))


def opened_before(view: View, quotation: Range) -> Iterator[Range]:
    """Yield the paragraphs before, the last first, whose quotation is left open: it goes on here."""
    here = quotation.start
    while view.paragraph(here).start == here:
        number = view.paragraph_of[here]
        if number == 0:
            return
        before = view.paragraphs[number - 1]
        last = view.quotation_of[before.end - 1]
        if last < 0 or view.closes(before.end - 1):
            return
        found = view.quotations[last]
        if found.end != before.end:
            return
        yield found
        here = found.start


def behind(view: View, here: int) -> Iterator[Range]:
    """Yield the paragraphs from a token on, that of the token first."""
    for number in range(view.paragraph_of[here], len(view.paragraphs)):
        yield view.paragraphs[number]


def items_from(view: View, number: int) -> Iterator[Range]:
    """Yield the items of a list that begins with the paragraph of this number."""
    items = {view.token_at(line.start) for line in view.lines if line.item}
    for paragraph in view.paragraphs[number:]:
        if paragraph.start not in items:
            return
        yield paragraph


def is_quotation(view: View, paragraph: Range) -> bool:
    """Whether a paragraph is one quotation, closed or left open, and nothing else."""
    number = view.quotation_of[paragraph.start]
    if number < 0 or view.quotations[number].start != paragraph.start:
        return False
    return view.words(view.quotations[number].end, paragraph.end) == 0


def overlaps(view: View, found: list[Attribution], words: Range) -> bool:
    """Whether an attribution was found that covers some of these words and whose cue stands outside them."""
    return any(
        one.certainty >= _SURE
        and not words.start <= one.cue[0] < words.end
        and view.quotation_of[one.cue[-1]] < 0
        and any(start < words.end and words.start < end for start, end in one.content)
        for one in found
    )


_SURE = 0.4
