"""Which phrases stand in a slot of a trigger; the slots are those of `data/en/frames/README.md`."""

from __future__ import annotations

from spacy.tokens import Token

from kgbuild.extractors.rules.events.denials import exceptions
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.roles.lists import Lists
from kgbuild.extractors.rules.syntax.grammar import child, conjuncts, given, object_, prepositions, subject
from kgbuild.knowledge.words import RoleWords

_BESIDE = ("alongside", "with", "against")
_AROUND = frozenset({"in", "at", "near", "around", "outside"})
_PLACED = frozenset({"in", "at", "to", "into", "near", "by"})
_FAR = 30
"""Tokens behind a trigger in which its "to" can stand, whatever the parse says."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "WDT", "WP"})
_STOPS = frozenset({";", ":", "—", "–", "(", '"', "“", "”"})
_PLACED_ROLES = frozenset({"name", "capital", "place"})
_LEFT = {"compound": ("amod", "compound", "nmod"), "possessor": ("poss",)}


class Slots:
    """Reads the slots of triggers in one document.

    Args:
        mentions: its names.
        words: words that lead to a filler, or bar one.
        lists: its lists, for what stands in them.

    """

    def __init__(self, mentions: Mentions, words: RoleWords, lists: Lists) -> None:
        self._lists = lists
        self._mentions = mentions
        self.words = words
        self._found: dict[tuple[int, str], list[Token]] = {}

    def heads(self, trigger: Token, slot: str) -> list[Token]:
        """Return the heads of the phrases in a slot of a trigger."""
        key = (trigger.i, slot)
        if key not in self._found:  # several patterns and roles ask for one slot
            self._found[key] = self._heads(trigger, slot)
        return self._found[key]

    def _heads(self, trigger: Token, slot: str) -> list[Token]:
        match slot:
            case "subject":
                there = child(trigger, "attr") if child(trigger, "expl") is not None else None
                return _with_conjuncts(there or _who(trigger))  # "there are troops in Mali"
            case "object":
                thing = _thing(trigger) or self._brought(trigger)
                return self._lists.below(trigger, thing) or _with_conjuncts(thing)
            case "dative":
                return self._receivers(trigger)
            case "compound" | "possessor" | "self":
                return [c for c in trigger.lefts if c.dep_ in _LEFT[slot]] if slot != "self" else [trigger]
            case "lightsubject" | "lightreceiver":
                return self._light(trigger, slot)
            case "cargo":
                return [item for carrier in self._carriers(trigger) for item in self._load(carrier)]
            case "holder" | "copula" | "admitter":
                return self._beside(trigger, slot)
            case preposition:
                return self._complements(trigger, preposition)

    def _brought(self, verb: Token) -> Token | None:
        """Return what a verb brings "in": "flew in arms", which the parser takes for a place."""
        if verb.lemma_.lower() not in self.words.bringing:
            return None
        return next((o for c in verb.rights if c.lower_ == "in" for o in c.rights if o.dep_ == "pobj"), None)

    def _light(self, trigger: Token, slot: str) -> list[Token]:
        """Return who does what a noun tells by a verb that says little: "carried out", "went ahead with"."""
        words = self.words
        if _points_back(trigger) and trigger.head.lemma_.lower() in words.proclaiming:
            return []
        verb = trigger.head.head
        if (
            trigger.dep_ == "pobj"
            and trigger.head.lower_ == "with"
            and verb.lemma_.lower() in words.proceeding
        ):
            return _with_conjuncts(subject(verb))
        licence = trigger.head.head
        if (
            slot == "lightsubject"
            and trigger.dep_ == "pobj"
            and licence.lemma_.lower() in words.licences
            and licence.dep_ in ("dobj", "nsubjpass")
        ):
            return _with_conjuncts(subject(licence.head))  # "revoked licences for the export of"
        return _light_subject(trigger, words.light if slot == "lightsubject" else words.receiving)

    def _beside(self, trigger: Token, slot: str) -> list[Token]:
        if slot == "holder":
            return _holder(trigger, self.words.noting)
        return _called(trigger) if slot == "copula" else _light_subject(trigger, self.words.admitting)

    def _carriers(self, trigger: Token) -> list[Token]:
        return [token for token in (subject(trigger), _thing(trigger)) if token is not None]

    def _load(self, carrier: Token) -> list[Token]:
        """Return what a carrier holds: "a plane loaded with arms", "a dhow carrying rifles"."""
        holding = [c for c in carrier.rights if c.dep_ in ("acl", "relcl")]
        holding = [c for c in holding if c.lemma_.lower() in self.words.holding]
        return [
            item
            for verb in holding
            for item in (*_after(verb, "with"), *_with_conjuncts(child(verb, "dobj")))
        ]

    def _receivers(self, verb: Token) -> list[Token]:
        """Return who is given something without a preposition: "sold Taiwan missiles"."""
        passive = given(verb)
        if passive is not None:
            return conjuncts(passive[0])
        datives = _datives(verb)
        direct = child(verb, "dobj")
        if datives and direct is not None:
            return [t for c in datives for t in conjuncts(c)]
        things = [*datives, direct] if direct is not None else datives
        inside = (self._receiver_inside(thing) for thing in things)
        return next(([receiver] for receiver in inside if receiver is not None), [])

    def _receiver_inside(self, thing: Token) -> Token | None:
        """Return the name that the parser took for a part of the thing ("Taiwan missiles")."""
        first = thing.left_edge
        mention = self._mentions.covering(first)
        armed = mention is not None and mention.entity is not None and mention.entity.type == "armed-group"
        if (
            mention is None
            or not (armed or mention.role in ("name", "capital"))
            or first.dep_ not in ("compound", "nmod")
        ):
            return None
        behind = thing.doc[mention.range.end] if mention.range.end < len(thing.doc) else first
        is_origin = behind.tag_ in ("POS", "HYPH") or behind.lower_ == "made"
        return thing.doc[mention.head] if not is_origin else None

    def _complements(self, trigger: Token, preposition: str) -> list[Token]:
        """Return what stands behind a preposition, also where the parser hangs it on a word nearby."""
        dead = trigger.pos_ == "ADJ" and preposition in _AROUND
        found = self._near(trigger, preposition) or (self._of_dead(trigger, preposition) if dead else [])
        return found or (self._to_state(trigger) if preposition == "to" else [])

    def _to_state(self, trigger: Token) -> list[Token]:
        """Return the state behind a "to" hung far off: "the sale of tanks for 3 million to Mali"."""
        for token in trigger.doc[trigger.i + 1 : min(trigger.i + _FAR, trigger.sent.end - 1)]:
            if token.tag_ in _FINITE or token.text in _STOPS:
                return []
            mention = self._mentions.at.get(token.i + 1) if token.lower_ == "to" else None
            if mention is not None and mention.range.start == token.i + 1 and mention.role in _PLACED_ROLES:
                return [token.doc[mention.head]]
        return []

    def _near(self, trigger: Token, preposition: str) -> list[Token]:
        found = self._behind(trigger, preposition) or (_en_route(trigger) if preposition == "to" else [])
        if found:  # "took part in the fighting in Mali"
            deeper = [t for item in found if preposition == "in" for t in _after(item, "in")]
            return [*found, *deeper] if all(t.pos_ == "NOUN" for t in found) else found
        beside = [item for name, item in prepositions(trigger) if name in _BESIDE]
        found = [token for item in beside for token in self._behind(item, preposition)]
        if not found and preposition == "of" and trigger.pos_ in ("NOUN", "PROPN"):
            found = self._of_noun(trigger)
        if found:  # "fights alongside rebels in Mali"
            return found
        if trigger.pos_ not in ("VERB", "AUX"):
            # "A delivery was made to Mali"
            goes_on = trigger.dep_ == "nsubj" and trigger.head.lemma_.lower() in self.words.going_on
            above = goes_on or (trigger.dep_ in ("dobj", "nsubjpass") and trigger.head.pos_ == "VERB")
            found = self._behind(trigger.head, preposition) if above else []
            if found or preposition not in ("to", "from"):
                return found
            # "the supplier of rifles to Mali"
            return [item for part in self._behind(trigger, "of") for item in self._behind(part, preposition)]
        found = [t for c in trigger.rights if c.dep_ == "acomp" for t in self._behind(c, preposition)]
        if found:  # "are present in Mali"
            return found
        # "sent batches of missiles to Mali"
        patient = object_(trigger)
        if patient is None or patient.i == trigger.head.i:
            return []
        parts = [part for item in conjuncts(patient) for part in (item, *self._behind(item, "of"))]
        parts += [c for c in patient.rights if c.dep_ == "acl"]  # "a brigade based at A, to B"
        return [token for part in parts for token in self._behind(part, preposition)]

    def _of_noun(self, noun: Token) -> list[Token]:
        """Return what hangs on a place or receiver before it: "the arrival in Bamako of 40 trainers"."""
        placed = [item for name, item in prepositions(noun) if name in _PLACED]
        if noun.dep_ == "dobj":  # "approved a sale to Chad of tanks"
            placed += [item for name, item in prepositions(noun.head) if name in ("to", "for")]
        return [token for item in placed for token in self._behind(item, "of")]

    def _of_dead(self, adjective: Token, preposition: str) -> list[Token]:
        """Return where "12 soldiers dead in Kassala", "12 dead among its soldiers in Kassala" were."""
        if adjective.dep_ == "amod":
            return self._near(adjective.head, preposition)
        among = [item for name, item in prepositions(adjective.head) if name in ("among", "of")]
        return [token for item in among for token in self._behind(item, preposition)]

    def _behind(self, token: Token, preposition: str) -> list[Token]:
        """Return what stands behind a preposition of a word, or of "bound", "destined" behind it."""
        found = _after(token, preposition)
        if found or token.pos_ != "NOUN" or preposition not in ("to", "for"):
            return found
        bound = [c for c in token.rights if c.dep_ == "acl" and c.lemma_.lower() in self.words.bound]
        return [item for participle in bound for item in _after(participle, preposition)]


def _who(verb: Token) -> Token | None:
    """Return the subject; of "soldiers from Chad, who arrived" the soldiers, not Chad."""
    doer = subject(verb)
    if doer is None or verb.dep_ != "relcl" or doer.i != verb.head.i or doer.pos_ != "PROPN":
        return doer
    people = any(c.dep_ == "nsubj" and c.lower_ == "who" for c in verb.children)
    origin = doer.dep_ == "pobj" and doer.head.lower_ == "from" and doer.head.head.pos_ == "NOUN"
    return doer.head.head if people and origin else doer


def _with_conjuncts(head: Token | None) -> list[Token]:
    if head is None:
        return []
    excepted = list(exceptions(head)) if head.lower_ == "nothing" else []  # "nothing but rifles"
    return [t for item in excepted for t in conjuncts(item)] or conjuncts(head)


def _thing(verb: Token) -> Token | None:
    """Return what a verb is done to: of somebody who is given something, the thing."""
    passive = given(verb)
    if passive is not None:
        return passive[1]
    # "sold Azerbaijan weapons", read as one phrase in the dative
    return object_(verb) or next(iter(_datives(verb)), None)


def _datives(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]


def _holder(participle: Token, noting: frozenset[str]) -> list[Token]:
    """Return who has or uses a thing that a participle tells of: "Yemen fired missiles supplied by Iran"."""
    if participle.dep_ not in ("acl", "relcl", "amod"):
        return []
    thing = participle.head
    owner = child(thing, "poss")
    if owner is not None:
        return [owner]
    used = thing.dep_ == "dobj" and thing.head.pos_ == "VERB" and thing.head.lemma_.lower() not in noting
    return _with_conjuncts(subject(thing.head)) if used else []


def _points_back(noun: Token) -> bool:
    """Whether a noun says no more than "the withdrawal": what it is was told before."""
    return any(t.lower_ in ("the", "this", "that") for t in noun.lefts) and not any(
        t.dep_ == "prep" for t in noun.rights
    )


def _called(noun: Token) -> list[Token]:
    """Return who is said to be what a noun names: "Chad is a buyer of tanks", "Chad, a buyer of tanks"."""
    if noun.dep_ == "attr" and noun.head.lemma_ == "be":
        return _with_conjuncts(subject(noun.head))
    above = noun.head.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and above.lemma_ == "be":
        return _with_conjuncts(subject(above))  # "Chad is in talks with"
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":  # "named Chad as the supplier of"
        above = noun.head.head
        if above.dep_ == "acl":
            return conjuncts(above.head)
        return _with_conjuncts(child(above, "dobj", "nsubjpass"))
    return [noun.head] if noun.dep_ == "appos" else []


def _light_subject(noun: Token, verbs: frozenset[str]) -> list[Token]:
    """Return who does what a noun tells: "Iran carried out a delivery", "Mali took delivery"."""
    verb = noun.head
    if noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in verbs:
        outer = verb.head.head
        if verb.dep_ == "acl" and verb.head.dep_ == "dobj" and outer.lemma_.lower() in verbs:
            return _with_conjuncts(subject(outer))  # "made a decision approving the sale"
        return _with_conjuncts(subject(verb))
    return []


def _en_route(trigger: Token) -> list[Token]:
    """Return where what a trigger tells of is "en route to", which the parser hangs anywhere."""
    for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if token.lower_ == "route" and "en" in (token.nbor(-1).lower_, token.nbor(-2).lower_):
            return [c for to in token.rights if to.lower_ == "to" for c in to.children if c.dep_ == "pobj"]
    return []


def _after(token: Token, preposition: str) -> list[Token]:
    return [item for name, item in prepositions(token) if name == preposition]
