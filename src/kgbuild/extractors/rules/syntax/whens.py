"""Mends readings that a time behind a name leads the parser into: "sent drones to Mali days before"."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.knowledge.words import grammar_words


def name_before_time(name: Token) -> dict[int, tuple[Token, str]] | None:
    """Mend "to Mali days before the vote": where is the name, and the days say when.

    A determiner before the name keeps them together: "for the Ramadan days before".
    """
    unit = name.head
    last = unit.i + 1 >= len(unit.doc)
    if name.pos_ != "PROPN" or unit.dep_ != "pobj" or last or name.i > unit.i:
        return None
    if unit.lemma_.lower() not in grammar_words().times or unit.nbor(1).lower_ not in grammar_words().since:
        return None
    if any(t.dep_ in ("det", "poss") for t in unit.lefts):
        return None
    preposition = unit.head
    return {name.i: (preposition, "pobj"), unit.i: (preposition.head, "npadvmod")}
