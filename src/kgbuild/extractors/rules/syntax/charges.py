"""Mends what the parser gets wrong about charges: what somebody is accused of, and who rejects it."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.words import grammar_words

Changes = dict[int, tuple[Token, str]]
"""New head and label of tokens by their place."""

_OBJECTS = frozenset({"dobj", "nsubjpass"})
_CLOSE = 4
"""Tokens between two gerunds of one charge."""
_REACH = 12
"""Tokens from "both" to the verb of those whom it joins."""
_SUMMING = frozenset({"appos", "npadvmod", "dobj", "attr"})


def second_gerund(verb: Token) -> Changes | None:
    """Mend "accused Chad of training and arming rebels": the second gerund goes with the first."""
    above = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VBG" or above.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
        return None
    openers = [c for c in above.children if c.dep_ == "prep" and c.i < verb.i]
    first = next((c for p in openers for c in p.children if c.dep_ in ("pobj", "pcomp")), None)
    if first is None or not first.text.endswith("ing") or not 0 < verb.i - first.i <= _CLOSE:
        return None
    return {verb.i: (first.head, "pcomp")}


def gerund_of_charge(verb: Token) -> Changes | None:
    """Mend "accused Chad of flying weapons to rebels": no weapons that fly, but what Chad did."""
    thing = verb.head
    of = verb.doc[verb.i - 1] if verb.i else verb
    if (
        verb.dep_ != "amod"
        or verb.tag_ != "VBG"
        or of.lower_ != "of"
        or thing.head.i != of.i
        or thing.dep_ != "pobj"
    ):
        return None
    charge = of.head.head if of.head.dep_ in _OBJECTS else of.head
    if charge.lemma_ not in grammar_words().charging:
        return None
    changes = {of.i: (charge, "prep"), verb.i: (of, "pcomp"), thing.i: (verb, "dobj")}
    return changes | {
        t.i: (verb, "prep") for t in charge.rights if t.dep_ == "prep" and t.i > thing.right_edge.i
    }


def denied_by_both(both: Token) -> Changes | None:
    """Mend "accused Chad of it, a charge both Chad and Oslo reject": both are who rejects it."""
    if both.lower_ != "both" or both.i == 0:
        return None
    first, charge = both.head, both.nbor(-1)
    verb = next((t for t in both.doc[first.i : both.i + _REACH] if t.pos_ == "VERB"), None)
    if charge.pos_ != "NOUN" or first.head.i != charge.i or verb is None or first.right_edge.i >= verb.i:
        return None
    if child(verb, "dobj") is not None:
        return None
    changes = {first.i: (verb, "nsubj"), verb.i: (charge, "relcl")}
    if charge.head.i == verb.i:  # read as who rejects what stands before it
        told = next((t for t in verb.lefts if t.dep_ == "ccomp" and t.i < charge.i), None)
        if told is None:
            return None
        above = told if verb.dep_ == "ROOT" else verb.head
        return changes | {told.i: (above, verb.dep_), charge.i: (told, "npadvmod")}
    if verb.dep_ in ("relcl", "ROOT", "conj") or child(verb, "nsubj") is not None:
        return None
    return changes if charge.dep_ in _SUMMING else None


def charge_of_gerund(of: Token) -> Changes | None:
    """Mend "accused Chadian makers of selling shells": what the makers did, not what makers they are."""
    accused = of.head
    deed = child(of, "pcomp")
    if of.lower_ != "of" or accused.dep_ not in _OBJECTS or deed is None or deed.tag_ != "VBG":
        return None
    return {of.i: (accused.head, "prep")} if accused.head.lemma_ in grammar_words().charging else None


def remark_by_name(noun: Token) -> Changes | None:
    """Mend "sent rifles, an allegation Oslo called baseless": Oslo is who calls it so, no name of it."""
    name, start = noun.head, noun.i - 1
    verb = name.head
    if noun.dep_ != "compound" or noun.pos_ != "NOUN" or name.pos_ != "PROPN" or start < 1:
        return None
    article, before = noun.doc[start], noun.doc[start - 1]
    if name.dep_ != "nsubj" or verb.dep_ not in ("relcl", "advcl") or before.text not in (",", "–", "—", "-"):
        return None
    if article.lower_ not in ("a", "an") or article.head.i != name.i or verb.head.i > noun.i:
        return None
    return {noun.i: (verb.head, "appos"), article.i: (noun, "det"), verb.i: (noun, "relcl")}
