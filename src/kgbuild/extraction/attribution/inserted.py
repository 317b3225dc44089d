"""Cues behind, inside or before what is said: "Y," X said; "Y," X said, "Z"; X said: "Y"; as X said."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extraction.attribution.clausal import is_passive
from kgbuild.extraction.attribution.complements import right_clauses
from kgbuild.extraction.attribution.found import attribution
from kgbuild.extraction.attribution.matching import Match
from kgbuild.extraction.attribution.sources import own_subject, subject
from kgbuild.extraction.attribution.view import View
from kgbuild.extraction.model import Attribution, Range

_BREAKS = frozenset({",", "--", "—", "–", "-", "?", "!", "...", "…", ";"})
_OUTSIDE = frozenset({"ccomp", "parataxis", "conj", "cc", "advcl", "xcomp"})


def cue_clause(view: View, match: Match) -> Range:
    """The words of the reporting clause itself: source, cue, addressee and circumstances, without the content."""
    sentence = view.sentence(match.head)
    start, end = match.tokens[0], match.last + 1
    for child in view.children[match.head]:
        if view.dep[child] in _OUTSIDE or view.dep[child] == "punct":
            continue
        left, right = view.left[child], view.right[child]
        if child < match.head and _joined(view, right, start):
            start = min(start, left)
        elif child > match.head and _joined(view, end, left):
            end = max(end, right)
    return Range(max(start, sentence.start), end)


def _joined(view: View, left: int, right: int) -> bool:
    """Whether nothing but words (no quotation mark, comma or dash) stands between two positions."""
    return all(not view.is_stop(i) for i in range(left, min(right, left + 4))) if left <= right else True


def after_or_inside(view: View, match: Match) -> Iterator[Attribution]:
    """ "Y," X said. "Y," X said, "Z." Y, X said, Z."""
    certainty = match.certainty("inserted")
    if not certainty or is_passive(view, match.head):
        return
    if own_subject(view, match.head) is None and view.dep[match.head] not in {
        "conj",
        "advcl",
        "dep",
        "ccomp",
        "parataxis",
    }:
        return
    clause = cue_clause(view, match)
    sentence = view.sentence(match.head)
    paragraph = view.paragraph(match.head)
    content: list[Range] = []
    before = clause.start - 1
    if before > paragraph.start and (view.is_stop(before)):
        content.extend(_left_content(view, clause, sentence, paragraph))
    if not content or right_clauses(view, match) and not _quoted_end(view, content[-1].end):
        return
    content.extend(_right_content(view, clause, sentence, content[0]))
    found = attribution(view, match, _speaker(view, match), content, "inserted", certainty)
    if found is not None:
        yield found


def _speaker(view: View, match: Match) -> int | None:
    return subject(view, match.head)


def _quoted_end(view: View, end: int) -> bool:
    return any(0 <= i < view.size and view.quotation_of[i] >= 0 for i in (end - 1, end))


def _left_content(view: View, clause: Range, sentence: Range, paragraph: Range) -> Iterator[Range]:
    """What stands before the reporting clause: a quotation, with what leads into it, or the start of the sentence."""
    last = clause.start - 1
    while last > paragraph.start and view.is_stop(last) and view.quotation_of[last] < 0:
        last -= 1
    number = view.quotation_of[last]
    if number >= 0 and view.quotation_of[clause.start] != number:
        quotation = view.quotations[number]
        start = (
            min(quotation.start, max(sentence.start, quotation.start - 25))
            if sentence.start <= quotation.start
            else quotation.start
        )
        lead = view.words(start, quotation.start)
        yield Range(start if lead else quotation.start, last + 1)
        return
    if view.lower[clause.start - 1] not in _BREAKS:
        return
    start = sentence.start
    if clause.start - start < 3 or not any(view.pos[i] in {"VERB", "AUX"} for i in range(start, last + 1)):
        return
    yield Range(start, last + 1)


def _right_content(view: View, clause: Range, sentence: Range, left: Range) -> Iterator[Range]:
    """What goes on behind an inserted reporting clause, in the same sentence."""
    here = clause.end
    if here >= sentence.end:
        return
    while here < sentence.end and view.lower[here] in _BREAKS:
        here += 1
    if here >= sentence.end or here == clause.end:
        return
    number = view.quotation_of[here]
    if number >= 0 and view.quotations[number].start == here:
        yield view.quotations[number]
    elif (
        not _quoted_end(view, left.end)
        and view.tag[here] != "VBG"
        and view.lower[here] not in {"who", "which", "according"}
    ):
        yield Range(here, sentence.end)


def quotation_behind(view: View, match: Match) -> Iterator[Attribution]:
    """X said: "Y" (also in the next paragraph); X said "Y"."""
    certainty = match.certainty("quote")
    if not certainty:
        return
    clause = cue_clause(view, match)
    sentence = view.sentence(match.head)
    paragraph = view.paragraph(match.head)
    here = clause.end
    limit = min(paragraph.end, sentence.end + 1)
    colon = next((i for i in range(match.last, min(limit, sentence.end)) if view.lower[i] == ":"), None)
    if colon is not None and view.quotation_of[colon] < 0:
        here = colon + 1
        if here >= paragraph.end:
            content = _next_paragraph(view, paragraph)
        else:
            content = _behind_colon(view, here, paragraph)
    else:
        while here < limit and view.lower[here] in _BREAKS:
            here += 1
        if (
            here >= limit
            or view.quotation_of[here] < 0
            or view.quotation_of[here] == view.quotation_of[match.head]
        ):
            return
        content = view.quotations[view.quotation_of[here]]
        if content.start != here or view.words(*content) < 2:
            return
    if content is not None:
        found = attribution(view, match, _speaker(view, match), [content], "quotation-behind", certainty)
        if found is not None:
            yield found


def _next_paragraph(view: View, paragraph: Range) -> Range | None:
    following = paragraph.end
    while following < view.size and view.pos[following] == "SPACE":
        following += 1
    return view.paragraph(following) if following < view.size else None


def _behind_colon(view: View, here: int, paragraph: Range) -> Range:
    number = view.quotation_of[here]
    if number >= 0:
        return view.quotations[number]
    return Range(here, view.sentence(here).end if here < paragraph.end else paragraph.end)


def as_said(view: View, match: Match) -> Iterator[Attribution]:
    """ "As X said, Y"; "Y, as X put it"."""
    certainty = match.certainty("inserted", "clause")
    head = view.head[match.head]
    if not certainty or view.dep[match.head] != "advcl" or head == match.head:
        return
    clause = view.subtree(match.head)
    if (
        view.lower[clause.start] != "as"
        or right_clauses(view, match)
        or own_subject(view, match.head) is None
    ):
        return
    whole = view.subtree(head)
    content = [Range(whole.start, clause.start), Range(clause.end, whole.end)]
    found = attribution(view, match, _speaker(view, match), content, "as-said", certainty * 0.8)
    if found is not None:
        yield found


RULES = (after_or_inside, quotation_behind, as_said)
