"""Every number of a text that counts something, with its bounds, unit and what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.quantities.exclusions import is_excluded, is_money, is_share
from kgbuild.extractors.rules.quantities.heads import Counted, counted
from kgbuild.extractors.rules.quantities.numerals import Numeral, is_part_of_magnitude, read_numeral
from kgbuild.knowledge.measures import Modifier, QuantityLexicon

_NEAR = 6
_MODIFIERS = 4


@dataclass(frozen=True, slots=True)
class QuantityFinding:
    """A number of something, as printed."""

    range: Range
    """The words of the number with those that qualify it, without what is counted."""
    head: int | None
    """The token of what is counted; where that is left out, what tells it ("2,700 were injured")."""
    minimum: float | None
    """Inclusive bounds as printed. Both None where no number is printed ("dozens")."""
    maximum: float | None
    unit: str | None = None
    """Key of the unit scheme; None for things counted by themselves."""
    approximate: bool = False
    cumulative: bool | None = None
    """True for a running total; None where the text does not say."""
    another: bool = False
    """On top of what was counted before ("another 2,700", "100 more")."""
    vague: bool = False
    """Counts without a number ("dozens", "several")."""
    share: bool = False
    """A part of a whole ("20 percent", "a third of"); minimum and maximum are None."""
    money: bool = False
    """An amount of money, not a count."""
    elided: bool = False
    """What is counted is left out; the head is only what tells."""


_FEW = 20
"""Things of which the last can be one: "the last of 1,500" are as many as were left."""


def quantities(doc: Doc, lexicon: QuantityLexicon) -> list[QuantityFinding]:
    """Return the quantities of a text in order. Never raises."""
    words = [token.lower_ for token in doc]
    found: list[QuantityFinding] = []
    index = 0
    while index < len(words):
        word = words[index]
        if not (word[:1].isdigit() or word in lexicon.starters):
            index += 1
            continue
        finding, index = _read(doc, words, index, lexicon)
        if finding is not None:
            found.append(finding)
    return _totals(doc, words, found, lexicon)


def _read(
    doc: Doc, words: Sequence[str], index: int, lexicon: QuantityLexicon
) -> tuple[QuantityFinding | None, int]:
    """Return what starts at this token, and where to read on."""
    part = _share_word(words, index, lexicon)
    if part is not None:
        head = counted(doc, words, index, part, lexicon).head
        return QuantityFinding(Range(index, part), head, None, None, share=True), part
    numeral = read_numeral(doc, words, index, lexicon)
    if numeral is None:
        return None, index + 1
    numeral = _one_of(words, _not_a_change(doc, words, numeral, lexicon), lexicon)
    part = is_share(words, numeral, lexicon)
    if part is not None:
        head = counted(doc, words, numeral.start, part, lexicon).head
        return QuantityFinding(Range(numeral.start, part), head, None, None, share=True), part
    money = is_money(words, numeral, lexicon)
    if not money and is_excluded(doc, words, numeral, lexicon):
        return None, numeral.end
    return _finding(doc, words, numeral, money, lexicon)


def _share_word(words: Sequence[str], index: int, lexicon: QuantityLexicon) -> int | None:
    """Read "half of", "a third of", "half the"."""
    if is_part_of_magnitude(words, index, lexicon):
        return None
    start = index + 1 if words[index] == "a" else index
    found = lexicon.shares.at(words, start)
    if found is None:
        return None
    following = words[found[0]] if found[0] < len(words) else ""
    return found[0] if following == "of" or (words[start] == "half" and following in {"the", "its"}) else None


def _finding(
    doc: Doc, words: Sequence[str], numeral: Numeral, money: bool, lexicon: QuantityLexicon
) -> tuple[QuantityFinding, int]:
    start, modifiers = _before(doc, words, numeral, lexicon)
    end = numeral.end
    after = lexicon.after.at(words, end)
    if after is not None and not (words[end] == "more" and words[after[0] : after[0] + 1] == ["than"]):
        end = after[0]
        modifiers.append(after[1])
    if numeral.plus:
        modifiers.append(Modifier(bound="minimum"))
    minimum, maximum = _bounds(numeral, modifiers)
    target = Counted(None) if money else counted(doc, words, start, end, lexicon)
    return QuantityFinding(
        range=Range(start, end),
        head=target.head,
        minimum=minimum,
        maximum=maximum,
        unit=target.unit,
        approximate=any(modifier.approximate for modifier in modifiers),
        cumulative=True if any(modifier.cumulative for modifier in modifiers) else None,
        another=any(modifier.another for modifier in modifiers),
        vague=numeral.low is None,
        money=money,
        elided=target.elided,
    ), end


def _before(
    doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon
) -> tuple[int, list[Modifier]]:
    """Read the qualifying words before a number, several in a row ("a total of at least an estimated")."""
    start = numeral.start
    if start and words[start - 1] in lexicon.currencies_before:
        start -= 1
    modifiers: list[Modifier] = []
    for _ in range(_MODIFIERS):
        found = lexicon.before.before(words, start)
        if found is None or _is_particle(doc, found[0], lexicon):
            break
        start = found[0]
        modifiers.append(found[1])
    if start and words[start - 1] == "between" and numeral.ranged:
        start -= 1
    return start, modifiers


def _is_particle(doc: Doc, index: int, lexicon: QuantityLexicon) -> bool:
    """Whether a word before a number belongs to its verb ("handed over 60 rifles", "gone up to 16")."""
    if doc[index].lower_ in lexicon.ups and index > 0 and doc[index - 1].pos_ == "VERB":
        return doc[index - 1].lemma_.lower() in lexicon.changes
    if doc[index].lower_ not in lexicon.particles:
        return False
    return doc[index].tag_ == "RP" or (index > 0 and doc[index - 1].lemma_.lower() in lexicon.particle_verbs)


def _bounds(numeral: Numeral, modifiers: Sequence[Modifier]) -> tuple[float | None, float | None]:
    if numeral.ranged:
        return numeral.low, numeral.high
    bounds = [modifier.bound for modifier in modifiers if modifier.bound]
    # The words nearest to the number decide where two bounds meet.
    nearest = bounds[0] if bounds else None
    return (
        None if nearest == "maximum" else numeral.low,
        None if nearest == "minimum" else numeral.high,
    )


def _not_a_change(doc: Doc, words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> Numeral:
    """Keep the second number of "rose from 3,000 to 5,000", which is no range."""
    if not numeral.ranged or numeral.start < 1 or words[numeral.start - 1] != "from":
        return numeral
    if not any(
        t.lemma_.lower() in lexicon.changes for t in doc[max(0, numeral.start - _NEAR) : numeral.start]
    ):
        return numeral
    joints = [i for i in range(numeral.start, numeral.end) if words[i] == "to"]
    if not joints:
        return numeral
    return Numeral(joints[-1] + 1, numeral.end, numeral.high, numeral.high, numeral.scaled, numeral.plus)


def _one_of(words: Sequence[str], numeral: Numeral, lexicon: QuantityLexicon) -> Numeral:
    """Count one in "the first of three aircraft", nobody in "the last of 1,500"."""
    before = words[max(0, numeral.start - 3) : numeral.start]
    if len(before) < 3 or before[0] != "the" or before[1] not in lexicon.ordinals or before[2] != "of":
        return numeral
    if numeral.high is not None and numeral.high > _FEW:
        return replace(numeral, low=None, high=None)
    return replace(numeral, low=1.0, high=1.0)


def _totals(
    doc: Doc, words: Sequence[str], found: list[QuantityFinding], lexicon: QuantityLexicon
) -> list[QuantityFinding]:
    """Mark the running totals, told by words such as "so far" under the same verb, or close by."""
    marked: set[int] = set()
    for start in range(len(words)) if found else ():
        cue = lexicon.cumulative.at(words, start)
        if cue is not None:
            marked.update(_totalled(doc, start, cue[0], found))
    return [_as_total(finding) if i in marked else finding for i, finding in enumerate(found)]


def _totalled(doc: Doc, start: int, end: int, found: Sequence[QuantityFinding]) -> list[int]:
    sentence = doc[start].sent
    inside = [
        i
        for i, q in enumerate(found)
        if sentence.start <= q.range.start < sentence.end and not (q.vague or q.share or q.money)
    ]
    if not inside:
        return []
    verb = _verb(doc[start])
    same = [i for i in inside if verb is not None and _verb(doc[found[i].range.end - 1]) == verb]
    if same:
        return same
    distance = {i: max(found[i].range.start - end, start - found[i].range.end, 0) for i in inside}
    nearest = min(inside, key=lambda i: (distance[i], i))
    return [nearest] if distance[nearest] <= _NEAR else []


def _verb(token: Token) -> int | None:
    for _ in range(12):
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ == "ROOT"):
            return token.i
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _as_total(finding: QuantityFinding) -> QuantityFinding:
    return QuantityFinding(
        finding.range,
        finding.head,
        finding.minimum,
        finding.maximum,
        finding.unit,
        finding.approximate,
        True,
        finding.another,
        elided=finding.elided,
    )
