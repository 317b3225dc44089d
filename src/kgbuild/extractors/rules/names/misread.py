"""Names that stand for somebody else than the model or the gazetteer takes them for."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc

from kgbuild.extractors.rules.names.mentions import Mention
from kgbuild.knowledge.gazetteer import Title
from kgbuild.knowledge.words import NameWords

_WORDS = 3
"""Words in the name of a person that a title explains."""
_NEAR = 5
"""Tokens behind a name within which its title stands."""
_OFFICE = 2
"""Words behind a portfolio in which its holder's title stands."""
_IN_OFFICE = ("official", "military")
_BRACKETS = ("(", "[")


def is_misread(doc: Doc, mention: Mention, titles: Mapping[str, Title], words: NameWords) -> bool:
    """Whether a name must not count: a person's that was taken for a body's, or a part of a body's name."""
    broken = mention.entity is not None and doc[mention.range.end - 1].text in _BRACKETS  # "AMA OSEI ("
    portfolio = _is_portfolio(doc, mention, words) or _opens_office(doc, mention, titles)
    return broken or portfolio or _is_person(doc, mention, titles)


def _is_person(doc: Doc, mention: Mention, titles: Mapping[str, Title]) -> bool:
    """Whether a name that the model took for a body is a person's: a title stands beside it."""
    body = mention.entity
    if body is None or body.kind != "Organization" or body.key is not None or body.part_of is not None:
        return False
    words, head = doc[mention.range.start : mention.range.end], doc[mention.head]
    if not 1 < len(words) <= _WORDS or any(t.pos_ != "PROPN" or not t.text.istitle() for t in words):
        return False
    before = doc[words.start - 1] if words.start else head
    title = titles.get(before.lower_) if before.head == head and before.text.istitle() else None
    if title is not None and title.role in _IN_OFFICE:  # "Trade Minister Sefu Otieno"
        return True
    beside = [head.head] if head.dep_ == "appos" else []
    beside += [t for t in head.rights if t.dep_ == "appos" and t.i <= words.end + _NEAR]
    return any(t.lower_ in titles for t in beside)


def _opens_office(doc: Doc, mention: Mention, titles: Mapping[str, Title]) -> bool:
    """Whether the name of a paper is what a minister is for: "Foreign Affairs Cabinet Secretary N"."""
    if mention.entity is None or not mention.entity.is_media:
        return False
    head = doc[mention.head]
    if head.dep_ not in ("compound", "nmod"):
        return False
    behind = doc[mention.range.end : mention.range.end + _OFFICE]
    return any(
        t.lower_ in titles and titles[t.lower_].role == "official" for t in behind if t.text[0].isupper()
    )


def _is_portfolio(doc: Doc, mention: Mention, words: NameWords) -> bool:
    """Whether the name of a paper is what a ministry is for: "the Ministry of Foreign Affairs"."""
    start = mention.range.start
    if mention.entity is None or not mention.entity.is_media or start < 2:
        return False
    return doc[start - 1].lower_ in ("of", "for", "on") and doc[start - 2].lower_ in words.portfolio_holders
