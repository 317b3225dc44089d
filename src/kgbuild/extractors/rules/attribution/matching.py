"""Finding the lexicon's words and phrases in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.cues import Cue, CueLexicon

_SKIPPED = frozenset({"ADV", "DET", "ADJ", "PART"})
_SKIP_AT_MOST = 3
_REFLEXIVES = frozenset(
    {"myself", "yourself", "himself", "herself", "itself", "ourselves", "yourselves", "themselves", "oneself"}
)
_POSSESSIVES = frozenset({"my", "your", "his", "her", "its", "our", "their"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely", "no"})
_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
_NO_LONGER = ["no", "longer"]
_TIMES = frozenset({"DATE", "TIME"})
_NEGATIVE_SUBJECTS = frozenset({"neither", "none", "nobody", "no", "few"})


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue of the lexicon at a place: its head token, all its tokens, the words it goes by."""

    cue: Cue
    head: int
    tokens: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last token of the cue."""
        return self.tokens[-1]

    def certainty(self, *constructions: str) -> float:
        """Return the highest certainty among these constructions, 0 where it takes none of them."""
        return max((self.cue.takes.get(name, 0.0) for name in constructions), default=0.0)


def matches(view: View, lexicon: CueLexicon, kind: str, head: int) -> Iterator[CueMatch]:
    """All cues of a kind whose first word is this token, the longest first."""
    first = view.lower[head] if kind == "phrases" else view.lemma[head]
    for cue in lexicon.starting_with(kind, first):
        tokens = _phrase(view, cue.words, head)
        if tokens and not _before_time(view, tokens):
            yield CueMatch(cue, head, tokens)


def _phrase(view: View, words: tuple[str, ...], head: int) -> tuple[int, ...]:
    if len(words) == 1:
        return (head,)
    tokens = [head]
    for word in words[1:]:
        here = tokens[-1] + 1
        skipped = 0
        while here < view.size and not _fits(view, here, word):
            when = _is_when(view, here)
            if skipped == _SKIP_AT_MOST or not (when or view.pos[here] in _SKIPPED):
                here = _particle(view, head, word, tokens[-1])
                break
            here += 1
            skipped += not when
        if here < 0 or here >= view.size:
            return ()
        tokens.append(here)
    return tuple(tokens)


def _is_when(view: View, i: int) -> bool:
    """Whether a word tells when: "called again on Monday for"."""
    if view.pos[i] == "ADP" and i + 1 < view.size:
        i += 1
    return view.doc[i].ent_type_ in _TIMES


def _before_time(view: View, tokens: tuple[int, ...]) -> bool:
    """Whether the last preposition dates the cue: "reported on Monday" is not "reported on"."""
    last = tokens[-1]
    if len(tokens) == 1 or view.lower[last] not in {"on", "in", "at", "for"}:
        return False
    inner = view.child(last, "pobj")
    return inner is not None and view.doc[inner].ent_type_ in _TIMES


def _fits(view: View, i: int, word: str) -> bool:
    if word == "oneself":
        return view.lower[i] in _REFLEXIVES
    if word == "one's":
        return view.lower[i] in _POSSESSIVES
    return view.lower[i] == word


def _particle(view: View, head: int, word: str, after: int) -> int:
    """Return a particle behind the object ("played the report down"), or -1."""
    for child in view.children[head]:
        if child > after and view.dep[child] == "prt" and view.lower[child] == word:
            return child
    return -1


def cue_tokens(view: View, match: CueMatch) -> tuple[int, ...]:
    """Return the cue with its auxiliaries, negation and particles, in order."""
    around = [c for c in view.children[match.head] if view.dep[c] in _AUXILIARIES and abs(c - match.head) < 8]
    return tuple(sorted({*around, *match.tokens}))


def reluctance(view: View, verb: int) -> int | None:
    """Return the verb that turns its infinitive down: "refused to say", "declined to confirm or deny"."""
    head = verb
    for _ in range(3):
        if view.dep[head] == "conj":
            if view.tag[head] != view.tag[view.head[head]]:
                return None  # "declined to confirm it and promised": no infinitive, so not declined
            head = view.head[head]
        elif view.dep[head] in {"xcomp", "ccomp"} and view.lemma[view.head[head]] in view.around.reluctant:
            return view.head[head]
        else:
            return None
    return None


def negated(view: View, verb: int) -> bool:
    """Whether the cue is negated, by itself, by its subject, or by a reluctant verb above it."""
    for child in view.children[verb]:
        if view.dep[child] == "neg" or (
            view.lower[child] in _NEGATIONS and child < verb and not _is_answer(view, child)
        ):
            return True
        if view.dep[child] == "advmod" and child < verb and view.lower[child - 1 : child + 1] == _NO_LONGER:
            return True
        if view.dep[child] in {"nsubj", "nsubjpass"} and child < verb and _negative(view, child):
            return True
        if view.dep[child] == "dobj" and any(view.lower[c] == "no" for c in view.children[child]):
            return True
    if view.dep[verb] == "pcomp" and view.lower[view.head[verb]] == "without":
        return True
    if view.dep[verb] == "conj" and view.head[verb] < verb:
        first = view.head[verb]
        return _coordinated_negation(view, first, verb)
    head = view.head[verb]
    if view.dep[verb] == "xcomp" and head != verb and view.pos[head] in {"VERB", "AUX", "ADJ"}:
        return any(view.dep[c] == "neg" for c in view.children[head]) or _cannot(view, verb)
    return _cannot(view, verb)


def _cannot(view: View, verb: int) -> bool:
    """Whether one is "unable to", "not able to", "in no position to" do what a verb says."""
    head = view.head[verb]
    if view.dep[verb] == "pcomp":
        head = view.head[head]
    elif view.dep[verb] not in {"xcomp", "ccomp", "acl", "relcl"} or not _is_infinitive(view, verb):
        return False
    if view.pos[head] == "ADJ":
        if view.lower[head] in view.around.unable:
            return True
        return view.dep[head] == "acomp" and _has_negation(view, view.head[head])
    if view.pos[head] in {"VERB", "AUX"}:  # "was in no position to"
        inner = (view.child(c, "pobj") for c in view.children[head] if view.dep[c] == "prep" and c < verb)
        return any(i is not None and _is_shut(view, i) for i in inner)
    return _is_shut(view, head)


def _is_shut(view: View, noun: int) -> bool:
    """Whether a noun of what lets one do something is denied: "no way", "not in a position"."""
    if view.lemma[noun] not in view.around.openings:
        return False
    if any(view.lower[c] == "no" for c in view.children[noun]):
        return True
    above = view.head[noun]
    return _has_negation(view, view.head[above] if view.dep[noun] == "pobj" else above)


def _has_negation(view: View, head: int) -> bool:
    return any(view.dep[c] == "neg" for c in view.children[head])


def _is_infinitive(view: View, verb: int) -> bool:
    return any(view.lower[c] == "to" and view.dep[c] == "aux" for c in view.children[verb])


def _is_answer(view: View, word: int) -> bool:
    """Whether a "no" stands by itself: "No. They stay, the minister said"."""
    return view.dep[word] == "intj" or view.lower[word + 1 : word + 2] in ([","], ["."], ["!"])


def _negative(view: View, subject: int) -> bool:
    return view.lower[subject] in _NEGATIVE_SUBJECTS or any(
        view.lower[c] in {"neither", "no"} for c in view.children[subject] if c <= subject
    )


def _coordinated_negation(view: View, first: int, verb: int) -> bool:
    """Whether the negation reaches a second verb without a subject: "did not confirm or deny"."""
    if any(view.dep[c] in {"nsubj", "nsubjpass"} for c in view.children[verb]):
        return False
    siblings = view.children[first]
    before = bisect_left(siblings, verb)
    link = next((c for c in reversed(siblings[max(before - 4, 0) : before]) if view.dep[c] == "cc"), first)
    return view.lower[link] in {"or", "nor"} and negated(view, first)
