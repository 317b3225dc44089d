"""Labels of transcripts: "QUESTION:", "Mr. Osei (Ghana):", "SECRETARY LAMY:", "Amina Sow: ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kgbuild.knowledge.lines import LineWords

_LABEL = re.compile(
    r"[*_#\s]{0,5}(?P<who>[^\n:“”\"|?!]{1,90}?)(?P<notes>(?:\s?\([^)\n]{1,60}\)){0,3})[*_]{0,3}\s?:[*_]{0,3}(?:\s+(?:\([^)\n]{1,40}\)\s+)?|$)"
)
_BARE_Q = re.compile(r"(?P<who>Q)(?P<notes>)\s+(?=[A-Z“\"])")
_LONGEST = 9
"""Words in a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks from one line on, in characters."""

    start: int
    name_end: int
    """Where the name ends; what stands in brackets behind it is part of it."""
    end: int
    """Where what is said begins."""
    asks: bool = False
    """Whether it only asks: nothing is claimed."""
    answers: bool = False
    """Whether it stands for who is interviewed, whoever that is."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    offset: int
    match: re.Match[str]
    kind: str
    """asks, answers, addressed, capitals or named."""
    name: str
    asked: bool
    """Whether a question follows it."""


def labels(lines: Sequence[tuple[int, str]], words: LineWords) -> Mapping[int, Label]:
    """Return the labels of a transcript by where their lines begin; none where the text is no transcript."""
    found = [c for offset, line in lines if (c := _candidate(offset, line, words)) is not None]
    kept = _accepted(found)
    chaired = any(_is_delegate(c) for c in kept)
    return {c.offset: _label(c, kept, chaired) for c in kept}


def _candidate(offset: int, line: str, words: LineWords) -> _Candidate | None:
    match = _LABEL.match(line) or _BARE_Q.match(line)
    if match is None:
        return None
    who = match["who"].strip("*_# ")
    name = re.sub(r"\s*\([^)]*\)", "", who).strip()
    parts = name.replace(",", " ").split()
    plain = [part.strip(".,*_").casefold() for part in parts]
    if not parts or len(parts) > _LONGEST or (plain[0] in words.no_labels and len(parts) < 3):
        return None
    if any(not (part[0].isupper() or plain[i] in words.particles) for i, part in enumerate(parts)):
        return None
    asked = line.rstrip('*_ ”"').endswith("?")
    return _Candidate(offset, match, _kind(name, plain, words), name.casefold(), asked)


def _kind(name: str, plain: Sequence[str], words: LineWords) -> str:
    phrase = " ".join(plain)
    if phrase in words.questions or plain[-1] in words.questions:
        return "asks"
    if phrase in words.answers:
        return "answers"
    opening = plain[1:] if plain[0] == "the" else plain
    if opening and opening[0] in words.addresses:
        return "addressed"
    return "capitals" if name.isupper() and len(name) > 2 else "named"


def _accepted(found: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the labels that count: those of a text in which several people speak by labels."""
    times = Counter(c.name for c in found)
    delegates = [c for c in found if _is_delegate(c)]
    sure = [c for c in found if c.kind in ("asks", "answers", "addressed")]
    repeated = [c for c in found if times[c.name] > 1]
    pairs = [c for before, c in pairwise(found) if before.asked and not c.asked]
    speakers = {c.name for c in (*sure, *repeated)}
    if not (delegates or pairs or (len(speakers) > 1 and (sure or len(repeated) > 3))):
        return []
    if delegates and len(found) == 1:
        return list(found)
    askers = {c.name for c in found if c.asked}
    paired = {c.name for c in pairs} | (askers if pairs else set())
    return [c for c in found if c.kind != "named" or times[c.name] > 1 or c.name in paired]


def _is_delegate(candidate: _Candidate) -> bool:
    """Whether a label says for whom somebody speaks: "Mr. Osei (Ghana)"."""
    return candidate.kind == "addressed" and "(" in candidate.match.group()


def _label(candidate: _Candidate, kept: Sequence[_Candidate], chaired: bool) -> Label:
    match, offset = candidate.match, candidate.offset
    same = [c for c in kept if c.name == candidate.name]
    asks = candidate.kind == "asks" or (
        2 * sum(c.asked for c in same) >= len(same) and candidate.kind in ("named", "capitals")
    )
    asks = asks or (chaired and candidate.name.startswith("the "))  # who only gives the floor
    start = offset + match.start("who")
    name_end = offset + (match.end("notes") if match["notes"] else match.end("who"))
    return Label(start, name_end, offset + match.end(), asks, candidate.kind == "answers")
