"""Which claim of the rules is which of the model, and in what the two differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgbuild.claims.model import Agent, Casualties, Claim, Deployment, Subject, Transfer, Treaty

FIELDS = ("claimant", "stance", "roles", "kind", "quantity")
"""What two readers can differ in: as many as a claim must have right to be right."""
_ENOUGH = 3
"""Fields that must be equal for two claims on the same words to be one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One claim that both read."""

    rules: int
    model: int
    differ: tuple[str, ...]
    """The fields in which they differ; none where they agree."""


def match(rules: Sequence[Claim], model: Sequence[Claim]) -> list[Pair]:
    """Pair claims on the same words about the same kind of thing one to one, the most alike first."""
    candidates = sorted(
        (len(differ), -overlap, i, j, differ)
        for i, one in enumerate(rules)
        for j, other in enumerate(model)
        if (overlap := _overlap(one, other)) > 0
        and _kinds(one) == _kinds(other)
        and len(FIELDS) - len(differ := difference(one, other)) >= _ENOUGH
    )
    taken_rules: set[int] = set()
    taken_model: set[int] = set()
    pairs: list[Pair] = []
    for _, _, i, j, differ in candidates:
        if i not in taken_rules and j not in taken_model:
            taken_rules.add(i)
            taken_model.add(j)
            pairs.append(Pair(i, j, differ))
    return sorted(pairs, key=lambda pair: pair.model)


def difference(one: Claim, other: Claim) -> tuple[str, ...]:
    """Return the fields in which two claims differ."""
    same = {
        "claimant": _same_agents(one.claimants, other.claimants),
        "stance": one.stance == other.stance,
        "roles": all(
            _same_agents(mine, theirs) for mine, theirs in zip(_roles(one), _roles(other), strict=True)
        ),
        "kind": _concept(one) == _concept(other),
        "quantity": _figure(one) == _figure(other),
    }
    return tuple(field for field in FIELDS if not same[field])


def told(claim: Claim, field: str) -> str:
    """Return in words what a claim has in a field."""
    match field:
        case "claimant":
            return ", ".join(agent.name for agent in claim.claimants)
        case "stance":
            return claim.stance.value
        case "roles":
            return " / ".join(", ".join(a.name for a in role) or "nobody" for role in _roles(claim))
        case "kind":
            return _concept(claim) or "none"
        case _:
            low, high = _figure(claim) or (None, None)
            return "none" if low is high is None else f"{_bound(low)} to {_bound(high)}"


def _bound(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def _overlap(one: Claim, other: Claim) -> int:
    return max(
        min(a.span.end, b.span.end) - max(a.span.start, b.span.start)
        for a in one.evidence
        for b in other.evidence
    )


def _kinds(claim: Claim) -> tuple[str, ...]:
    return tuple(sorted(subject.kind for subject in claim.about))


def _subject(claim: Claim) -> Subject | None:
    return claim.about[0] if claim.about else None


def _roles(claim: Claim) -> tuple[tuple[Agent, ...], ...]:
    match _subject(claim):
        case Transfer(supplier=supplier, recipient=recipient):
            return _held(supplier), _held(recipient)
        case Deployment(sender=sender, destination=destination):
            return _held(sender), _held(destination)
        case Casualties(force=force):
            return (_held(force),)
        case Treaty(parties=parties):
            return (parties,)
        case _:
            return ()


def _held(agent: Agent | None) -> tuple[Agent, ...]:
    return () if agent is None else (agent,)


def _concept(claim: Claim) -> str | None:
    subject = _subject(claim)
    return subject.materiel if isinstance(subject, Transfer) else None


def _figure(claim: Claim) -> tuple[float | None, float | None] | None:
    return (claim.quantity.minimum, claim.quantity.maximum) if claim.quantity else None


def _same_agents(one: Iterable[Agent], other: Iterable[Agent]) -> bool:
    mine, theirs = list(one), list(other)
    if len(mine) != len(theirs):
        return False
    return all(any(_same(a, b) for b in theirs) for a in mine)


def _same(one: Agent, other: Agent) -> bool:
    if one.kind == "State" or other.kind == "State":
        return one.iso3 is not None and one.iso3 == other.iso3
    if (one.kind == "Organization") != (other.kind == "Organization"):
        return False
    if _state(one) and _state(other) and _state(one) != _state(other):
        return False
    names, others = ({_folded(n) for n in (a.name, *a.aliases)} for a in (one, other))
    if names & others:
        return True
    # a short form of the same name: "Lavrov", "Sergei Lavrov"; "official", "US defence official"
    short, long = sorted((_folded(one.name).split(), _folded(other.name).split()), key=len)
    return one.kind != "Organization" and one.anonymous == other.anonymous and long[-len(short) :] == short


def _state(agent: Agent) -> str | None:
    above: Agent | None = agent
    while above is not None and above.iso3 is None:
        above = above.part_of or above.represents
    return above.iso3 if above is not None else None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())
