"""Speeches, statements and interviews whose speaker only the heading names: all that follows is theirs."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extractors.rules.attribution.blocks import first_person, head_of, names_person
from kgbuild.extractors.rules.attribution.found import trimmed
from kgbuild.extractors.rules.attribution.openings import speaker_of
from kgbuild.extractors.rules.layout.lines import closed
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.lines import LineWords

_HEADING_LINES = 4
_LONGEST_HEADING = 40
"""Tokens in a heading."""
_CERTAIN = 0.8


def speeches(view: View, words: LineWords, found: list[Attribution]) -> Iterator[Attribution]:
    """Read "Statement by X at the summit" above the statement itself, not above a report on it."""
    if any(line.label is not None for line in view.lines):
        return
    headings = list(_headings(view))
    for number, heading in enumerate(headings):
        if not any(view.lower[i] in words.texts for i in range(*heading)):
            continue
        speaker, named = speaker_of(view, heading, words)
        if speaker is not None and not names_person(view, speaker) and number + 1 < len(headings):
            speaker = _named_below(view, headings[number + 1], alone=False) or speaker
        if (speaker is None or not named) and number + 1 < len(headings):
            alone = all(view.lower[i] in (words.texts | words.kinds) for i in range(*view.trim(*heading)))
            speaker, named = _named_below(view, headings[number + 1], alone), True
        if speaker is None or not named:
            continue
        body = Range(headings[-1].end, view.size)
        if not _is_whole(view, body, speaker, found):
            return
        asks = any(view.lower[i] in words.asking for i in range(*heading))
        parts = [p for p in view.paragraphs if p.start >= body.start and not (asks and _is_question(view, p))]
        content = trimmed(view, parts)
        if content:
            head = head_of(view, speaker)
            yield Attribution(speaker, head, (head,), content, "Asserts", rule="speech", certainty=_CERTAIN)
        return


def _headings(view: View) -> Iterator[Range]:
    """Yield the lines above the first sentence."""
    for line in view.lines[:_HEADING_LINES]:
        words = view.stretch(line)
        text = view.doc.text[line.start : line.end]
        if closed(text) or text.endswith(":") or words.end - words.start > _LONGEST_HEADING:
            return
        yield words


def _named_below(view: View, heading: Range, alone: bool) -> Range | None:
    """Return who is named in the line below "Statement on the region"; below "Press release" also a body."""
    start = heading.start + (view.lower[heading.start] == "by")
    people = any(view.doc[i].ent_type_ == "PERSON" for i in range(start, heading.end))
    bodies = alone and any(view.lemma[i] in view.speakers for i in range(start, heading.end))
    return view.trim(start, heading.end) if people or bodies else None


def _is_whole(view: View, body: Range, speaker: Range, found: list[Attribution]) -> bool:
    """Whether a text is what somebody says, not a report on it."""
    names = {view.lower[i] for i in range(*speaker) if _is_name(view, i)}
    if any(view.lower[i] in names for i in range(*body) if view.quotation_of[i] < 0):
        return False
    if first_person(view, body):
        return True
    return not any(
        one.cue[0] >= body.start and view.tag[one.cue[-1]] == "VBD" and view.quotation_of[one.cue[-1]] < 0
        for one in found
    )


def _is_name(view: View, i: int) -> bool:
    return view.doc[i].ent_type_ == "PERSON" or (view.dep[i] == "appos" and view.pos[i] == "PROPN")


def _is_question(view: View, paragraph: Range) -> bool:
    return view.lower[view.trim(*paragraph).end : paragraph.end][:1] == ["?"]
