"""Nouns and adjectives that attribute: "the claim that Y", "criticism of N", "X is confident that Y"."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extractors.rules.attribution.complements import (
    behind_aside,
    clause_range,
    kind_of_clause,
    right_clauses,
)
from kgbuild.extractors.rules.attribution.found import attribution
from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.attribution.source_phrases import own_subject, subject
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_ABOUT = frozenset(
    {
        "of",
        "about",
        "on",
        "for",
        "against",
        "over",
        "to",
        "in",
        "with",
        "at",
        "toward",
        "towards",
        "that",
        "regarding",
    }
)
_HOLDERS = frozenset({"from", "by", "among", "of"})


def noun_clause(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "the claim that Y", "its promise to do Y"; not "said in a statement that Y"."""
    above = view.head[view.head[match.head]]
    if view.dep[match.head] == "pobj" and above in view.saying:
        return
    if match.cue.stance == "Pledges" and any(view.lower[c] == "no" for c in view.children[match.head]):
        return  # "has made no commitment that": who says so denies it
    for clause in right_clauses(view, match):
        kind = kind_of_clause(view, clause)
        certainty = match.certainty("infinitive" if kind == "infinitive" else "clause")
        if kind == "question":
            certainty = match.certainty("question", "clause")
        if kind not in {"clause", "infinitive", "question"} or not certainty:
            continue
        if kind == "clause" and view.lower[view.left[clause]] in {"which", "who"}:
            continue
        content = clause_range(view, match, clause)
        owner = holder(view, match.head)
        if match.cue.stance == "Demands" and owner is not None and view.lower[content.start] == "for":
            certainty = _ASKED if _is_named(view, owner) else certainty
        found = attribution(view, match, owner, [content], "noun-clause", certainty)
        if found is not None:
            yield found
        return
    aside = behind_aside(view, match.head)
    if aside is not None and match.certainty("clause"):
        found = attribution(
            view, match, holder(view, match.head), [aside], "noun-clause", match.certainty("clause")
        )
        if found is not None:
            yield found


def noun_of(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "criticism of N", "their support for N", "concern about N"."""
    certainty = match.certainty("of")
    if not certainty:
        return
    owner = holder(view, match.head)
    for child in view.children[match.head]:
        if child < match.head or view.dep[child] != "prep" or view.lower[child] not in _ABOUT:
            continue
        inner = view.child(child, "pobj", "pcomp")
        if inner is None or inner == owner:
            continue
        content = view.subtree(inner)
        if match.cue.stance == "Demands" and owner is not None:
            asked = _asked_of(view, child, content)
            named = _is_named(view, owner)
            certainty = _ASKED if asked.end > content.end and named else max(certainty, _OWNED * named)
            content = asked
        found = attribution(view, match, owner, [content], "noun-of", certainty, nominal=True)
        if found is not None:
            yield found
        return


_ASKED = 0.8
"""Certainty of "X's demand for Y to do Z"."""
_OWNED = 0.45
"""The least certainty of a demand whose owner is named."""


def _asked_of(view: View, prep: int, named: Range) -> Range:
    """Return whom a demand is made of with what is asked: "calls for N to leave"."""
    if view.lower[prep] != "for" or named.end >= view.size or view.lower[named.end] != "to":
        return named
    verb = view.head[named.end]
    return Range(named.start, view.right[verb]) if view.tag[verb] == "VB" and verb > named.end else named


def _is_named(view: View, token: int) -> bool:
    return view.pos[token] == "PROPN" or view.doc[token].ent_type_ in _NAMED


def holder(view: View, noun: int) -> int | None:
    """Who holds the view a noun names: "X's claim", "the claim by X", "X made the claim"."""
    owner = view.child(noun, "poss")
    if owner is not None:
        verb = view.head[noun]
        uttered = view.dep[noun] == "dobj" and view.lemma[verb] in view.around.uttering
        return (subject(view, verb) or owner) if uttered and view.pos[owner] == "PRON" else owner
    for child in view.children[noun]:
        if child < noun and view.dep[child] in _BEFORE and view.doc[child].ent_type_ in _NAMED:
            return child
        if (
            view.dep[child] == "acl"
            and view.lemma[child] in view.around.stemming
            and (origin := _origin(view, child))
        ):
            return origin
        if (
            child > noun
            and view.dep[child] in {"prep", "agent"}
            and view.lower[child] in {"from", "by", "among"}
        ):
            return view.child(child, "pobj")
    verb = view.head[noun]
    determiner = view.child(noun, "det")
    definite = determiner is not None and view.lower[determiner] not in {"a", "an", "no", "any", "some"}
    if view.dep[noun] in {"dobj", "attr"} and (view.lemma[verb] in view.around.light or not definite):
        return subject(view, verb)
    return None


_BEFORE = frozenset({"compound", "amod", "nmod"})
_NAMED = frozenset({"GPE", "NORP", "ORG"})
"""Labels of names that can stand before what they hold: "U.S. calls for", "the Saudi claim that"."""


def _origin(view: View, participle: int) -> int | None:
    """Return whom "(accusations) stemming from X" names, also as one of several: "sources including X"."""
    prep = view.child(participle, "prep")
    named = view.child(prep, "pobj") if prep is not None and view.lower[prep] == "from" else None
    inner = view.child(named, "prep") if named is not None and view.pos[named] == "NOUN" else None
    if inner is not None and view.lower[inner] in {"including", "like"}:
        return view.child(inner, "pobj") or named
    return named


def adjective(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "X is confident that Y", "X is willing to do Y", "X is critical of N"."""
    verb = view.head[match.head]
    predicative = (
        view.dep[match.head] in {"acomp", "attr", "oprd"} and view.lemma[verb] in view.around.copulas
    )
    if not predicative and view.dep[match.head] not in {"conj", "advcl", "amod", "ROOT", "prep", "acl"}:
        return
    speaker = own_subject(view, verb) if predicative else subject(view, match.head)
    if predicative and speaker is None:
        speaker = subject(view, verb)
    if speaker is not None and view.lower[speaker] == "it":
        yield from _it_is(view, match)
        return
    if speaker is None or view.lower[speaker] in {"there", "that", "this", "what"}:
        return
    for clause in right_clauses(view, match):
        kind = kind_of_clause(view, clause)
        certainty = match.certainty(
            "infinitive" if kind == "infinitive" else "question" if kind == "question" else "clause"
        )
        if certainty:
            content = clause_range(view, match, clause)
            found = attribution(view, match, speaker, [content], "adjective", certainty)
            if found is not None:
                yield found
            return
    for child in view.children[match.head]:
        if (
            child > match.head
            and view.dep[child] == "prep"
            and view.lower[child] in _ABOUT
            and match.certainty("of")
        ):
            inner = view.child(child, "pobj", "pcomp")
            if inner is None:
                continue
            certainty = match.certainty("of")
            found = attribution(
                view, match, speaker, [view.subtree(inner)], "adjective-of", certainty, nominal=True
            )
            if found is not None:
                yield found
            return


def _it_is(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "it is unclear whether Y": nobody is named."""
    clauses = right_clauses(view, match) or [
        c for c in view.children[view.head[match.head]] if view.dep[c] == "ccomp" and c > match.head
    ]
    certainty = match.certainty("it")
    if not certainty or not clauses:
        return
    content = [clause_range(view, match, clauses[0])]
    found = attribution(view, match, None, content, "it-is", 2 * certainty)
    if found is not None:
        yield found


NOUN_RULES = (noun_clause, noun_of)
ADJECTIVE_RULES = (adjective,)
