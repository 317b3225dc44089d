"""Where a stretch of words may begin and end: not inside a phrase, and not between quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range

_BEFORE = frozenset(
    {"det", "poss", "amod", "compound", "nummod", "quantmod", "nmod", "predet", "preconj"}
    | {"neg", "aux", "auxpass"}
)
"""Labels of what belongs to the word behind it."""
_BOUND = _BEFORE | {"nsubj", "nsubjpass", "expl", "mark", "case", "npadvmod"}
"""Labels of what cannot stand last without the word it hangs on."""
_BEHIND_VERBS = ("prt", "dobj", "attr", "acomp", "oprd", "dative", "agent", "xcomp", "advmod")
_BEHIND_OTHERS = ("acl", "xcomp", "npadvmod")
_SHORT = 8
"""Tokens up to which a phrase behind the last word is taken along."""
_MOST = 60
"""Tokens beyond which nothing more is taken along."""
_STEPS = 16
_OPENING, _CLOSING, _STRAIGHT = "“„«‘", "”»", '"'
_NEAR_MARK = 5
"""Tokens in which the other quotation mark is looked for."""


def completed(words: Range, doc: Doc, inside: Range) -> Range:
    """Return a stretch that begins and ends with a phrase, not in the midst of one."""
    start, end = words
    for _ in range(_STEPS):
        before = [c.left_edge.i for t in doc[start:end] for c in t.lefts if c.dep_ in _BEFORE and c.i < start]
        new_start = max(min([start, *before]), inside.start)
        new_end = min(max(end, _needed(doc[end - 1], end), _also_of_noun(doc, start, end)), inside.end)
        if (new_start, new_end) == (start, end) or new_end - new_start > _MOST:
            break
        start, end = new_start, new_end
    return _trimmed(start, _before_remark(doc, start, end), doc)


def _before_remark(doc: Doc, start: int, end: int) -> int:
    """Return the end without a noun that only opens a remark: "sent tanks, something [Oslo denies]"."""
    last = doc[end - 1]
    opens = any(t.dep_ == "relcl" and t.i >= end for t in last.rights)
    comma = last.left_edge.i - 1
    return comma if opens and comma > start and doc[comma].text in (",", "-", "–", "—") else end


def _needed(last: Token, end: int) -> int:
    """Return the end at which a stretch is one word nearer to being whole."""
    if last.dep_ in _BOUND and last.head.i >= end:
        return last.head.i + 1
    behind = next((t for t in _behind(last) if t.i >= end), None)
    return behind.i + 1 if behind is not None else end


def _also_of_noun(doc: Doc, start: int, end: int) -> int:
    """Return the end of a stretch with a preposition behind it that hangs on an earlier noun of it."""
    behind = doc[end] if end < len(doc) else None
    if behind is None or behind.dep_ != "prep" or not start <= behind.head.i < end - 1:
        return end
    return end + 1 if behind.head.pos_ in ("NOUN", "PROPN") and _is_short(behind) else end


def _behind(last: Token) -> Iterator[Token]:
    """Yield what a last word wants behind it: a preposition its noun, a verb its object, a noun its "of"."""
    word = last.head if last.dep_ == "prt" else last
    for token in word.rights:
        if word.pos_ in ("VERB", "AUX"):
            wanted = token.dep_ in _BEHIND_VERBS or (token.dep_ == "ccomp" and _is_short(token))
            wanted = wanted or (token.dep_ == "prep" and (token.i == last.i + 1 or _is_short(token)))
        elif word.dep_ in ("prep", "agent", "dative") and word.pos_ in ("ADP", "SCONJ"):
            wanted = True
        elif token.dep_ == "prep":
            wanted = token.lower_ == "of" or _is_short(token)
        elif token.dep_ == "conj":
            wanted = word.tag_ == "CD" or (word.dep_ == "pobj" and word.head.lower_ == "between")
        else:
            wanted = token.dep_ in ("case", "nummod") or (token.dep_ in _BEHIND_OTHERS and _is_short(token))
        if wanted and token.pos_ != "PUNCT":
            yield token


def _is_short(token: Token) -> bool:
    return token.right_edge.i - token.i < _SHORT


def _trimmed(start: int, end: int, doc: Doc) -> Range:
    """Return a stretch without the punctuation and conjunctions at its ends."""
    while start < end - 1 and _is_loose(doc[start], _OPENING):
        start += 1
    while start < end - 1 and _is_loose(doc[end - 1], _CLOSING):
        end -= 1
    return Range(start, end)


def _is_loose(token: Token, kept: str) -> bool:
    """Whether a first or last token belongs to no phrase: a comma, an "and", a "that"."""
    if token.is_space or token.dep_ == "cc" or (token.dep_ == "mark" and token.lower_ == "that"):
        return True
    return token.is_punct and token.text[0] not in f"{kept}([%" and token.text not in _STRAIGHT


def balanced(words: Range, doc: Doc) -> Range:
    """Return a stretch with both quotation marks, or neither, where the other one is near."""
    start, end = _trimmed(*words, doc)
    depth, opened, lone = 0, start, -1
    for i in range(start, end):
        kind = _mark(doc[i], depth)
        if kind > 0:
            depth, opened = 1, i
        elif kind < 0 and depth:
            depth = 0
        elif kind < 0:
            lone = i
    if depth:
        if opened == end - 1:
            return _trimmed(start, end - 1, doc)
        closing = next((i for i in range(end, min(end + _NEAR_MARK, len(doc))) if _mark(doc[i], 1) < 0), None)
        if opened == start and closing is None:
            return Range(start + 1, end)
        end = closing + 1 if closing is not None else end
    elif lone >= 0:
        before = range(start - 1, max(start - _NEAR_MARK, -1), -1)
        opening = next((i for i in before if _mark(doc[i], 0) > 0), None)
        if opening is not None:
            return Range(opening, end)
        return _trimmed(start, end - 1, doc) if lone == end - 1 else Range(start, end)
    return Range(start, end)


def _mark(token: Token, depth: int) -> int:
    """Return 1 for a mark that opens a quotation, -1 for one that closes it, else 0."""
    first = token.text[0]
    if first in "“„«":
        return 1
    if first in _CLOSING:
        return -1
    if token.text in ('"', "``", "''"):
        glued = token.i > 0 and not token.nbor(-1).whitespace_
        return -1 if depth or glued else 1
    return 0
