"""Short names for nodes that have none in the text."""

from __future__ import annotations

from collections.abc import Iterable

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
from kgbuild.identity.keys import decimal_text

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


def _name(agent: Agent | None) -> str:
    return agent.name if agent else "unknown"


def _listed(agents: Iterable[Agent]) -> str:
    return ", ".join(sorted({agent.name for agent in agents}))


def subject_label(subject: Subject) -> str:
    """Return the name of an event or instrument: "North Korea to Russia: ballistic missile"."""
    match subject:
        case Transfer():
            what = concept_label("materiel", subject.materiel) if subject.materiel else "materiel"
            return f"{_name(subject.supplier)} to {_name(subject.recipient)}: {what}"
        case Deployment():
            what = concept_label("force-type", subject.force_type) if subject.force_type else "forces"
            return f"{_name(subject.sender)} in {_name(subject.destination)}: {what}"
        case Casualties():
            who = "civilian" if subject.civilian else "military"
            return f"{_name(subject.force)}, {who} losses in {_name(subject.theatre)}"
        case Treaty():
            return subject.name or _treaty_label(subject)
        case Resolution():
            which = subject.number or (f"of {subject.adopted_in}" if subject.adopted_in is not None else "")
            return f"{_name(subject.adopted_by)} resolution {which}".rstrip()


def _treaty_label(treaty: Treaty) -> str:
    year = f" of {treaty.signed_in}" if treaty.signed_in is not None else ""
    parties = _listed(treaty.parties)
    return f"Treaty{year} between {parties}" if parties else f"Treaty{year}"


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
    return f"{_listed(claim.claimants)} {_VERBS[claim.stance]}: {what}"
