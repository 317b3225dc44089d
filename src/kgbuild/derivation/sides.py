"""Who stands on which side of an event: what disputes and sides are made of.

A side is a position on one event or treaty with all claims that take it. There are two kinds:

- by stance: one stance, modality and act;
- by figure: of what is asserted alike, of one act and period, what counts the same in the same unit and can
  all be true at once. Ranges that overlap need not all overlap with each other, so they are divided as
  follows. By their upper ends, from the lowest on, each range that does not reach down to the last mark
  sets a mark at its upper end; then each goes with the lowest mark that lies within it. That are the fewest
  sides there can be, each range is in exactly one, all of a side have its mark in common, and any two
  sides exclude each other.

Sides are kept where claims of theirs exclude claims of another, or where claims of one side, of independent
origins, bear each other out. All of it grows with the claims, not with their pairs.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.derivation.bits import first, members
from kgbuild.derivation.told import Saying, Sayings, excludes, read

_DIGITS = 16
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_OF_CONFLICTS = ("dispute", "over", "side", "otherSide", "claim", "otherClaim")
_OF_SIDES = ("member", "first", "figure", "lowest", "highest", "origins", "lead", "backer")
_GIVEN = {name: ox.NamedNode(f"{terms.GIVEN}{name}") for name in (*_OF_CONFLICTS, *_OF_SIDES, "departsFrom")}
_MEDIUM_TRUE = ox.Literal(True)


@dataclass
class _Side:
    """One side, while it is looked for."""

    key: tuple[str, ...]
    claims: list[int]
    figure: bool = False
    kept: bool = False
    lead: int | None = None
    backers: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Conflict:
    """Two sides and a claim of each, which exclude each other."""

    one: _Side
    other: _Side
    claim: int
    against: int


def sides(store: ox.Store, claims: Iterable[ox.NamedNode], base: str) -> Iterator[ox.Quad]:
    """Yield the sides on each event that these claims are about, and what claims of many depart from.

    `store` holds the claims with their origins and what the rules are given of them; what is yielded is for
    the rules as well.
    """
    known: dict[ox.NamedNode, Saying] = {}
    media = frozenset(
        quad.subject.value
        for quad in store.quads_for_pattern(None, terms.MEDIUM, _MEDIUM_TRUE)
        if isinstance(quad.subject, ox.NamedNode)
    )
    for event, about in sorted(_events(store, claims).items(), key=lambda each: each[0].value):
        if len(about) < 2:
            continue
        for claim in about:
            if claim not in known:
                known[claim] = read(store, claim)
        sayings = Sayings((known[claim] for claim in about), media)
        yield from _Event(event, sayings, base).quads()
        if len(about) > terms.FEW:
            for bit, each in enumerate(sayings.told):
                for earlier in sayings.departed(bit):
                    yield ox.Quad(each.claim, _GIVEN["departsFrom"], sayings.told[earlier].claim)


def _events(store: ox.Store, claims: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, list[ox.NamedNode]]:
    found: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for claim in claims:
        for quad in store.quads_for_pattern(claim, terms.ABOUT, None):
            if isinstance(quad.object, ox.NamedNode):
                found.setdefault(quad.object, []).append(claim)
    return found


class _Event:
    """What is said of one event or treaty, by sides."""

    def __init__(self, event: ox.NamedNode, sayings: Sayings, base: str) -> None:
        self._event = event
        self._sayings = sayings
        self._base = base
        self._name = event.value.removeprefix(base)
        self._by_stance = {
            position: _Side(("stance", *position), list(members(bits)))
            for position, bits in sayings.positions.items()
        }
        self._by_figure: dict[int, _Side] = {}
        for side in self._figures():
            self._by_figure.update(dict.fromkeys(side.claims, side))
        self._conflicts = [*self._denials(), *self._disagreements()]
        for side in self._by_stance.values():
            self._back(side)
        for conflict in self._conflicts:
            conflict.one.kept = conflict.other.kept = True

    def quads(self) -> Iterator[ox.Quad]:
        """Yield what the rules are given of the sides and of those that exclude each other."""
        every = [*self._by_stance.values(), *{id(side): side for side in self._by_figure.values()}.values()]
        for side in every:
            if side.kept:
                yield from self._described(side)
        dispute = ox.NamedNode(f"{self._base}dispute/{_digest([self._name])}")
        for number, conflict in enumerate(self._conflicts):
            node = ox.NamedNode(f"{terms.GIVEN}conflict/{self._name}/{number}")
            yield ox.Quad(node, _GIVEN["dispute"], dispute)
            yield ox.Quad(node, _GIVEN["over"], self._event)
            yield ox.Quad(node, _GIVEN["side"], self._node(conflict.one))
            yield ox.Quad(node, _GIVEN["otherSide"], self._node(conflict.other))
            yield ox.Quad(node, _GIVEN["claim"], self._claim(conflict.claim))
            yield ox.Quad(node, _GIVEN["otherClaim"], self._claim(conflict.against))

    def _denials(self) -> Iterator[_Conflict]:
        """Yield the sides by stance of which one excludes the other, each two once."""
        positions = self._sayings.positions
        for position, side in self._by_stance.items():
            rivals = [other for other in positions if excludes(position, other)]
            for bit in side.claims if rivals else ():
                found = self._sayings.denied(bit)
                for rival in [rival for rival in rivals if found & positions[rival]]:
                    rivals.remove(rival)
                    yield _Conflict(side, self._by_stance[rival], bit, first(found & positions[rival]))
                if not rivals:
                    break

    def _disagreements(self) -> Iterator[_Conflict]:
        """Yield for each side by figure one that it excludes, if there is any, each two once."""
        done: set[int] = set()
        for side in {id(side): side for side in self._by_figure.values()}.values():
            if id(side) in done:
                continue
            for bit in side.claims:
                if found := self._sayings.outnumbered(bit):
                    other = self._by_figure[first(found)]
                    done |= {id(side), id(other)}
                    yield _Conflict(side, other, bit, first(found))
                    break

    def _back(self, side: _Side) -> None:
        """Find the first claim of a side that other origins bear out, and the first claim of each of them."""
        stance, modality = side.key[1:3]
        if stance not in ("Asserts", "Denies") or modality not in ("Actual", "Planned"):
            return
        told = self._sayings.told
        if len({origin for bit in side.claims for origin in told[bit].origins}) < 2:
            return
        for bit in side.claims:
            found = self._sayings.agreeing(bit)
            if not found:
                continue
            side.kept, side.lead = True, bit
            seen: set[str] = set()
            for other in members(found):
                if not seen.issuperset(told[other].origins):
                    seen.update(told[other].origins)
                    side.backers.append(other)
            return

    def _figures(self) -> Iterator[_Side]:
        """Yield the sides by figure."""
        series: dict[tuple[str, ...], list[int]] = {}
        for bit, each in enumerate(self._sayings.told):
            stance, modality, act = each.position
            if stance == "Asserts" and each.counts is not None:
                until = f"until {each.as_of}" if each.total else ""
                key = (each.counts, modality, act, each.begun, each.ended, until)
                series.setdefault(key, []).append(bit)
        for counted, bits in series.items():
            for mark, claims in _divided(self._sayings.told, bits).items():
                yield _Side(("figure", *counted, f"{mark.normalize():f}"), claims, figure=True)

    def _described(self, side: _Side) -> Iterator[ox.Quad]:
        node = self._node(side)
        told = [self._sayings.told[bit] for bit in side.claims]
        yield ox.Quad(node, _GIVEN["over"], self._event)
        yield ox.Quad(node, _GIVEN["first"], told[0].claim)
        yield ox.Quad(node, _GIVEN["figure"], ox.Literal(side.figure))
        origins = {origin for each in told for origin in each.origins}
        yield ox.Quad(node, _GIVEN["origins"], ox.Literal(len(origins)))
        for each in told:
            yield ox.Quad(node, _GIVEN["member"], each.claim)
        if side.figure:
            for name, bounds, choose in (
                ("lowest", [each.minimum for each in told], min),
                ("highest", [each.maximum for each in told], max),
            ):
                printed = [bound for bound in bounds if bound is not None]
                if len(printed) == len(told):
                    value = ox.Literal(f"{choose(printed).normalize():f}", datatype=_DECIMAL)
                    yield ox.Quad(node, _GIVEN[name], value)
        if side.lead is not None:
            yield ox.Quad(node, _GIVEN["lead"], self._claim(side.lead))
        for backer in side.backers:
            yield ox.Quad(node, _GIVEN["backer"], self._claim(backer))

    def _node(self, side: _Side) -> ox.NamedNode:
        return ox.NamedNode(f"{self._base}side/{_digest([self._name, *side.key])}")

    def _claim(self, bit: int) -> ox.NamedNode:
        return self._sayings.told[bit].claim


def _divided(told: Sequence[Saying], bits: Iterable[int]) -> dict[Decimal, list[int]]:
    """Divide ranges into the fewest sets of which each has a figure in common: the claims by that figure."""
    ranges = [
        (each.high, each.low, bit)
        for bit in bits
        if (each := told[bit]).high is not None and each.low is not None
    ]
    marks: list[Decimal] = []
    for high, low, _ in sorted(ranges):
        if not marks or low > marks[-1]:
            marks.append(high)
    found: dict[Decimal, list[int]] = {}
    for _, low, bit in ranges:
        found.setdefault(marks[bisect_left(marks, low)], []).append(bit)
    return found


def _digest(identity: list[str]) -> str:
    return hashlib.sha256(json.dumps(identity).encode("ascii")).hexdigest()[:_DIGITS]
