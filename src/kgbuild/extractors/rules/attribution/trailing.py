"""Who said it, last in the sentence, where the parser joins them to what is said: "Y, X and Z said"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgbuild.extractors.rules.attribution.found import attribution
from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.attribution.source_phrases import own_subject
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_LONGEST_NAME = 25
_NAME = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "CCONJ", "PART", "PRON"})
_NAMING = frozenset({"PROPN", "NOUN", "PRON"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SHARE = 0.8
"""What the certainty of a cue keeps where the words alone show who speaks."""


def trailing(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "Y, X and Z said Monday.", "Y, X (XY) confirmed at the weekend." off the words."""
    cue, sentence = match.head, view.sentence(match.head)
    if match.certainty("inserted") < 0.9 or view.tag[cue] not in _FINITE or match.last != cue:
        return
    spoken = own_subject(view, cue)
    if view.quotation_of[cue] >= 0 or view.dep[cue] == "relcl" or not _ends_behind(view, cue, sentence):
        return
    last = _before_remark(view, _before_short_form(view, cue), sentence.start)
    comma = _behind_comma(view, last, sentence.start)
    if view.lower[comma] != "," or not 0 < cue - 1 - comma <= _LONGEST_NAME or (spoken or cue) < comma:
        return
    speaker = _speaker(view, comma, last)
    whole = any(view.tag[i] in _FINITE for i in range(sentence.start, comma))
    if speaker is None or not whole or view.pos[last] not in _NAMING:
        return
    content = [Range(sentence.start, comma), *_aside(view, cue, sentence)]
    found = attribution(view, match, speaker, content, "trailing", match.certainty("inserted") * _SHARE)
    if found is not None:
        yield replace(found, source=view.trim(comma + 1, cue))


def _before_short_form(view: View, cue: int) -> int:
    """Return the last word of the name: what stands in brackets behind it is its short form."""
    if view.lower[cue - 1] != ")":
        return cue - 1
    opening = next((i for i in range(cue - 2, max(cue - 6, 0), -1) if view.lower[i] == "("), None)
    return cue - 1 if opening is None else opening - 1


def _behind_comma(view: View, last: int, start: int) -> int:
    """Return the first word to the left that is no part of a name: the comma before it, if all is well."""
    comma = last
    while comma > start and (
        view.pos[comma] in _NAME or view.dep[comma] == "amod" or view.lower[comma] == "of"
    ):
        comma -= 1
    return comma


def _before_remark(view: View, last: int, start: int) -> int:
    """Return the last word of who speaks, before a name or office set off: "X, the minister, said"."""
    if view.lower[last] != ",":
        return last
    opening = _behind_comma(view, last - 1, start)
    before = _behind_comma(view, opening - 1, start)
    if not (view.lower[opening] == view.lower[before] == ","):
        return last
    parts = (range(before + 1, opening), range(opening + 1, last))
    names = [bool(part) and all(view.pos[i] == "PROPN" for i in part) for part in parts]
    return opening - 1 if names.count(True) == 1 else last


def _speaker(view: View, comma: int, last: int) -> int | None:
    """Return the head of those who speak: of "port and military officials" the last word."""
    named = [
        i for i in range(comma + 1, last + 1) if view.pos[i] in _NAMING and view.pos[view.head[i]] != "ADJ"
    ]
    heads = [i for i in named if not comma < view.head[i] <= last]
    if not heads:
        return None
    shared = view.tag[heads[0]] == "NN" and heads[0] == comma + 1 and view.tag[last] == "NNS"
    return last if shared else heads[0]


def _ends_behind(view: View, cue: int, sentence: Range) -> bool:
    """Whether only circumstances follow a cue in its sentence: a day, a place, an aside without a verb."""
    behind = range(cue + 1, sentence.end)
    if any(view.tag[i] in _FINITE or view.quotation_of[i] >= 0 for i in behind):
        return False
    first = cue + 1
    while first < sentence.end and (
        view.doc[first].ent_type_ in {"DATE", "TIME"} or view.lower[first] == "on"
    ):
        first += 1
    return first >= sentence.end or view.is_stop(first) or _opens_circumstance(view, first, cue)


def _opens_circumstance(view: View, first: int, cue: int) -> bool:
    """Whether a preposition opens what follows: "at the weekend"; not "of", which tells what is said."""
    return view.pos[first] == "ADP" and view.head[first] == cue and view.lower[first] in {"at", "in", "after"}


def _aside(view: View, cue: int, sentence: Range) -> Iterator[Range]:
    """Yield an apposition behind the cue that goes on with what is said: ", the third this year"."""
    comma = next((i for i in range(cue + 1, sentence.end) if view.lower[i] == ","), None)
    if comma is not None and comma + 1 < sentence.end and view.pos[comma + 1] == "DET":
        yield Range(comma + 1, sentence.end)
