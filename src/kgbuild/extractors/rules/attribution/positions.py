"""Attributions as positions in the stored text, for those who know nothing of tokens."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from kgbuild.extractors.rules.model import Attribution
from kgbuild.extractors.rules.syntax.clean import stored_span
from kgbuild.spans import Span


class Positions(NamedTuple):
    """Where the parts of an attribution stand."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]


def positions(doc: Doc, attribution: Attribution) -> Positions:
    """Return where source, cue (from its first word to its last) and content of an attribution stand."""
    source, cue = attribution.source, attribution.cue
    return Positions(
        source=stored_span(doc, *source) if source else None,
        cue=stored_span(doc, cue[0], cue[-1] + 1) if cue else None,
        content=tuple(stored_span(doc, *part) for part in attribution.content),
    )
