"""What a number counts: the noun after it, else the words around it that tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.knowledge.measures import QuantityLexicon

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PLURALS = frozenset({"NNS", "NNPS"})
_LEFT = frozenset({"compound", "nmod", "amod", "poss", "nummod", "npadvmod"})
_QUOTES = frozenset({'"', "“", "”", "‘", "’", "'"})
_SKIP = frozenset({"RB", "MD"})
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """The token of what is counted and the key of the unit it is counted in."""

    head: int | None
    unit: str | None = None
    elided: bool = False
    """No noun follows the number: the head is the verb or noun that tells what is meant."""


def counted(doc: Doc, words: Sequence[str], start: int, end: int, lexicon: QuantityLexicon) -> Counted:
    """Return what the number in `doc[start:end]` counts, where the words that qualify it belong to it."""
    if _at(words, end) in DASHES and _at(words, end + 1) in lexicon.strengths:
        noun = _noun(doc, end + 2)
        return Counted(noun if noun is not None else end + 1)
    if _at(words, end) == "of":
        return Counted(_after_of(doc, end))
    noun = _noun(doc, end)
    if noun is not None:
        return _through_unit(doc, words, end, noun, lexicon)
    governor = _governor(doc, words, Range(start, end), lexicon)
    if governor is None:
        return Counted(None, elided=True)
    unit = lexicon.units.before(words, governor + 1)
    return Counted(governor, (unit[1] or None) if unit else None, elided=True)


def _through_unit(doc: Doc, words: Sequence[str], start: int, noun: int, lexicon: QuantityLexicon) -> Counted:
    """Look through a unit to what it holds ("containers of weapons" counts weapons)."""
    found = lexicon.units.before(words, noun + 1)
    if found is None or found[0] < start:
        return Counted(noun)
    unit = found[1] or None
    if _at(words, noun + 1) == "of":
        inner = _after_of(doc, noun + 1)
        return Counted(noun if inner is None else inner, unit)
    return Counted(noun, unit)


def _after_of(doc: Doc, of: int) -> int | None:
    start = of + 1
    while start < len(doc) and doc[start].tag_ in {"DT", "PRP$", "PDT"} and not doc[start].is_sent_start:
        start += 1
    if start < len(doc) and doc[start].tag_ in {"PRP", "DT"}:
        return start
    noun = _noun(doc, start, numbers=True)
    if noun is None and start < len(doc) and doc[start - 1].tag_ in {"DT", "PDT"}:
        return start - 1
    return noun


def _noun(doc: Doc, start: int, numbers: bool = False) -> int | None:
    """Return the head of the noun group that starts here; `numbers` lets a calibre stand in it."""
    last: int | None = None
    for index in range(start, min(start + _LONGEST, len(doc))):
        token = doc[index]
        if token.is_sent_start and index > start:
            break
        if token.tag_ in _NOUNS:
            if last is not None and _closed(doc[last], token):
                break
            last = index
        elif not (_inside(doc, token, last, numbers) or _continues(doc, last, token)):
            break
    return last


def _continues(doc: Doc, last: int | None, token: Token) -> bool:
    """Whether a noun so far was only an attribute ("short-range ballistic missiles", "Leopard 2 tanks")."""
    if last is None or last != token.i - 1 or token.i + 1 >= len(doc) or doc[token.i + 1].tag_ not in _NOUNS:
        return False
    if token.tag_ == "CD":
        return doc[last].tag_ == "NNP" and token.text.isdigit() and len(token.text) < 3
    hyphenated = last > 0 and doc[last - 1].text in DASHES and not doc[last - 1].whitespace_
    return hyphenated and token.tag_.startswith(("JJ", "VBN", "VBG"))


def _closed(noun: Token, following: Token) -> bool:
    """Whether the group ends with this noun although another noun follows ("12 tanks Kyiv asked for")."""
    if following.ent_type_ == "DATE" and following.text[0].isupper():
        return True
    if noun.dep_ in _LEFT and noun.head.i > noun.i:
        return False
    return noun.tag_ in _PLURALS or noun.head.i < noun.i


def _inside(doc: Doc, token: Token, last: int | None, numbers: bool) -> bool:
    """Whether a token that is no noun can stand in the group here."""
    previous = doc[token.i - 1] if token.i else None
    if token.text in DASHES:
        return not token.whitespace_
    if previous is not None and previous.text in DASHES and not previous.whitespace_:
        return True
    if last is not None:
        return False
    tag = token.tag_
    if tag.startswith("JJ") or (numbers and tag == "CD") or token.text in _QUOTES:
        return True
    if tag in {"VBN", "VBG", "VBD"}:
        attribute = token.dep_ in {"amod", "compound", "conj"} and token.head.i > token.i
        return attribute or _coordinated(doc, token.i)
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if following is None:
        return False
    if tag == "RB":  # "heavily armed men", but not "100 already supplied"
        return following.dep_ == "amod" and following.head.i > following.i
    return (tag == "CC" or token.text == ",") and following.tag_[:2] in {"JJ", "VB"}


def _coordinated(doc: Doc, index: int) -> bool:
    """Whether a participle is one of two before a noun ("killed or wounded soldiers")."""
    for first in (index, index - 2):
        tags = [token.tag_ for token in doc[max(first, 0) : first + 4]]
        if first >= 0 and len(tags) == 4 and tags[1] == "CC" and tags[3] in _NOUNS:
            return tags[0][:2] == tags[2][:2] == "VB"
    return False


def _governor(doc: Doc, words: Sequence[str], numeral: Range, lexicon: QuantityLexicon) -> int | None:
    """Return the nearest word that tells what a number without a noun counts."""
    start = numeral.start
    if _at(words, start - 1) == "of" and start > 1 and doc[start - 2].tag_ in _NOUNS:
        return _through_count(doc, words, start - 2, lexicon)
    following = _following_predicate(doc, numeral.end)
    if following is not None:
        return following
    root = _root(doc, numeral)
    governor = root.head
    if governor.i == root.i:
        return None
    if governor.pos_ == "ADP":
        return _before_preposition(doc, words, governor, numeral, lexicon)
    if root.pos_ == "ADP" and any(t.dep_ == "dobj" for t in governor.children):  # "put it above 40"
        return _before_preposition(doc, words, root, numeral, lexicon)
    if governor.pos_ in {"AUX", "VERB"} and root.dep_ in {"attr", "acomp", "oprd"}:
        subject = _argument(governor, numeral.start)
        return governor.i if subject is None else _through_count(doc, words, subject, lexicon)
    return governor.i if governor.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"} else None


def _following_predicate(doc: Doc, end: int) -> int | None:
    """Return the verb or adjective right after the number ("2,700 had been injured", "300 dead")."""
    for index in range(end, min(end + 6, len(doc))):
        token = doc[index]
        if token.is_sent_start and index > end:
            return None
        if token.pos_ == "AUX" or token.tag_ in _SKIP:
            continue
        if token.tag_ in {"VBN", "VBD", "VBG", "VB", "VBZ", "VBP", "JJ"} and token.lower_ != "including":
            return index
        return None
    return None


def _root(doc: Doc, numeral: Range) -> Token:
    """Return the token of the number that hangs on something outside; "12 and 30": that of the first."""
    token = doc[numeral.start]
    for candidate in doc[numeral.start : numeral.end]:
        if not numeral.start <= candidate.head.i < numeral.end:
            token = candidate
    for _ in range(3):
        if token.dep_ == "conj" and token.head.pos_ in {"NUM", "ADJ"}:
            token = token.head
    return token


def _before_preposition(
    doc: Doc, words: Sequence[str], preposition: Token, numeral: Range, lexicon: QuantityLexicon
) -> int | None:
    """Find "the number of killed at 4,000", "losses to 1,200", "a force of 3,000"."""
    count = _count_noun(doc, words, preposition.i, lexicon)
    if count is not None:
        return _through_count(doc, words, count, lexicon)
    governor = preposition.head
    if governor.pos_ == "ADP":  # "rose from 300 to 500"
        governor = governor.head
    if governor.pos_ in {"VERB", "AUX"}:
        argument = _argument(governor, numeral.start)
        return governor.i if argument is None else argument
    return governor.i if governor.i != preposition.i else None


def _count_noun(doc: Doc, words: Sequence[str], end: int, lexicon: QuantityLexicon) -> int | None:
    """Return a noun for a number ("number", "total") shortly before, in the same sentence."""
    for index in range(end - 1, max(-1, end - _LONGEST), -1):
        if words[index] in lexicon.counts and doc[index].tag_ in _NOUNS:
            return index
        if doc[index].is_sent_start or words[index] in {",", ";"}:
            return None
    return None


def _through_count(doc: Doc, words: Sequence[str], count: int, lexicon: QuantityLexicon) -> int:
    """Return what "number of" stands before; the noun itself where nothing follows."""
    if words[count] not in lexicon.counts or _at(words, count + 1) != "of":
        return count
    inner = _after_of(doc, count + 1)
    if inner is not None:
        return inner
    return count + 2 if count + 2 < len(doc) else count


def _argument(verb: Token, before: int) -> int | None:
    """Return the noun whose number a verb tells ("casualties rose to"), the object before the subject."""
    for deps in ({"dobj", "obj"}, {"nsubj", "nsubjpass"}):
        for child in verb.children:
            if child.dep_ in deps and child.i < before and child.tag_ in {"NN", "NNS"}:
                return child.i
    return None


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""
