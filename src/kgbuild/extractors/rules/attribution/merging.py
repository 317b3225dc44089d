"""The last step: one attribution for each cue, quotations that go on, order by position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from kgbuild.extractors.rules.attribution.blocks import opened_before
from kgbuild.extractors.rules.attribution.found import mostly_quoted, trimmed
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_LONGER_FROM = 0.4
"""Certainty from which a longer phrase wins: "expressed concern about" over "expressed"."""


def one_for_each_cue(view: View, found: Iterable[Attribution]) -> list[Attribution]:
    """Keep, of those that share a word of their cues, the longest sure phrase, else the most certain."""
    ranked = sorted(enumerate(found), key=lambda item: (*_rank(view, item[1]), item[0]))
    held: set[int] = set()
    kept = []
    for _, one in ranked:
        words = [i for i in one.cue if view.dep[i] not in _HELPERS]
        if held.isdisjoint(words):
            held.update(words)
            kept.append(one)
    return sorted(kept, key=lambda one: (one.cue, one.content))


_HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})


def _rank(view: View, one: Attribution) -> tuple[int, float]:
    words = sum(view.dep[i] not in _HELPERS for i in one.cue)
    return (-words if one.certainty >= _LONGER_FROM else 0), -one.certainty


_IN_QUOTATION = 0.3
"""How much of its certainty an attribution keeps whose cue is part of the speaker's quoted talk."""
_NESTED = 0.35
"""The same for a cue inside the content of another attribution."""
_LOOSELY_NESTED = 0.6
"""The same where that content is only the rest of a sentence around an inserted cue."""
_LOOSE = frozenset({"inserted", "in-text"})
_WIDE = frozenset({"transcript", "answered", "speech"})
"""Rules whose content is somebody's whole talk: what others are said to say there is not less sure."""


def discounted(view: View, found: list[Attribution]) -> list[Attribution]:
    """Lower the certainty of attributions inside what somebody else says."""
    inside, loosely = [0] * view.size, [0] * view.size
    for one in found:
        if one.certainty >= 0.5 and view.quotation_of[one.cue[-1]] < 0 and one.rule not in _WIDE:
            counts = loosely if one.rule in _LOOSE and not one.quoted else inside
            for start, end in one.content:
                for i in range(start, end):
                    counts[i] += 1
    by_paragraph = _by_paragraph(view, found)
    result = []
    for one in found:
        last = one.cue[-1]
        own = any(start <= last < end for start, end in one.content)
        if view.quotation_of[last] >= 0:
            result.append(replace(one, certainty=one.certainty * _IN_QUOTATION))
        elif inside[last] + loosely[last] > own:
            chain = _with_outer(by_paragraph.get(view.paragraph_of[last], []), one)
            nested = _NESTED if inside[last] else _LOOSELY_NESTED
            result.append(replace(one, certainty=one.certainty * nested, relays=chain))
        else:
            result.append(one)
    return result


def _by_paragraph(view: View, found: list[Attribution]) -> dict[int, list[Attribution]]:
    """Return the attributions by the paragraphs that their contents lie in."""
    result: dict[int, list[Attribution]] = {}
    for one in found:
        numbers = {view.paragraph_of[i] for span in one.content for i in (span.start, span.end - 1)}
        for number in sorted(numbers):
            result.setdefault(number, []).append(one)
    return result


_FARTHEST = 40
"""How many attributions before and after one are looked at for who tells it."""


def _with_outer(found: list[Attribution], inner: Attribution) -> tuple[int, ...]:
    """Return its own relays, then who tells it: "Tass says the army denied it"."""
    chain = list(inner.relays)
    last = inner.cue[-1]
    here = bisect_left(found, inner.cue, key=lambda one: one.cue)
    near = found[max(here - _FARTHEST, 0) : here + _FARTHEST]
    outer = [one for one in near if one is not inner and any(r.start <= last < r.end for r in one.content)]
    for one in sorted(outer, key=lambda one: sum(r.end - r.start for r in one.content)):
        teller = one.source_head
        if teller is not None and teller not in {*chain, inner.source_head} and not one.nominal:
            chain.append(teller)
    return tuple(chain)


_SPOKEN = frozenset({"told-clause", "inserted", "quotation-behind"})
"""Rules after which a quotation without a cue goes on: "He said it was late. "We must go."" """


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
        spoken = one.quoted or one.rule in _SPOKEN
        speaks = spoken and view.quotation_of[one.cue[-1]] < 0
        speaks = speaks and one.rule != "signed"  # who signs has said it all
        more = [*_gone_before(view, one, taken), *_going_on(view, one, taken)] if speaks else []
        content = trimmed(view, [*one.content, *more]) if more else one.content
        result.append(replace(one, content=content, quoted=mostly_quoted(view, content)))
    return result


def _gone_before(view: View, one: Attribution, taken: list[bool]) -> Iterable[Range]:
    """Yield the paragraphs before in which this speaker's quotation began and was left open."""
    number = view.quotation_of[one.content[0].start]
    if number < 0 or one.cue[0] < one.content[0].start:
        return
    for earlier in opened_before(view, view.quotations[number]):
        before = view.quotation_of[earlier.start]
        if taken[before]:
            return
        taken[before] = True
        yield earlier


def _going_on(view: View, one: Attribution, taken: list[bool]) -> Iterable[Range]:
    """Return the quotations that follow in the same paragraph, each filling its sentences."""
    if one.cue[-1] < one.content[0].start and one.rule != "inserted":
        here = one.content[-1].end
    else:
        here = max(one.cue[-1] + 1, one.content[-1].end, one.source.end if one.source else 0)
    paragraph = view.paragraph(one.cue[0])
    sentence_end = view.sentence(here - 1).end if here <= paragraph.end else paragraph.end
    for number in range(bisect_left(view.quotations, Range(here, 0)), len(view.quotations)):
        quotation = view.quotations[number]
        if quotation.start < here or taken[number]:
            continue
        if quotation.start >= paragraph.end or view.words(sentence_end, quotation.start) > 0:
            break
        taken[number] = True
        yield quotation
        here = quotation.end
        sentence_end = view.sentence(here - 1).end
    yield from _next_paragraphs(view, here, taken)


def _next_paragraphs(view: View, here: int, taken: list[bool]) -> Iterable[Range]:
    """Yield the paragraphs that are one quotation without a cue, behind this speaker's words."""
    while here < view.size and view.words(here, view.paragraph(here - 1).end) == 0:
        start = view.paragraph(here - 1).end
        while start < view.size and view.pos[start] == "SPACE":
            start += 1
        number = view.quotation_of[start] if start < view.size else -1
        if number < 0 or taken[number] or view.quotations[number].start != start:
            return
        quotation = view.quotations[number]
        open_before = view.quotation_of[here - 1] >= 0 and not view.closes(here - 1)
        whole = view.words(quotation.end, view.paragraph(start).end) == 0
        if not (open_before or whole):
            return
        taken[number] = True
        yield quotation
        here = quotation.end
