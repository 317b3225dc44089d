"""The last step: one attribution for each cue, quotations that go on, order by position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kgbuild.extraction.attribution.found import mostly_quoted, trimmed
from kgbuild.extraction.attribution.view import View
from kgbuild.extraction.model import Attribution, Range


def one_for_each_cue(found: Iterable[Attribution]) -> list[Attribution]:
    """Of those that share a cue the most certain, the earlier rule where they tie."""
    best: dict[int, Attribution] = {}
    for one in found:
        for token in one.cue[-1:]:
            held = best.get(token)
            if held is None or one.certainty > held.certainty:
                best[token] = one
    return sorted(best.values(), key=lambda one: (one.cue, one.content))


def carried(view: View, found: list[Attribution]) -> list[Attribution]:
    """Quotations without a cue of their own go on in the attribution of a quotation right before them."""
    taken = [False] * len(view.quotations)
    for one in found:
        for start, end in one.content:
            for i in (start, end - 1):
                if view.quotation_of[i] >= 0:
                    taken[view.quotation_of[i]] = True
    result = []
    for one in found:
        more = list(_going_on(view, one, taken)) if one.quoted else []
        if more:
            content = trimmed(view, [*one.content, *more])
            one = replace(one, content=content, quoted=mostly_quoted(view, content))
        result.append(one)
    return result


def _going_on(view: View, one: Attribution, taken: list[bool]) -> Iterable[Range]:
    """The quotations that follow in the same paragraph, each filling its sentences."""
    if one.cue[-1] < one.content[0].start and one.rule != "inserted":
        here = one.content[-1].end
    else:
        here = max(one.cue[-1], one.content[-1].end)
    paragraph = view.paragraph(one.cue[0])
    sentence_end = view.sentence(here - 1).end if here <= paragraph.end else paragraph.end
    for number, quotation in enumerate(view.quotations):
        if quotation.start < here or taken[number]:
            continue
        if quotation.start >= paragraph.end or view.words(sentence_end, quotation.start) > 0:
            break
        taken[number] = True
        yield quotation
        here = quotation.end
        sentence_end = view.sentence(here - 1).end
