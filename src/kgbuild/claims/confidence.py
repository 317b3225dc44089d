"""Signs by which a claim is more or less sure: how it is attributed, how much had to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kgbuild.claims.draft import Draft
from kgbuild.claims.model import Modality, Stance

_LONG, _SIMPLE = 45, 22
"""Tokens beyond which a sentence is hard to parse, and below which it is easy."""


def signs(draft: Draft, doc: Doc) -> tuple[str, ...]:
    """Return the names of the signs a draft shows, sorted; the weights in `data/confidence/` know them."""
    return tuple(sorted({*_voice(draft, doc), *_event(draft), *_words(draft, doc)}))


def _voice(draft: Draft, doc: Doc) -> Iterator[str]:
    attribution = draft.attribution
    if attribution is None:
        yield "publisher"
        return
    yield (
        "surely-said"
        if attribution.certainty >= 0.9
        else "likely-said"
        if attribution.certainty >= 0.5
        else "faintly-said"
    )
    if attribution.nominal:
        yield "phrase"
    if attribution.source_head is None:
        yield "no-source"
    elif doc[attribution.source_head].pos_ == "PRON":
        yield "pronoun-source"
    if any(claimant.anonymous for claimant in draft.claimants):
        yield "unnamed-claimant"
    if len(draft.claimants) > 1:
        yield "several-claimants"
    if draft.relays:
        yield "relayed"


def _event(draft: Draft) -> Iterator[str]:
    profile = draft.profile
    yield f"kind-{profile.kind.lower()}"
    if draft.event is None and profile.treaty is None:
        yield "points-back"
    if profile.filled:
        yield "filled-one" if len(profile.filled) == 1 else "filled-more"
    if profile.missing:
        yield "missing"
    elif not profile.filled and draft.event is not None:
        yield "told-whole"
        if (
            draft.attribution is not None
            and draft.attribution.certainty >= 0.9
            and not draft.attribution.nominal
        ):
            yield "told-whole-and-surely-said"
    event = draft.event
    if event is not None:
        if event.definite:
            yield "definite"
        if any(filler.pointed for filler in event.roles.values()):
            yield "pronoun-thing"
    if profile.treaty is not None and profile.treaty.weak:
        yield "weak-treaty"


def _words(draft: Draft, doc: Doc) -> Iterator[str]:
    if draft.stance is not Stance.ASSERTS:
        yield "stance"
        if draft.stance is Stance.DENIES:
            yield "denies"
    if draft.modality is not Modality.ACTUAL:
        yield f"modality-{draft.modality.lower()}"
    if draft.quantity is not None:
        yield "figure"
    trigger = doc[draft.anchor]
    if trigger.pos_ in ("NOUN", "PROPN"):
        yield "noun"
    if trigger.dep_ in ("ROOT", "ccomp"):
        yield "main-clause"
    if len(trigger.sent) > _LONG:
        yield "long-sentence"
    if len(trigger.sent) < _SIMPLE:
        yield "simple-sentence"
    if len(trigger.sent) < 5:
        yield "short-sentence"
