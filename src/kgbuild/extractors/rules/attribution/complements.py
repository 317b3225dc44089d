"""What stands to the right of a cue: clauses, infinitives, objects, phrases with "as" or "of"."""

from __future__ import annotations

from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.syntax.marks import DASHES
from kgbuild.extractors.rules.syntax.view import View

_BOUNDARIES = frozenset({"advcl", "conj", "cc", "npadvmod", "parataxis", "meta", "preconj"})
_OBJECTS = frozenset({"dobj", "pobj", "pcomp", "attr", "oprd", "acomp", "ccomp", "xcomp", "dative"})
_WH = frozenset({"whether", "if", "how", "why", "what", "who", "when", "where", "which", "whom", "whose"})
_TRAILERS = frozenset({"according", "citing", "even", "while", "whereas", "as"})
_PAUSES = DASHES | {"--"}
_LONGEST_ASIDE = 25
_COMMAS = _PAUSES | {",", ";"}


def kind_of_clause(view: View, clause: int) -> str:
    """Tell what a complement clause is: "infinitive", "gerund", "question" or "clause"."""
    children = view.children[clause]
    if any(view.lower[c] == "to" and view.pos[c] == "PART" and c < clause for c in children):
        return "infinitive"
    first = view.left[clause]
    if view.lower[first] in _WH and first < clause:
        return "question"
    if view.tag[clause] == "VBG" and not any(view.dep[c] == "aux" for c in children):
        return "gerund"
    if not any(view.dep[c] in {"nsubj", "nsubjpass", "expl", "csubj"} for c in children):
        return "small" if view.pos[clause] in {"NOUN", "ADJ", "PROPN"} else "bare"
    if view.pos[clause] not in {"VERB", "AUX"}:
        return "small"
    return "clause"


def right_clauses(view: View, match: CueMatch) -> list[int]:
    """Return the complement clauses behind a cue, of its head or of its last word ("made clear that")."""
    found = [
        c
        for holder in dict.fromkeys((match.head, *match.tokens))
        for c in view.children[holder]
        if c > match.head and c not in match.tokens and view.dep[c] in {"ccomp", "xcomp", "acl", "advcl"}
    ]
    if view.pos[match.head] == "VERB":
        found = found or _behind_medium(view, match.head) or _behind_addressee(view, match)
    result = []
    for c in sorted(found):
        if view.dep[c] == "advcl" and not (
            _is_misread_complement(view, match, c) or _is_asked_for(view, match, c)
        ):
            continue
        if view.dep[c] == "acl" and not _is_noun_complement(view, c):
            continue
        result.append(c)
    return result


def _behind_medium(view: View, verb: int) -> list[int]:
    """Return the clause of "said in a statement that Y", which the parser hangs on the statement."""
    for prep in view.children[verb]:
        if prep > verb and view.dep[prep] == "prep":
            noun = view.child(prep, "pobj")
            if noun is None:
                continue
            for clause in view.children[noun]:
                first = view.left[clause]
                # "confirmed for the first time that Y" is read as a time that Y
                opens = view.child(clause, "mark") == first or (
                    view.lemma[noun] == "time" and view.lower[first] == "that"
                )
                if view.dep[clause] in {"acl", "ccomp", "relcl"} and opens:
                    return [clause]
    return []


def _behind_addressee(view: View, match: CueMatch) -> list[int]:
    """Return the clause of "told N that Y", which the parser hangs on N."""
    told = (
        view.child(match.head, "dobj", "dative") if view.lemma[match.head] in view.around.addressing else None
    )
    if told is None or told < match.head:
        return []
    for clause in view.children[told]:
        first = view.left[clause]
        if clause > told and view.dep[clause] in {"acl", "ccomp", "relcl"} and view.dep[first] == "mark":
            return [clause]
    return []


def behind_aside(view: View, noun: int) -> Range | None:
    """Return the clause that a noun takes behind an aside: "the claim – made by X – that Y"."""
    if noun + 1 >= view.size or view.lower[noun + 1] not in _PAUSES:
        return None
    end = min(view.sentence(noun).end - 1, noun + _LONGEST_ASIDE)
    for i in range(noun + 2, end):
        if view.lower[i] in _PAUSES and view.lower[i + 1] == "that" and view.dep[i + 1] == "mark":
            return Range(i + 1, view.right[view.head[i + 1]])
    return None


def _is_misread_complement(view: View, match: CueMatch, clause: int) -> bool:
    """Whether an adverbial clause is a complement after all: "asked if", "said that" read as adverbial."""
    first = view.left[clause]
    gerund = view.tag[clause] == "VBG" and first == clause and bool(match.certainty("gerund"))
    return first == match.last + 1 and (gerund or view.lower[first] in {"that", "whether", "if", "to"})


def _is_asked_for(view: View, match: CueMatch, clause: int) -> bool:
    """Whether a clause says what is asked of whom: "calls for N to leave", "called on Monday for N to"."""
    first = view.left[clause]
    if first == match.last > match.head and view.lower[first] == "for":
        return True
    return view.pos[match.head] == "NOUN" and first == match.last + 1 and view.lower[first] == "for"


def _is_noun_complement(view: View, clause: int) -> bool:
    """Whether a clause behind a noun says what the noun holds: "that Y", "to do Y"; not a participle."""
    return view.pos[view.head[clause]] != "NOUN" or view.lower[view.left[clause]] in {"that", "to", "whether"}


def clause_range(view: View, match: CueMatch, clause: int) -> Range:
    """Return the words of a complement clause, without what trails behind a comma and belongs to the cue."""
    start, end = view.subtree(clause)
    start = max(start, match.last + 1)
    for child in view.children[clause]:
        if child > clause and (_trails(view, child) or _next_cue(view, match, clause, child)):
            end = min(end, view.left[child])
            break
    else:
        end = _goes_on(view, match, clause, end)
    end = _without_aside(view, start, end)
    return past_colon(view, start, close_quotation(view, start, end))


def _next_cue(view: View, match: CueMatch, clause: int, child: int) -> bool:
    """Whether a coordinated verb is the next cue: "said it regretted the delay and called for talks"."""
    if view.dep[child] != "conj" or child not in view.cues or view.tag[child] != view.tag[match.head]:
        return False
    return view.child(child, "nsubj", "nsubjpass", "aux") is None and view.tag[clause] != view.tag[child]


def _goes_on(view: View, match: CueMatch, clause: int, end: int) -> int:
    """Return the end moved over participles and "and that" clauses that the parser hung on the cue."""
    for sibling in view.children[match.head]:
        if sibling <= clause or view.left[sibling] < end:
            continue
        if view.dep[sibling] in {"punct", "cc"}:
            continue
        if sibling in view.cues or sibling in view.saying or _trails(view, sibling):
            break
        if _another_that(view, sibling):
            end = view.right[sibling]
            continue
        participle = (
            view.dep[sibling] == "advcl" and view.tag[sibling] == "VBG" and view.left[sibling] == sibling
        )
        if not participle:
            break
        end = view.right[sibling]
    return end


def _another_that(view: View, clause: int) -> bool:
    """Read "..., and that Y": one more clause of the same content."""
    first = view.left[clause]
    return (
        view.lower[first] == "that"
        and view.lower[first - 1] in {"and", "but", "or", ","}
        and view.dep[first] == "mark"
    )


def _without_aside(view: View, start: int, end: int) -> int:
    """Return the end moved before a last relative clause behind a comma: the writer's own remark."""
    for i in range(end - 1, start + 2, -1):
        if view.dep[i] == "relcl" and view.right[i] >= end - 1:
            first = view.left[i]
            if (
                first > start + 3
                and view.lower[first - 1] == ","
                and view.tag[first] in {"WDT", "WP", "WP$", "WRB", "IN"}
            ):
                return first - 1 if end - first > _ASIDE * (end - start) else end
    return end


_ASIDE = 0.2
"""A last relative clause is left out where it takes more than this share of the content."""


def _trails(view: View, child: int) -> bool:
    """Whether a part behind a comma goes with the cue: "adding that", "according to", "even as"."""
    first = view.left[child]
    if (
        first > 0
        and view.lower[first] in {"before", "after"}
        and child in view.saying
        and view.tag[child] == "VBG"
    ):
        return True
    if first < 1 or view.lower[first - 1] not in _COMMAS:
        return False
    if view.lower[first] in _TRAILERS:
        return view.lower[first] != "as" or view.dep[child] == "advcl"
    return view.dep[child] in {"advcl", "conj", "acl"} and view.tag[child] == "VBG" and child in view.saying


def close_quotation(view: View, start: int, end: int) -> int:
    """Return the end moved to the closing mark of a quotation that began in the stretch."""
    if end <= start or end > view.size:
        return end
    number = view.quotation_of[end - 1]
    if number >= 0 and start <= view.quotations[number].start + 1:
        return max(end, view.quotations[number].end)
    return end


def past_colon(view: View, start: int, end: int) -> Range:
    """Return the stretch with what a colon at its end introduces: a quotation, or its sentence's rest."""
    if end + 1 >= view.size or view.lower[end] != ":":
        return Range(start, end)
    number = view.quotation_of[end + 1]
    if number >= 0 and number != view.quotation_of[end]:
        return Range(start, view.quotations[number].end)
    return Range(start, max(end, view.sentence(end).end))


def _object_before(view: View, match: CueMatch) -> Range | None:
    """Return the noun that a relative clause without a pronoun takes: "a charge X has rejected"."""
    cue, noun = match.head, view.head[match.head]
    owned = any(
        view.dep[c] in {"nsubj", "nsubjpass"} and view.lower[c] not in _WH for c in view.children[cue]
    )
    if view.dep[cue] != "relcl" or not owned or view.pos[noun] != "NOUN" or noun > cue:
        return None
    return Range(noun, noun + 1) if view.left[cue] > noun and match.cue.stance != "Asserts" else None


def object_range(view: View, match: CueMatch) -> Range | None:
    """Return the noun phrase or gerund that a cue takes, with the phrases behind it."""
    last = match.last
    first = end = None
    if last != match.head and view.pos[last] in {"ADP", "PART", "SCONJ", "ADV"}:
        inner = [c for c in view.children[last] if c > last and view.dep[c] in _OBJECTS]
        if inner:
            first, end = inner[0], _object_end(view, inner[0])
    holders = [match.head] if last == match.head else [match.head, last]
    children = sorted({c for holder in holders for c in view.children[holder] if c > last})
    for child in children:
        dep = view.dep[child]
        if first is not None and dep == "advcl" and _goes_with_object(view, child):
            end = view.right[child]
            continue
        if dep == "punct" or dep in _BOUNDARIES:
            if first is not None and not _another_object(view, first, child):
                break
            if first is not None and dep == "conj" and view.pos[child] == "NUM":
                end = view.right[child]  # "spoke of two dead and ten wounded"
            continue
        if first is None:
            if dep in _OBJECTS:
                first, end = child, _object_end(view, child)
        elif dep in _OBJECTS or (dep == "prep" and not _is_adjunct(view, child)):
            end = max(end or 0, view.right[child])
    if first is None or end is None or first <= match.head:
        return _object_before(view, match)
    start = max(view.left[first], last + 1)
    return past_colon(view, start, close_quotation(view, start, end))


def _goes_with_object(view: View, clause: int) -> bool:
    """Whether a participle or infinitive right behind the object says what it does: "N endorsing M"."""
    first = view.left[clause]
    if view.is_stop(first - 1):
        return False
    return (view.tag[clause] == "VBG" and first == clause) or (
        view.lower[first] == "to" and clause - first <= 2
    )


def _another_object(view: View, first: int, child: int) -> bool:
    """Whether a coordination the parser hung on the verb goes on with the object."""
    return view.dep[child] == "cc" or (
        view.dep[child] == "conj" and view.pos[child] in {view.pos[first], "NUM"}
    )


def _object_end(view: View, noun: int) -> int:
    """Where an object ends: before a relative clause or apposition behind a comma that outweighs it."""
    start, end = view.subtree(noun)
    stack = list(view.children[noun])
    while stack:
        child = stack.pop()
        if child <= noun or view.left[child] <= noun:
            continue
        aside = (
            view.dep[child] in {"relcl", "appos", "advcl", "acl"}
            and view.lower[view.left[child] - 1] in _COMMAS
        )
        if aside and view.right[child] - view.left[child] > view.left[child] - start:
            end = min(end, view.left[child])
        elif view.dep[child] in {"pobj", "prep", "conj"}:
            stack.extend(view.children[child])
    return end


_TIMES = frozenset({"DATE", "TIME"})


def _is_adjunct(view: View, prep: int) -> bool:
    """Whether a phrase of time or medium behind the object goes with the cue: "in a statement"."""
    inner = view.child(prep, "pobj")
    if inner is None:
        return False
    token = view.doc[inner]
    return token.ent_type_ in _TIMES or view.lemma[inner] in view.around.occasions


def phrase_with(view: View, head: int, *words: str) -> int | None:
    """Return the prepositional child of a cue with one of these words, behind it."""
    for child in view.children[head]:
        if (
            child > head
            and view.lower[child] in words
            and view.dep[child] in {"prep", "mark", "advcl", "agent"}
        ):
            return child
    return None
