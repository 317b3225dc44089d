"""Tellings that add nothing: what troops take along, and what another telling has already told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kgbuild.extractors.rules.events.mention import EventMention


def without_baggage(events: list[EventMention]) -> list[EventMention]:
    """Drop transfers of what troops take along, and deployments of what carries goods: "planes with arms"."""
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


def without_repeats(events: list[EventMention]) -> list[EventMention]:
    """Drop a telling that another one with more roles, on overlapping words, tells too."""
    kept = _Kept()
    # "those who were wounded have died": they are dead
    for event in sorted(events, key=lambda e: (e.in_passing, e.measure == "Wounded")):
        near = kept.near(event)
        if any(_counts_victims_of(event, k) for k in near):
            continue
        rivals = [k for k in near if _same_telling(k, event)]
        kept.drop([k for k in near if _counts_victims_of(k, event)])
        if not event.in_passing:
            if any(len(k.roles) >= len(event.roles) for k in rivals):
                continue
            kept.drop(rivals)
        kept.add(event)
    return sorted(kept.all(), key=lambda e: (e.trigger, e.range, e.kind))


class _Kept:
    """The tellings kept so far, by the tokens that fill their roles: only such can tell the same."""

    def __init__(self) -> None:
        self._all: dict[int, EventMention] = {}
        self._by_token: dict[int, list[EventMention]] = defaultdict(list)

    def all(self) -> Iterable[EventMention]:
        """Return all, in the order in which they were added."""
        return self._all.values()

    def near(self, event: EventMention) -> list[EventMention]:
        """Return those that share a token with another telling."""
        sharing = (k for token in _tokens(event) for k in self._by_token.get(token, ()))
        return list({id(k): k for k in sharing if id(k) in self._all}.values())

    def add(self, event: EventMention) -> None:
        self._all[id(event)] = event
        for token in _tokens(event):
            self._by_token[token].append(event)

    def drop(self, events: Iterable[EventMention]) -> None:
        for event in events:
            self._all.pop(id(event), None)


def _tokens(event: EventMention) -> set[int]:
    return {event.trigger, *(filler.token for filler in event.roles.values())}


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
    if (mine is not None and mine.token == other.trigger) or (
        theirs is not None and theirs.token == one.trigger
    ):
        return True  # "send a contingent" tells of one
    if mine is None or theirs is None or mine.pointed or theirs.pointed:
        return False
    return mine.token == theirs.token
