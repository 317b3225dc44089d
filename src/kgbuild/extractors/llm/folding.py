"""How words are compared: without accents and invisible marks, with plain dashes and apostrophes."""

from __future__ import annotations

import unicodedata

_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_QUOTES = dict.fromkeys("‘’‚‛`´′ʼ", "'")
_AS = str.maketrans({**_DASHES, **_QUOTES})


def folded(text: str) -> str:
    """Return a text as it compares, with single blanks; syllables of Korean stay whole."""
    if not text.isascii():
        split = unicodedata.normalize("NFD", text.translate(_AS))
        bare = (c for c in split if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
        text = unicodedata.normalize("NFC", "".join(bare))
    return " ".join(text.split())
