"""Lines that open what somebody says: "From X:", "X's statement in full:", "X said that:" and a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgbuild.extractors.rules.attribution.blocks import (
    first_person,
    head_of,
    is_quotation,
    items_from,
    names_person,
    overlaps,
    plain_name,
)
from kgbuild.extractors.rules.attribution.found import mostly_quoted, trimmed
from kgbuild.extractors.rules.attribution.source_phrases import can_speak
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.lines import LineWords

_QUOTED, _UNQUOTED, _BELOW, _DOING = 0.9, 0.8, 0.7, 0.6
_COMMA_OFF = frozenset(
    {
        "on",
        "at",
        "in",
        "to",
        "about",
        "after",
        "before",
        "during",
        "regarding",
        "concerning",
        "following",
        "over",
    }
)
"""Prepositions behind a speaker that begin what it is about."""
_POINTING = frozenset({"following", "below"})
_EMPHASIS = frozenset({"*", "**", "_", "__"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_CLOSERS = frozenset({":", "*", "**", "_"})


def openings(view: View, words: LineWords, found: list[Attribution]) -> Iterator[Attribution]:
    """Read who speaks off a line that ends in a colon, or off the clause before a colon and a quotation."""
    numbers = {view.token_at(line.start): n for n, line in enumerate(view.lines)}
    for number, (start, end) in enumerate(view.paragraphs):
        if number + 1 >= len(view.paragraphs):
            continue
        if view.lower[end - 1] != ":":
            yield from _below_name(view, found, Range(start, end), number)
            continue
        line = view.lines[numbers[start]] if start in numbers else None
        if line is not None and (line.label is not None or line.cells):
            continue
        opening = Range(start, end - 1)
        speaker, named = speaker_of(view, opening, words)
        quotations = list(_quotations(view, number + 1))
        if speaker is None:
            continue
        content = quotations or (list(_own_words(view, number + 1)) if named else [])
        certainty = (_QUOTED if named else _DOING) if quotations else _UNQUOTED
        yield from _opened(view, found, speaker, end - 1, content, certainty)


def _below_name(view: View, found: list[Attribution], line: Range, number: int) -> Iterator[Attribution]:
    """Read a quotation below a line that only names a person or body."""
    name = view.trim(*line)
    if not 0 < name.end - name.start <= _LONGEST or view.lower[line.end - 1] in {".", "?", "!"}:
        return
    if not is_quotation(view, view.paragraphs[number + 1]) or view.quotation_of[line.start] >= 0:
        return
    head = head_of(view, name)
    if plain_name(view, name) and (names_person(view, name) or view.lemma[head] in view.speakers):
        yield from _opened(view, found, name, head, list(_quotations(view, number + 1)), _BELOW)


def before_rows(view: View, found: list[Attribution]) -> Iterator[Attribution]:
    """Read 'The army published the following figures.' above a table: its rows are the army's."""
    rows = {view.token_at(line.start) for line in view.lines if line.cells}
    for number, paragraph in enumerate(view.paragraphs[:-1]):
        if paragraph.start in rows or view.paragraphs[number + 1].start not in rows:
            continue
        speaker = _doer(view, view.sentence(view.trim(*paragraph).end - 1))
        pointing = any(view.lower[i] in _POINTING for i in range(*paragraph))
        if speaker is None or not (pointing or view.lower[paragraph.end - 1] == ":"):
            continue
        content = []
        for row in view.paragraphs[number + 1 :]:
            if row.start not in rows and not view.lower[row.start].startswith("|"):
                break
            content.append(row)
        yield from _opened(view, found, speaker, view.trim(*paragraph).end, content, _DOING)


def inside(view: View, found: list[Attribution]) -> Iterator[Attribution]:
    """Read 'The minister was blunt: "Y"', where no verb of saying leads to the quotation."""
    for quotation in view.quotations:
        colon = quotation.start - 1
        while colon > 0 and view.lower[colon] in _EMPHASIS:
            colon -= 1
        if colon < 1 or view.lower[colon] != ":" or view.quotation_of[colon] >= 0:
            continue
        sentence = view.sentence(colon - 1)
        clause = view.trim(max(sentence.start, view.paragraph(colon).start), colon)
        speaker = _doer(view, clause)
        if speaker is None and clause.end - clause.start <= _LONGEST and plain_name(view, clause):
            speaker = clause if _can_speak(view, clause) else None
        if speaker is not None:
            yield from _opened(view, found, speaker, colon, [quotation], _DOING)


def _opened(
    view: View, found: list[Attribution], who: Range, colon: int, content: list[Range], certainty: float
) -> Iterator[Attribution]:
    parts = trimmed(view, content)
    if not parts or overlaps(view, found, parts[0]):
        return
    head = head_of(view, who)
    quoted = mostly_quoted(view, parts)
    yield Attribution(
        who, head, (colon,), parts, "Asserts", quoted=quoted, rule="introduced", certainty=certainty
    )


def speaker_of(view: View, line: Range, words: LineWords) -> tuple[Range | None, bool]:
    """Return who speaks by a heading or opening line, and whether a noun such as "statement" says so."""
    noun = next((i for i in range(*line) if _is_text(view, i, words)), None)
    if noun is not None:
        return _by_noun(view, line, noun, words)
    if view.lower[line.start] == "from":
        return _up_to_matter(view, Range(line.start + 1, line.end)), True
    name = view.trim(*line)
    if name.end - name.start <= _LONGEST and name.end > name.start and plain_name(view, name):
        return (name, False) if _can_speak(view, name) else (None, False)
    return _doer(view, line), False


def _by_noun(view: View, line: Range, noun: int, words: LineWords) -> tuple[Range | None, bool]:
    """Return who speaks by the words around "statement"."""
    by = next((i for i in range(noun + 1, line.end) if view.lower[i] in words.by), None)
    if by is not None and by - noun <= _NEAR:
        return _up_to_matter(view, Range(by + 1, line.end)), True
    if noun + 1 < line.end and view.lower[noun + 1] == ":":  # "Q&A: the minister on"
        return _up_to_matter(view, Range(noun + 2, line.end)), True
    owner = next((i for i in range(line.start, noun) if view.lower[i] in _POSSESSIVE), None)
    if owner is not None:
        start = _name_start(view, line.start, owner)
        return (Range(start, owner), True) if start < owner else (None, False)
    doer = _doer(view, line)
    if doer is not None:
        return doer, True
    before = view.trim(line.start, noun)
    while before.start < before.end and view.lower[before.end - 1] in (words.kinds | words.texts):
        before = view.trim(before.start, before.end - 1)
    if before.end > before.start and plain_name(view, before) and _can_speak(view, before):
        return before, True
    return None, False


_NEAR = 6
"""Tokens between "statement" and "by"."""
_LONGEST = 14


def _is_text(view: View, i: int, words: LineWords) -> bool:
    return view.lower[i] in words.texts and (view.pos[i] in ("NOUN", "PROPN") or view.doc[i].is_title)


def _name_start(view: View, start: int, end: int) -> int:
    """Return where a possessor begins: behind a verb, a preposition or a comma."""
    here = end
    while (
        here > start
        and view.pos[here - 1] not in ("VERB", "AUX", "SCONJ")
        and view.lower[here - 1] not in (",", ":", "with", "from", "is", "are", "below", "here")
    ):
        here -= 1
    while here < end and view.lower[here] in ("the", "full", "text", "of", "a", "transcript", "in"):
        here += 1
    return here


def _up_to_matter(view: View, words: Range) -> Range | None:
    """Cut off what a statement is about, where and when: "the President of Chad (at the summit)"."""
    end = words.start
    while end < words.end:
        if end > words.start + 1 and view.lower[end] in _COMMA_OFF and view.lower[end - 1] != ",":
            break
        if view.lower[end] in {":", "–", "—", "--", "-"} and end > words.start:
            break
        end += 1
    found = view.trim(words.start, end)
    return found if found.end > found.start and plain_name(view, found) else None


def _doer(view: View, words: Range) -> Range | None:
    """Return the subject of a clause where it is somebody who can speak."""
    for i in range(*words):
        verb = view.head[i]
        outermost = view.dep[verb] == "ROOT" or view.head[verb] >= words.end
        if view.dep[i] == "nsubj" and view.pos[verb] in ("VERB", "AUX") and outermost:
            able = view.pos[i] == "PROPN" or view.lower[i] in {"he", "she"} or can_speak(view, i)
            return view.trim(max(view.left[i], words.start), min(view.right[i], words.end)) if able else None
    return None


def _can_speak(view: View, name: Range) -> bool:
    return any(
        view.doc[i].ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or view.lemma[i] in view.speakers
        for i in range(*name)
    )


def _quotations(view: View, number: int) -> Iterator[Range]:
    """Yield the quotations that follow, each a paragraph of its own."""
    for paragraph in view.paragraphs[number:]:
        if not is_quotation(view, paragraph):
            return
        quotation = view.quotations[view.quotation_of[paragraph.start]]
        yield quotation
        if view.closes(quotation.end - 1) and quotation.end >= paragraph.end:
            following = view.paragraph_of[paragraph.start] + 1
            if following < len(view.paragraphs) and not is_quotation(view, view.paragraphs[following]):
                return


def _own_words(view: View, number: int) -> Iterator[Range]:
    """Yield the paragraphs that follow without quotation marks: the first, and those that say "we"."""
    for count, paragraph in enumerate(view.paragraphs[number:]):
        if view.lower[paragraph.end - 1] == ":" or (count and not first_person(view, paragraph)):
            return
        yield paragraph


def into_lists(view: View, found: list[Attribution]) -> list[Attribution]:
    """Let what somebody says go on in the list that it opens: "X said that:" and items."""
    opened = {
        paragraph.end: number
        for number, paragraph in enumerate(view.paragraphs)
        if view.lower[paragraph.end - 1] == ":"
    }
    result = []
    for one in found:
        number = next((opened[end] for end in _ends(view, one) if end in opened), None)
        more = list(items_from(view, number + 1)) if number is not None and not one.nominal else []
        if more:
            content = trimmed(view, [*one.content, *more])
            one = replace(one, content=content, quoted=mostly_quoted(view, content))
        result.append(one)
    return result


def _ends(view: View, one: Attribution) -> Iterator[int]:
    """Yield the ends of paragraphs up to which a statement or its cue reaches."""
    for place in (one.content[-1].end - 1, one.cue[-1]):
        paragraph = view.paragraph(place)
        if view.quotation_of[one.cue[-1]] < 0 and view.sentence(place).end >= paragraph.end:
            yield paragraph.end
