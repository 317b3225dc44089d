"""Reading numbers off the tokens: "5.2 million", "twenty-five", "half a dozen", "3,000 to 5,000", "dozens".

Own code, since libraries for number words (text2num, word2number) give a value without the tokens it
stands in, and read neither digits mixed with words nor ranges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.knowledge.measures import QuantityLexicon

_DIGITS = re.compile(
    r"(\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d{1,12}(?:\.\d{1,6})?)([a-z]{1,3})?(\+)?"
)
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""Thousands set apart by points, as on the Continent, or three decimals."""
_DASHED = re.compile(r"([\d,.]+)[–—-]([\d,.]+)")
_MEASURED = frozenset({"as", "how", "so", "too"})  # "as many as", "how many"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number or range in `doc[start:end]`; `low` is None where it counts without a number ("dozens")."""

    start: int
    end: int
    low: float | None
    high: float | None
    scaled: bool = False
    """Written with a magnitude ("5.2 million", "12k"), so that it is no year and no bare digit."""
    plus: bool = False
    """Followed by a plus sign ("500+")."""

    @property
    def ranged(self) -> bool:
        """Whether it has two bounds."""
        return self.low != self.high


def read_numeral(doc: Doc, words: Sequence[str], start: int, lexicon: QuantityLexicon) -> Numeral | None:
    """Return the number or the pair of bounds that starts at this token, or None."""
    vague = _vague(words, start, lexicon)
    if vague is not None:
        return vague
    first = _dashed(words, start) or _single(doc, words, start, lexicon)
    if first is None or first.ranged or first.plus:
        return first
    return _range(doc, words, first, lexicon) or first


def _vague(words: Sequence[str], start: int, lexicon: QuantityLexicon) -> Numeral | None:
    """Read "dozens", "tens of thousands", "several hundred"."""
    found = lexicon.vague.at(words, start)
    if found is None or (start > 0 and words[start - 1] in _MEASURED):
        return None
    end = found[0]
    while end < len(words):
        step = end + 1 if words[end] == "of" else end
        if step < len(words) and (words[step] in lexicon.scales or lexicon.vague.at(words, step)):
            end = step + 1
        else:
            break
    return Numeral(start, end, None, None)


def _dashed(words: Sequence[str], start: int) -> Numeral | None:
    """Read a range that the tokenizer leaves in one piece ("3,000–5,000")."""
    found = _DASHED.fullmatch(words[start])
    if found is None:
        return None
    low, high = (_DIGITS.fullmatch(part) for part in found.groups())
    if low is None or high is None:
        return None
    lower, upper = _number(low[1]), _number(high[1])
    return Numeral(start, start + 1, _as_thousands(lower, upper), upper)


def _single(doc: Doc, words: Sequence[str], start: int, lexicon: QuantityLexicon) -> Numeral | None:
    if words[start][0].isdigit():
        return _from_digits(doc, words, start, lexicon)
    return _from_words(words, start, lexicon)


def _from_digits(doc: Doc, words: Sequence[str], start: int, lexicon: QuantityLexicon) -> Numeral | None:
    found = _DIGITS.fullmatch(words[start])
    if found is None:
        return None
    value, suffix, end = _number(found[1]), found[2], start + 1
    if _POINTED.fullmatch(found[1]) and not _is_decimal(words, end, suffix, lexicon):
        if found[1].count(".") == 1 and not _counts(doc, end):
            return None  # neither a count nor surely a decimal: better none than another
        value = float(found[1].replace(".", ""))
    scaled = suffix is not None
    if suffix is None and _joined(doc, end) and words[end] in lexicon.suffixes and _million(doc, words, end):
        suffix, scaled, end = words[end], True, end + 1
    if suffix is not None:
        if suffix not in lexicon.suffixes:
            return None
        value *= lexicon.suffixes[suffix]
    value, end = _and_a_half(words, end, value, lexicon)
    while end < len(words) and words[end] in lexicon.scales:
        value, scaled, end = value * lexicon.scales[words[end]], True, end + 1
    plus = found[3] is not None
    if not plus and _joined(doc, end) and words[end] == "+":
        plus, end = True, end + 1
    value = round(value, 3)
    return Numeral(start, end, value, value, scaled, plus)


def _is_decimal(words: Sequence[str], end: int, suffix: str | None, lexicon: QuantityLexicon) -> bool:
    """Whether what follows says that a point is one of decimals: "1.125 million", "2.375 percent"."""
    following = words[end] if end < len(words) else ""
    if suffix is not None or following in lexicon.scales or following in lexicon.suffixes:
        return True
    return following in lexicon.measures or lexicon.shares.at(words, end) is not None


def _counts(doc: Doc, end: int) -> bool:
    """Whether people or things are counted: a plural follows."""
    return any(t.tag_ in {"NNS", "NNPS"} or t.lower_ == "people" for t in doc[end : end + 3])


def _and_a_half(words: Sequence[str], end: int, value: float, lexicon: QuantityLexicon) -> tuple[float, int]:
    """Read on over "and a half", behind the number or its magnitude: "a million and a half"."""
    at = end
    while at < len(words) and words[at] in DASHES:
        at += 1
    half = [w for w in words[at : at + 5] if w not in DASHES][:3] == ["and", "a", "half"]
    if not half:
        return value, end
    dashes = sum(w in DASHES for w in words[at : at + 5])
    scale = lexicon.scales.get(words[end - 1], 1.0)
    return value + scale / 2, at + 3 + (dashes if at > end else 0)


def _decimals(words: Sequence[str], end: int, lexicon: QuantityLexicon) -> tuple[float, int]:
    """Read "point two five"."""
    fraction, unit, at = 0.0, 0.1, end + 1
    while at < len(words) and words[at] in lexicon.values and lexicon.values[words[at]] < 10:
        fraction, unit, at = fraction + unit * lexicon.values[words[at]], unit / 10, at + 1
    return (fraction, at) if at > end + 1 else (0.0, end)


def _million(doc: Doc, words: Sequence[str], index: int) -> bool:
    """Whether an "m" after digits is a million, not metres: money or a plural noun is beside it."""
    if words[index] != "m":
        return True
    money = index > 1 and doc[index - 2].is_currency
    return money or (
        index + 1 < len(doc) and any(t.tag_ in {"NNS", "NNPS"} for t in doc[index + 1 : index + 4])
    )


def _from_words(words: Sequence[str], start: int, lexicon: QuantityLexicon) -> Numeral | None:
    end, value = _lead(words, start, lexicon)
    total, scaled, read = 0.0, False, value is not None
    while end < len(words):
        word = words[end]
        if word in lexicon.values and _adds(value, lexicon.values[word]):
            value = (value or 0.0) + lexicon.values[word]
        elif word in lexicon.scales and (value is not None or not read):
            value = (1.0 if value is None else value) * lexicon.scales[word]
            scaled = True
            if lexicon.scales[word] >= 1000:
                total, value = total + value, None
        elif word == "point" and value is not None:
            fraction, after = _decimals(words, end, lexicon)
            if after == end:
                break
            value, end = value + fraction, after
            continue
        elif not (read and _links(words, end, value, lexicon)):
            more, after = _and_a_half(words, end, 0.0, lexicon) if read else (0.0, end)
            if after == end:
                break
            if value is None:
                total += more
            else:
                value += more
            end = after
            continue
        read, end = True, end + 1
    if not read:
        return None
    number = round(total + (value or 0.0), 3)
    return Numeral(start, end, number, number, scaled)


def _lead(words: Sequence[str], start: int, lexicon: QuantityLexicon) -> tuple[int, float | None]:
    """Read "a" and "half a" before a magnitude ("a dozen", "half a million", "half-dozen")."""
    quarters = _quarters(words, start, lexicon)
    if quarters is not None:
        return quarters
    half = words[start] == "half"
    end = start + 1 if half or words[start] == "a" else start
    if half and end < len(words) and (words[end] == "a" or words[end] in DASHES):
        end += 1
    if end > start and end < len(words) and words[end] in lexicon.scales:
        return end, 0.5 if half else 1.0
    return start, None


def _quarters(words: Sequence[str], start: int, lexicon: QuantityLexicon) -> tuple[int, float] | None:
    """Read "a quarter of a million", "quarter million", "three-quarters of a million"."""
    at, share = start, 0.25
    if words[at] == "three":
        at, share = at + 1, 0.75
        at += at < len(words) and words[at] in DASHES
    elif words[at] == "a":
        at += 1
    if at >= len(words) or words[at] not in ("quarter", "quarters"):
        return None
    at += 1
    if words[at : at + 2] == ["of", "a"]:
        at += 2
    return (at, share) if at < len(words) and words[at] in lexicon.scales else None


def is_part_of_magnitude(words: Sequence[str], start: int, lexicon: QuantityLexicon) -> bool:
    """Whether what looks like a share is a number: "a quarter of a million"."""
    return _quarters(words, start, lexicon) is not None


def _adds(value: float | None, more: float) -> bool:
    """Whether a further number word continues the number ("twenty" + "five", "hundred" + "ten")."""
    if value is None:
        return True
    return value > 0 and (
        (value % 100 == 0 and more < 100) or (value % 100 >= 20 and value % 10 == 0 and more < 10)
    )


def _links(words: Sequence[str], index: int, value: float | None, lexicon: QuantityLexicon) -> bool:
    """Whether "-" or "and" stands inside a number ("twenty-five", "two hundred and ten")."""
    if index + 1 < len(words) and words[index] in DASHES and words[index + 1] in lexicon.scales:
        return value is not None  # "two-thousand"
    if index + 1 >= len(words) or words[index + 1] not in lexicon.values:
        return False
    following = lexicon.values[words[index + 1]]
    if words[index] in DASHES:
        return value is not None and value >= 20 and value % 10 == 0 and 0 < following < 10
    return words[index] == "and" and (value is None or (value >= 100 and value % 100 == 0)) and following > 0


def _range(doc: Doc, words: Sequence[str], first: Numeral, lexicon: QuantityLexicon) -> Numeral | None:
    """Read on where a second bound follows: "3,000 to 5,000", "two or three", "between 3,000 and 5,000"."""
    joint = first.end
    if joint + 1 >= len(words):
        return None
    between = first.start > 0 and _opened(words, first.start, lexicon)
    if words[joint] not in ({"and"} if between else {"to", "or", *DASHES}):
        return None
    begin = joint + 1
    modifier = lexicon.before.before(words, begin + 1) if words[begin] not in lexicon.values else None
    if modifier is not None and begin + 1 < len(words) and words[begin] not in lexicon.scales:
        begin += 1
    second = _single(doc, words, begin, lexicon)
    if second is None or first.low is None or second.high is None or _is_year(words, first, lexicon):
        return None
    low = first.low
    if not first.scaled and second.scaled:
        factor = _scale(words, second, lexicon)
        low = low * factor if low < second.high / factor else low
    low = _as_thousands(low, second.high)
    if low >= second.high:
        return None
    return Numeral(first.start, second.end, low, second.high, second.scaled, second.plus)


def _is_year(words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> bool:
    """Whether a number behind a month or "since" is a year: "the total since October 2023 to 46,000"."""
    text, before = words[numeral.start], words[numeral.start - 1] if numeral.start else ""
    year = len(text) == 4 and text.isdigit() and 1800 <= int(text) <= 2100
    return year and (before in lexicon.months or before in ("since", "in"))


def _as_thousands(low: float, high: float) -> float:
    """Return the first number of "10-12,000" as it is meant."""
    clipped = low < 1000 <= high and high % 1000 == 0 and low * 1000 < high and low * 100 > high / 100
    return low * 1000 if clipped and low == int(low) else low


def _opened(words: Sequence[str], start: int, lexicon: QuantityLexicon) -> bool:
    modifier = lexicon.before.before(words, start)
    return words[(modifier[0] if modifier else start) - 1] == "between"


def _scale(words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> float:
    factor = 1.0
    for word in words[numeral.start : numeral.end]:
        factor *= lexicon.scales.get(word, 1)
    return factor


def _joined(doc: Doc, index: int) -> bool:
    """Whether this token is written right onto the one before."""
    return 0 < index < len(doc) and not doc[index - 1].whitespace_


def _number(digits: str) -> float:
    return float(digits.replace(",", "").replace(".", "" if digits.count(".") > 1 else "."))
