"""Whether an event happened, is planned or is only possible, and whether it is said not to have happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kgbuild.knowledge.frames import ModalityLexicon

_MAX_CLIMB = 12
_CLIMBED = frozenset(
    {
        "xcomp",
        "ccomp",
        "conj",
        "pcomp",
        "acl",
        "relcl",
        "oprd",
        "dobj",
        "pobj",
        "prep",
        "nsubj",
        "nsubjpass",
        "acomp",
        "attr",
        "advcl",
        "agent",
        "dative",
        "compound",
        "csubj",
        "appos",
        "poss",
    }
)
_CLAUSAL = frozenset({"xcomp", "pcomp", "oprd", "acomp", "dobj", "acl", "conj", "ccomp"})


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
    planned = possible = negated = halted = future = False
    words: list[int] = []
    for token, own in _governors(trigger, floor):
        lemma = token.lemma_.lower()
        if not own and (lemma in lexicon.planned or token.lower_ in lexicon.planned):
            planned = True
            words.append(token.i)
        if not own and lemma in lexicon.possible:
            possible = True
            words.append(token.i)
        if not own and lemma in lexicon.halting:
            halted = True
            words.append(token.i)
        if not own and lemma in lexicon.denying and token.lower_ not in ("stopped",):
            negated = not negated
            words.append(token.i)
        for below in token.children:
            if below.i < floor:
                continue
            word = below.lower_
            if below.dep_ == "aux" and word in lexicon.modals:
                if lexicon.modals[word] == "planned" and not _is_past_would(below, token):
                    planned = future = True
                    words.append(below.i)
                elif lexicon.modals[word] == "possible":
                    possible = True
                    words.append(below.i)
            elif below.dep_ == "neg" or (
                word in lexicon.negations
                and below.dep_ in ("det", "advmod", "preconj", "neg", "cc")
                and word not in ("nor",)
            ):
                negated = not negated
                words.append(below.i)
            elif below.dep_ == "advmod" and word in lexicon.hedges:
                possible = True
                words.append(below.i)
            elif below.dep_ in ("mark", "advmod") and word in lexicon.conditions:
                possible = True
                words.append(below.i)
            elif below.dep_ == "amod" and own:
                if word in lexicon.hedging_adjectives:
                    possible = True
                    words.append(below.i)
                if word in lexicon.planning_adjectives:
                    planned = True
                    words.append(below.i)
            elif own and below.dep_ == "acl" and below.lemma_.lower() in lexicon.planned:
                planned = True
                words.append(below.i)
    subject_negated = _negated_subject(trigger, floor, lexicon)
    modality = "Planned" if planned else "Possible" if possible else "Actual"
    return Status(modality, negated ^ subject_negated, halted, future, possible, tuple(sorted(words)))


def _governors(trigger: Token, floor: int) -> Iterator[tuple[Token, bool]]:
    """Yield the trigger, then what governs it inside the statement."""
    yield trigger, True
    current = trigger
    for _ in range(_MAX_CLIMB):
        head = current.head
        if head.i == current.i or head.i < floor or current.dep_ not in _CLIMBED:
            return
        if current.dep_ in ("relcl", "appos", "poss") or (current.dep_ == "ccomp" and _opens_clause(current)):
            return
        if (
            current.dep_ == "acl"
            and current.tag_ in ("VBN", "VBG")
            and head.pos_ == "NOUN"
            and current.i > head.i
            and not _is_plan_noun(head)
        ):
            return
        if current.dep_ == "advcl":
            return
        if current.dep_ in ("nsubj", "nsubjpass") and trigger.pos_ == "VERB":
            return
        if (
            current.dep_ == "conj"
            and current.pos_ == "VERB"
            and any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in current.children)
        ):
            return
        current = head
        yield current, False


def _opens_clause(token: Token) -> bool:
    """Whether a clause has a subject and tense of its own, so that what governs it does not negate it."""
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children) and token.tag_ != "VB"


def _is_plan_noun(noun: Token) -> bool:
    return any(c.dep_ == "aux" for c in noun.children) or noun.lemma_.lower() in (
        "plan",
        "decision",
        "intention",
        "proposal",
        "offer",
        "pledge",
        "promise",
        "threat",
    )


def _is_past_would(modal: Token, verb: Token) -> bool:
    """Whether "would have sent" speaks of what did not happen."""
    return modal.lower_ == "would" and any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)


def _negated_subject(trigger: Token, floor: int, lexicon: ModalityLexicon) -> bool:
    """Whether "no troops", "none of the weapons" is what the verb is about."""
    for below in trigger.children:
        if below.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and below.i >= floor:
            if below.lower_ in ("none", "nobody", "nothing"):
                return True
            for word in below.lefts:
                if word.dep_ in ("det", "preconj") and word.lower_ in ("no", "neither", "not"):
                    return True
    return False
