"""Events that a text tells of: transfers, deployments and casualties, by the patterns of the frame files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, product

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.roles import RoleReader
from kgbuild.extractors.rules.syntax.grammar import child, is_definite, is_passive, subject
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import EventFrame, Pattern
from kgbuild.knowledge.frames import Filler as FillerType
from kgbuild.knowledge.words import RoleWords

_PREDICATE = 20
"""Tokens between a noun and the verb that says something of it."""
_MAX_INSTANCES = 12
"""Events that one trigger can tell, one for each combination of its fillers."""
_NOWHERE = Range(0, 0)
_THINGS = ("materiel", "force", "victims")
_FURTHER = frozenset({"more", "another", "further", "additional", "other"})
_Candidate = tuple[EventFrame, Pattern]


@dataclass(frozen=True, slots=True)
class EventMention:
    """One telling of one event: its trigger and what fills its roles."""

    kind: str
    trigger: int
    pattern: str
    act: str | None = None
    measure: str | None = None
    roles: Mapping[str, Filler] = field(default_factory=dict, hash=False)
    unplaced: bool = False
    """Tells of something only together with a place that the document names elsewhere."""
    unknown: tuple[str, ...] = ()
    """Roles whose filler is named by words that say not who ("shipped by outside powers")."""
    range: Range = _NOWHERE
    """The words that tell it: the trigger and its fillers."""
    definite: bool = False
    """It points back to events told before ("the deliveries")."""
    points: bool = False
    """Its words point to what was told elsewhere ("the soldiers", "them", "the deliveries", "40 more")."""
    in_passing: bool = False
    """It is only named, not told of ("the French soldiers in Niger")."""
    modality: str | None = None
    """What the pattern itself says ("asked for": planned)."""


class EventFinder:
    """Finds events in one document."""

    def __init__(self, doc: Doc, reader: RoleReader, frames: Sequence[EventFrame], words: RoleWords) -> None:
        self._doc = doc
        self._reader = reader
        self._words = words
        self._kept = frozenset(kind for frame in frames for kind in frame.kept)
        self._verbs = _index(
            (frame, pattern, pattern.verbs) for frame in frames for pattern in frame.patterns
        )
        self._nouns = _index(
            (frame, pattern, pattern.nouns) for frame in frames for pattern in frame.patterns
        )

    def find(self) -> list[EventMention]:
        """Return the events in order of their triggers; a trigger tells one kind of event once."""
        found: list[EventMention] = []
        for token in self._doc:
            patterns = self._triggered(token)
            if patterns and not self._reader.is_name(token):
                found.extend(_without_baggage(self._told_by(token, patterns)))
        return _without_repeats([self._as_stationed(event) for event in found])

    def _as_stationed(self, event: EventMention) -> EventMention:
        """Tell a transfer of what nobody gives away as the deployment that it is."""
        thing = event.roles.get("materiel")
        if event.kind != "Transfer" or thing is None or thing.concept not in self._kept:
            return event
        new = {"supplier": "sender", "recipient": "destination"}
        roles = {new.get(role, role): filler for role, filler in event.roles.items()}
        stationed = Filler(event.trigger, None, "stationed-weapons")
        unknown = tuple(new.get(role, role) for role in event.unknown)
        return replace(
            event, kind="Deployment", act="Sent", roles=roles | {"force_type": stationed}, unknown=unknown
        )

    def _triggered(self, token: Token) -> Sequence[_Candidate]:
        """Return the patterns that a word can trigger."""
        lemma = _word(token)
        if token.pos_ in ("VERB", "AUX"):
            return self._verbs.get(lemma, ())
        left_dead = token.pos_ == "ADV" and token.head.lemma_ == "leave"
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") and not left_dead:
            return ()
        patterns: Sequence[_Candidate] = self._nouns.get(lemma, ())
        if not patterns and token.tag_ in ("VBG", "NN") and token.lower_.endswith("ing"):
            return self._verbs.get(_verb_of_gerund(token), ())
        return patterns

    def _told_by(self, trigger: Token, patterns: Sequence[_Candidate]) -> list[EventMention]:
        """Return what a trigger tells: of each kind of event, by the first pattern that fits."""
        told: dict[str, list[EventMention]] = {}
        for frame, pattern in patterns:
            if not told.get(frame.kind):
                told[frame.kind] = list(self._match(frame, pattern, trigger))
        return [event for events in told.values() for event in events]

    def _match(self, frame: EventFrame, pattern: Pattern, trigger: Token) -> Iterator[EventMention]:
        if not _has_company(pattern, trigger):
            return
        lemma = trigger.lemma_.lower()
        fillers = self._fillers(frame, pattern, trigger)
        if not self._is_filled(pattern, lemma, fillers, trigger):
            return
        names = sorted(fillers)
        for combination in islice(product(*(fillers[name] for name in names)), _MAX_INSTANCES):
            roles = self._with_other_country(pattern, dict(zip(names, combination, strict=True)))
            if not _is_sound(pattern, roles):
                continue
            yield EventMention(
                kind=frame.kind,
                trigger=trigger.i,
                pattern=pattern.name,
                act=pattern.acts.get(lemma, pattern.act),
                measure=pattern.measures.get(lemma, pattern.measure),
                roles=roles | _defaults(pattern, roles, trigger),
                unknown=self._unknown(pattern, roles, trigger),
                range=self._range(trigger, roles),
                definite="materiel" not in roles and "force" not in roles,
                points=self._points(trigger, roles),
                in_passing=pattern.in_passing and not self._is_told(trigger),
                modality=pattern.modality,
                unplaced=_may_be_elsewhere(pattern, trigger) and "destination" not in roles,
            )

    def _with_other_country(self, pattern: Pattern, roles: dict[str, Filler]) -> dict[str, Filler]:
        """Leave out a destination that a common noun names where it would be the sender itself."""
        sender, there = roles.get("sender"), roles.get("destination")
        if not pattern.abroad or sender is None or there is None or sender.entity != there.entity:
            return roles
        if self._doc[there.token].pos_ != "NOUN" or there.place is not None:
            return roles
        return {role: filler for role, filler in roles.items() if role != "destination"}

    def _points(self, trigger: Token, roles: Mapping[str, Filler]) -> bool:
        things = [filler for role in _THINGS if (filler := roles.get(role)) is not None]
        if not things:
            return _pointed_at(trigger) or _is_under_way(trigger)
        return any(
            thing.pointed or _pointed_at(token) or any(t.lower_ in _FURTHER for t in token.lefts)
            for thing in things
            for token in [self._doc[thing.token]]
        )

    def _is_told(self, noun: Token) -> bool:
        """Whether a noun phrase is a telling by itself: a headline without a verb, or what somebody has."""
        kept = noun.dep_ == "dobj" and noun.head.lemma_ in self._words.keeping
        return kept or noun.dep_ in ("ROOT", "attr")

    def _unknown(self, pattern: Pattern, roles: Mapping[str, Filler], trigger: Token) -> tuple[str, ...]:
        return tuple(
            role
            for role, slots in sorted(pattern.roles.items())
            if role not in roles and self._reader.names_somebody(trigger, slots)
        )

    def _is_filled(
        self, pattern: Pattern, lemma: str, fillers: Mapping[str, Sequence[Filler]], trigger: Token
    ) -> bool:
        if pattern.military and not fillers and not _pointed_at(trigger):
            return trigger.tag_ == "NNS" or lemma == "toll"
        thing = next((self._doc[f[0].token] for r in ("force", "materiel") if (f := fillers.get(r))), trigger)
        pointed = any(f[0].pointed for f in fillers.values())
        counted = any(c.dep_ == "nummod" for c in thing.children)
        given = {
            "definite": _pointed_at(thing) or pointed or _is_under_way(trigger),
            "counted": counted,
            "armed": any(f[0].civilian is False for f in fillers.values()),
            "active": trigger.pos_ == "VERB" and not is_passive(trigger),
            "destination": bool(fillers.get("sender")) and _may_be_elsewhere(pattern, trigger),
        }
        return all(
            any(fillers.get(role) or given.get(role) for role in need.split("|"))
            for need in pattern.needed(lemma)
        )

    def _fillers(self, frame: EventFrame, pattern: Pattern, trigger: Token) -> dict[str, list[Filler]]:
        types = {**frame.types, **pattern.types}
        things = {
            r: s
            for r, s in pattern.roles.items()
            if types[r] in ("materiel", "goods", "platform", "force", "people")
        }
        fillers: dict[str, list[Filler]] = {}
        needed = pattern.needed(trigger.lemma_.lower())
        for role, slots in things.items():
            fillers[role] = self._first(types[role], trigger, slots, None)
            if not fillers[role] and role in needed:
                return {}  # most triggers end here: "send" with neither arms nor troops
        carrier = next((self._doc[f[0].token] for r in ("materiel", "force") if (f := fillers.get(r))), None)
        hired = carrier is not None and carrier.lemma_.lower() in self._words.hired
        for role, slots in pattern.roles.items():
            if role not in things:
                # "Turkey sent Syrian mercenaries": whoever sends them, not their home
                slots = tuple(sorted(slots, key=lambda slot: slot == "origin")) if hired else slots
                fillers[role] = self._first(types[role], trigger, slots, carrier)
        if "destination" in fillers:
            fillers["destination"] = _one_of_each_state(fillers["destination"])
        if "force" in fillers:
            fillers["force"] = self._as_one_force(fillers["force"], types["force"] == "people")
        return {role: found for role, found in fillers.items() if found}

    def _as_one_force(self, forces: list[Filler], people: bool) -> list[Filler]:
        """Take forces without numbers of their own as one: "200 soldiers and police" are sent as one."""
        counted = [f for f in forces if child(self._doc[f.token], "nummod") is not None]
        if counted and people:
            return forces  # "a policeman and three gunmen were killed"
        return counted or forces[:1]

    def _first(
        self, kind: FillerType, trigger: Token, slots: Sequence[str], of: Token | None
    ) -> list[Filler]:
        """Return what stands in the first slot that has anything."""
        if kind in ("force", "materiel") and "object" in slots and child(trigger, "dobj") is not None:
            # "soldiers committed crimes", "it would lease land": none was sent
            slots = [slot for slot in slots if slot != "subject"]
        found = (self._reader.fillers(kind, trigger, slot, of) for slot in slots)
        return next((fillers for fillers in found if fillers), [])

    def _range(self, trigger: Token, roles: Mapping[str, Filler]) -> Range:
        tokens = [trigger.i, *(c.i for c in trigger.children if c.dep_ in ("aux", "auxpass", "neg", "prt"))]
        if trigger.dep_ in ("nsubj", "nsubjpass") and trigger.i < trigger.head.i < trigger.i + _PREDICATE:
            verb = trigger.head  # "arms sales to Chad are illegal": what is said of them belongs to it
            tokens.extend([verb.i, *(c.i for c in verb.rights if c.dep_ in ("attr", "acomp", "dobj"))][:3])
        for filler in roles.values():
            token = self._doc[filler.token]
            if token.sent.start == trigger.sent.start and not filler.pointed:
                tokens.append(token.i)
                tokens.extend(
                    c.i
                    for c in token.lefts
                    if c.dep_ in ("amod", "compound", "nummod", "quantmod", "poss", "nmod")
                )
                number = child(token, "nummod")
                if number is not None:
                    tokens.extend(c.i for c in number.lefts)
        return Range(min(tokens), max(tokens) + 1)


def _index(
    patterns: Iterable[tuple[EventFrame, Pattern, Iterable[str]]],
) -> dict[str, list[_Candidate]]:
    index: dict[str, list[_Candidate]] = {}
    for frame, pattern, words in patterns:
        for word in words:
            index.setdefault(word, []).append((frame, pattern))
    return index


def _has_company(pattern: Pattern, trigger: Token) -> bool:
    """Whether the words that a pattern wants beside its trigger are there."""
    if trigger.lemma_ == "be" and (
        child(trigger, "attr") is not None or any(c.lower_ == "far" for c in trigger.rights)
    ):
        return False  # "the base is a gateway to": said of it, not where it is
    if pattern.with_modifier and not any(
        c.lower_ in pattern.with_modifier for left in trigger.lefts for c in left.subtree
    ):
        return False
    if pattern.with_adverb and not any(
        c.dep_ in ("advmod", "prt", "advcl") and c.lower_ in pattern.with_adverb for c in trigger.children
    ):
        return False
    if pattern.with_subject:
        doer = subject(trigger)
        if doer is None or doer.lemma_.lower() not in pattern.with_subject:
            return False
    return not pattern.with_object or any(
        c.dep_ == "dobj" and c.lemma_.lower() in pattern.with_object for c in trigger.children
    )


def _word(token: Token) -> str:
    """Return the dictionary form of a word, whole where a hyphen divides it ("build-up")."""
    lemma = token.lemma_.lower()
    if token.i > 1 and token.nbor(-1).tag_ == "HYPH" and token.pos_ in ("NOUN", "ADP", "ADV", "PROPN"):
        return f"{token.nbor(-2).lower_}-{lemma}"
    return lemma


def _verb_of_gerund(token: Token) -> str:
    stem = token.lower_[:-3]
    return stem + "e" if stem.endswith(("c", "v", "s", "g")) else stem


def _one_of_each_state(places: list[Filler]) -> list[Filler]:
    """Return places without further ones in the same state: "in Goma and Bukavu" is one deployment."""
    first: dict[Entity | int, Filler] = {}
    for place in places:
        first.setdefault(place.entity if place.entity is not None else place.token, place)
    return list(first.values())


def _pointed_at(noun: Token) -> bool:
    """Whether a telling or its thing is known: "the delivery", "its troops"."""
    return is_definite(noun, "such", "its", "their", "his")


def _may_be_elsewhere(pattern: Pattern, trigger: Token) -> bool:
    """Whether the place of a telling may stand elsewhere; not where the trigger only modifies a noun."""
    return trigger.lemma_.lower() in pattern.elsewhere and trigger.dep_ not in ("acl", "relcl", "amod")


def _is_under_way(noun: Token) -> bool:
    """Whether a bare plural speaks of what was told before: "Supplies have begun", "deliveries continue"."""
    bare = noun.tag_ == "NNS" and noun.dep_ in ("nsubj", "nsubjpass") and not any(noun.lefts)
    return bare and noun.head.lemma_ in ("begin", "start", "continue", "resume", "end", "stop", "cease")


def _is_sound(pattern: Pattern, roles: Mapping[str, Filler]) -> bool:
    """Whether parties that must differ do, and forces are abroad."""
    if pattern.differ:
        first, second = (roles.get(role) for role in pattern.differ)
        if first is None or (second is not None and first.entity == second.entity):
            return False
    if pattern.abroad:
        sender = roles.get("sender")
        destination = roles.get("destination")
        if sender is not None and destination is not None and _home(sender) == destination.entity:
            return False
    return True


def _home(sender: Filler) -> Entity | None:
    """Return the state of whoever sends: an armed group is no more abroad at home than an army."""
    return sender.entity.state if sender.entity is not None else None


def _defaults(pattern: Pattern, roles: Mapping[str, Filler], trigger: Token) -> dict[str, Filler]:
    return {
        role: Filler(trigger.i, None, concept)
        for role, concept in pattern.default.items()
        if role not in roles
    }


def _without_baggage(events: list[EventMention]) -> list[EventMention]:
    """Drop what troops take along, and what brings goods: "sent troops and equipment", "planes with arms"."""
    goods = {
        e.trigger: e.roles["materiel"].token for e in events if e.kind == "Transfer" and "materiel" in e.roles
    }
    events = [
        e
        for e in events
        if e.kind != "Deployment"
        or "materiel" not in e.roles
        or goods.get(e.trigger, e.roles["materiel"].token) == e.roles["materiel"].token
    ]
    sent = [
        e.roles[r].token
        for e in events
        if e.kind == "Deployment"
        for r in ("force", "materiel")
        if r in e.roles
    ]
    if not sent:
        return events
    first = min(sent)
    return [
        e
        for e in events
        if e.kind != "Transfer" or ("materiel" in e.roles and e.roles["materiel"].token < first)
    ]


def _without_repeats(events: list[EventMention]) -> list[EventMention]:
    """Drop a telling that another one with more roles, on overlapping words, tells too."""
    kept: list[EventMention] = []
    # "those who were wounded have died": they are dead
    for event in sorted(events, key=lambda e: (e.in_passing, e.measure == "Wounded")):
        if any(_counts_victims_of(event, k) for k in kept):
            continue
        rivals = [k for k in kept if _same_telling(k, event)]
        kept = [k for k in kept if not _counts_victims_of(k, event)]
        if not event.in_passing:
            if any(len(k.roles) >= len(event.roles) for k in rivals):
                continue
            kept = [k for k in kept if k not in rivals]
        kept.append(event)
    return sorted(kept, key=lambda e: (e.trigger, e.range, e.kind))


def _counts_victims_of(one: EventMention, other: EventMention) -> bool:
    """Whether one only says what became of those another tells of: "lost 40 soldiers killed in Mali"."""
    mine, theirs = one.roles.get("force"), other.roles.get("victims")
    return mine is not None and theirs is not None and mine.token == theirs.token


def _same_telling(one: EventMention, other: EventMention) -> bool:
    if one.kind != other.kind or one.trigger == other.trigger:
        return False
    if (one.act == "Withdrawn") != (other.act == "Withdrawn"):
        return False  # "the soldiers sent in May have left"
    thing = "materiel" if one.kind == "Transfer" else "force"
    mine, theirs = one.roles.get(thing), other.roles.get(thing)
    if mine is None or theirs is None or mine.pointed or theirs.pointed:
        return False
    return mine.token == theirs.token
