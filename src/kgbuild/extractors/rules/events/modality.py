"""Whether an event happened, is planned or is only possible, and whether it is said not to have happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.frames import ModalityLexicon

_MAX_CLIMB = 12
_CLIMBED = frozenset(
    {
        "xcomp",
        "ccomp",
        "conj",
        "pcomp",
        "acl",
        "oprd",
        "dobj",
        "pobj",
        "prep",
        "nsubj",
        "nsubjpass",
        "acomp",
        "attr",
        "agent",
        "dative",
        "compound",
        "csubj",
    }
)
"""Dependencies over which what governs a phrase also places the event inside it."""
_SUBJECTS = ("nsubj", "nsubjpass")
_NEGATING = ("det", "advmod", "preconj", "neg", "cc")
_NONE = ("none", "nobody", "nothing")
_NO = ("no", "neither", "not")

Evidence = Literal["planned", "future", "possible", "halted", "negated"]


@dataclass(frozen=True, slots=True)
class Status:
    """How the words around a trigger place the event."""

    modality: str
    negated: bool = False
    halted: bool = False
    future: bool = False
    """A plain "will": the speaker's own future is a pledge."""
    hedged: bool = False
    words: tuple[int, ...] = ()
    """The tokens that decided."""


def status(trigger: Token, limit: int | None, lexicon: ModalityLexicon) -> Status:
    """Read the words that govern and modify a trigger.

    Args:
        trigger: the verb or noun that tells of the event.
        limit: the first token of the statement it stands in; nothing before it is read. None: the sentence.
        lexicon: the words that count.

    """
    floor = trigger.sent.start if limit is None else limit
    signs = list(_signs(trigger, floor, lexicon))
    kinds = [kind for kind, _ in signs]
    future = "future" in kinds
    possible = "possible" in kinds
    # Two negations cancel out: "did not deny sending".
    negated = (kinds.count("negated") % 2 == 1) ^ _negated_argument(trigger, floor)
    planned = future or ("planned" in kinds and not _has_begun(trigger))
    modality = "Planned" if planned else "Possible" if possible else "Actual"
    words = tuple(sorted(word.i for _, word in signs))
    return Status(modality, negated, "halted" in kinds, future, possible, words)


def is_yet_to(verb: Token) -> bool:
    """Whether something is still to be done: "has yet to announce"."""
    have = verb.head
    beside = (*have.children, *verb.children)
    return verb.dep_ == "xcomp" and have.lemma_ == "have" and any(t.lower_ == "yet" for t in beside)


def _signs(trigger: Token, floor: int, lexicon: ModalityLexicon) -> Iterator[tuple[Evidence, Token]]:
    """Yield each word that places the event, with what it says of it."""
    last = trigger
    for token in (trigger, *_governors(trigger, floor, lexicon)):
        own = token.i == trigger.i
        # "the presence will not exceed 800" denies no presence; "the deliveries have not begun" does
        bare = (
            last.dep_ in ("nsubj", "nsubjpass") and not own and token.lemma_.lower() not in lexicon.occurring
        )
        last = token
        if own and _is_left_open(token):
            yield "planned", token
        if not own:
            yield from ((kind, token) for kind in _as_governor(token, lexicon))
        for below in token.children:
            if below.i >= floor:
                kind = _as_dependent(below, token, lexicon)
                if kind == "negated" and bare:
                    kind = None
                if kind is not None:
                    yield kind, below
                elif own:
                    yield from ((kind, below) for kind in _as_modifier(below, lexicon))


def _has_begun(noun: Token) -> bool:
    """Whether a clause says that it has begun or ended: "the withdrawal, which began in May"."""
    clauses = (c for c in noun.rights if c.dep_ == "relcl" and c.tag_ in ("VBD", "VBZ"))
    return any(c.lemma_ in ("begin", "start", "end", "finish") for c in clauses)


def _is_left_open(verb: Token) -> bool:
    """Whether it is still to be decided when or whether: "when to leave the bloc"."""
    words = {t.lower_ for t in verb.lefts}
    return verb.tag_ == "VB" and "to" in words and bool(words & {"when", "whether", "how"})


def _as_governor(token: Token, lexicon: ModalityLexicon) -> Iterator[Evidence]:
    """Yield what a verb or noun says of the event that it governs ("plans to send")."""
    lemma = token.lemma_.lower()
    if lemma in lexicon.planned or token.lower_ in lexicon.planned:
        yield "planned"
    if lemma in lexicon.possible:
        yield "possible"
    if lemma in lexicon.halting:
        yield "halted"
    if lemma in lexicon.denying and token.lower_ != "stopped":
        yield "negated"


def _as_dependent(word: Token, governor: Token, lexicon: ModalityLexicon) -> Evidence | None:
    """Return what an auxiliary, a negation, a hedge or a condition says of its verb or noun."""
    text = word.lower_
    if word.dep_ == "aux" and text in lexicon.modals:
        return _as_modal(word, governor, lexicon)
    if word.dep_ == "neg" or (text in lexicon.negations and word.dep_ in _NEGATING):
        return "negated"
    hedge = word.dep_ == "advmod" and text in lexicon.hedges
    condition = word.dep_ in ("mark", "advmod") and text in lexicon.conditions
    return "possible" if hedge or condition else None


def _as_modal(modal: Token, verb: Token, lexicon: ModalityLexicon) -> Evidence | None:
    if lexicon.modals[modal.lower_] == "possible":
        return "possible"
    return "future" if not _is_past_would(modal, verb) else None


def _as_modifier(word: Token, lexicon: ModalityLexicon) -> Iterator[Evidence]:
    """Yield what an adjective or participle says of the trigger itself ("the planned delivery")."""
    if word.dep_ == "amod" and word.lower_ in lexicon.hedging_adjectives:
        yield "possible"
    if word.dep_ == "amod" and word.lower_ in lexicon.planning_adjectives:
        yield "planned"
    if word.dep_ == "acl" and word.lemma_.lower() in lexicon.planned:
        yield "planned"


def _governors(trigger: Token, floor: int, lexicon: ModalityLexicon) -> Iterator[Token]:
    """Yield what governs the trigger inside the statement, from the nearest up."""
    current = trigger
    for _ in range(_MAX_CLIMB):
        head = current.head
        if head.i == current.i or head.i < floor or _stands_apart(current, trigger, lexicon):
            return
        current = head
        yield current


def _stands_apart(current: Token, trigger: Token, lexicon: ModalityLexicon) -> bool:
    """Whether what governs a phrase says nothing of whether the event inside it is so."""
    match current.dep_:
        case "ccomp":
            return _opens_clause(current)
        case "acl":
            told = (
                current.tag_ in ("VBN", "VBG")
                and current.head.pos_ in ("NOUN", "PROPN")
                and current.i > current.head.i
            )
            return told and not _is_plan_noun(current.head, lexicon)
        case "nsubj" | "nsubjpass":
            return trigger.pos_ == "VERB" or _under_verb(trigger, current)
        case "conj":
            return current.pos_ == "VERB" and child(current, *_SUBJECTS, "aux") is not None
        case label:
            return label not in _CLIMBED


def _opens_clause(token: Token) -> bool:
    """Whether a clause has a subject and tense of its own, so that what governs it does not negate it."""
    return child(token, *_SUBJECTS) is not None and token.tag_ != "VB"


def _is_plan_noun(noun: Token, lexicon: ModalityLexicon) -> bool:
    return child(noun, "aux") is not None or noun.lemma_.lower() in lexicon.plan_nouns


def _is_past_would(modal: Token, verb: Token) -> bool:
    """Whether "would have sent" speaks of what did not happen."""
    return modal.lower_ == "would" and any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)


def _negated_argument(trigger: Token, floor: int) -> bool:
    """Whether "no troops", "none of the weapons" is what the verb is about."""
    for below in trigger.children:
        if below.dep_ in (*_SUBJECTS, "dobj", "attr") and below.i >= floor:
            if below.lower_ in _NONE:
                return True
            if any(_is_no(word) for word in below.lefts):
                return True
    return False


def _is_no(word: Token) -> bool:
    """Whether a word before a noun says that there is none; "no fewer than 20" are many."""
    if word.dep_ not in ("det", "preconj") or word.lower_ not in _NO:
        return False
    behind = word.nbor().lower_ if word.i + 1 < len(word.doc) else ""
    return behind not in ("fewer", "less", "more")


def _under_verb(trigger: Token, noun: Token) -> bool:
    """Whether a verb stands between a trigger and a noun above it: "the decision to suspend the sale"."""
    above = trigger
    while above.i not in (noun.i, above.head.i):
        above = above.head
        if above.pos_ == "VERB":
            return True
    return False
