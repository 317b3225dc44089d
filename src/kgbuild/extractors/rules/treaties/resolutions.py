"""Resolutions of organizations that are said to be kept or broken."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.treaties.mentions import ResolutionMention
from kgbuild.grounding.entities import EntityTable
from kgbuild.knowledge.frames import ResolutionFrame, TreatyFrame

_REACH = 14
_YEAR = re.compile(r"(19|20)\d\d")


def find_resolutions(
    doc: Doc, mentions: Mentions, frame: ResolutionFrame, treaty: TreatyFrame, table: EntityTable
) -> list[ResolutionMention]:
    """Return the resolutions that a text names, with their years or numbers."""
    found = []
    for noun in doc:
        if noun.lemma_.lower() not in frame.nouns or noun.pos_ not in ("NOUN", "PROPN"):
            continue
        phrase = _phrase(noun)
        numbers = tuple(dict.fromkeys(t.text for t in phrase if _is_number(t, noun)))
        years = tuple(
            dict.fromkeys(int(t.text) for t in phrase if _YEAR.fullmatch(t.text) and t.text not in numbers)
        )
        if any(m.treaty is not None for t in phrase if (m := mentions.covering(t))) or not (years or numbers):
            continue
        words = " ".join(t.text for t in phrase)
        adopter = next(
            (
                table.organization(key)
                for form, key in sorted(frame.adopters.items())
                if form in words.lower()
            ),
            None,
        )
        if adopter is None and any(form in words for form in frame.default_forms):
            adopter = table.organization(frame.default_adopter)
        whole = Range(phrase[0].i, phrase[-1].i + 1)
        found.append(ResolutionMention(noun.i, whole, adopter, years, numbers, _is_broken(noun, treaty)))
    return found


def _phrase(noun: Token) -> list[Token]:
    """Return the noun phrase with years behind it that the parser hangs on the verb ("from 2006")."""
    phrase = sorted(noun.subtree, key=lambda t: t.i)
    end = phrase[-1].i + 1
    for token in noun.doc[end : min(noun.sent.end, end + _REACH)]:
        if token.pos_ not in ("ADP", "NUM", "PUNCT", "CCONJ") or token.is_quote:
            break
        phrase.append(token)
    return phrase


def _is_number(token: Token, noun: Token) -> bool:
    """Whether a token is the number of a resolution; a year only right behind the word."""
    if _YEAR.fullmatch(token.text):
        return token.i == noun.i + 1
    return token.like_num and token.text.isdigit() and 100 <= int(token.text) < 1900


def _is_broken(noun: Token, treaty: TreatyFrame) -> bool:
    governor = noun.head
    if governor.lemma_.lower() in treaty.breaches["verbs"]:
        return True
    return noun.dep_ == "pobj" and governor.head.lemma_.lower() in treaty.breaches["nouns"]
