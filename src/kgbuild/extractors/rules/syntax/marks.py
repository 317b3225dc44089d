"""Quotation marks and dashes, in every form that English and translated news uses."""

from __future__ import annotations

from spacy.tokens import Doc

_CLOSERS = {
    "“": '”“"',
    "„": '“”"',
    "”": "”",  # as some set both
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    '"': "\"”“'",
    "`": '"”',
    "<": ">",
}
"""What closes a quotation, by the mark that opened it; "`", "<" and ">" stand for two of them in a row."""
_DOUBLED = frozenset("`<>")
"""Marks that count only where two stand together."""
_NAMES = {"''": '"', "``": "`"}
DASHES = frozenset({"-", "–", "—", "‑"})
"""Hyphens and dashes, as they join two words or part a sentence."""
DOUBLE = frozenset({*'“„”«»‹›「」"', "''", "``"})


def mark(doc: Doc, i: int) -> str | None:
    """Return the quotation mark that a token is, one character for each kind; None for other words."""
    text: str = doc[i].text
    if text in _NAMES:
        return _NAMES[text]
    first = text[0]
    if first in _DOUBLED:
        pair = i + 1 < len(doc) and doc[i + 1].text[0] == first and not doc[i].whitespace_
        return first if pair else None
    return first if first in '“„”«»‹›「」"' else None


def can_open(doc: Doc, i: int, found: str) -> bool:
    """Whether a mark opens a quotation: nothing right before it, a word right behind it."""
    if found not in _CLOSERS:
        return False
    spaced = bool(doc[i].whitespace_) or i + 1 == len(doc) or doc[i + 1].is_space
    attached = i > 0 and not doc[i - 1].whitespace_ and not doc[i - 1].is_space
    if found in "»›":
        return not spaced and not attached
    if found == '"':
        return not (attached and spaced and doc[i - 1].text[-1].isdigit())  # 5" of rain
    return not (attached and spaced and found != "«")


def closes(doc: Doc, i: int, found: str, opener: str) -> bool:
    """Whether a mark closes the quotation that `opener` opened."""
    if found not in _CLOSERS[opener]:
        return False
    if found == opener and found in "“»":
        return not doc[i - 1].whitespace_ and not doc[i - 1].is_space
    return True
