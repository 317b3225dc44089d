"""Cues behind, inside or before what is said: "Y," X said; "Y," X said, "Z"; X said: "Y"; as X said."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.extractors.rules.attribution.clausal import is_passive
from kgbuild.extractors.rules.attribution.complements import right_clauses
from kgbuild.extractors.rules.attribution.found import attribution
from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.attribution.relays import quoted_speaker, quoting_verb
from kgbuild.extractors.rules.attribution.source_phrases import own_subject, subject
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View

_LONGEST_CLAUSE = 15
"""Words of a reporting clause behind a quotation that ends its own sentence."""
_BREAKS = frozenset({",", "--", "—", "–", "-", "?", "!", "...", "…", ";"})
_CONTENTS = frozenset({"ccomp", "xcomp", "dobj", "oprd"})
_ADDRESSING = "tell someone"
"""The group of verbs in `data/en/cues/verbs.yaml` whose object is whom it was said to."""
_OUTSIDE = frozenset({"ccomp", "parataxis", "conj", "cc", "advcl", "xcomp"})


def cue_clause(view: View, match: CueMatch) -> Range:
    """Return the words of the reporting clause: source, cue, addressee, circumstances, no content."""
    sentence = view.sentence(match.head)
    start, end = match.tokens[0], match.last + 1
    quoted = {-1, view.quotation_of[match.head]}
    parts = [
        c
        for c in view.children[match.head]
        if view.dep[c] not in _OUTSIDE and view.dep[c] != "punct" and view.quotation_of[c] in quoted
    ]
    spoken = own_subject(view, match.head)
    for child in reversed([c for c in parts if c < match.head]):
        if _joined(view, view.right[child], start) or (
            child == spoken and _remark(view, view.right[child], start)
        ):
            start = min(start, _behind_marks(view, view.left[child], child))
    for child in (c for c in parts if c > match.head):
        if _joined(view, end, view.left[child]):
            end = max(end, view.right[child])
    return Range(max(start, sentence.start), end)


_WIDEST_GAP = 4


def _joined(view: View, left: int, right: int) -> bool:
    """Whether nothing but a few words (no quotation mark, comma or dash) stands between two positions."""
    return right - left <= _WIDEST_GAP and all(not view.is_stop(i) for i in range(left, right))


def _remark(view: View, left: int, right: int) -> bool:
    """Whether only the comma behind a remark on the speaker is between: "the envoy, a lawyer, said"."""
    return right - left <= 1 and all(view.lower[i] in _BREAKS for i in range(left, right))


def _behind_marks(view: View, left: int, child: int) -> int:
    """Return where a part begins, without the marks that close what stands before it."""
    while left < child and view.is_stop(left):
        left += 1
    return left


def after_or_inside(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "Y," X said. "Y," X said, "Z." Y, X said, Z."""
    certainty = match.certainty("inserted")
    if not certainty or is_passive(view, match.head):
        return
    spoken = own_subject(view, match.head) is not None
    if not spoken and (view.dep[match.head] != "conj" or view.tag[match.head] == "VBG"):
        return
    told = view.child(match.head, "dobj")
    if told is not None and view.lemma[told] in view.around.tales:
        return
    behind = match.last + 1
    if behind < view.size and view.tag[behind] == "VBG" and view.dep[behind] in {"xcomp", "pcomp"}:
        return  # "went on providing"
    clause = cue_clause(view, match)
    paragraph = view.paragraph(match.head)
    if clause.start - 1 <= paragraph.start or not view.is_stop(clause.start - 1):
        return
    left = _left_quotation(view, clause, paragraph)
    long = clause.end - clause.start > _LONGEST_CLAUSE
    if left is not None and _closed(view, left, clause) and (long or not _bare(view, match, clause)):
        left = None
    apart = view.lower[clause.start - 1] == ";"  # "the ship sailed; Accra spoke of a visit": of its own
    if left is None and not apart and _stands_alone(view, match, clause):
        left = _left_words(view, clause)
    if left is None:
        return
    content = [left, *_right_content(view, clause, left)]
    found = attribution(view, match, subject(view, match.head), content, "inserted", certainty)
    if found is not None:
        yield found


def _closed(view: View, left: Range, clause: Range) -> bool:
    """Whether the quotation before ends its sentence, so that the reporting clause opens one of its own."""
    behind = [view.lower[i] for i in range(left.end, clause.start)]
    if "?" in behind or "!" in behind:
        return True  # 'Who are the "volunteers"? Two officials told the paper that ...'
    marks = [*behind, view.lower[left.end - 1]]
    inner = [m for m in (*marks, view.lower[max(left.end - 2, 0)]) if not m[0].isalnum()]
    return "." in inner and "," not in inner


def _bare(view: View, match: CueMatch, clause: Range) -> bool:
    """Whether nothing follows the reporting clause in its sentence."""
    end = view.sentence(match.head).end
    return view.words(clause.end, end) == 0 and view.lower[clause.end : clause.end + 1] != [":"]


def _stands_alone(view: View, match: CueMatch, clause: Range) -> bool:
    """Whether what stands before is the content of the cue, or the cue is inserted into it as an aside."""
    if view.dep[match.head] == "parataxis":
        return not right_clauses(view, match)
    children = view.children[match.head]
    # "..., the minister assured parliament": the object is whom it was said to
    contents = _CONTENTS - {"dobj"} if match.cue.group == _ADDRESSING else _CONTENTS
    behind = [c for c in children if c > match.head and not _is_apart(view, match.last, c)]
    if any(view.dep[c] in contents for c in behind):
        return False
    if match.certainty("inserted") >= 0.9 and _between_commas(view, match, clause):
        return True
    return any(view.dep[c] in {"ccomp", "parataxis"} and c < clause.start for c in children)


def _is_apart(view: View, cue: int, child: int) -> bool:
    """Whether a semicolon parts what stands behind a cue from it: "..., police said; the army did not"."""
    return any(view.lower[i] == ";" for i in range(cue + 1, view.left[child]))


def _between_commas(view: View, match: CueMatch, clause: Range) -> bool:
    """Whether the reporting clause is only who and the cue, set off on both sides: "..., police said"."""
    behind = view.lower[clause.end] if clause.end < view.size else "."
    spoken = own_subject(view, match.head)
    if (
        spoken is None
        or behind not in {",", ".", ";", "—", "--", "–"}
        or view.lower[clause.start - 1] not in _BREAKS
    ):
        return False
    return clause.end - clause.start <= 12 and all(
        view.dep[c] != "prep" or c > match.head for c in view.children[match.head]
    )


def _left_quotation(view: View, clause: Range, paragraph: Range) -> Range | None:
    """Return the quotation right before the reporting clause, with the words that lead into it."""
    last = clause.start - 1
    while last > paragraph.start and view.is_stop(last) and view.quotation_of[last] < 0:
        last -= 1
    number = view.quotation_of[last]
    if number < 0 or view.quotation_of[clause.start] == number:
        return None
    opening = view.quotations[number].start
    start = opening
    if not _ends_sentence(view, opening):
        start = view.sentence(opening).start
        while start < opening and view.quotation_of[start] >= 0 and view.quotation_of[start] != number:
            start += 1
    return Range(start, last + 1)


def _ends_sentence(view: View, opening: int) -> bool:
    """Whether a quotation opens at the start of a sentence, or behind a full stop or colon."""
    return (
        opening == 0
        or view.lower[opening - 1] in {".", "?", "!", ":", ",", "--", "—"}
        or (view.sentence(opening).start == opening or view.pos[opening - 1] == "SPACE")
    )


def _left_words(view: View, clause: Range) -> Range | None:
    sentence = view.sentence(clause.start)
    if view.lower[clause.start - 1] not in _BREAKS or clause.start - sentence.start < 2:
        return None
    return Range(sentence.start, clause.start)


def _right_content(view: View, clause: Range, left: Range) -> Iterator[Range]:
    """Read what goes on behind an inserted reporting clause, in the same sentence."""
    here, end = clause.end, view.sentence(clause.end - 1).end
    while here < end and view.lower[here] in _BREAKS:
        here += 1
    if here >= end or here == clause.end:
        return
    number = view.quotation_of[here]
    if number >= 0 and view.quotations[number].start == here:
        yield view.quotations[number]
    elif not _circumstance(view, here, clause):
        unquoted = view.quotation_of[left.end - 1] < 0
        if unquoted or view.lower[here - 1] == ";":  # '"It was no alliance", he said; it binds nobody'
            yield Range(here, end)


def _circumstance(view: View, here: int, clause: Range) -> bool:
    """Whether what follows hangs on the reporting clause, not on what is reported."""
    if view.tag[here] in {"VBG", "WP", "WDT"} or view.lower[here] in {"according", "and", "but"}:
        return True
    top = here
    while view.head[top] != top and view.head[top] >= clause.end:
        top = view.head[top]
    return clause.start <= view.head[top] < clause.end


def quoted_as_saying(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "Y," the agency quoted X as saying; Y, X was quoted as saying by the agency."""
    quoting = quoting_verb(view, match.head)
    if quoting is None or right_clauses(view, match) or view.quotation_of[quoting] >= 0:
        return
    named = [c for c in view.children[quoting] if view.dep[c] in {"nsubj", "nsubjpass"} and c < quoting]
    sentence, paragraph = view.sentence(quoting), view.paragraph(quoting)
    start = view.left[named[0]] if named else quoting
    while start < quoting and view.is_stop(start):
        start += 1
    clause = Range(start, view.right[quoting])
    if start - 1 <= paragraph.start or (view.lower[start - 1] not in _BREAKS and not view.closes(start - 1)):
        return
    left = _left_quotation(view, clause, paragraph) or Range(sentence.start, start)
    found = attribution(view, match, quoted_speaker(view, quoting), [left], "quoted-as-saying", 0.9)
    if found is not None:
        yield found


_LONGEST_NAME = 25
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_NO_NAME = frozenset({".", ":", ";", "and", "but"})


def beside_quotation(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read '"Y," X said' and '"Y," said X' off the words where the parser found no subject."""
    cue = match.head
    if match.certainty("inserted") < 0.9 or view.tag[cue] not in _FINITE or match.last != cue:
        return
    if cue < 2 or view.quotation_of[cue] >= 0 or own_subject(view, cue) is not None:
        return
    first = cue
    earliest = max(view.paragraph(cue).start + 2, cue - _LONGEST_NAME)
    while first > earliest and view.quotation_of[first - 1] < 0:
        first -= 1
        if view.tag[first] in _FINITE or view.lower[first] in _NO_NAME:
            return
    number = view.quotation_of[first - 1]
    if number < 0 or not view.closes(first - 1) or view.lower[first - 2] not in {",", "?", "!", ".", "—"}:
        return
    speaker = _name_between(view, first, cue) if first < cue else _name_behind(view, cue)
    if speaker is None:
        return
    left = view.quotations[number]
    clause = Range(first, max(cue + 1, view.right[speaker]))
    content = [left, *_right_content(view, clause, left)]
    found = attribution(view, match, speaker, content, "inserted", match.certainty("inserted"))
    if found is not None:
        yield found


def _name_between(view: View, first: int, cue: int) -> int | None:
    """Return the last noun of what opens a stretch, up to its first comma: "X, a lawyer, (said)"."""
    found = None
    for i in range(first, cue):
        if view.pos[i] in _NAMING:
            found = i
        elif found is not None and view.pos[i] not in {"PART", "ADJ"}:
            break
        elif found is None and view.pos[i] not in {"DET", "ADJ", "NUM"}:
            return None
    return found


def _name_behind(view: View, cue: int) -> int | None:
    """Return the noun right behind a verb, which the parser took for its object: "(said) X"."""
    for child in view.children[cue]:
        if view.left[child] == cue + 1:
            return child if view.pos[child] in _NAMING else None
    return None


_NAMING = frozenset({"PROPN", "NOUN", "PRON"})


def quotation_behind(view: View, match: CueMatch) -> Iterator[Attribution]:
    """X said: "Y" (also in the next paragraph); X said, "Y"; X said "Y"."""
    certainty = match.certainty("quote")
    if not certainty:
        return
    content = _behind_colon(view, match)
    if content is None:
        content = _quotation_next(view, match)
        if content is None:
            return
        if view.is_stop(content.start - 1) and view.lower[content.start - 1] in _BREAKS:
            certainty *= 0.9
        else:
            certainty *= 0.7
    elif view.quotation_of[content.start] < 0:
        certainty *= 0.6
    found = attribution(view, match, subject(view, match.head), [content], "quotation-behind", certainty)
    if found is not None:
        yield found


def _quotation_next(view: View, match: CueMatch) -> Range | None:
    """Return the quotation that opens right behind the reporting clause."""
    here = cue_clause(view, match).end
    limit = min(view.paragraph(match.head).end, view.sentence(match.head).end + 1)
    while here < limit and view.lower[here] in _BREAKS:
        here += 1
    if here >= limit or view.quotation_of[here] in {-1, view.quotation_of[match.head]}:
        return None
    content = view.quotations[view.quotation_of[here]]
    if content.start != here or view.words(*content) < (1 if view.lower[here - 1] in _BREAKS else 3):
        return None
    return content


def _behind_colon(view: View, match: CueMatch) -> Range | None:
    """Read what a colon behind the reporting clause introduces, in this paragraph or the next."""
    sentence, paragraph = view.sentence(match.head), view.paragraph(match.head)
    colon = match.last + 1
    while colon < sentence.end and view.lower[colon] != ":":
        if view.pos[colon] in {"VERB", "PUNCT"} and view.lower[colon] != ",":
            return None
        colon += 1
    if colon >= sentence.end or view.quotation_of[colon] >= 0:
        return None
    here = colon + 1
    if here >= paragraph.end:
        return _next_paragraph(view, paragraph)
    if view.quotation_of[here] >= 0:
        return view.quotations[view.quotation_of[here]]
    if match.certainty("quote") < 0.9 or any(view.dep[c] == "dobj" for c in view.children[match.head]):
        return None
    return Range(here, view.sentence(here).end)


def _next_paragraph(view: View, paragraph: Range) -> Range | None:
    following = paragraph.end
    while following < view.size and view.pos[following] == "SPACE":
        following += 1
    return view.paragraph(following) if following < view.size else None


def as_said(view: View, match: CueMatch) -> Iterator[Attribution]:
    """Read "As X said, Y"; "Y, as X put it"."""
    certainty = match.certainty("inserted")
    head = view.head[match.head]
    if certainty < 0.9 or view.dep[match.head] != "advcl" or head == match.head:
        return
    clause = view.subtree(match.head)
    if (
        view.lower[clause.start] != "as"
        or right_clauses(view, match)
        or own_subject(view, match.head) is None
        or view.child(match.head, "dobj") is not None  # "as the neighbours dispute a border"
    ):
        return
    whole = view.subtree(head)
    content = [Range(whole.start, clause.start), Range(clause.end, whole.end)]
    found = attribution(view, match, subject(view, match.head), content, "as-said", certainty * 0.8)
    if found is not None:
        yield found


RULES = (after_or_inside, beside_quotation, quoted_as_saying, quotation_behind, as_said)
