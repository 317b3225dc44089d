"""Events that a text tells of: transfers, deployments and casualties, by the patterns of the frame files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

from spacy.tokens import Doc, Token

from kgbuild.extractors.rules.events.fillers import Filler
from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.events.repeats import without_baggage, without_repeats
from kgbuild.extractors.rules.events.triggers import Candidate, EventTriggers, has_company
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.roles import RoleReader
from kgbuild.extractors.rules.syntax.grammar import child, is_definite, is_passive, prepositions, subject
from kgbuild.grounding.entities import Entity
from kgbuild.knowledge.frames import EventFrame, Pattern
from kgbuild.knowledge.frames import Filler as FillerType
from kgbuild.knowledge.words import RoleWords

_PREDICATE = 20
"""Tokens between a noun and the verb that says something of it."""
_MAX_INSTANCES = 12
"""Events that one trigger can tell, one for each combination of its fillers."""
_WHERE = frozenset({"in", "at", "near", "on", "to", "into", "around", "outside", "along", "across"})
_THINGS = ("materiel", "force", "victims")


class EventFinder:
    """Finds events in one document."""

    def __init__(self, doc: Doc, reader: RoleReader, triggers: EventTriggers, words: RoleWords) -> None:
        self._doc = doc
        self._reader = reader
        self._words = words
        self._triggers = triggers

    def find(self) -> list[EventMention]:
        """Return the events in order of their triggers; a trigger tells one kind of event once."""
        found: list[EventMention] = []
        for token in self._doc:
            patterns = self._triggers.of(token)
            if patterns and not self._reader.is_name(token):
                found.extend(without_baggage(self._told_by(token, patterns)))
        return without_repeats([self._as_stationed(event) for event in found])

    def _as_stationed(self, event: EventMention) -> EventMention:
        """Tell a transfer of what nobody gives away as the deployment that it is."""
        thing = event.roles.get("materiel")
        if event.kind != "Transfer" or thing is None or thing.concept not in self._triggers.kept:
            return event
        new = {"supplier": "sender", "recipient": "destination"}
        roles = {new.get(role, role): filler for role, filler in event.roles.items()}
        stationed = Filler(event.trigger, None, "stationed-weapons")
        unknown = tuple(new.get(role, role) for role in event.unknown)
        return replace(
            event, kind="Deployment", act="Sent", roles=roles | {"force_type": stationed}, unknown=unknown
        )

    def _told_by(self, trigger: Token, patterns: Sequence[Candidate]) -> list[EventMention]:
        """Return what a trigger tells: of each kind of event, by the first pattern that fits."""
        told: dict[str, list[EventMention]] = {}
        for frame, pattern in patterns:
            if not told.get(frame.kind):
                told[frame.kind] = list(self._match(frame, pattern, trigger))
        return [event for events in told.values() for event in events]

    def _match(self, frame: EventFrame, pattern: Pattern, trigger: Token) -> Iterator[EventMention]:
        if not has_company(pattern, trigger):
            return
        lemma = trigger.lemma_.lower()
        fillers = self._fillers(frame, pattern, trigger)
        if not self._is_filled(pattern, lemma, fillers, trigger):
            return
        names = sorted(fillers)
        for combination in islice(product(*(fillers[name] for name in names)), _MAX_INSTANCES):
            roles = self._with_other_country(pattern, dict(zip(names, combination, strict=True)))
            if not _is_sound(pattern, roles) or not self._is_pair(roles, fillers):
                continue
            yield EventMention(
                kind=frame.kind,
                trigger=trigger.i,
                pattern=pattern.name,
                act=pattern.acts.get(lemma, pattern.act),
                measure=pattern.measures.get(lemma, pattern.measure),
                roles=roles | _defaults(pattern, roles, trigger),
                unknown=self._unknown(pattern, roles, trigger),
                range=self._range(trigger, roles, pattern.with_adverb),
                definite="materiel" not in roles and "force" not in roles,
                points=self._points(trigger, roles)
                or _is_of_known(pattern, trigger)
                or self._is_carried(trigger),
                in_passing=pattern.in_passing and not self._is_told(trigger),
                modality=pattern.modality,
                unplaced=_may_be_elsewhere(pattern, trigger) and "destination" not in roles,
            )

    def _is_pair(self, roles: Mapping[str, Filler], fillers: Mapping[str, Sequence[Filler]]) -> bool:
        """Whether each party goes with its own thing: "tanks from Chad and jets from Mali" are two."""
        thing = next((roles[role] for role in _THINGS if len(fillers.get(role, ())) > 1), None)
        if thing is None:
            return True
        things = {f.token for role in _THINGS for f in fillers.get(role, ())}
        for role in roles:
            holders = {f.token: self._holder(f.token, things) for f in fillers.get(role, ())}
            apart = role not in _THINGS and len(set(holders.values()) - {None}) > 1
            if apart and holders[roles[role].token] not in (None, thing.token):
                return False
        return True

    def _holder(self, party: int, things: Collection[int]) -> int | None:
        """Return the thing of several in whose own phrase a party stands."""
        return next((t.i for t in self._doc[party].ancestors if t.i in things), None)

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
            return _pointed_at(trigger) or _is_under_way(trigger, self._words)
        return any(
            thing.pointed
            or _pointed_at(token)
            or token.pos_ == "NUM"
            or any(t.lower_ in self._words.further for t in token.lefts)
            for thing in things
            for token in [self._doc[thing.token]]
        )

    def _is_carried(self, trigger: Token) -> bool:
        """Whether a ship or plane that was told of does it: "the ship began discharging guns"."""
        doer = subject(trigger)
        if doer is None or doer.pos_ != "NOUN" or not _pointed_at(doer):
            return False
        return bool(self._reader.fillers("platform", trigger, "subject", None))

    def _is_told(self, noun: Token) -> bool:
        """Whether a noun phrase is a telling by itself: a headline without a verb, or what somebody has."""
        kept = noun.dep_ == "dobj" and noun.head.lemma_ in self._words.keeping
        return kept or noun.dep_ in ("ROOT", "attr")

    def _unknown(self, pattern: Pattern, roles: Mapping[str, Filler], trigger: Token) -> tuple[str, ...]:
        return tuple(
            role
            for role, slots in sorted(pattern.roles.items())
            if role not in roles
            and (
                role in self._not_reached(pattern, trigger, roles)
                or self._reader.names_somebody(trigger, slots)
            )
        )

    def _not_reached(self, pattern: Pattern, trigger: Token, roles: Mapping[str, Filler]) -> tuple[str, ...]:
        """Return who never got what was stopped on its way, unless it points to what was told before.

        "All arms exports" go to whoever gets any.
        """
        general = trigger.pos_ == "NOUN" and _is_all(trigger) and "materiel" in roles
        stopped = pattern.stopped and not self._points(trigger, roles)
        return ("recipient",) if stopped or general else ()

    def _is_filled(
        self, pattern: Pattern, lemma: str, fillers: Mapping[str, Sequence[Filler]], trigger: Token
    ) -> bool:
        if pattern.military and not fillers and not _pointed_at(trigger):
            return trigger.tag_ == "NNS" or lemma in self._words.tolls
        thing = next((self._doc[f[0].token] for r in ("force", "materiel") if (f := fillers.get(r))), trigger)
        pointed = any(f[0].pointed for f in fillers.values()) or thing.pos_ == "NUM"  # "some 70 are there"
        counted = any(c.dep_ == "nummod" for c in thing.children)
        given = {
            "definite": _pointed_at(thing)
            or pointed
            or self._is_further(thing)
            or _is_all(thing)
            or _is_under_way(trigger, self._words),
            "counted": counted,
            "tolled": self._is_tolled(trigger),
            "armed": any(f[0].civilian is False for f in fillers.values()),
            "active": trigger.pos_ == "VERB" and not is_passive(trigger),
            "bare": child(trigger, "dobj", "nsubjpass", "dative") is None,
            "placed": self._is_placed(trigger, thing),
            "destination": bool(fillers.get("sender")) and _may_be_elsewhere(pattern, trigger),
        }
        return all(
            any(fillers.get(role) or given.get(role) for role in need.split("|"))
            for need in pattern.needed(lemma)
        )

    def _is_tolled(self, trigger: Token) -> bool:
        """Whether a trigger stands behind a noun that counts: "the number of dead"."""
        return (
            trigger.dep_ == "pobj"
            and trigger.head.lower_ == "of"
            and trigger.head.head.lemma_.lower() in self._words.counts
        )

    def _is_placed(self, trigger: Token, thing: Token) -> bool:
        """Whether a telling says where: in a name that no gazetteer knows, or there, or "in the country"."""
        if any(c.dep_ in ("advmod", "prt") and c.lower_ in ("there", "here", "in") for c in trigger.children):
            return True
        places = [item for t in (trigger, thing) for name, item in prepositions(t) if name in _WHERE]
        if any(item.lower_ in self._words.whereabouts for item in places):
            return True
        entered = child(trigger, "dobj")
        inside = [c for item in places for name, c in prepositions(item) if name in ("of", "on", "in")]
        named = (t for item in (*places, *inside) for t in (item, *item.lefts))
        return any(_is_name(t) for t in named) or (
            entered is not None and entered.i != thing.i and _is_name(entered)
        )

    def _is_further(self, thing: Token) -> bool:
        """Whether words set a thing against what was told before: "40 more soldiers"."""
        return any(t.lower_ in self._words.further for t in thing.lefts)

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
        if pattern.mutual and not fillers.get(pattern.mutual[1]):
            role = pattern.mutual[0]  # "Chad and Oslo signed a contract for tanks": who buys, nobody says
            fillers[role] = fillers.get(role, []) if len(fillers.get(role, [])) == 1 else []
        gives, gets = (fillers.get(role, []) for role in ("supplier", "recipient"))
        if pattern.act == "Ordered" and gives and [f.token for f in gives] == [f.token for f in gets]:
            fillers["supplier"] = []  # "Ethiopian arms imports": who imports
        return {role: found for role, found in fillers.items() if found}

    def _as_one_force(self, forces: list[Filler], people: bool) -> list[Filler]:
        """Take forces without numbers of their own as one: "200 soldiers and police" are sent as one."""
        counted = [f for f in forces if child(self._doc[f.token], "nummod") is not None]
        apart = len({(f.entity, f.civilian) for f in forces}) > 1
        if people and (counted or apart):
            return (
                forces  # "a policeman and three gunmen", "Malian soldiers and Russian fighters were killed"
            )
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

    def _range(self, trigger: Token, roles: Mapping[str, Filler], adverbs: Collection[str]) -> Range:
        tokens = [trigger.i, *(c.i for c in trigger.children if c.dep_ in ("aux", "auxpass", "neg", "prt"))]
        tokens += [c.i for c in trigger.children if c.dep_ == "advmod" and c.lower_ in adverbs]  # "sent home"
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


def _one_of_each_state(places: list[Filler]) -> list[Filler]:
    """Return places without further ones in the same state: "in Goma and Bukavu" is one deployment."""
    first: dict[Entity | int, Filler] = {}
    for place in places:
        first.setdefault(place.entity if place.entity is not None else place.token, place)
    return list(first.values())


def _is_of_known(pattern: Pattern, trigger: Token) -> bool:
    """Whether a telling says what something known holds: "the licences covered rifles"."""
    doer = subject(trigger) if pattern.with_subject and "materiel" in pattern.roles else None
    return doer is not None and (_pointed_at(doer) or any(t.tag_ in ("JJR", "RBR") for t in doer.lefts))


def _pointed_at(noun: Token) -> bool:
    """Whether a telling or its thing is known: "the delivery", "its troops"."""
    return is_definite(noun, "such", "its", "their", "his")


def _is_all(thing: Token) -> bool:
    """Whether all of them are meant, which are known then: "all foreign soldiers must leave"."""
    return any(t.lower_ == "all" and t.dep_ in ("det", "predet") for t in thing.lefts)


def _may_be_elsewhere(pattern: Pattern, trigger: Token) -> bool:
    """Whether the place of a telling may stand elsewhere; not where the trigger only modifies a noun."""
    if pattern.default and (
        child(trigger, "dobj") or any(name == "from" for name, _ in prepositions(trigger))
    ):
        return False  # "Chad withdrew its bid", "from the talks"
    return trigger.lemma_.lower() in pattern.elsewhere and trigger.dep_ not in ("acl", "relcl", "amod")


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ not in ("DATE", "TIME", "PERSON") and not token.like_num


def _is_under_way(noun: Token, words: RoleWords) -> bool:
    """Whether a bare plural speaks of what was told before: "Supplies have begun", "deliveries continue"."""
    bare = noun.tag_ == "NNS" and noun.dep_ in ("nsubj", "nsubjpass") and not any(noun.lefts)
    return bare and noun.head.lemma_ in words.going_on


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
