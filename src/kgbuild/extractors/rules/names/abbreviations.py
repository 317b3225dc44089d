"""Short names that a text explains itself: "Conflict Armament Research (CAR)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mention

_SMALL = frozenset({"of", "for", "and", "the", "on", "’s", "'s"})
"""Words inside a full name that lend no letter to the short one."""
_LONGEST = 8


def explained(doc: Doc) -> dict[str, int]:
    """Return the short names that the text explains, with the token that does.

    The initials of the capitalised words before the bracket must spell the short name (after Schwartz and
    Hearst 2003).
    """
    return {t.text: t.i for t in doc[1:-1] if _is_bracketed(t) and _is_spelt_before(t)}


def abbreviated(doc: Doc, short: Mapping[str, int], found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield mentions of explained short names, each as the organization it was explained for."""
    for text, at in short.items():
        full = next((m for m in found if m.range.end == at - 1 and m.entity is not None), None)
        if full is None or full.entity is None:
            continue
        entity = replace(full.entity, aliases=tuple(sorted({*full.entity.aliases, text})))
        for token in doc:
            if token.text == text:
                yield Mention(Range(token.i, token.i + 1), token.i, entity, role="organization")


def _is_bracketed(token: Token) -> bool:
    return (
        token.text.isupper()
        and 2 <= len(token.text) <= _LONGEST
        and token.nbor(-1).text == "("
        and token.nbor(1).text in (")", ",", ";")
    )


def _is_spelt_before(token: Token) -> bool:
    letters = list(token.text)
    for i in range(token.i - 2, -1, -1):
        word = token.doc[i]
        if not letters or not (word.text[0].isupper() or word.lower_ in _SMALL):
            break
        if word.text[0] == letters[-1]:
            letters.pop()
    return not letters
