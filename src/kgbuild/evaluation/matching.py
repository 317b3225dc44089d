"""Which unit of the graph is which unit of the gold, and what it has right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kgbuild.evaluation.gold import ROLES, Bounds, GoldClaim, Role
from kgbuild.evaluation.homes import normal
from kgbuild.evaluation.units import GoldUnit, Holders, Names, Unit

CORE = ("claimant", "stance", "roles", "materiel", "quantity")
"""What a unit must have right to count as strictly right."""

Range = tuple[float | None, float | None]
_Rank = tuple[float, bool, int, int, int, int]


class Judgement(NamedTuple):
    """Whether an attribute is right, with what the gold has and what the graph has."""

    right: bool
    wanted: object
    got: object


class Match(NamedTuple):
    """A gold unit and the unit that was found for it."""

    gold: int
    unit: int
    verdict: dict[str, Judgement]

    @property
    def strictly_right(self) -> bool:
        """Whether all of claimant, stance, roles, materiel and quantity are right."""
        return all(self.verdict[name].right for name in CORE if name in self.verdict)


def match(gold: Sequence[GoldUnit], units: Sequence[Unit]) -> list[Match]:
    """Pair units one to one, the most alike first, where kinds agree and evidence touches the anchor."""
    matches: list[Match] = []
    taken_gold, taken_units = set(), set()
    for _, candidate in sorted(_candidates(gold, units), key=lambda pair: pair[0]):
        if candidate.gold not in taken_gold and candidate.unit not in taken_units:
            taken_gold.add(candidate.gold)
            taken_units.add(candidate.unit)
            matches.append(candidate)
    return matches


def _candidates(gold: Sequence[GoldUnit], units: Sequence[Unit]) -> Iterator[tuple[_Rank, Match]]:
    """Yield every pair that may be one, with what it is ranked by."""
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, unit in enumerate(units):
        alike[unit.document, unit.about].append(j)
    for i, wanted in enumerate(gold):
        for j in alike.get((wanted.document, wanted.claim.about), ()):
            unit = units[j]
            common = (min(s.end, wanted.anchor.end) - max(s.start, wanted.anchor.start) for s in unit.spans)
            overlap = max(common, default=0)
            if overlap > 0:
                verdict = judge(wanted, unit)
                tightness = min(s.end - s.start for s in unit.spans)
                rank = (-_likeness(verdict), wanted.claim.optional, -overlap, tightness, i, j)
                yield rank, Match(i, j, verdict)


def _likeness(verdict: dict[str, Judgement]) -> float:
    core = sum(verdict[name].right for name in CORE if name in verdict)
    return core + 0.1 * sum(judgement.right for judgement in verdict.values())


def judge(gold: GoldUnit, unit: Unit) -> dict[str, Judgement]:
    """Compare the attributes that the gold unit has."""
    return {name: _JUDGES[name](gold, unit) for name in attributes(gold.claim)}


def attributes(claim: GoldClaim) -> list[str]:
    """Return the attributes by which a gold claim judges what is found for it."""
    names = ["claimant", "stance", "quantity", "roles"]
    if claim.about == "Transfer":
        names.append("materiel")
    return names + [name for name, given in _given(claim).items() if given]


def _given(claim: GoldClaim) -> dict[str, bool]:
    return {
        "modality": claim.modality is not None,
        "measure": claim.measure is not None,
        "eventTime": claim.event_time is not None,
        "madeOn": claim.made_on is not None,
        "place": claim.place is not None and not claim.place_optional,
        "relayedBy": claim.relayed_by is not None and not claim.relayed_by_optional,
        "obligation": claim.obligation is not None and not claim.obligation_optional,
        "allegesBreachOf": claim.alleges_breach_of is not None and not claim.alleges_breach_of_optional,
        "signatory": claim.signatory is not None and not claim.signatory_optional,
    }


def _claimant(gold: GoldUnit, unit: Unit) -> Judgement:
    """Compare names; the right name under the wrong state is wrong, under no state it is right."""
    named = bool(gold.claimant & unit.claimant)
    if named and gold.homes and unit.homes and not gold.homes & unit.homes:
        return Judgement(False, gold.claimant | gold.homes, unit.claimant | unit.homes)
    return Judgement(named, gold.claimant, unit.claimant)


def _stance(gold: GoldUnit, unit: Unit) -> Judgement:
    wanted = {str(stance) for stance in (gold.claim.stance, *gold.claim.stance_also)}
    return Judgement(unit.stance in wanted, wanted, unit.stance)


def _modality(gold: GoldUnit, unit: Unit) -> Judgement:
    wanted = {str(m) for m in (gold.claim.modality, *gold.claim.modality_also)}
    return Judgement(unit.modality in wanted, wanted, unit.modality)


def _quantity(gold: GoldUnit, unit: Unit) -> Judgement:
    wanted = [_range(bounds) for bounds in (gold.claim.quantity, *gold.claim.quantity_also)]
    return Judgement(unit.quantity in wanted, wanted, unit.quantity)


def _breach(gold: GoldUnit, unit: Unit) -> Judgement:
    wanted = _normal(gold.claim.alleges_breach_of or ())
    return Judgement(wanted <= unit.alleges_breach_of, wanted, unit.alleges_breach_of)


def _signatory(gold: GoldUnit, unit: Unit) -> Judgement:
    wanted = [_normal(names) for names in gold.claim.signatory or ()]
    right = all(any(names & known for known in unit.signatory) for names in wanted)
    return Judgement(right, wanted, unit.signatory)


def _normal(names: Sequence[str]) -> Names:
    return frozenset(map(normal, names))


def _shared(wanted: Names, got: Names) -> Judgement:
    return Judgement(bool(wanted & got), wanted, got)


def _date(wanted: str | None, got: Names, unresolved_ok: bool) -> Judgement:
    return Judgement(wanted in got or (not got and unresolved_ok), wanted, got)


def _range(bounds: Bounds | None) -> Range | None:
    return None if bounds is None else (bounds.minimum, bounds.maximum)


def _roles(gold: GoldUnit, unit: Unit) -> Judgement:
    claim, roles = gold.claim, ROLES[gold.claim.about]
    right = all(
        _holds(role, claim.states(role.name), unit.roles[role.name])
        or _organization_holds(role, claim.organizations(role.name), unit.roles[role.name])
        or (claim.is_open(role.name) and not unit.roles[role.name].states)
        for role in roles
    )
    wanted = {r.name: (*sorted(claim.states(r.name)), *claim.organizations(r.name)) for r in roles}
    got = {r.name: unit.roles[r.name].states or unit.roles[r.name].names for r in roles}
    return Judgement(right, wanted, got)


def _holds(role: Role, states: Names, got: Holders) -> bool:
    if role.holds == "any":
        return bool(states & got.states)
    if role.holds == "all":
        return bool(states) and states <= got.states
    return len(got.states) == 1 and got.states <= states


def _organization_holds(role: Role, names: Sequence[str], got: Holders) -> bool:
    wanted = _normal(names)
    if role.holds == "one" and len(got.names) != 1:
        return False
    return any(wanted & known for known in got.names)


_JUDGES: dict[str, Callable[[GoldUnit, Unit], Judgement]] = {
    "claimant": _claimant,
    "stance": _stance,
    "quantity": _quantity,
    "roles": _roles,
    "materiel": lambda gold, unit: _shared(_normal(gold.claim.materiel or ()), unit.materiel),
    "modality": _modality,
    "measure": lambda gold, unit: Judgement(
        unit.measure == gold.claim.measure, gold.claim.measure, unit.measure
    ),
    "eventTime": lambda gold, unit: _date(
        gold.claim.event_time, unit.event_time, gold.claim.event_time_unresolved_ok
    ),
    "madeOn": lambda gold, unit: _date(gold.claim.made_on, unit.made_on, gold.claim.made_on_unresolved_ok),
    "place": lambda gold, unit: _shared(_normal(gold.claim.place or ()), unit.place),
    "relayedBy": lambda gold, unit: _shared(_normal(gold.claim.relayed_by or ()), unit.relayed_by),
    "obligation": lambda gold, unit: _shared(_normal(gold.claim.obligation or ()), unit.obligation),
    "allegesBreachOf": _breach,
    "signatory": _signatory,
}
