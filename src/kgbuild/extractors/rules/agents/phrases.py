"""The shape of noun phrases, whoever they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kgbuild.grounding.entities import Entity

LEFT = ("poss", "compound", "amod", "nmod")
"""Dependencies of what stands before a noun and can say whose it is."""
_WHERE = frozenset({"in", "near", "inside", "across", "at", "around", "into", "outside"})


def behind(head: Token, *prepositions: str) -> Iterator[Token]:
    """Yield what stands behind one of these prepositions after a noun."""
    for token in head.rights:
        if token.dep_ == "prep" and token.lower_ in prepositions:
            yield from (below for below in token.children if below.dep_ == "pobj")


def says_where(name: Token) -> bool:
    """Whether a name only says where something is: "in southern Lebanon", "in the Uzbek city of"."""
    place = name.head if name.dep_ in ("amod", "compound", "nmod") else name
    return place.dep_ == "pobj" and place.head.lower_ in _WHERE


def wording(head: Token) -> str:
    """Return the words of a noun phrase up to its head, without article and number: "(two) diplomats"."""
    doc = head.doc
    start = min((t.i for t in head.lefts if t.dep_ in (*LEFT, "nummod")), default=head.i)
    inner = [t.i for word in doc[start : head.i] for t in word.lefts if t.dep_ != "det"]
    start = min([start, *inner])
    words = doc[start : head.i + 1]
    while len(words) > 1 and (words[0].dep_ == "det" or _is_number(words[0], head)):
        words = words[1:]
    return " ".join(words.text.split())


def unnamed(head: Token) -> Entity | None:
    """Return who a noun for people or a body is about, whom nothing names: "analysts", "a commission"."""
    if head.pos_ not in ("NOUN", "PROPN"):
        return None
    return Entity("Person" if head.tag_ == "NNS" else "Organization", wording(head), anonymous=True)


def _is_number(token: Token, head: Token) -> bool:
    return token.dep_ == "nummod" and token.head.i == head.i and token.pos_ == "NUM"
