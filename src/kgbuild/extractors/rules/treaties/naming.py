"""What an agreement is called, and what its words oblige to."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.knowledge.frames import TreatyFrame

_QUOTES = "“”\"'‘’«»"
_LINKS = ("on", "of", "for", "and", "the")


def title(doc: Doc, noun: Token, mentions: Mentions) -> str | None:
    """Return the name of an agreement where it is written in quotation marks or capitals."""
    quoted = _quoted(doc, noun)
    if quoted is not None:
        return quoted
    if not noun.text[0].isupper() or noun.is_sent_start:
        return None
    start, end, own = noun.i, noun.i + 1, mentions.at.get(noun.i)
    while start > noun.sent.start and (doc[start - 1].text[0].isupper() or doc[start - 1].text == "-"):
        if mentions.at.get(start - 1, own) is not own:
            break
        start -= 1
    while end + 1 < noun.sent.end and mentions.at.get(end, own) is own and _goes_on(doc, end):
        end += 1
    words = doc[start:end].text.strip(_QUOTES + " ")
    return words if len(words.split()) > 1 else None


def _goes_on(doc: Doc, at: int) -> bool:
    return doc[at].text[0].isupper() or (doc[at].lower_ in _LINKS and doc[at + 1].text[0].isupper())


def _quoted(doc: Doc, noun: Token) -> str | None:
    """Return the words between quotation marks that hold the noun or follow it ("a treaty on a “…”")."""
    opened: int | None = None
    for token in doc[max(0, noun.i - 8) : noun.i + 12]:
        if not token.text or token.text not in _QUOTES:
            continue
        if opened is not None:
            inner = doc[opened + 1 : token.i]
            near = opened < noun.i < token.i or (noun.i < opened <= noun.i + 4)
            if near and 1 < len(inner) < 9 and sum(t.text[0].isupper() for t in inner) >= 2:
                words = inner.text.strip(_QUOTES + " ,.")
                return words if noun.lower_ in words.lower() else f"{words} {noun.text.lower()}"
        opened = token.i
    return None


def obligations(text: str, frame: TreatyFrame) -> tuple[str, ...]:
    """Return the keys of the obligations that the words of a text tell of."""
    lower = text.lower()
    return tuple(
        key for key, entry in sorted(frame.obligations.items()) if any(word in lower for word in entry.words)
    )
