"""Passive cues: "is believed to have", "it was reported that", "was condemned by", "is described as"."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extractors.rules.attribution.clausal import is_passive, quotes_as_saying
from kgbuild.extractors.rules.attribution.complements import (
    clause_range,
    kind_of_clause,
    phrase_with,
    right_clauses,
)
from kgbuild.extractors.rules.attribution.found import attribution
from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View


def agent(view: View, verb: int) -> int | None:
    """Who is named with "by"."""
    by = view.child(verb, "agent")
    return None if by is None else view.child(by, "pobj")


def logical_object(view: View, verb: int) -> int | None:
    """Return the subject of a passive, or the noun a passive participle stands behind."""
    here = verb
    for _ in range(4):
        found = view.child(here, "nsubjpass", "nsubj")
        if found is not None:
            return found if found < here else None
        if view.dep[here] in {"acl", "relcl"}:
            return view.head[here]
        if view.dep[here] not in {"conj", "xcomp"}:
            return None
        here = view.head[here]
    return None


def passive_report(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "N is believed to have done", "it is reported that N did", "N was described as M"."""
    certainty = (
        2 * match.certainty("passive") if agent(view, match.head) is None else match.certainty("passive")
    )
    if not certainty or not is_passive(view, match.head) or quotes_as_saying(view, match.head):
        return
    named = logical_object(view, match.head)
    speaker = agent(view, match.head)
    for clause in right_clauses(view, match):
        kind = kind_of_clause(view, clause)
        content = [clause_range(view, match, clause)]
        if kind in {"infinitive", "small", "gerund", "bare"} and named is not None:
            content.append(_noun(view, named, match.head))
        elif named is not None and view.lower[named] not in {"it", "what"}:
            certainty = match.certainty("passive") * 0.8
        found = attribution(view, match, speaker, content, "passive-report", certainty)
        if found is not None:
            yield found
        return
    as_phrase = phrase_with(view, match.head, "as")
    complement = view.child(match.head, "oprd", "attr", "acomp")
    tail = as_phrase if as_phrase is not None else complement
    if tail is not None and tail > match.head and named is not None:
        content = [_noun(view, named, match.head), view.subtree(tail)]
        found = attribution(view, match, speaker, content, "passive-as", certainty, nominal=True)
        if found is not None:
            yield found


def passive_object(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "N was condemned by X", "N, denied by X, ..."."""
    certainty = match.certainty("np")
    speaker = agent(view, match.head)
    if not certainty or speaker is None or match.last != match.head or quotes_as_saying(view, match.head):
        return
    named = logical_object(view, match.head)
    if named is not None:
        content = [_noun(view, named, match.head)]
        found = attribution(view, match, speaker, content, "passive-object", certainty, nominal=True)
        if found is not None:
            yield found


def accused(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "N is accused of doing Y", by whomever."""
    if not match.certainty("of") or match.cue.stance != "Condemns" or not is_passive(view, match.head):
        return
    named, of_phrase = logical_object(view, match.head), phrase_with(view, match.head, "of", "for", "with")
    if named is None or of_phrase is None:
        return
    content = [_noun(view, named, match.head), view.subtree(of_phrase)]
    speaker = agent(view, match.head)
    certainty = match.certainty("of") * (0.6 if speaker is not None else 1.0)
    found = attribution(view, match, speaker, content, "accused", certainty, nominal=True)
    if found is not None:
        yield found


def asked_by(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "asked by X whether Y", "asked about N": what was asked, whoever answers it."""
    certainty = match.certainty("question")
    if not certainty or view.tag[match.head] != "VBN" or view.lemma[match.head] != "ask":
        return
    speaker = agent(view, match.head)
    clause = next(iter(right_clauses(view, match)), None)
    about = phrase_with(view, match.head, "about", "on", "for")
    if clause is not None:
        content, nominal = clause_range(view, match, clause), False
    elif about is not None:
        content, nominal = Range(about + 1, view.right[about]), True
    else:
        return
    certainty = certainty * (1.0 if speaker is not None else 1.2)
    found = attribution(view, match, speaker, [content], "asked", certainty, nominal=nominal)
    if found is not None:
        yield found


def felt(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X was convinced that Y", "X was angered by N": the subject is the source."""
    certainty = match.certainty("felt")
    if not certainty or not is_passive(view, match.head):
        return
    speaker = logical_object(view, match.head)
    clause = next(iter(right_clauses(view, match)), None)
    reason = phrase_with(view, match.head, "by", "at", "about", "over", "with")
    reason = view.child(match.head, "agent") if reason is None else reason
    if speaker is None or (clause is None and reason is None):
        return
    if clause is not None:
        content, nominal = clause_range(view, match, clause), False
    else:
        assert reason is not None
        content, nominal = Range(reason + 1, view.right[reason]), True
    found = attribution(view, match, speaker, [content], "felt", certainty, nominal=nominal)
    if found is not None:
        yield found


def seems(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "N seems to have done Y": nobody is named, the whole clause is the content."""
    certainty = match.certainty("seem")
    if not certainty:
        return
    named = view.child(match.head, "nsubj")
    if named is None or named > match.head:
        return
    for child in view.children[match.head]:
        if child > match.head and view.dep[child] in {"xcomp", "ccomp", "acomp", "oprd"}:
            if child in view.cues or view.lower[named] in {"that", "which", "who"}:
                return
            content = [_noun(view, named, match.head), view.subtree(child)]
            found = attribution(view, match, None, content, "seems", 2 * certainty)
            if found is not None:
                yield found
            return


def _noun(view: View, noun: int, verb: int) -> Range:
    """Return a noun phrase, cut before the clause that holds the cue."""
    start, end = view.subtree(noun)
    return Range(start, min(end, verb)) if start < verb else Range(start, end)


RULES = (accused, asked_by, passive_report, passive_object, felt, seems)
