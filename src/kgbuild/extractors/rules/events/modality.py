"""Whether an event happened, is planned or is only possible, and whether it is said not to have happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kgbuild.extractors.rules.events import denials
from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.frames import ModalityLexicon
from kgbuild.knowledge.words import grammar_words

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
_FINITE = ("VBD", "VBZ", "VBP")

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
    due: bool = False
    """Somebody has to do it: of another, that is a demand."""


def status(trigger: Token, limit: int | None, lexicon: ModalityLexicon, things: Sequence[int] = ()) -> Status:
    """Read the words that govern and modify a trigger.

    Args:
        trigger: the verb or noun that tells of the event.
        limit: the first token of the statement it stands in; nothing before it is read. None: the sentence.
        lexicon: the words that count.
        things: the tokens that fill the roles of the event.

    """
    floor = trigger.sent.start if limit is None else limit
    signs = list(_signs(trigger, floor, lexicon))
    kinds = [kind for kind, _ in signs]
    future = "future" in kinds
    unreal = denials.counterfactual(trigger, floor)
    possible = "possible" in kinds and not unreal
    # Two negations cancel out: "did not deny sending".
    count = kinds.count("negated") + denials.negated_argument(trigger, floor, things)
    count += unreal + denials.rather_than(trigger) + denials.out_of_reach(trigger)
    planned = future or ("planned" in kinds and not _has_begun(trigger))
    # "scrapped its plan to send": what stops a plan denies the deed
    dropped = "halted" in kinds and "planned" in kinds[: kinds.index("halted")] and not future
    modality = "Planned" if planned else "Possible" if possible else "Actual"
    count += not planned and denials.left_undone(trigger)
    words = tuple(sorted(word.i for _, word in signs))
    negated = (count + dropped) % 2 == 1
    return Status(modality, negated, "halted" in kinds and not dropped, future, possible, words)


def is_yet_to(verb: Token) -> bool:
    """Whether something is still to be done: "has yet to announce", "remains to be sent"."""
    have = verb.head
    if verb.dep_ not in ("xcomp", "ccomp", "advcl") or not any(t.lower_ == "to" for t in verb.lefts):
        return False
    if have.lemma_ == "remain":
        return child(verb, "auxpass") is not None
    before = verb.doc[max(verb.left_edge.i - 1, 0)]
    beside = {t.lower_ for t in (*have.children, *verb.lefts, before) if t.i < verb.i}
    return have.lemma_ in ("have", "be") and bool(beside & {"yet", "still"})


def _signs(trigger: Token, floor: int, lexicon: ModalityLexicon) -> Iterator[tuple[Evidence, Token]]:
    """Yield each word that places the event, with what it says of it."""
    below, apart = trigger, False
    for token in (trigger, *_governors(trigger, floor, lexicon)):
        own = token.i == trigger.i
        apart = apart or _told_apart(below, token)
        # "the presence will not exceed 800" denies no presence; "the deliveries have not begun" does
        bare = below.dep_ in _SUBJECTS and not own and token.lemma_.lower() not in lexicon.occurring
        if own and _is_left_open(token):
            yield "planned", token
        if not own:
            yield from _of_governor(token, below, lexicon)
        for kind, word in _of_dependents(token, floor, own, lexicon):
            if kind != "negated" or not (bare or apart):
                yield kind, word
        below = token


def _of_governor(token: Token, below: Token, lexicon: ModalityLexicon) -> Iterator[tuple[Evidence, Token]]:
    """Yield what a word says of the event that it governs, by way of the word below it."""
    if below.head.i == token.i and is_yet_to(below):
        yield "negated", below
    if _is_due_to(below, token):
        yield "planned", token
    if not denials.is_stopped_short(below):
        yield from ((kind, token) for kind in _as_governor(token, lexicon))


def _of_dependents(
    token: Token, floor: int, own: bool, lexicon: ModalityLexicon
) -> Iterator[tuple[Evidence, Token]]:
    """Yield what the words below a verb or noun say of it; of the trigger itself, its adjectives too."""
    for word in token.children:
        if word.i < floor:
            continue
        kind = _as_dependent(word, token, lexicon)
        if kind is not None:
            yield kind, word
        elif own:
            yield from ((kind, word) for kind in _as_modifier(word, lexicon))


def _is_due_to(verb: Token, be: Token) -> bool:
    """Whether something is to happen: "is to send soldiers"."""
    to = verb.dep_ == "xcomp" and verb.tag_ == "VB" and any(t.lower_ == "to" for t in verb.lefts)
    plain = child(be, "acomp", "attr", "advmod") is None and child(be, *_SUBJECTS) is not None
    return to and be.lemma_ == "be" and verb.head.i == be.i and plain and not is_yet_to(verb)


def _has_begun(noun: Token) -> bool:
    """Whether a clause says that it has begun or ended: "the withdrawal, which began in May"."""
    clauses = [c for c in noun.rights if c.dep_ == "relcl" and c.tag_ in ("VBD", "VBZ")]
    over = noun.head if noun.dep_ in _SUBJECTS and noun.head.tag_ in ("VBD", "VBN") else None
    if over is not None and not any(c.tag_ == "MD" for c in over.lefts):
        clauses.append(over)  # "the withdrawal, ordered in May, had been completed"
    return any(c.lemma_ in grammar_words().limiting for c in clauses)


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
    if lemma in lexicon.denying or token.lower_ in lexicon.denying:
        yield "negated"


def _as_dependent(word: Token, governor: Token, lexicon: ModalityLexicon) -> Evidence | None:
    """Return what an auxiliary, a negation, a hedge or a condition says of its verb or noun."""
    text = word.lower_
    if word.dep_ == "aux" and text in lexicon.modals:
        return _as_modal(word, governor, lexicon)
    denial = denials.of_dependent(word, governor, lexicon)
    if denial is not None:
        return denial
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
        if denials.stands_for_itself(current) or current.lower_ in lexicon.conceding:
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
        case "advmod":
            return current.lower_ not in ("far", "short")
        case label:
            return label not in _CLIMBED


def _opens_clause(token: Token) -> bool:
    """Whether a clause has a subject and tense of its own, so that what governs it does not negate it."""
    finite = token.tag_ != "VB" or any(t.dep_ == "aux" and t.lower_ != "to" for t in token.lefts)
    return child(token, *_SUBJECTS, "expl") is not None and finite


def _is_plan_noun(noun: Token, lexicon: ModalityLexicon) -> bool:
    return child(noun, "aux") is not None or noun.lemma_.lower() in lexicon.plan_nouns


def _is_past_would(modal: Token, verb: Token) -> bool:
    """Whether "would have sent" speaks of what did not happen."""
    return modal.lower_ == "would" and any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)


def _told_apart(below: Token, above: Token) -> bool:
    """Whether a denial of the first of two verbs is none of the second: "did not send men but gave arms"."""
    if below.dep_ != "conj" or below.head.i != above.i:
        return False
    link = next((t for t in above.children if t.dep_ == "cc" and above.i < t.i < below.i), None)
    supported = above.tag_ == "VB" and below.tag_ in _FINITE
    return supported or (link is not None and link.lower_ == "but")


def _under_verb(trigger: Token, noun: Token) -> bool:
    """Whether a verb stands between a trigger and a noun above it: "the decision to suspend the sale"."""
    above = trigger
    while above.i not in (noun.i, above.head.i):
        above = above.head
        if above.pos_ == "VERB":
            return True
    return False
