"""Active cue verbs with their content behind them: said that, vowed to, called it, condemned N."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgbuild.extractors.rules.attribution.complements import (
    behind_aside,
    clause_range,
    kind_of_clause,
    object_range,
    phrase_with,
    right_clauses,
)
from kgbuild.extractors.rules.attribution.found import attribution
from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.attribution.relays import quoting_verb
from kgbuild.extractors.rules.attribution.source_phrases import (
    can_speak,
    own_subject,
    source_head,
    source_range,
    subject,
)
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_CONTRACTED = frozenset({"'s", "’s"})
"""Forms the parser takes for "is" where they may be "has": "he's said that"."""


def is_passive(view: View, verb: int) -> bool:
    """Whether a verb form is passive, also without its auxiliary behind a noun ("troops said to be ...")."""
    children = view.children[verb]
    if any(view.dep[c] == "auxpass" and view.lower[c] in _CONTRACTED for c in children):
        return not any(c > verb and view.dep[c] in {"ccomp", "dobj"} for c in children)
    if any(view.dep[c] in {"auxpass", "nsubjpass", "agent"} for c in children):
        return True
    bare = view.tag[verb] == "VBN" and view.child(verb, "aux") is None
    if view.dep[verb] == "advcl":  # "Asked about it, X said": not by X
        return bare and own_subject(view, verb) is None
    return bare and view.dep[verb] in {"acl", "relcl"}


def told_clause(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X said that Y", "X told reporters Y", "X asked whether Y"."""
    if is_passive(view, match.head):
        return
    for clause in right_clauses(view, match):
        kind = kind_of_clause(view, clause)
        if kind not in {"clause", "question", "bare", "gerund"} or _is_apart(view, match, clause):
            continue
        certainty = match.certainty(
            "question" if kind == "question" else "gerund" if kind == "gerund" else "clause"
        )
        certainty = max(certainty, match.certainty("clause") - 0.1 if kind == "question" else 0.0)
        if certainty:
            content = [clause_range(view, match, clause)]
            content.extend(_further(view, match, clause, content[0].end))
            opening = before_inserted(view, match, content[0].start)
            if opening is not None:
                content.insert(0, opening)
            yield from _one(view, match, content, "told-clause", certainty)
            return


def _is_apart(view: View, match: CueMatch, clause: int) -> bool:
    """Whether a clause behind a cue is one of its own: "..., police said; the army did not comment"."""
    between = range(match.last + 1, view.left[clause])
    if any(view.lower[i] == ";" for i in between):
        return True
    opened = view.lower[view.left[clause] - 1] if view.left[clause] > match.last + 1 else ""
    return opened in {"after", "before", "because"}


def _further(view: View, match: CueMatch, clause: int, end: int) -> Iterator[Range]:
    """Yield the next clause of what is said, where the parser made two of one right behind each other."""
    if view.quotation_of[clause] >= 0:
        return
    for following in view.children[match.head]:
        if following > clause and view.dep[following] == "ccomp" and view.left[following] == end:
            yield clause_range(view, match, following)


def before_inserted(view: View, match: CueMatch, content: int) -> Range | None:
    """Return what stands before a reporting clause: "If it fails, X said, there is no other way"."""
    spoken = own_subject(view, match.head)
    if spoken is None or spoken > match.head or view.lower[content - 1] != "," or content - match.last > 8:
        return None
    start, sentence = view.left[spoken], view.sentence(match.head)
    if start - 1 <= sentence.start or view.lower[start - 1] != "," or view.quotation_of[start - 2] >= 0:
        return None
    return Range(sentence.start, start)


def infinitive(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X vowed to do Y"; with an object that does it, "X urged N to do Y"."""
    if is_passive(view, match.head):
        return
    for clause in right_clauses(view, match):
        if kind_of_clause(view, clause) != "infinitive":
            continue
        content = clause_range(view, match, clause)
        controlled = view.child(match.head, "dobj", "dative")
        if match.last != match.head and view.pos[match.last] == "ADP":
            controlled = view.child(match.last, "pobj")
        own = view.child(clause, "nsubj", "nsubjpass")
        certainty = match.certainty("infinitive")
        if controlled is not None and match.head < controlled < clause:
            certainty = match.certainty("control")
            content = Range(view.left[controlled], content.end)
        elif own is not None and own < clause:
            certainty = match.certainty("control", "clause")
        if certainty:
            silent = match.cue.stance == "Denies" and _tells(view, clause)
            stance = "Withholds" if silent else None
            yield from _one(view, match, [content], "infinitive", certainty, stance=stance)
        return


def _tells(view: View, verb: int) -> bool:
    """Whether to turn this infinitive down is to keep silent: "declined to say", "to put a number on"."""
    if view.lemma[verb] == "put":
        named = view.child(verb, "dobj")
        return named is not None and view.lemma[named] in view.around.figures
    return verb in view.saying or view.lemma[verb] in view.around.answering


def noun_phrase(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X condemned the attack", "X called for a ceasefire", "X denied sending troops"."""
    certainty = match.certainty("np")
    if match.cue.source == "object":
        yield from _feeling(view, match)
        return
    if not certainty or is_passive(view, match.head) or quotes_as_saying(view, match.head):
        return
    content = object_range(view, match)
    if content is None:
        return
    if match.certainty("clause") >= 0.9 and _clipped_clause(view, content):
        yield from _one(view, match, [content], "headline-clause", 0.7)
    else:
        aside = behind_aside(view, view.trim(*content).end - 1)
        parts = [content] if aside is None else [content, aside]
        yield from _one(view, match, parts, "noun-phrase", certainty, nominal=True)


def _feeling(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "N angered X": X is the source, N what X judges."""
    cause, holder = subject(view, match.head), view.child(match.head, "dobj")
    if cause is None or holder is None or holder < match.head or is_passive(view, match.head):
        return
    if view.pos[holder] != "PROPN" and view.tag[holder] != "PRP" and not can_speak(view, holder):
        return
    named = source_head(view, cause)
    content = source_range(view, named, (match.head,))
    found = attribution(view, match, holder, [content], "feeling-caused", match.certainty("np"), nominal=True)
    if found is not None:
        yield found


def _clipped_clause(view: View, content: Range) -> bool:
    """Whether the object is a clause after all, as in headlines: "Seoul says North fired missiles"."""
    paragraph = view.paragraph(content.start)
    if view.lower[paragraph.end - 1] in {".", "?", "!"} or view.is_stop(paragraph.end - 1):
        return False
    return any(view.pos[i] == "VERB" and view.tag[i] in {"VBD", "VBZ", "VBN"} for i in range(*content))


def quotes_as_saying(view: View, verb: int) -> bool:
    """Whether a verb only quotes: in "quoted X as saying Y" the cue is "saying", and the claimant X."""
    return any(
        quoting_verb(view, i) == verb for i in range(verb + 1, min(verb + 15, view.sentence(verb).end))
    )


def called(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X called it unlawful", "X described the raid as a provocation", "X accused N of doing"."""
    if is_passive(view, match.head) or quotes_as_saying(view, match.head):
        return
    as_phrase = phrase_with(view, match.head, "as") if match.certainty("as") else None
    if as_phrase is not None and (content := object_range(view, match)) is not None:
        end = max(content.end, view.right[as_phrase])
        yield from _one(
            view, match, [Range(content.start, end)], "called-as", match.certainty("as"), nominal=True
        )
        return
    if as_phrase is not None and (content := _reports_behind(view, as_phrase)) is not None:
        yield from _one(view, match, [content], "called-as", match.certainty("as"), nominal=True)
        return
    of_phrase = phrase_with(view, match.head, "of", "for", "with", "over") if match.certainty("of") else None
    named = view.child(match.head, "dobj")
    if named is not None and named > match.head:
        of_phrase = of_phrase or phrase_with(view, named, "of", "for")
    if of_phrase is not None and named is not None and match.certainty("of"):
        again = [c for c in view.children[match.head] if view.lower[c] == view.lower[of_phrase]]
        end = max(view.right[c] for c in (of_phrase, named, *again))  # "of training it, and of arming it"
        content = Range(view.left[named], end)
        yield from _one(view, match, [content], "accused-of", match.certainty("of"), nominal=True)
        return
    if match.certainty("small") and (content := _small_clause(view, match)) is not None:
        yield from _one(view, match, [content], "called-so", match.certainty("small"), nominal=True)


def _reports_behind(view: View, preposition: int) -> Range | None:
    """Return "baseless reports that N did" of "rejected as baseless reports that N did"."""
    told = view.child(preposition, "pobj")
    clauses = view.children[told] if told is not None else []
    if told is None or not any(c > told and "that" in view.lower[view.left[c] : c] for c in clauses):
        return None
    return Range(preposition + 1, view.right[told])


def _small_clause(view: View, match: CueMatch) -> Range | None:
    """Read "(called) it unlawful", from the object or the clause's own subject on."""
    start = None
    for child in view.children[match.head]:
        if child <= match.head or view.dep[child] not in {"dobj", "nsubj", "oprd", "ccomp", "xcomp"}:
            continue
        start = view.left[child] if start is None else start
        predicate = view.dep[child] == "oprd" or kind_of_clause(view, child) == "small"
        if predicate and view.dep[child] in {"oprd", "ccomp", "xcomp"}:
            judged = next((c for c in _noun_behind(view, match.head, child)), child)
            return Range(max(start, match.last + 1), view.right[judged])
    return None


def _noun_behind(view: View, verb: int, predicate: int) -> Iterator[int]:
    """Yield what is judged, where it stands behind the judgement: "called credible the evidence that ..."."""
    for child in view.children[verb]:
        if child > predicate and view.dep[child] in {"oprd", "dobj"} and view.pos[child] == "NOUN":
            between = range(view.right[predicate], view.left[child])
            told = any(view.dep[c] == "acl" and c > child for c in view.children[child])
            if told and view.pos[predicate] == "ADJ" and all(view.is_stop(i) for i in between):
                yield child


_AT = ("at", "above", "below", "over", "under", "between", "around", "near")
"""Before the figure that somebody puts on something."""
_FIGURED = {"at": _AT, "figure": ("as",)}
_PLAIN = ("at", "as")
"""Those of them that are no part of the figure."""
_UNSPOKEN = 0.7
"""What an active cue keeps, beside the share of any cue, where nobody is found to speak."""


def _one(
    view: View,
    match: CueMatch,
    content: list[Range],
    rule: str,
    certainty: float,
    *,
    nominal: bool = False,
    stance: str | None = None,
) -> Iterator[Attribution]:
    speaker = subject(view, match.head)
    certainty *= 1.0 if speaker is not None else _UNSPOKEN
    found = attribution(view, match, speaker, content, rule, certainty, nominal=nominal, stance=stance)
    if found is not None:
        yield found


def put_at(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X put the number of dead at 40", "gave it as 40": the figure and what it counts."""
    links = tuple(link for takes, each in _FIGURED.items() if match.certainty(takes) for link in each)
    certainty = max(match.certainty(takes) for takes in _FIGURED)
    counted = view.child(match.head, "dobj")
    if not certainty or counted is None or is_passive(view, match.head):
        return
    inside = range(counted + 1, view.right[counted])
    deep = next((i for i in inside if view.lower[i] in links and view.dep[i] == "prep"), None)
    prep = phrase_with(view, match.head, *links) or deep
    if prep is None or not any(view.pos[i] == "NUM" for i in range(prep, view.right[prep])):
        return
    if view.lower[prep] == "as" and view.child(prep, "pobj") is None:
        return  # "listed them as having sent two ships"
    end = min(prep, view.right[counted])
    is_plain = view.lower[prep] in _PLAIN  # "above" is a part of the figure
    content = [Range(view.left[counted], end), Range(prep + is_plain, view.right[prep])]
    content.extend(_beside_figure(view, match.head, content[-1].end))
    figure = CueMatch(match.cue, match.head, (*match.tokens, prep) if is_plain else match.tokens)
    yield from _one(view, figure, content, "put-at", certainty)


def _beside_figure(view: View, verb: int, end: int) -> Iterator[Range]:
    """Yield what is told with a figure: "put the number at seven, with 62 people wounded"."""
    opened = end + 1
    if view.lower[end : opened + 1] != [",", "with"]:
        return
    for child in view.children[verb]:
        start, stop = view.left[child], view.right[child]
        if start == opened and any(view.pos[i] == "NUM" for i in range(start, stop)):
            yield Range(start, stop)


_ARTICLES = frozenset({"a", "an"})


def aside(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "..., a charge X has always rejected" off the words, however the parser joins them."""
    if match.cue.stance not in {"Denies", "Condemns"} or match.last != match.head:
        return
    first = match.head
    while first > 0 and view.pos[first - 1] in {"AUX", "ADV", "PART"}:
        first -= 1
    name = first
    while name > 0 and view.pos[name - 1] == "PROPN":
        name -= 1
    if view.lower[name - 1 : name] == ["the"] and name < first:
        name -= 1
    noun = name - 1
    if name == first or noun < 2 or view.pos[noun] != "NOUN" or view.lower[noun - 1] not in _ARTICLES:
        return
    if view.lower[noun - 2] not in {",", "–", "—", "--"}:
        return
    found = attribution(view, match, first - 1, [Range(noun, noun + 1)], "aside", 0.95, nominal=True)
    if found is not None:
        yield replace(found, source=Range(name, first), source_head=first - 1)


RULES = (aside, told_clause, infinitive, put_at, called, noun_phrase)
