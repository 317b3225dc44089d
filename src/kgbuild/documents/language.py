"""Which language a document is in, where its metadata does not say."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

ENGLISH = "en"
_NAMES = {"eng": ENGLISH, "english": ENGLISH}
"""Other ways in which metadata says it."""
_ALIKE = (ENGLISH, "pcm")
"""What the detector calls headlines of English news now and then: English, and Nigerian Pidgin."""
_LETTERS = 20
"""Letters below which nothing is detected."""
_UNLIKELY = 0.01
"""Chance of English below which a text is in another language. Of 755 lines of English news, bylines and
three-word headlines among them, none came below 0.03; single sentences of 18 other languages came to at most
0.0014."""
_SHORT = 600
"""Characters up to which what stands in quotation marks does not count: it may be in another language."""
_QUOTED = re.compile(r"[“«„\"][^“”«»„\"]*[”»“\"]")
_ENOUGH = 10_000
"""Characters that are looked at."""


def primary(language: str) -> str:
    """Return the language of a code or name, without region or script: "en" of "en-GB"."""
    first = language.partition("-")[0].casefold()
    return _NAMES.get(first, first)


def detected(text: str) -> str:
    """Return the code of the language of a text; English unless it surely is in another."""
    told = _QUOTED.sub(" ", text) if len(text) <= _SHORT else text[:_ENOUGH]
    if sum(map(str.isalpha, told)) < _LETTERS:
        return ENGLISH
    chances: dict[str, float] = dict(_identifier().rank(told))
    if sum(chances.get(code, 0.0) for code in _ALIKE) >= _UNLIKELY:
        return ENGLISH
    return max(chances, key=lambda code: (chances[code], code))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - where metadata is silent

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
