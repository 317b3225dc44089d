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


_IN_QUOTATION = 0.3
"""How much of its certainty an attribution keeps whose cue stands inside a quotation: it is the speaker's talk."""
_NESTED = 0.35
"""The same for a cue inside the content of another attribution."""


def discounted(view: View, found: list[Attribution]) -> list[Attribution]:
    """Lower the certainty of attributions inside what somebody else says."""
    inside = [0] * view.size
    for one in found:
        if one.certainty >= 0.5 and view.quotation_of[one.cue[-1]] < 0:
            for start, end in one.content:
                for i in range(start, end):
                    inside[i] += 1
    result = []
    for one in found:
        last = one.cue[-1]
        own = any(start <= last < end for start, end in one.content)
        if view.quotation_of[last] >= 0:
            one = replace(one, certainty=one.certainty * _IN_QUOTATION)
        elif inside[last] > own:
            one = replace(one, certainty=one.certainty * _NESTED)
        result.append(one)
    return result


def carried(view: View, found: list[Attribution]) -> list[Attribution]:
    """Quotations without a cue of their own go on in the attribution of a quotation right before them."""
    taken = [False] * len(view.quotations)
    for one in found:
        if view.quotation_of[one.cue[-1]] >= 0:
            continue
        for start, end in one.content:
            for i in (start, end - 1):
                if view.quotation_of[i] >= 0:
                    taken[view.quotation_of[i]] = True
    result = []
    for one in found:
        speaks = one.quoted and view.quotation_of[one.cue[-1]] < 0
        more = list(_going_on(view, one, taken)) if speaks else []
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
