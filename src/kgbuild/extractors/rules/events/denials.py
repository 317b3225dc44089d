"""Whether the words around a trigger say that the event did not happen.

What governs and modifies the trigger is read by `modality`; here stand the kinds of negation: particles and
pronouns, verbs and adverbs of failing, counterfactual conditions, and statements called untrue.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import child
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.knowledge.frames import ModalityLexicon
from kgbuild.knowledge.words import negation_words

_SUBJECTS = ("nsubj", "nsubjpass")
_ARGUMENTS = (*_SUBJECTS, "dobj", "attr", "dative")
_NEGATING = ("det", "advmod", "preconj", "neg", "cc")
_QUANTIFIED = ("det", "preconj", "neg", "nummod", "predet", "quantmod", "advmod")
_PHRASAL = ("ADP", "DET", "NOUN", "PROPN")
_ALL = ("all", "every")
_CLAUSAL = ("ccomp", "csubj", "csubjpass", "acl", "xcomp", "advcl", "relcl")
_PERFECT = ("would", "could", "might")
_MAX_CLIMB = 8

Denial = Literal["negated", "halted"]


def of_dependent(word: Token, governor: Token, lexicon: ModalityLexicon) -> Denial | None:
    """Return "negated" or "halted" where a word below a verb or noun says that it is not so, or no longer."""
    text = word.lower_
    if word.dep_ == "neg" or (text in lexicon.negations and word.dep_ in _NEGATING):
        return _particle(word, governor)
    if word.dep_ == "advmod" and text == "longer" and any(t.lower_ == "no" for t in word.lefts):
        return "halted"
    if word.dep_ == "cc" and text == "nor" and word.i < governor.i:
        return "negated"  # "Nor did Kenya send soldiers"
    if word.dep_ == "prep" and _on_no_occasion(word, lexicon):
        return "negated"
    nearly = word.dep_ == "advmod" and text in lexicon.nearly and word.i < governor.i
    return "negated" if nearly and governor.pos_ == "VERB" else None


def _particle(word: Token, governor: Token) -> Denial | None:
    """Return what a "not" or "no" says: "not only" denies nothing, "no longer" denies that it goes on."""
    following = word.nbor().lower_ if word.i + 1 < len(word.doc) else ""
    words = negation_words()
    if following in words.focusing | words.not_denying or any(
        t.lower_ in words.focusing for t in word.children
    ):
        return None
    behind = word.lower_ == "not" and word.i > governor.i + 1 and word.i + 1 < len(word.doc)
    if behind and word.nbor().pos_ in ("ADP", "DET", "NOUN", "PROPN"):
        return None  # "sent soldiers to Mali, not to Niger"
    if following == "longer" or any(
        t.dep_ == "advmod" and t.lower_ in words.no_longer and t.i > governor.i for t in governor.children
    ):
        return "halted"
    return "negated"


def _on_no_occasion(preposition: Token, lexicon: ModalityLexicon) -> bool:
    """Find "at no time", "under no circumstances", "in no way", "to no country", "by no one"."""
    noun = child(preposition, "pobj")
    if noun is None:
        return False
    without = any(t.lower_ == "no" and t.dep_ in ("det", "neg") for t in noun.lefts)
    if without and noun.lemma_.lower() in lexicon.occasions:
        return True
    nowhere = noun.lower_ in ("nobody", "none", "noone") or (
        without and noun.lemma_.lower() in ("one", "country")
    )
    return nowhere and preposition.lower_ in ("to", "by", "from", "in")


def negated_argument(trigger: Token, floor: int, things: Sequence[int]) -> bool:
    """Whether what the verb is about is nobody or nothing: "no troops", "not one of the weapons".

    Args:
        trigger: the word that tells of the event.
        floor: the first token of its statement.
        things: the tokens that fill the roles of the event; of "no rifles but medicine" each is told apart.

    """
    for below in trigger.children:
        if below.dep_ not in _ARGUMENTS or below.i < floor or below.pos_ == "ADP" or not is_none(below):
            continue
        excepted = list(exceptions(below))
        if not any(below_or_same(thing, excepted, trigger) for thing in things):
            return not excepted or below.lower_ not in negation_words().nobody
    doc = trigger.doc
    others = [doc[i] for i in things if i >= floor and i > trigger.i]
    return any(_is_contrasted(token, trigger) for token in others)


def _is_contrasted(thing: Token, trigger: Token) -> bool:
    """Whether a thing is what it is not about: "sent rifles, not tanks", "to Mali and not to Niger"."""
    if thing.dep_ == "conj" and is_none(thing) and not _excluding(thing):
        return True
    current = thing
    while current.i not in (trigger.i, current.head.i):
        first = current.left_edge
        before = first.nbor(-1) if first.i else first
        if current.dep_ != "dobj" and any(t.lower_ == "not" and t.i > trigger.i + 1 for t in (first, before)):
            return before.lower_ != "not" or first.lower_ not in negation_words().focusing.union(_ALL)
        current = current.head
    return False


def below_or_same(thing: int, tokens: Sequence[Token], trigger: Token) -> bool:
    """Whether a token is one of these, or stands below one of them."""
    token = trigger.doc[thing]
    return any(token.i == other.i or other.is_ancestor(token) for other in tokens)


def is_none(noun: Token) -> bool:
    """Whether a noun or pronoun stands for nobody and nothing: "not one of", "no soldiers", "zero tanks"."""
    if noun.lower_ in negation_words().nobody:
        return True
    return any(_is_no(word) for word in noun.lefts) or (noun.lower_ == "one" and _follows_no(noun))


def is_nobody(noun: Token) -> bool:
    """Whether a pronoun stands for no person: "nobody", "no one"."""
    return noun.lower_ in ("nobody", "noone") or (noun.lower_ == "one" and is_none(noun))


def _is_no(word: Token) -> bool:
    """Whether a word before a noun says that there is none; "no fewer than 20" are many."""
    text = word.lower_
    words = negation_words()
    behind = word.nbor().lower_ if word.i + 1 < len(word.doc) else ""
    if word.dep_ in _QUANTIFIED and text in words.no:
        return behind not in words.focusing | words.comparing
    if text == "one" and word.dep_ == "nummod":
        return _follows_no(word)
    if text in _ALL and word.dep_ in ("det", "predet"):
        return any(t.lower_ == "not" for t in word.lefts) or _follows_no(word)
    return False


def _follows_no(word: Token) -> bool:
    before = word.nbor(-1).lower_ if word.i else ""
    return before in ("not", "no") or any(t.lower_ in ("not", "no") for t in word.lefts)


def exceptions(noun: Token) -> Iterator[Token]:
    """Yield the exceptions to a "no" or "nothing": "nothing but rifles", "no weapons but only medicine"."""
    for token in noun.rights:
        if token.dep_ == "prep" and token.lower_ in negation_words().excepting:
            yield from (t for t in token.children if t.dep_ in ("pobj", "pcomp"))
    link = child(noun, "cc")
    if link is not None and link.lower_ == "but":
        found = [t for t in noun.rights if t.dep_ == "conj"]
        # the parser may make two subjects of them
        yield from found or (t for t in noun.head.lefts if t.dep_ == noun.dep_ and t.i > link.i)


def _excluding(noun: Token) -> bool:
    """Whether a conjunct is what another one excepts: it stands, whatever is said of the first."""
    link = child(noun.head, "cc")
    return link is not None and link.lower_ == "but" and is_none(noun.head)


def stands_for_itself(token: Token) -> bool:
    """Whether a denying word leaves the clause around it as it is: "far from sending them, it closed"."""
    if token.lower_ == "without":
        return True
    return _falls_short(token) == "far" and _verb_above(token).lemma_ not in negation_words().copulas


def _falls_short(preposition: Token) -> str | None:
    """Return the word before "of" or "from" that says how far it is from being done."""
    before = preposition.nbor(-1).lower_ if preposition.i else ""
    return before if (before, preposition.lower_) in (("short", "of"), ("far", "from")) else None


def _verb_above(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def is_stopped_short(word: Token) -> bool:
    """Whether a "stop" above a word ends nothing, since it never began: "stopped short of sending"."""
    return word.lower_ == "short" or _falls_short(word) == "short"


def rather_than(verb: Token) -> bool:
    """Whether a verb tells what was not done: "rather than send soldiers", "instead of sending"."""
    first = verb.left_edge.i
    words = [t.lower_ for t in verb.doc[max(0, first - 2) : first + 2]]
    pairs = set(pairwise(words))
    instead = verb.dep_ == "pcomp" and ("instead", "of") in pairs
    return instead or (verb.dep_ != "ROOT" and ("rather", "than") in pairs)


def left_undone(verb: Token) -> bool:
    """Whether a chance or plan came to nothing: "had every chance to send soldiers but did not"."""
    for governor in (verb, verb.head, verb.head.head):
        for other in governor.rights:
            spare = (
                other.dep_ == "conj"
                and other.pos_ in ("AUX", "VERB")
                and other.lemma_ in ("do", "have", "be")
            )
            if spare and any(t.dep_ == "neg" for t in other.children):
                return not any(t.dep_ in ("dobj", "attr", "acomp", "xcomp", "ccomp") for t in other.children)
    return False


def out_of_reach(verb: Token) -> bool:
    """Whether something stands in the way: "too weak to send", "in no position to", "far from sending"."""
    above = verb.head
    if verb.dep_ in ("xcomp", "advcl", "ccomp") and verb.tag_ == "VB":
        adjectives = [above, *(t for t in above.children if t.dep_ in ("acomp", "advmod"))]
        if any(t.lower_ == "too" for a in adjectives if a.i < verb.i for t in a.lefts):
            return True
    if verb.dep_ in ("relcl", "acl") and verb.tag_ == "VB" and above.dep_ == "pobj":
        return any(t.lower_ == "no" for t in above.lefts)
    near = above.head
    if verb.dep_ != "pcomp":
        return False
    close = above.lower_ == "to" and near.lower_ == "close" and near.head.lemma_ == "come"
    return close or _falls_short(above) is not None


def counterfactual(trigger: Token, floor: int) -> bool:
    """Whether the event is an unreal condition: "Had Kenya sent soldiers", "if it had sent any, ..."."""
    for clause in _clauses(trigger):
        had = next((t for t in clause.children if t.dep_ == "aux" and t.lower_ == "had"), None)
        if had is None or had.i < floor:
            continue
        doer = child(clause, *_SUBJECTS)
        condition = any(t.dep_ == "mark" and t.lower_ in ("if", "unless") for t in clause.children)
        inverted = doer is not None and had.i < doer.i and not _fronted(clause, had)
        if inverted or (condition and _has_unreal(clause)):
            return not any(t.dep_ == "neg" for t in clause.children)
    return False


def _clauses(trigger: Token) -> Iterator[Token]:
    """Yield the verbs of the clause around a trigger."""
    current = trigger
    for _ in range(_MAX_CLIMB):
        yield current
        if current.dep_ in ("advcl", "ccomp", "relcl") or current.head.i == current.i:
            return
        current = current.head


def _fronted(clause: Token, had: Token) -> bool:
    """Whether something before the auxiliary asks or denies, so that the order says nothing."""
    before = [t for t in clause.children if t.i < had.i and not t.is_punct and t.dep_ not in ("cc", "mark")]
    return bool(before) or had.left_edge.i < had.i or clause.doc[clause.sent.end - 1].text == "?"


def _has_unreal(clause: Token) -> bool:
    """Whether the sentence says what would have been."""
    return any(
        t.lower_ in _PERFECT and any(c.lower_ == "have" for c in t.head.children if c.i > t.i)
        for t in clause.sent
        if t.dep_ == "aux"
    )


def called_untrue(trigger: Token, floor: int, words: Evaluations) -> bool:
    """Whether the clause that tells of the event is said to be untrue, within the same statement.

    "It is not true that", "reports that ... are wrong", "called the claim that ... a myth".
    """
    current = trigger
    for _ in range(_MAX_CLIMB):
        head = current.head
        if head.i == current.i or head.i < floor:
            return False
        if current.dep_ in _CLAUSAL or head.lemma_.lower() in words.pointers:
            copula = _copula(head, words)
            if copula is not None and copula.i >= floor:
                return _is_untrue(copula, current, words)
            if head.dep_ == "nsubj" and head.head.lemma_.lower() in words.reflecting:
                said = [t for t in head.head.subtree if t.i > head.head.i]
                return _negated(head.head) and any(t.lemma_.lower() in words.truths for t in said)
            if head.dep_ == "nsubjpass" and head.head.lemma_.lower() in words.refuting:
                return not any(t.dep_ == "neg" for t in head.head.children)
            if head.dep_ == "dobj" and head.head.lemma_.lower() in words.calling:
                return _holds(words.rejects, [t for t in head.head.subtree if t.i > trigger.i])
        current = head
    return False


def _negated(verb: Token) -> bool:
    return any(t.dep_ == "neg" for t in verb.children)


def groundless_report(trigger: Token, floor: int, words: Evaluations) -> Token | None:
    """Return the report of the event that is said to have no ground: "there is no truth in reports that"."""
    current = trigger
    for _ in range(_MAX_CLIMB):
        link = current.head
        if link.i == current.i or link.i < floor:
            return None
        if link.pos_ == "ADP" and current.lemma_.lower() in words.pointers:
            ground = link.head
            if ground.lemma_.lower() in words.grounds and ground.i >= floor and is_none(ground):
                return current
        current = link
    return None


def unproved(trigger: Token, floor: int, words: Evaluations, cue: Collection[int] = ()) -> Token | None:
    """Return what there is none of to show that the event is so: "found no evidence that", "no sign of".

    The cue of the statement, if it says so itself, counts once: it is not returned.
    """
    current = trigger
    for _ in range(_MAX_CLIMB):
        head = current.head
        proving = head.lemma_.lower() in words.proving
        if head.i == current.i or (head.i < floor and not proving):
            return None
        if head.lemma_.lower() in words.proofs and head.pos_ == "NOUN" and head.i not in cue:
            shown = current.dep_ in _CLAUSAL or current.lower_ in ("of", "for")
            return head if shown and (is_none(head) or _not_any(head)) else None
        if head.pos_ in ("VERB", "AUX") and current.dep_ in _CLAUSAL:
            if not proving:
                return None
            floor = trigger.sent.start  # "to suggest that" opens no statement of its own
        current = head
    return None


def _not_any(noun: Token) -> bool:
    """Whether a verb that is denied has it as its object: "has not seen any evidence"."""
    verb = noun.head
    return noun.dep_ == "dobj" and any(t.dep_ == "neg" for t in verb.children)


def _copula(head: Token, words: Evaluations) -> Token | None:
    """Return the "be" that says something of a clause, or of the noun that it stands below."""
    if head.lemma_ in negation_words().copulas:
        return head
    above = head.head
    if above.lemma_ not in negation_words().copulas:
        return None
    if head.dep_ in ("acomp", "attr"):
        return above
    return above if head.dep_ in _SUBJECTS and head.lemma_.lower() in words.pointers else None


def _is_untrue(copula: Token, clause: Token, words: Evaluations) -> bool:
    inside = {t.i for t in clause.subtree}
    said = [
        t
        for part in copula.children
        if part.dep_ in ("acomp", "attr", "neg", "advmod", "prep", "oprd")
        for t in part.subtree
        if t.i not in inside
    ]
    denied = any(t.dep_ == "neg" or t.lower_ in ("never", "hardly", "no", "far", "anything") for t in said)
    return denied if _holds(words.affirms, said) else not denied and _holds(words.rejects, said)


def _holds(phrases: Sequence[str], tokens: Sequence[Token]) -> bool:
    text = f" {' '.join(t.lower_ for t in sorted(tokens, key=lambda t: t.i))} "
    return any(f" {phrase} " in text for phrase in phrases)
