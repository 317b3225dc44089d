"""Where claims stand in a text: the text in pieces, each with what it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kgbuild.views.model import ClaimView, Passage


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that has the same marks throughout."""

    text: str
    roles: tuple[str, ...] = ()
    """What it is part of: "content", "cue", "speaker"."""
    claims: tuple[str, ...] = ()
    """Anchors of the claims that it is part of."""
    begins: tuple[str, ...] = ()
    """Anchors of the claims whose words begin here."""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: str
    claim: str


_ROLES = ("content", "cue", "speaker")


def marked(text: str, claims: Sequence[ClaimView], names: Mapping[str, Sequence[str]]) -> Iterator[Piece]:
    """Yield a text in pieces, given its claims and the names of those who speak.

    Offsets count code points. What a claim quotes is left unmarked where it does not stand in the text.
    """
    marks = [mark for claim in claims for mark in _marks(text, claim, names)]
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    opening = sorted(marks, key=lambda mark: mark.start)
    at = 0
    live: list[_Mark] = []
    for start, end in pairwise(cuts):
        live = [mark for mark in live if mark.end > start]
        while at < len(opening) and opening[at].start <= start:
            live.append(opening[at])
            at += 1
        yield Piece(
            text[start:end],
            tuple(role for role in _ROLES if any(mark.role == role for mark in live)),
            tuple(dict.fromkeys(mark.claim for mark in live)),
            tuple(
                dict.fromkeys(mark.claim for mark in live if mark.role == "content" and mark.start == start)
            ),
        )


def _marks(text: str, claim: ClaimView, names: Mapping[str, Sequence[str]]) -> Iterator[_Mark]:
    for passage in claim.passages:
        if text[passage.start : passage.end] != passage.quote:
            continue
        yield _Mark(passage.start, passage.end, "content", claim.anchor)
        low, high = _sentence(text, passage)
        if claim.cue and (place := _nearest(text, claim.cue, low, high, passage)):
            yield _Mark(*place, "cue", claim.anchor)
        for claimant in claim.claimants:
            every = (claimant.name, *names.get(claimant.iri, ()))
            places = (_nearest(text, name, low, high, passage) for name in every)
            if place := next(filter(None, places), None):
                yield _Mark(*place, "speaker", claim.anchor)


def _sentence(text: str, passage: Passage) -> tuple[int, int]:
    """Return where the sentence around a quote begins and ends."""
    inside = passage.sentence.find(passage.quote)
    while inside >= 0:
        start = passage.start - inside
        if start >= 0 and text.startswith(passage.sentence, start):
            return start, start + len(passage.sentence)
        inside = passage.sentence.find(passage.quote, inside + 1)
    return passage.start, passage.end


def _nearest(text: str, words: str, low: int, high: int, passage: Passage) -> tuple[int, int] | None:
    """Return where words stand in a sentence: outside the quote if they do, and near it."""
    found = []
    start = text.find(words, low, high)
    while start >= 0 and words:
        end = start + len(words)
        inside = start < passage.end and passage.start < end
        found.append((inside, min(abs(start - passage.end), abs(passage.start - end)), start, end))
        start = text.find(words, start + 1, high)
    return min(found)[2:] if found else None
