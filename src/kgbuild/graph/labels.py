"""Short names for nodes that have none in the text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Claim,
    Deployment,
    Quantity,
    Resolution,
    Stance,
    Subject,
    Transfer,
    Treaty,
)
from kgbuild.graph.concepts import concept_label
from kgbuild.identity.keys import decimal_text, force_group

_VERBS = {
    Stance.ASSERTS: "asserts",
    Stance.DENIES: "denies",
    Stance.WITHHOLDS: "neither confirms nor denies",
    Stance.CONDEMNS: "condemns",
    Stance.ENDORSES: "endorses",
    Stance.DEMANDS: "demands",
    Stance.PLEDGES: "pledges",
}
_QUOTE_LENGTH = 60
_UNKNOWN = "unknown"
_TROOPS = "troops"


def transfer_label(supplier: str | None, recipient: str | None, materiel: str | None) -> str:
    """Return the name of a transfer: "North Korea to Russia: ballistic missile"."""
    what = concept_label("materiel", materiel) if materiel else "materiel"
    return f"{supplier or _UNKNOWN} to {recipient or _UNKNOWN}: {what}"


def deployment_label(sender: str | None, destination: str | None, force_types: Collection[str]) -> str:
    """Return the name of a deployment: "Chad in Mali: engineers"; several kinds go by their group."""
    kind = min(force_types, default=None)
    if len(force_types) > 1:
        kind = force_group(kind) or _TROOPS
    what = concept_label("force-type", kind) if kind else "forces"
    return f"{sender or _UNKNOWN} in {destination or _UNKNOWN}: {what}"


def casualties_label(force: str | None, civilian: bool, theatre: str | None) -> str:
    """Return the name of casualties: "Chad, military losses in Mali"."""
    who = "civilian" if civilian else "military"
    where = f" in {theatre}" if theatre else ""
    return f"{force or _UNKNOWN}, {who} losses{where}"


def treaty_label(title: str | None, year: int | str | None, parties: Iterable[str]) -> str:
    """Return the name of a treaty: its title, or "Treaty of 1961 between Chad, Mali"."""
    if title:
        return title
    bare = "Treaty" if year is None else f"Treaty of {year}"
    listed = ", ".join(sorted(set(parties)))
    return f"{bare} between {listed}" if listed else bare


def resolution_label(organization: str | None, number: str | None, year: int | str | None) -> str:
    """Return the name of a resolution: "United Nations Security Council resolution 1718"."""
    which = number or (f"of {year}" if year is not None else "")
    return f"{organization or _UNKNOWN} resolution {which}".rstrip()


def subject_label(subject: Subject) -> str:
    """Return what one document calls an event or instrument."""
    match subject:
        case Transfer():
            return transfer_label(_name(subject.supplier), _name(subject.recipient), subject.materiel)
        case Deployment():
            kinds = [subject.force_type] if subject.force_type else []
            return deployment_label(_name(subject.sender), _name(subject.destination), kinds)
        case Casualties():
            return casualties_label(_name(subject.force), subject.civilian, _name(subject.theatre))
        case Treaty():
            parties = (party.name for party in subject.parties)
            return treaty_label(subject.name, subject.signed_in, parties)
        case Resolution():
            return resolution_label(_name(subject.adopted_by), subject.number, subject.adopted_in)


def _name(agent: Agent | None) -> str | None:
    return agent.name if agent else None


def quantity_label(quantity: Quantity) -> str:
    """Return a quantity in words: "about 10000 to 12000 container"."""
    low, high = quantity.minimum, quantity.maximum
    if high is None:
        bounds = f"at least {decimal_text(low or 0)}"
    elif low is None:
        bounds = f"up to {decimal_text(high)}"
    elif low == high:
        bounds = decimal_text(low)
    else:
        bounds = f"{decimal_text(low)} to {decimal_text(high)}"
    unit = [concept_label("unit", quantity.unit)] if quantity.unit else []
    return " ".join([*(["about"] if quantity.approximate else []), bounds, *unit])


def claim_label(claim: Claim) -> str:
    """Return a claim in one line: "North Korea denies: North Korea to Russia: ballistic missile"."""
    if claim.about:
        what = "; ".join(sorted(subject_label(subject) for subject in claim.about))
    else:
        quote = " ".join(claim.evidence[0].quote.split())
        what = quote if len(quote) <= _QUOTE_LENGTH else quote[:_QUOTE_LENGTH].rstrip() + "…"
    who = ", ".join(sorted({agent.name for agent in claim.claimants}))
    return f"{who} {_VERBS[claim.stance]}: {what}"
