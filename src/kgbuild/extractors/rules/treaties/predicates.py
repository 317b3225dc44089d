"""What is said of a noun: the verb that it is subject or object of, directly or through a bridge.

A bridge is a noun between the two: "honour the obligations of the treaty",
"froze its participation in the pact".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from kgbuild.extractors.rules.syntax.grammar import conjuncts, is_passive
from kgbuild.knowledge.frames import TreatyFrame

_MAX_CLIMB = 6
_OBJECTS = frozenset({"dobj", "nsubjpass", "obj"})
_SLOTS = frozenset({"dobj", "nsubj", "nsubjpass"})
_BRIDGING = frozenset({"under", "of", "to", "in", "with", "from", "on", "for"})
_VERBAL = frozenset({"VERB", "AUX"})
_RELATIVE = frozenset({"that", "which", "who", "whom"})
_APART = _RELATIVE | {","}
_PHRASE_REACH = 9


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb, or a noun that alleges a breach, with what it says of the agreement."""

    token: Token
    link: Literal["object", "subject", "clause", "term", "breach"]
    act: str | None = None
    breach: bool = False
    attitude: str | None = None
    common: bool = False
    """A verb of no meaning of its own for agreements."""


class PredicateReader:
    """Reads what is said of agreements."""

    def __init__(self, frame: TreatyFrame) -> None:
        self._frame = frame

    def of(self, noun: Token) -> list[Predicate]:
        """Return what is said of a noun: in its own clause, then in the clauses that modify it."""
        main = self._main(noun)
        found = [main] if main is not None else []
        for verb in self._clauses(noun, background=main is not None or noun.dep_ == "pobj"):
            if verb.token.i not in {p.token.i for p in found}:
                found.append(verb)
        return found

    # The clause that the noun stands in

    def _main(self, noun: Token) -> Predicate | None:
        current, bridge = noun, ""
        for _ in range(_MAX_CLIMB):
            head, dep = current.head, current.dep_
            if head.i == current.i:
                break
            if head.pos_ in _VERBAL and (dep in _OBJECTS or dep == "nsubj"):
                verb = self._raised(head) if dep != "dobj" else head
                passive = dep == "nsubjpass" if verb.i == head.i else is_passive(verb)
                return (
                    self._object(verb, bridge)
                    if passive or dep in ("dobj", "obj")
                    else self._subject(verb, bridge)
                )
            if dep == "attr" and current.i == noun.i and any(c.dep_ == "expl" for c in head.children):
                return Predicate(head, "object")  # "there was no such pact"
            if dep in ("nsubj", "compound") and is_judged(current, self._frame):
                # "called the pact null and void": a clause without a verb
                return self._object(head.head, bridge)
            if dep in ("conj", "appos") and head.pos_ in ("NOUN", "PROPN"):
                current = head
            elif dep == "poss" or (
                dep in ("compound", "nmod") and head.lemma_.lower() in self._frame.bridges
            ):
                current, bridge = head, head.lemma_.lower()
            elif dep == "pobj":
                climbed = self._over_preposition(current, bridge)
                if isinstance(climbed, Predicate) or climbed is None:
                    return climbed
                current, bridge = climbed, climbed.lemma_.lower()
            else:
                break
        return self._bare_breach(current, bridge)

    def _raised(self, verb: Token) -> Token:
        """Return the verb that really has the subject: "is expected to be ratified", "is due to expire"."""
        for below in (verb, *(c for c in verb.children if c.dep_ == "acomp")):
            if below.lemma_.lower() in self._frame.raising:
                return next((c for c in below.children if c.dep_ == "xcomp" and c.pos_ in _VERBAL), verb)
        return verb

    def _bare_breach(self, bridge: Token, lemma: str) -> Predicate | None:
        if lemma in self._frame.breaches["nouns"]:
            return Predicate(bridge, "breach", None, True)
        if lemma in self._frame.bridge_acts and any(t.dep_ == "poss" for t in bridge.lefts):
            return Predicate(
                bridge, "object", self._frame.bridge_acts[lemma]
            )  # "told the UN of its exit from"
        return None

    def _over_preposition(self, noun: Token, bridge: str) -> Predicate | Token | None:
        frame, preposition = self._frame, noun.head
        governor = preposition.head
        if governor.dep_ == "prep" and governor.pos_ == "ADP":
            governor = governor.head
        back = governor.pos_ == "ADV" and governor.head.pos_ in _VERBAL
        if back and governor.lemma_.lower() not in frame.adjectival:
            governor = governor.head  # "has gone back to the accord"
        lemma = governor.lemma_.lower()
        set_by = (
            governor.dep_ == "acl"
            and governor.tag_ == "VBN"
            and governor.head.lemma_.lower() in frame.bridges
        )
        if set_by and (preposition.dep_ == "agent" or preposition.lower_ in _BRIDGING):
            return governor.head  # "the limits agreed in the pact", "placed on it by the pact"
        if governor.pos_ in _VERBAL:
            return self._behind_verb(governor, preposition, bridge) or self._bare_breach(noun, bridge)
        if governor.pos_ in ("NOUN", "PROPN"):
            known = lemma in frame.bridges or lemma in frame.breaches["nouns"] or lemma in frame.feelings
            known = known or (
                preposition.lower_ == "of" and lemma not in frame.aside and governor.pos_ == "NOUN"
            )
            return governor if known else None
        if governor.pos_ in ("ADJ", "ADV") and lemma in frame.adjectival and governor.head.pos_ in _VERBAL:
            denied = any(t.dep_ == "neg" for t in governor.head.children)
            pledged = "Pledges" if governor.lower_ in frame.devoted and not denied else None
            return Predicate(governor.head, "object", attitude=pledged, common=True)
        return None

    def _behind_verb(self, verb: Token, preposition: Token, bridge: str) -> Predicate | None:
        frame, lemma = self._frame, verb.lemma_.lower()
        for entry in frame.prepositional:
            if lemma in entry.verbs and (
                preposition.lower_ in entry.prepositions or preposition.head.lower_ in entry.prepositions
            ):
                return Predicate(verb, "object", entry.act, False, self._attitude(verb, bridge))
        if lemma == "be" and bridge and preposition.lower_ not in frame.background:
            return Predicate(verb, "object", common=True)
        phrase = self._phrase(verb)
        if phrase is not None and preposition.lower_ not in frame.background:
            return Predicate(verb, "object", phrase)
        behind = preposition.i > verb.i and preposition.lower_ in _BRIDGING
        if behind and any(c.dep_ in _SLOTS and c.lemma_.lower() in frame.bridges for c in verb.children):
            return Predicate(verb, "clause", None, lemma in frame.breaches["verbs"], common=True)
        if preposition.dep_ == "agent" and lemma in frame.says:
            return Predicate(verb, "subject")
        fronted = preposition.lower_ == "under" and preposition.i < verb.i
        due = lemma == "be" and any(c.dep_ == "xcomp" for c in verb.children)
        if fronted and (
            due or any(c.dep_ == "aux" and c.lower_ in frame.terms_modals for c in verb.children)
        ):
            return Predicate(verb, "term")
        return None

    def _object(self, verb: Token, bridge: str) -> Predicate:
        frame, lemma = self._frame, verb.lemma_.lower()
        through = not bridge or bridge in frame.transparent
        act = self._phrase(verb) or frame.objects.get(lemma) if through else frame.bridge_acts.get(bridge)
        breach = lemma in frame.breaches["verbs"] or bridge in frame.breaches["nouns"]
        attitude = self._attitude(verb, bridge)
        return Predicate(verb, "object", act or None, breach, attitude, lemma not in frame.objects)

    def _subject(self, verb: Token, bridge: str) -> Predicate:
        frame, lemma = self._frame, verb.lemma_.lower()
        act = self._phrase(verb) or frame.subjects.get(lemma)
        if bridge and bridge not in frame.transparent:
            act = frame.bridge_acts.get(bridge)
        known = act is not None or lemma in frame.says
        judged = self._judged(verb) if verb.lemma_ == "be" else self._met_with(verb)
        return Predicate(verb, "subject", act or None, False, judged, not known)

    # Clauses that modify the noun

    def _clauses(self, noun: Token, *, background: bool) -> Iterator[Predicate]:
        for clause in noun.rights:
            if clause.dep_ not in ("relcl", "acl"):
                continue
            for verb in conjuncts(clause):
                found = self._clause(noun, verb, background=background)
                if found is not None:
                    yield found

    def _clause(self, noun: Token, verb: Token, *, background: bool) -> Predicate | None:
        lemma = verb.lemma_.lower()
        if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD"):
            # What is told in passing ("the pact signed by both") is background, without a comma or a day.
            related = (noun.i + 1 < len(noun.doc) and noun.nbor().lower_ in _APART) or _is_dated(verb)
            act = self._frame.objects.get(lemma)
            return Predicate(verb, "clause", act) if act and (related or not background) else None
        if verb.dep_ == "acl":
            return Predicate(verb, "subject") if verb.tag_ == "VBG" and lemma in self._frame.says else None
        own = next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ not in _RELATIVE), None)
        if own is not None and any(c.dep_ == "dobj" and c.lower_ not in _RELATIVE for c in verb.children):
            within = any(
                c.dep_ == "prep" and any(d.lower_ == "which" for d in c.children) for c in verb.children
            )
            return Predicate(verb, "clause") if within else None
        if own is not None or any(c.dep_ == "nsubjpass" for c in verb.children):
            found = self._object(verb, "")
            return found if not found.common else None
        found = self._subject(verb, "")
        return found if not found.common else None

    # What single verbs say

    def _phrase(self, verb: Token) -> str | None:
        """Return the act of a set phrase such as "put in abeyance", "came into force"."""
        lemma = verb.lemma_.lower()
        for phrase in self._frame.phrases:
            if lemma in phrase.verbs:
                near = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 1 + _PHRASE_REACH)]
                if any(t.lemma_.lower() in phrase.words for t in near):
                    return phrase.act
        return None

    def _attitude(self, verb: Token, bridge: str) -> str | None:
        frame, lemma = self._frame, verb.lemma_.lower()
        if bridge in frame.feelings and lemma in frame.feeling_verbs:
            return frame.feelings[bridge]
        if bridge and bridge not in frame.transparent:
            return None
        if lemma in frame.judging_verbs:
            judged = self._judged(verb)
            if judged is not None:
                return judged
        return next((stance for stance, verbs in sorted(frame.attitudes.items()) if lemma in verbs), None)

    def _met_with(self, verb: Token) -> str | None:
        """Return the stance that an agreement meets with ("has drawn criticism from")."""
        if verb.lemma_.lower() not in self._frame.meeting:
            return None
        met = (c for c in verb.rights if c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ == "with"))
        nouns = (t.lemma_.lower() for c in met for t in (c, *c.children))
        return next((self._frame.feelings[n] for n in nouns if n in self._frame.feelings), None)

    def _judged(self, verb: Token) -> str | None:
        """Return the stance of the words that a verb judges with ("as illegal", "was unfortunate")."""
        words = {
            t.lemma_.lower()
            for c in verb.rights
            if c.dep_ in ("oprd", "prep", "acomp", "attr", "ccomp", "dobj", "xcomp")
            for t in c.subtree
        }
        return next((stance for stance, judged in sorted(self._frame.judged.items()) if words & judged), None)


def _is_dated(verb: Token) -> bool:
    """Whether it is told when something was done: "signed in May 2019", "concluded last year"."""
    below = (t for c in verb.rights if c.dep_ in ("prep", "npadvmod") for t in (c, *c.children))
    return any(t.ent_type_ == "DATE" for t in below)


def is_judged(noun: Token, frame: TreatyFrame) -> bool:
    """Whether a noun is what a verb judges, though parsed as part of the judgement."""
    return noun.head.head.lemma_.lower() in frame.judging_verbs and noun.head.pos_ not in (
        "VERB",
        "AUX",
        "PROPN",
    )
