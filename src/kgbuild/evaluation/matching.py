"""Which unit of the graph is which unit of the gold, and what it has right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgbuild.evaluation.gold import ROLES, Bounds, GoldClaim, Role
from kgbuild.evaluation.units import GoldUnit, Holders, Names, Unit, normal

CORE = ("claimant", "stance", "roles", "materiel", "quantity")
"""What a unit must have right to count as strictly right."""

Range = tuple[float | None, float | None]


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
    candidates = []
    for i, wanted in enumerate(gold):
        for j, unit in enumerate(units):
            if wanted.document != unit.document or wanted.claim.about != unit.about:
                continue
            common = (min(s.end, wanted.anchor.end) - max(s.start, wanted.anchor.start) for s in unit.spans)
            overlap = max(common, default=0)
            if overlap <= 0:
                continue
            verdict = judge(wanted, unit)
            tightness = min(s.end - s.start for s in unit.spans)
            rank = (-_likeness(verdict), wanted.claim.optional, -overlap, tightness, i, j)
            candidates.append((rank, Match(i, j, verdict)))
    matches: list[Match] = []
    taken_gold, taken_units = set(), set()
    for _, candidate in sorted(candidates, key=lambda pair: pair[0]):
        if candidate.gold not in taken_gold and candidate.unit not in taken_units:
            taken_gold.add(candidate.gold)
            taken_units.add(candidate.unit)
            matches.append(candidate)
    return matches


def _likeness(verdict: dict[str, Judgement]) -> float:
    core = sum(verdict[name].right for name in CORE if name in verdict)
    return core + 0.1 * sum(judgement.right for judgement in verdict.values())


def judge(gold: GoldUnit, unit: Unit) -> dict[str, Judgement]:
    """Compare the attributes that the gold unit has."""
    return dict(_judgements(gold, unit))


def _judgements(gold: GoldUnit, unit: Unit) -> Iterator[tuple[str, Judgement]]:
    claim = gold.claim
    yield "claimant", _shared(gold.claimant, unit.claimant)
    stances = {str(stance) for stance in (claim.stance, *claim.stance_also)}
    yield "stance", Judgement(unit.stance in stances, stances, unit.stance)
    ranges = [_range(bounds) for bounds in (claim.quantity, *claim.quantity_also)]
    yield "quantity", Judgement(unit.quantity in ranges, ranges, unit.quantity)
    yield "roles", _roles(claim, unit)
    if claim.about == "Transfer":
        yield "materiel", _shared(_normal(claim.materiel or ()), unit.materiel)
    if claim.modality is not None:
        modalities = {str(modality) for modality in (claim.modality, *claim.modality_also)}
        yield "modality", Judgement(unit.modality in modalities, modalities, unit.modality)
    if claim.measure is not None:
        yield "measure", Judgement(unit.measure == str(claim.measure), str(claim.measure), unit.measure)
    if claim.event_time is not None:
        yield "eventTime", _date(claim.event_time, unit.event_time, claim.event_time_unresolved_ok)
    if claim.made_on is not None:
        yield "madeOn", _date(claim.made_on, unit.made_on, claim.made_on_unresolved_ok)
    yield from _named(claim, unit)


def _named(claim: GoldClaim, unit: Unit) -> Iterator[tuple[str, Judgement]]:
    if claim.place is not None and not claim.place_optional:
        yield "place", _shared(_normal(claim.place), unit.place)
    if claim.relayed_by is not None and not claim.relayed_by_optional:
        yield "relayedBy", _shared(_normal(claim.relayed_by), unit.relayed_by)
    if claim.obligation is not None and not claim.obligation_optional:
        yield "obligation", _shared(_normal(claim.obligation), unit.obligation)
    if claim.alleges_breach_of is not None and not claim.alleges_breach_of_optional:
        wanted = _normal(claim.alleges_breach_of)
        yield "allegesBreachOf", Judgement(wanted <= unit.alleges_breach_of, wanted, unit.alleges_breach_of)
    if claim.signatory is not None and not claim.signatory_optional:
        people = [_normal(names) for names in claim.signatory]
        right = all(any(names & known for known in unit.signatory) for names in people)
        yield "signatory", Judgement(right, people, unit.signatory)


def _normal(names: Sequence[str]) -> Names:
    return frozenset(map(normal, names))


def _shared(wanted: Names, got: Names) -> Judgement:
    return Judgement(bool(wanted & got), wanted, got)


def _date(wanted: str, got: Names, unresolved_ok: bool) -> Judgement:
    return Judgement(wanted in got or (not got and unresolved_ok), wanted, got)


def _range(bounds: Bounds | None) -> Range | None:
    return None if bounds is None else (bounds.minimum, bounds.maximum)


def _roles(claim: GoldClaim, unit: Unit) -> Judgement:
    roles = ROLES[claim.about]
    right = all(
        _holds(role, claim.states(role.name), unit.roles[role.name])
        or _organization_holds(role, claim.organizations(role.name), unit.roles[role.name])
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
