"""What the claims about one event say, side by side, and which of them exclude or bear out each other.

The rules `contradicts-stance`, `contradicts-figure`, `corroborates` and `revises` say the same of two claims;
here it is asked of one claim against all others at once, so that not every pair has to be looked at. The
tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.derivation.bits import Index, Ladder, last
from kgbuild.graph.namespaces import KG

OPPOSED = {("Asserts", "Denies"), ("Pledges", "Denies"), ("Endorses", "Condemns")}
"""Stances of which the second excludes the first."""
_PRESUPPOSE = {
    "Sent": ("", "EnteredCombat", "Withdrawn"),
    "Ordered": ("", "Delivered", "Used", "Halted"),
    "Delivered": ("", "Used"),
    "Signed": ("", "Ratified", "EnteredIntoForce", "Suspended", "Terminated"),
    "Ratified": ("EnteredIntoForce",),
}
"""For an act those that it comes before: who denies it denies them as well."""
_DEPARTURES = {
    ("Denies", "Asserts"),
    ("Denies", "Withholds"),
    ("Denies", "Pledges"),
    ("Withholds", "Asserts"),
    ("Withholds", "Denies"),
    ("Asserts", "Denies"),
    ("Asserts", "Withholds"),
    ("Pledges", "Denies"),
    ("Condemns", "Endorses"),
    ("Endorses", "Condemns"),
}
"""Earlier and later stance where the later departs from the earlier."""
Position = tuple[str, str, str]
"""Stance, modality and act, by their names; "" for no act."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What one claim says, as far as it can be set against another."""

    claim: ox.NamedNode
    order: str
    position: Position
    begun: str
    ended: str
    said: str
    as_of: str
    total: bool
    """Whether the figure is a running total."""
    counts: str | None
    """What its figure counts in which unit; None without a figure."""
    low: Decimal | None
    high: Decimal | None
    claimants: tuple[str, ...]
    documents: tuple[str, ...]
    places: tuple[str, ...]
    origins: tuple[str, ...]
    minimum: Decimal | None
    """The bounds of the figure as printed."""
    maximum: Decimal | None


def read(store: ox.Store, claim: ox.NamedNode) -> Saying:
    """Return what a claim says, by what the rules get to see of it."""
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(claim, None, None):
        name = _WANTED.get(quad.predicate)
        if name and isinstance(quad.object, ox.NamedNode | ox.Literal):
            found.setdefault(name, []).append(quad.object.value)
    values = {name: tuple(sorted(several)) for name, several in found.items()}
    first = {name: several[0] for name, several in values.items()}
    bounds: dict[str, Decimal] = {}
    if "quantity" in first:
        for quad in store.quads_for_pattern(ox.NamedNode(first["quantity"]), None, None):
            if isinstance(quad.object, ox.Literal) and quad.predicate in _BOUNDS:
                bounds[_BOUNDS[quad.predicate]] = Decimal(quad.object.value)
    return Saying(
        claim=claim,
        order=first.get("order", claim.value),
        position=(_local(first, "stance"), _local(first, "modality"), _local(first, "act")),
        begun=first.get("begun", ""),
        ended=first.get("ended", ""),
        said=first.get("said", ""),
        as_of=first.get("asOf", ""),
        total=first.get("cumulative") in ("true", "1"),
        counts=first.get("counts"),
        low=Decimal(first["low"]) if "low" in first else None,
        high=Decimal(first["high"]) if "high" in first else None,
        claimants=values.get("claimant", ()),
        documents=values.get("reportedIn", ()),
        places=values.get("place", ()),
        origins=values.get("origin", ()),
        minimum=bounds.get("minimum"),
        maximum=bounds.get("maximum"),
    )


_OF_CLAIMS = ["stance", "modality", "cumulative", "claimant", "reportedIn", "place", "origin", "quantity"]
_OF_RULES = ["order", "begun", "ended", "said", "asOf", "act", "counts", "low", "high"]
_WANTED = {
    **{ox.NamedNode(KG[name]): name for name in _OF_CLAIMS},
    **{ox.NamedNode(f"{terms.GIVEN}{name}"): name for name in _OF_RULES},
}
_BOUNDS = {ox.NamedNode(KG[name]): name for name in ("minimum", "maximum")}


def _local(values: dict[str, str], name: str) -> str:
    return values.get(name, "").rpartition("#")[2]


class Sayings:
    """The claims about one event or treaty, in the order in which they were made."""

    def __init__(self, told: Iterable[Saying], media: frozenset[str] = frozenset()) -> None:
        self.told: Sequence[Saying] = sorted(told, key=lambda each: each.order)
        self._media = media
        self._touching: dict[tuple[str, str], int] = {}
        self._known: dict[tuple[str, str, str], int] = {}
        self._all = (1 << len(self.told)) - 1

    @cached_property
    def positions(self) -> dict[Position, int]:
        """The claims of each position."""
        found: dict[Position, int] = {}
        for bit, each in enumerate(self.told):
            found[each.position] = found.get(each.position, 0) | 1 << bit
        return found

    def denied(self, bit: int) -> int:
        """Return the claims that deny what this one asserts or pledges, or condemn what it defends."""
        each = self.told[bit]
        found = self._excluded.get(each.position, 0)
        return found and found & self.touching(each.begun, each.ended)

    def outnumbered(self, bit: int) -> int:
        """Return the claims with a figure that does not go with the one of this claim."""
        each = self.told[bit]
        stance, modality, act = each.position
        if stance != "Asserts" or each.low is None or each.high is None:
            return 0
        found = self._low.above(each.high) | self._high.below(each.low)
        found = found and found & self._counting.of(each.counts) & self._asserted(modality, act)
        found = found and found & self._dated(each) & self.touching(each.begun, each.ended)
        if found and each.places:
            found &= self._placeless | self._at.of_any(each.places)
        return found and found & ~self._by.of_any(_printed(each))

    def agreeing(self, bit: int) -> int:
        """Return the claims of this one's position, of other origins, that say the same."""
        each = self.told[bit]
        found = self.positions[each.position] & self._founded & ~self._from.of_any(each.origins)
        found = found and found & self.touching(each.begun, each.ended)
        if found and each.low is not None and each.high is not None:
            same = self._counting.of(each.counts) & self._low.up_to(each.high) & self._high.from_(each.low)
            found &= self._uncounted | same
        return found if each.origins else 0

    def departed(self, bit: int) -> Iterator[int]:
        """Yield the earlier claims of the same side that this one departs from: the latest of each kind."""
        each = self.told[bit]
        if not each.said:
            return
        earlier = self._before.below(each.said)
        stance, modality, act = each.position
        by_stance = by_figure = 0
        if earlier:
            by_stance = earlier & self._left(stance, act)
        if earlier and stance == "Asserts" and each.low is not None and each.high is not None:
            by_figure = earlier & (self._low.above(each.high) | self._high.below(each.low))
            by_figure &= self._counting.of(each.counts) & self._asserted(modality, act)
            if not each.total:
                by_figure &= self.touching(each.begun, each.ended)
        for found in filter(None, (by_stance, by_figure)):
            yield from self._latest(each, found)

    def _latest(self, each: Saying, found: int) -> Iterator[int]:
        """Yield the latest of these claims of each claimant and origin that this one shares."""
        groups = [found & self._from.of(origin) for origin in each.origins if origin not in self._media]
        for claimant in each.claimants:
            if some := found & self._claimed.of(claimant):
                groups.append(some)
                groups += [some & self._from.of(origin) for origin in self._behind[claimant]]
        yield from dict.fromkeys(last(group) for group in groups if group)

    @cached_property
    def _behind(self) -> dict[str, list[str]]:
        """The origins of what each claimant says."""
        found: dict[str, set[str]] = {}
        for each in self.told:
            for claimant in each.claimants:
                found.setdefault(claimant, set()).update(each.origins)
        return {claimant: sorted(origins) for claimant, origins in found.items()}

    def touching(self, begun: str, ended: str) -> int:
        """Return the claims whose period touches this one."""
        known = self._touching.get((begun, ended))
        if known is None:
            known = self._begun.up_to(ended) & self._ended.from_(begun)
            self._touching[begun, ended] = known
        return known

    @cached_property
    def _excluded(self) -> dict[Position, int]:
        """For each position the claims of those that exclude it."""
        return {
            one: self._those(other for other in self.positions if excludes(one, other))
            for one in self.positions
        }

    def _asserted(self, modality: str, act: str) -> int:
        """Return the claims that assert the same act, or none, in the same modality."""
        wanted = ("Asserts", modality, act)
        if wanted not in self._known:
            found = (p for p in self.positions if p[:2] == wanted[:2] and _same_act(p[2], act))
            self._known[wanted] = self._those(found)
        return self._known[wanted]

    def _left(self, stance: str, act: str) -> int:
        """Return the claims with a stance on the same act, or none, from which one departs."""
        wanted = ("", stance, act)
        if wanted not in self._known:
            found = (p for p in self.positions if (p[0], stance) in _DEPARTURES and _same_act(p[2], act))
            self._known[wanted] = self._those(found)
        return self._known[wanted]

    def _those(self, positions: Iterable[Position]) -> int:
        found = 0
        for position in positions:
            found |= self.positions[position]
        return found

    def _dated(self, each: Saying) -> int:
        """Return the claims whose running totals do not lie on other days."""
        same = self._until.of(each.as_of)
        return same if each.total else same | ~self._totals & self._all

    @cached_property
    def _begun(self) -> Ladder:
        return Ladder([each.begun for each in self.told])

    @cached_property
    def _ended(self) -> Ladder:
        return Ladder([each.ended for each in self.told])

    @cached_property
    def _before(self) -> Ladder:
        # "~" sorts behind all days of a month or year
        return Ladder([f"{each.said}~" if each.said else None for each in self.told])

    @cached_property
    def _low(self) -> Ladder:
        return Ladder([each.low for each in self.told])

    @cached_property
    def _high(self) -> Ladder:
        return Ladder([each.high for each in self.told])

    @cached_property
    def _counting(self) -> Index:
        return Index([each.counts] if each.counts is not None else [] for each in self.told)

    @cached_property
    def _until(self) -> Index:
        return Index([each.as_of] for each in self.told)

    @cached_property
    def _claimed(self) -> Index:
        return Index(each.claimants for each in self.told)

    @cached_property
    def _from(self) -> Index:
        return Index(each.origins for each in self.told)

    @cached_property
    def _by(self) -> Index:
        return Index(map(_printed, self.told))

    @cached_property
    def _at(self) -> Index:
        return Index(each.places for each in self.told)

    @cached_property
    def _totals(self) -> int:
        return sum(1 << bit for bit, each in enumerate(self.told) if each.total)

    @cached_property
    def _placeless(self) -> int:
        return sum(1 << bit for bit, each in enumerate(self.told) if not each.places)

    @cached_property
    def _uncounted(self) -> int:
        return sum(1 << bit for bit, each in enumerate(self.told) if each.counts is None)

    @cached_property
    def _founded(self) -> int:
        return sum(1 << bit for bit, each in enumerate(self.told) if each.origins)


def excludes(one: Position, other: Position) -> bool:
    """Whether to deny or condemn (the second) excludes what is asserted, pledged or defended (the first)."""
    (stance, modality, act), (against, otherwise, denied) = one, other
    if (stance, against) not in OPPOSED:
        return False
    condemned = against == "Condemns"
    if not (act == denied or not denied or act in _PRESUPPOSE.get(denied, ()) or (condemned and not act)):
        return False
    happened = modality != "Planned" and stance != "Pledges"
    return condemned or otherwise != "Actual" or happened or bool(act and act == denied)


def _same_act(one: str, other: str) -> bool:
    return one == other or not one or not other


def _printed(each: Saying) -> list[Hashable]:
    return [(who, where) for who in each.claimants for where in each.documents]
