"""Who speaks: the subject of a cue, wherever the sentence keeps it."""

from __future__ import annotations

from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.words import grammar_words

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_INHERITING = frozenset({"conj", "xcomp", "advcl", "pcomp", "dep", "parataxis", "prep", "ccomp"})
_DEEPEST = 6
_EXPLETIVES = frozenset({"it", "there", "what", "this"})


def own_subject(view: View, verb: int, labels: frozenset[str] = _SUBJECTS) -> int | None:
    """Return the subject that hangs directly on a verb: the nearest before it, else the first behind it.

    A word of a quotation is no subject of a verb outside it.
    """
    found = None
    for child in view.children[verb]:
        if view.dep[child] in labels and view.quotation_of[child] in {-1, view.quotation_of[verb]}:
            if view.pos[child] == "PROPN" and view.doc[child].ent_type_ in _TIMES:
                continue
            if child > verb and found is not None:
                break
            if found is not None and _is_remarked(view, found):
                break  # "the army, which has bases at X and Y, denied"
            found = child
    return found


def _is_remarked(view: View, noun: int) -> bool:
    """Whether a relative clause behind a comma tells more of a noun."""
    return any(
        view.dep[c] == "relcl" and view.lower[min(view.right[noun], noun + 1)] == ","
        for c in view.children[noun]
    )


def stranded_subject(view: View, verb: int) -> int | None:
    """Return the noun that heads what precedes a finite verb left without a subject."""
    if view.tag[verb] not in {"VBD", "VBZ", "VBP"} and view.child(verb, "aux") is None:
        return None
    number = view.sentence_of[verb]
    for sentence in (view.sentences[number], *_run_on(view, number)):
        for i in range(sentence.start, min(sentence.end, verb)):
            if view.pos[i] in {"PROPN", "NOUN", "PRON"} and view.dep[i] in {
                "ROOT",
                "nsubj",
                "dep",
                "npadvmod",
            }:
                if view.doc[i].ent_type_ in _TIMES:
                    continue
                return i if view.quotation_of[i] < 0 else None
    return None


def _run_on(view: View, number: int) -> list[Range]:
    """Return the sentence before, where the parser cut one in two: it does not end with a full stop."""
    if number == 0:
        return []
    before = view.sentences[number - 1]
    last = view.lower[before.end - 1]
    same = view.paragraph_of[before.start] == view.paragraph_of[view.sentences[number].start]
    return (
        [before] if same and last not in {".", "?", "!", ":"} and view.pos[before.end - 1] != "SPACE" else []
    )


_TIMES = frozenset({"DATE", "TIME"})


def subject(view: View, verb: int) -> int | None:
    """Return the subject of a verb: its own, or that of the verb or clause it hangs on.

    A participle or relative clause has the noun before it: "a letter saying", "the envoy who said".
    """
    found = _inherited(view, verb)
    if found is None and (view.head[verb] == verb or verb in view.saying):
        found = stranded_subject(view, verb)
    return _right_before(view, verb) if found is None else found


def _right_before(view: View, verb: int) -> int | None:
    """Return the name or pronoun right before a finite verb, whatever the parser took it for."""
    first = min([verb, *(c for c in view.children[verb] if view.dep[c] in {"aux", "auxpass"} and c < verb)])
    if view.tag[first] not in {"VBD", "VBZ", "VBP", "MD"}:
        return None
    here = first - 1
    while here > view.sentence(verb).start and view.pos[here] == "ADV":
        here -= 1
    named = here >= 0 and (view.pos[here] == "PROPN" or view.tag[here] in {"PRP", "NNS", "NNPS"})
    return here if named and view.quotation_of[here] == view.quotation_of[verb] else None


def _inherited(view: View, verb: int) -> int | None:
    here = verb
    for _ in range(_DEEPEST):
        found = own_subject(view, here)
        if found is not None:
            return found
        dep, head = view.dep[here], view.head[here]
        if dep == "conj" and here == verb and (cue := _outer_cue(view, verb, head)) is not None:
            here = cue
            continue
        if head == here:
            return None
        if dep == "advcl" and here == verb and (cue := _cue_of_trailer(view, verb)) is not None:
            here = cue
            continue
        if dep in {"acl", "relcl"}:
            if view.lemma[view.head[head]] in view.around.spending and view.dep[head] == "dobj":
                here = view.head[head]
                continue
            if view.tag[here] == "VBG" and view.lemma[head] in view.around.texts and view.dep[head] == "dobj":
                here = view.head[head]
                continue
            return head if view.tag[here] in {"VBG", "VBP", "VBZ", "VBD"} or here != verb else None
        if dep in {"xcomp", "ccomp"} and here == verb:
            controller = view.child(head, "dobj")
            if (
                controller is not None
                and controller < here
                and view.lemma[head] not in grammar_words().promising
            ):
                return controller
        if dep == "ccomp" and view.tag[here] not in {"VBG", "VB"}:
            return None
        if dep not in _INHERITING and dep != "pobj":
            return None
        here = head
    return None


def _outer_cue(view: View, verb: int, first: int) -> int | None:
    """Return the cue that a cue hung on its content goes with: "argued that N hurts and said"."""
    cue = view.head[first]
    quoted = view.quotation_of[first] >= 0 > view.quotation_of[verb]
    if quoted and view.dep[first] == "ccomp" and cue in view.saying:
        return cue  # 'said it "has sent none" and called the story a lie'
    speaks = verb in view.saying or verb in view.cues
    within = view.dep[first] == "ccomp" and cue in view.saying and speaks and first not in view.saying
    if not within or view.tag[cue] != view.tag[verb]:
        return None
    return cue if view.tag[verb] != view.tag[first] or _is_of_thing(view, first) else None


def _is_of_thing(view: View, verb: int) -> bool:
    """Whether a verb has a subject that says nothing: "said the visit was a success and called on N to"."""
    doer = own_subject(view, verb)
    return doer is not None and view.pos[doer] == "NOUN" and not can_speak(view, doer)


def _cue_of_trailer(view: View, verb: int) -> int | None:
    """Return the cue whose subject also says what trails its content: "argued that N hurts, saying"."""
    inner = view.head[verb]
    outer = view.head[inner]
    first = view.left[verb]
    trails = view.tag[verb] == "VBG" and verb in view.saying and first > 0 and view.lower[first - 1] == ","
    return outer if trails and view.dep[inner] == "ccomp" and outer in view.saying else None


def source_head(view: View, subject_token: int) -> int:
    """Return the noun behind a relative pronoun ("the envoy who"), else the subject itself."""
    if view.lower[subject_token] in _RELATIVES:
        verb = view.head[subject_token]
        for _ in range(_DEEPEST):
            if view.dep[verb] == "relcl":
                return view.head[verb]
            if view.head[verb] == verb:
                break
            verb = view.head[verb]
    return subject_token


def source_range(view: View, head: int, outside: tuple[int, ...] = ()) -> Range:
    """Return the noun phrase of a source, without a clause that holds one of the tokens `outside`."""
    start, end = view.subtree(head)
    for child in view.children[head]:
        inside = any(view.left[child] <= i < view.right[child] for i in outside)
        if (
            inside
            or view.dep[child] in {"ccomp", "parataxis", "advcl"}
            or (view.dep[child] == "relcl" and view.right[child] - view.left[child] > 12)
        ):
            if child > head:
                end = min(end, max(view.left[child], head + 1))
            else:
                start = max(start, min(view.right[child], head))
    for i in outside:
        if start <= i < head:
            start = i + 1
        elif head < i < end:
            end = i
    return view.trim(start, end) if end > start else Range(head, head + 1)


def can_speak(view: View, noun: int) -> bool:
    """Whether a common noun names a person, a body or a text."""
    lemma = view.lemma[noun]
    return lemma in view.speakers or lemma.endswith(("er", "or", "ist", "ian", "man", "men"))


def is_expletive(view: View, token: int) -> bool:
    """Whether the subject names nobody ("it is believed")."""
    return view.lower[token] in _EXPLETIVES
