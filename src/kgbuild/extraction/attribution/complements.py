"""What stands to the right of a cue: clauses, infinitives, objects, phrases with "as" or "of"."""

from __future__ import annotations

from kgbuild.extraction.attribution.matching import Match
from kgbuild.extraction.attribution.view import View
from kgbuild.extraction.model import Range

_BOUNDARIES = frozenset({"advcl", "conj", "cc", "npadvmod", "parataxis", "meta", "preconj"})
_OBJECTS = frozenset({"dobj", "pobj", "pcomp", "attr", "oprd", "acomp", "ccomp", "xcomp", "dative"})
_WH = frozenset({"whether", "if", "how", "why", "what", "who", "when", "where", "which", "whom", "whose"})
_TRAILERS = frozenset({"according", "citing", "even", "while", "although", "though", "whereas", "as"})
_COMMAS = frozenset({",", ";", "--", "–", "—", "-"})


def kind_of_clause(view: View, clause: int) -> str:
    """What a complement clause is: "infinitive", "gerund", "question" or "clause"."""
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


def right_clauses(view: View, match: Match) -> list[int]:
    """The complement clauses behind a cue, of its head or of its last word ("made clear that")."""
    found = [
        c
        for holder in dict.fromkeys((match.head, *match.tokens))
        for c in view.children[holder]
        if c > match.head and c not in match.tokens and view.dep[c] in {"ccomp", "xcomp", "acl", "advcl"}
    ]
    result = []
    for c in sorted(found):
        if view.dep[c] == "advcl" and not _is_misread_complement(view, match, c):
            continue
        if view.dep[c] == "acl" and not _is_noun_complement(view, c):
            continue
        result.append(c)
    return result


def _is_misread_complement(view: View, match: Match, clause: int) -> bool:
    """Whether an adverbial clause is a complement after all: "asked if", "said that" read as adverbial."""
    first = view.left[clause]
    return first == match.last + 1 and view.lower[first] in {"that", "whether", "if", "to"}


def _is_noun_complement(view: View, clause: int) -> bool:
    """Whether a clause behind a noun says what the noun holds: "that Y", "to do Y"; not a participle."""
    return view.pos[view.head[clause]] != "NOUN" or view.lower[view.left[clause]] in {"that", "to", "whether"}


def clause_range(view: View, match: Match, clause: int) -> Range:
    """The words of a complement clause, without what trails behind a comma and belongs to the cue."""
    start, end = view.subtree(clause)
    start = max(start, match.last + 1)
    for child in view.children[clause]:
        if child > clause and _trails(view, child):
            end = min(end, view.left[child])
            break
    return Range(start, close_quotation(view, start, end))


def _trails(view: View, child: int) -> bool:
    """Whether a part behind a comma goes with the cue: ", adding that ...", ", according to ...", ", even as ..."."""
    first = view.left[child]
    if first > 0 and view.lower[first] in {"before", "after"} and child in view.saying and view.tag[child] == "VBG":
        return True
    if first < 1 or view.lower[first - 1] not in _COMMAS:
        return False
    if view.lower[first] in _TRAILERS:
        return view.lower[first] != "as" or view.dep[child] == "advcl"
    return view.dep[child] in {"advcl", "conj", "acl"} and view.tag[child] == "VBG" and child in view.saying


def close_quotation(view: View, start: int, end: int) -> int:
    """The end moved to the closing mark, where the stretch ends inside a quotation that began in it."""
    if end <= start or end > view.size:
        return end
    number = view.quotation_of[end - 1]
    if number >= 0 and start <= view.quotations[number].start + 1:
        return max(end, view.quotations[number].end)
    return end


def object_range(view: View, match: Match) -> Range | None:
    """The words of the noun phrase (or gerund) a cue takes, with the phrases behind it; None where there is none."""
    last = match.last
    start = end = None
    if last != match.head and view.pos[last] in {"ADP", "PART", "SCONJ", "ADV"}:
        inner = [c for c in view.children[last] if c > last and view.dep[c] in _OBJECTS]
        if inner:
            start, end = view.left[inner[0]], view.right[last]
    holders = [match.head] if last == match.head else [match.head, last]
    children = sorted({c for holder in holders for c in view.children[holder] if c > last})
    for child in children:
        dep = view.dep[child]
        if view.dep[child] == "punct" or dep in _BOUNDARIES:
            if start is not None:
                break
            continue
        if start is None:
            if dep in _OBJECTS:
                start, end = view.left[child], view.right[child]
        elif dep in _OBJECTS or (dep == "prep" and not _is_adjunct(view, child)):
            end = max(end or 0, view.right[child])
    if start is None or end is None or start <= match.head:
        return None
    return Range(max(start, last + 1), close_quotation(view, start, end))


_TIMES = frozenset({"DATE", "TIME"})


def _is_adjunct(view: View, prep: int) -> bool:
    """A phrase of time or of medium behind the object ("on Monday", "in a statement") belongs to the cue."""
    inner = view.child(prep, "pobj")
    if inner is None:
        return False
    token = view.doc[inner]
    return token.ent_type_ in _TIMES or view.lemma[inner] in _MEDIA


_MEDIA = frozenset(
    {
        "statement", "interview", "speech", "letter", "email", "tweet", "report", "article", "interviewer", "remark",
        "conference", "post", "address", "message", "briefing", "communique", "broadcast", "editorial", "testimony",
        "hearing", "debate", "week", "month", "year", "day", "morning", "night", "rally", "Twitter",
    }
)  # fmt: skip


def phrase_with(view: View, head: int, *words: str) -> int | None:
    """The prepositional child of a cue with one of these words, behind it."""
    for child in view.children[head]:
        if child > head and view.lower[child] in words and view.dep[child] in {"prep", "mark", "advcl"}:
            return child
    return None
