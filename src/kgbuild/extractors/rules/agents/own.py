"""Whom "we" and "our" stand for in a publisher's own words: "our troops continue their duty"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kgbuild.extractors.rules.model import Range
from kgbuild.grounding.entities import Entity


class Own:
    """The publisher as the one who says "we", where it is a state or a body of one."""

    def __init__(self, publisher: Entity, quotations: Sequence[Range]) -> None:
        self._speaking = () if publisher.is_media or publisher.party is None else (publisher,)
        self._quotations = quotations

    def at(self, token: Token) -> tuple[Entity, ...]:
        """Return the publisher where a token stands in its own words, not between quotation marks."""
        quoted = any(start <= token.i < end for start, end in self._quotations)
        return () if quoted else self._speaking
