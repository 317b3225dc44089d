"""Making one `Attribution` out of what a rule found."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.extraction.attribution.matching import Match, cue_tokens, negated, reluctance
from kgbuild.extraction.attribution.sources import source_head, source_range
from kgbuild.extraction.attribution.view import View
from kgbuild.extraction.model import Attribution, Range

_NEGATIVE_NOUNS = frozenset({"no", "neither"})


def attribution(
    view: View,
    match: Match,
    source: int | None,
    content: Iterable[Range],
    rule: str,
    certainty: float,
    *,
    relays: tuple[int, ...] = (),
    nominal: bool = False,
) -> Attribution | None:
    """Put the parts together: stance under negation, trimmed content; None where no content is left."""
    ranges = trimmed(view, content)
    if not ranges:
        return None
    cue = cue_tokens(view, match)
    stance, modality = match.cue.stance, match.cue.modality
    reluctant = reluctance(view, match.head)
    if negated(view, match.head) or reluctant is not None:
        stance = match.cue.negated
        if reluctant is not None:
            cue = tuple(sorted({reluctant, *cue}))
    words = None
    if source is not None:
        words = source_range(view, source, (match.head, *cue))
    return Attribution(
        source=words,
        source_head=None if source is None else source_head(view, source),
        cue=cue,
        content=ranges,
        stance=stance,
        modality=modality,
        relays=relays,
        nominal=nominal,
        quoted=mostly_quoted(view, ranges),
        rule=rule,
        certainty=certainty,
    )


def trimmed(view: View, content: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges without punctuation at their ends, in order, joined where they touch, empty ones left out."""
    kept: list[Range] = []
    for start, end in sorted(content):
        found = view.trim(start, end)
        if found.start >= found.end:
            continue
        if kept and found.start <= kept[-1].end:
            kept[-1] = Range(kept[-1].start, max(kept[-1].end, found.end))
        else:
            kept.append(found)
    return tuple(kept)


def mostly_quoted(view: View, ranges: Iterable[Range]) -> bool:
    """Whether at least half of the words stand between quotation marks."""
    words = inside = 0
    for start, end in ranges:
        for i in range(start, end):
            if not view.is_stop(i):
                words += 1
                inside += view.quotation_of[i] >= 0
    return words > 0 and 2 * inside >= words
