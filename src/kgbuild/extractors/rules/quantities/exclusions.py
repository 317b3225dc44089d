"""Telling numbers that count something from dates, names, measures, ages, addresses, scores and the like."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.quantities.numerals import Numeral
from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.knowledge.measures import QuantityLexicon

_NOT_ONE = frozenset({"no", "the", "this", "that", "any", "each", "every", "which", "another", "some"})
_ADDS_NOUN = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "CC", "RB"})
_AND_A_HALF = ["and", "a", "half"]
_AGE_LIMIT = 120
_SCORE_LIMIT = 20
_LONGEST_BARE = 6


def is_money(words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Whether the number is an amount of money."""
    before = words[numeral.start - 1] if numeral.start else ""
    after = words[numeral.end] if numeral.end < len(words) else ""
    return (
        before in lexicon.currencies_before
        or after in lexicon.currencies_after
        or (after in {"us", "u.s."} and _word(words, numeral.end + 1) in lexicon.currencies_after)
    )


def is_share(words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> int | None:
    """Return where the words of a share end ("20 percent", "two-thirds"), or None."""
    end = numeral.end + 1 if _word(words, numeral.end) in DASHES else numeral.end
    if _word(words, end) == "in" and _word(words, end + 1) in lexicon.wholes:  # "one in five"
        return end + 2
    found = lexicon.shares.at(words, end)
    return found[0] if found else None


def is_excluded(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Whether the number counts nothing that a claim could be about."""
    end = numeral.end + 3 if words[numeral.end : numeral.end + 3] == _AND_A_HALF else numeral.end
    if _word(words, end) in lexicon.measures:
        return True
    if numeral.low is None:
        return False
    if numeral.high == 0 or _is_denied(words, numeral):
        return True
    return (
        _part_of_name(doc, words, numeral, lexicon)
        or _part_of_date(doc, words, numeral, lexicon)
        or _attributive(doc, words, numeral, lexicon)
        or _is_age(doc, words, numeral, lexicon)
        or _is_one(doc, words, numeral, lexicon)
        or _is_score(words, numeral)
        or _is_code(doc, words, numeral)
    )


def _is_denied(words: Sequence[str], numeral: Numeral) -> bool:
    """Find "not one", "not a single" and the like, which count nothing."""
    return numeral.low == 1 and _word(words, numeral.start - 1) in ("not", "never", "nary")


def _part_of_name(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Find "Shahed-136", "Resolution 1718", "Leopard 2 tanks", "10 Downing Street"."""
    start = numeral.start
    if start == 0:
        return False
    previous = doc[start - 1]
    if words[start - 1] in DASHES and not previous.whitespace_ and start > 1:
        return not doc[start - 2].whitespace_ and not doc[start - 2].is_space
    if words[start - 1] in lexicon.designators or _big(doc, start, lexicon) or _titled(doc, numeral):
        return True
    if any(token.lower_ in lexicon.addresses for token in doc[numeral.end : numeral.end + 3]):
        return True
    if not words[start][0].isdigit() or previous.tag_ not in {"NNP", "NN"} or not previous.text[0].isupper():
        return False
    if doc[start].head.i == start - 1 and not _noun_follows(doc, numeral.end):  # "School 285"
        return True
    small = numeral.low is not None and numeral.low < 100
    return small and previous.dep_ in {"compound", "nmod"} and not previous.is_sent_start


def _noun_follows(doc: Doc, index: int) -> bool:
    return index < len(doc) and doc[index].tag_ in {"NN", "NNS", "NNP", "NNPS", "JJ"}


def _titled(doc: Doc, numeral: Numeral) -> bool:
    """Find "Ground Zero" and "Air Force One": a capital in a name, nothing counted after it."""
    number, previous = doc[numeral.start], doc[numeral.start - 1]
    if number.is_sent_start or previous.is_sent_start or not number.text.istitle():
        return False
    return previous.text.istitle() and previous.tag_ in {"NNP", "NN"} and not _noun_follows(doc, numeral.end)


def _big(doc: Doc, start: int, lexicon: QuantityLexicon) -> bool:
    names = lexicon.capitalised_designators
    return doc[start - 1].text in names or doc[max(0, start - 2) : start].text in names


def _part_of_date(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    start, end = numeral.start, numeral.end
    text = doc[start].text
    if numeral.scaled or not text[0].isdigit():
        return False
    if "," not in text and (_is_month(doc, start - 1, lexicon) or _is_month(doc, end, lexicon)):
        return True
    if _word(words, end) == "of" and _is_month(doc, end + 1, lexicon):
        return True
    if not (len(text) == 4 and text.isdigit() and 1800 <= int(text) <= 2100):
        return False
    if numeral.ranged:
        return True
    plural = any(t.tag_ in {"NNS", "NNPS"} for t in doc[end : end + 3]) or _word(words, end) == "of"
    return not plural or (start > 0 and words[start - 1] in lexicon.year_contexts) or start == 0


def _is_month(doc: Doc, index: int, lexicon: QuantityLexicon) -> bool:
    return 0 <= index < len(doc) and doc[index].text[0].isupper() and doc[index].lower_ in lexicon.months


def _attributive(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Find "27-year-old", "170-mm", "two-day", but not "a 3,000-strong force"."""
    end = numeral.end
    if _word(words, end) not in DASHES or doc[end - 1].whitespace_ or doc[end].whitespace_:
        return False
    return _word(words, end + 1) not in lexicon.strengths and lexicon.after.at(words, end) is None


def _is_age(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Find "Ismail Sato, 47, said"."""
    start, end = numeral.start, numeral.end
    if start < 2 or not doc[start].text.isdigit() or int(doc[start].text) > _AGE_LIMIT:
        return False
    if words[start - 1] in {"under", "over", "above", "below"} and words[start - 2] in lexicon.people:
        return True  # "children under 12"
    name: Token = doc[start - 2]
    closed = _word(words, end) in {",", ")", "."}
    return closed and words[start - 1] in {",", "("} and name.tag_ in {"NNP", "NN"} and name.text[0].isupper()


def _is_one(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Whether "one" is a pronoun ("one of", "no one", "one another"), not a count."""
    if words[numeral.start] != "one" or numeral.end - numeral.start > 1:
        return False
    following = doc[numeral.end] if numeral.end < len(doc) else None
    before = words[numeral.start - 1] if numeral.start else ""
    clause = (
        before in {"that", "which"} and following is not None and following.tag_ in _ADDS_NOUN - {"CC", "RB"}
    )
    if before in _NOT_ONE and not clause:
        return True  # "that one", but not "said that one soldier"
    if following is not None and following.pos_ == "AUX":  # "one was killed", but not "one was a spy"
        return not any(t.tag_ == "VBN" for t in doc[numeral.end + 1 : numeral.end + 3])
    if following is None or following.tag_ not in _ADDS_NOUN:
        return True
    return following.lower_ in lexicon.behind_one


def _is_score(words: Sequence[str], numeral: Numeral) -> bool:
    """Find "13-0" and "3-1": a dash between falling numbers, or a slash, colon or list mark."""
    before, after = _word(words, numeral.start - 1), _word(words, numeral.end)
    second = before == "to" and _word(words, numeral.start - 2)[:1].isdigit()
    if second and _word(words, numeral.start - 3) != "from" and (numeral.high or 0) < _SCORE_LIMIT:
        return True
    if after in DASHES | {"to", "/", ":"} and _word(words, numeral.end + 1)[:1].isdigit():
        return True
    return before in DASHES | {"/", ":"} and _word(words, numeral.start - 2)[:1].isdigit()


def _is_code(doc: Doc, words: Sequence[str], numeral: Numeral) -> bool:
    """Find telephone numbers, list numbers, readings such as "63.3 F"."""
    start, end = numeral.start, numeral.end
    text = doc[start].text
    if numeral.scaled or not text[0].isdigit():
        return False
    if text.isdigit() and (len(text) > _LONGEST_BARE or (len(text) > 1 and text[0] == "0")):
        return True
    if _word(words, start - 1)[:1].isdigit() or _word(words, end)[:1].isdigit():
        return True
    if _word(words, end) in {".", ")"} and (start == 0 or "\n" in doc[start - 1].text_with_ws):
        return True
    return "." in text and not any(t.tag_ in {"NNS", "NNPS"} for t in doc[end : end + 2])


def _word(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""
