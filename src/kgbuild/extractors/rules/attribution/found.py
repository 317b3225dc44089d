"""Making one `Attribution` out of what a rule found."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.extractors.rules.attribution.matching import CueMatch, cue_tokens, negated, reluctance
from kgbuild.extractors.rules.attribution.relays import quoted_speaker, quoting_verb, relays
from kgbuild.extractors.rules.attribution.source_phrases import can_speak, source_head, source_range
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_NEGATIVE_NOUNS = frozenset({"no", "neither"})


def attribution(
    view: View,
    match: CueMatch,
    source: int | None,
    content: Iterable[Range],
    rule: str,
    certainty: float,
    *,
    nominal: bool = False,
    stance: str | None = None,
) -> Attribution | None:
    """Put the parts together: stance under negation, trimmed content; None where no content is left."""
    ranges = trimmed(view, content)
    if not ranges:
        return None
    if _is_supposed(view, match.head):
        return None
    cue = cue_tokens(view, match)
    stance, modality = stance or match.cue.stance, match.cue.modality
    quoting = quoting_verb(view, match.head)
    if quoting is not None:
        source = quoted_speaker(view, quoting) or source
    certainty *= likelihood(view, match.head, source, nominal)
    reluctant = reluctance(view, match.head)
    if negated(view, match.head) or reluctant is not None:
        stance = match.cue.negated if stance == match.cue.stance else stance
        if reluctant is not None:
            stance = "Withholds" if stance == "Asserts" == match.cue.stance else stance
            cue = tuple(sorted({reluctant, *cue}))
    if stance == "Withholds":
        modality = None
    words, speaker = None, None
    if source is not None:
        speaker = source_head(view, source)
        words = source_range(view, speaker, (match.head, *cue))
        if speaker < source <= words.end + 2:
            words = Range(words.start, source + 1)
        elif speaker < source:
            words = Range(source, source + 1)
        if words.start >= words.end:
            return None  # where a name should stand there is but a quotation mark
    return Attribution(
        source=words,
        source_head=speaker,
        cue=cue,
        content=ranges,
        stance=stance,
        modality=modality,
        relays=relays(view, match, source),
        nominal=nominal,
        quoted=mostly_quoted(view, ranges),
        rule=rule,
        certainty=certainty,
    )


def _is_supposed(view: View, head: int) -> bool:
    """Whether a cue is only a condition: "if Oslo can prove that N did" has Oslo say nothing yet."""
    return view.dep[head] == "advcl" and any(
        view.dep[c] == "mark" and view.lower[c] in _CONDITIONS for c in view.children[head]
    )


_CONDITIONS = frozenset({"if", "unless"})
_FORMS = {"modal": 0.7, "to": 0.7, "bare": 0.6, "relative": 0.8, "finite": 1.0, "participle": 0.8}
"""How likely a cue attributes in this form: "X backs N" does, "X should back N", "to back N" less."""
_SPEAKERS = {
    "it": 0.6,
    "that": 0.6,
    "which": 0.6,
    "i": 0.7,
    "we": 0.8,
    "you": 0.6,
    "this": 0.6,
    "what": 0.4,
    "there": 0.3,
}
_NOBODY = 0.5
_WITHIN = 0.8
"""What a cue keeps inside the content of a verb that is no verb of saying: "it means X backs N"."""
_THING = 0.7


def likelihood(view: View, head: int, source: int | None, nominal: bool) -> float:
    """How much of its certainty an attribution keeps, by the form of its cue and the kind of its source."""
    speaker = _NOBODY if source is None else _SPEAKERS.get(view.lower[source], 1.0)
    if (
        source is not None
        and view.lower[source] == "which"
        and view.pos[source_head(view, source)] == "PROPN"
    ):
        speaker = 1.0  # "the ministry's Central Command, which said"
    if nominal and source is not None and view.pos[source] == "NOUN" and not can_speak(view, source):
        speaker *= _THING
    if view.pos[head] not in {"VERB", "AUX"}:
        return speaker
    within = view.dep[head] == "ccomp" and view.head[head] not in view.saying
    inner = _WITHIN if nominal and within else 1.0
    return speaker * inner * _FORMS[form(view, head)]


def form(view: View, verb: int) -> str:
    """Return the form a verb stands in, such as "modal" or "participle": how sure a cue is depends on it."""
    for child in view.children[verb]:
        if view.tag[child] == "MD" and view.lower[child] not in {"will", "wo", "'ll", "’ll"}:
            return "modal"
        if view.lower[child] == "to" and view.pos[child] == "PART":
            aspect = view.dep[verb] == "xcomp" and view.lemma[view.head[verb]] in view.around.aspects
            return "finite" if aspect else "to"
    if view.dep[verb] == "relcl":
        return "relative"
    if view.tag[verb] == "VBG" and view.dep[verb] in {"acl", "pcomp", "advcl"}:
        return "participle"
    if view.tag[verb] == "VB" and view.child(verb, "aux") is None:
        return "bare"
    return "finite"


def trimmed(view: View, content: Iterable[Range]) -> tuple[Range, ...]:
    """Return the ranges in order, without punctuation at their ends, joined where they touch."""
    kept: list[Range] = []
    for start, end in sorted(content):
        found = view.trim(start, end)
        if found.end - found.start > 1 and view.dep[found.end - 1] == "cc":
            found = view.trim(found.start, found.end - 1)
        if found.start >= found.end:
            continue
        if kept and found.start <= kept[-1].end:
            kept[-1] = Range(kept[-1].start, max(kept[-1].end, found.end))
        else:
            kept.append(found)
    return tuple(kept)


def mostly_quoted(view: View, ranges: Iterable[Range]) -> bool:
    """Whether at least half of the words stand between quotation marks."""
    words = inside = 0
    for start, end in ranges:
        for i in range(start, end):
            if not view.is_stop(i):
                words += 1
                inside += view.quotation_of[i] >= 0
    return words > 0 and 2 * inside >= words
