"""Labels of transcripts: what follows is theirs until the next label."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kgbuild.extractors.rules.attribution.blocks import head_of
from kgbuild.extractors.rules.attribution.found import mostly_quoted, trimmed
from kgbuild.extractors.rules.layout import Line
from kgbuild.extractors.rules.layout.labels import Label
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.spans import Span

_PERSON = "PERSON"
_SPOKEN = 0.95
_ANSWERED = 0.85
"""Certainty where who answers is named above the transcript only."""


def transcripts(view: View) -> Iterator[Attribution]:
    """Read "MR. SOW: Y" and what follows up to the next label; who only asks claims nothing."""
    turns = list(_turns(view))
    guest = _guest(view, turns[0][0]) if turns else None
    for number, label, behind in turns:
        if label.asks:
            continue
        name = view.trim(*view.stretch(Span(label.start, label.name_end)))
        source = guest or name if label.answers else name
        parts = [Range(view.token_at(view.lines[number].body), view.token_at(view.lines[number].end))]
        parts += [view.stretch(line) for line in behind]
        content = trimmed(view, [part for part in parts if part.end > part.start])
        if source.start >= source.end or not content:
            continue
        colon = max(view.token_at(view.lines[number].body) - 1, name.start)
        while colon > name.start and view.pos[colon] == "SPACE":
            colon -= 1
        yield Attribution(
            source,
            head_of(view, source),
            (colon,),
            content,
            "Asserts",
            quoted=mostly_quoted(view, content),
            rule="answered" if label.answers else "transcript",
            certainty=_ANSWERED if label.answers else _SPOKEN,
        )


def _turns(view: View) -> Iterator[tuple[int, Label, tuple[Line, ...]]]:
    """Yield each label with the number of its line and the lines behind it, up to the next label."""
    labelled = [(number, line.label) for number, line in enumerate(view.lines) if line.label is not None]
    ends = [*(number for number, _ in labelled[1:]), len(view.lines)]
    for (number, label), end in zip(labelled, ends[: len(labelled)], strict=True):
        yield number, label, view.lines[number + 1 : end]


def _guest(view: View, first: int) -> Range | None:
    """Return who is named above a transcript: behind "with", else the first full name."""
    above = [view.stretch(line) for line in view.lines[:first]]
    for words in above:
        behind = next((i + 1 for i in range(*words) if view.lower[i] == "with"), words.end)
        if any(view.doc[i].ent_type_ == _PERSON for i in range(behind, words.end)):
            return view.trim(behind, words.end)
    names = [name for words in above for name in _names(view, words)]
    return next((name for name in names if name.end - name.start > 1), None)


def _names(view: View, words: Range) -> Iterator[Range]:
    """Yield the stretches that the model takes for names of people."""
    start = words.start
    for i in range(words.start, words.end + 1):
        if i == words.end or view.doc[i].ent_type_ != _PERSON:
            if i > start:
                yield Range(start, i)
            start = i + 1


def asked(view: View, words: Evaluations) -> Iterator[Span]:
    """Yield what is only asked, in a transcript or by a question mark, in characters: it claims nothing."""
    turns = list(_turns(view))
    for number, label, behind in turns:
        if label.asks:
            yield Span(view.lines[number].start, (behind or view.lines[number : number + 1])[-1].end)
    for start, end in view.sentences:
        last = view.trim(start, end).end
        if answer(view.doc, end, words) is None and any(
            view.lower[i] == "?" for i in range(last, min(end, last + 2))
        ):
            yield Span(view.doc[start].idx, view.doc[end - 1].idx + len(view.doc[end - 1]))


def answer(doc: Doc, end: int, words: Evaluations) -> bool | None:
    """Whether a sentence that ends at a token is answered at once with "yes" or with "no"."""
    first = next((t.lower_ for t in doc[end : end + 2] if t.is_alpha), "")
    return True if first in words.affirming else False if first in words.denying else None
