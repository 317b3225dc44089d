"""Mends readings that a figure leads the parser into: "lost upwards of 400 men", "2.5m rounds"."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.words import grammar_words

Change = dict[int, tuple[Token, str]]

_NOMINAL = ("NOUN", "PROPN")


def bounded_object(preposition: Token) -> Change | None:
    """Mend "had lost upwards of 400 soldiers": what is counted is the object of the verb."""
    bound, thing = preposition.head, child(preposition, "pobj")
    if preposition.lower_ != "of" or bound.lower_ not in grammar_words().bounds or thing is None:
        return None
    verb = bound.head
    if bound.dep_ == "pobj":  # "in excess of"
        verb = bound.head.head
    counted = child(thing, "nummod") is not None or thing.pos_ == "NUM"
    if verb.pos_ != "VERB" or child(verb, "dobj") is not None or not counted or thing.i < verb.i:
        return None
    return {thing.i: (verb, "dobj")}


def letter_of_number(letter: Token) -> Change | None:
    """Mend "2.5m rounds": the letter goes with the number, and the number with the noun behind."""
    if letter.lower_ not in grammar_words().letters or letter.i == 0 or letter.i + 1 >= len(letter.doc):
        return None
    number = letter.nbor(-1)
    if number.whitespace_ or not number.text[0].isdigit():
        return None
    noun = _head_behind(letter)
    if noun is None or noun.is_ancestor(letter):
        return None
    changes: Change = {letter.i: (number, "quantmod"), number.i: (noun, "nummod")}
    for token in letter.children:
        if token.i not in changes and token.i != noun.i:
            changes[token.i] = (noun, token.dep_)
    if letter.is_ancestor(noun):
        changes[noun.i] = (letter.head, letter.dep_)
    return changes


def _head_behind(letter: Token) -> Token | None:
    """Return the head of the nouns right behind a letter."""
    last: Token | None = None
    for token in letter.doc[letter.i + 1 : letter.i + 5]:
        if token.pos_ not in _NOMINAL and token.pos_ != "ADJ":
            break
        last = token if token.pos_ in _NOMINAL else last
    return last
