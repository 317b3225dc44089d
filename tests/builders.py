"""Short ways to make records by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Claim,
    Deployment,
    DocumentRecord,
    Evidence,
    Place,
    Stance,
    Transfer,
    Treaty,
)
from kgbuild.extractors.rules.reading import Reading
from kgbuild.spans import Span

Read = Callable[..., Reading]
"""Reads a text; `home` is the state of its publisher."""

TEXT = "Norland said it had sent 40 tanks to Suria. Suria denied that, a general told the Herald."
"""A text of no document in particular, for quotes that stand where they say they stand."""

_NAMES = {
    "KOR": "South Korea",
    "MLI": "Mali",
    "PRK": "North Korea",
    "RUS": "Russia",
    "TCD": "Chad",
    "UKR": "Ukraine",
    "USA": "United States",
}


def state(iso3: str, name: str | None = None) -> Agent:
    return Agent(kind="State", name=name or _NAMES.get(iso3, iso3.title()), iso3=iso3)


def organization(name: str, **fields: Any) -> Agent:
    return Agent(kind="Organization", name=name, **fields)


def person(name: str, **fields: Any) -> Agent:
    return Agent(kind="Person", name=name, **fields)


def official(name: str, of: Agent | None = None, **fields: Any) -> Agent:
    return Agent(kind="Official", name=name, represents=of, **fields)


def document(identifier: str = "report.txt", text: str = TEXT, **fields: Any) -> DocumentRecord:
    """Make a document; its name stands below its text, so that no two have the same."""
    stored = f"{text}\n\n{identifier}"
    digest = hashlib.sha256(stored.encode()).hexdigest()
    return DocumentRecord(key=digest[:16], sha256=digest, identifier=identifier, text=stored, **fields)


def evidence(quote: str = TEXT[:7], text: str = TEXT) -> Evidence:
    start = text.index(quote)
    return Evidence(span=Span(start, start + len(quote)), quote=quote)


def claim(source: DocumentRecord, *claimants: Agent, **fields: Any) -> Claim:
    """Make a claim; by default Russia asserts something in the text's first word."""
    given: dict[str, Any] = {
        "document": source.key,
        "claimants": claimants or (state("RUS"),),
        "stance": Stance.ASSERTS,
        "evidence": (evidence(),),
    }
    return Claim(**(given | fields))


def transfer(supplier: Agent | None, recipient: Agent | None, materiel: str | None = None) -> Transfer:
    return Transfer(supplier=supplier, recipient=recipient, materiel=materiel)


def deployment(sender: Agent | None, destination: Agent | None, force_type: str | None = None) -> Deployment:
    return Deployment(sender=sender, destination=destination, force_type=force_type)


def casualties(force: Agent | None, theatre: Agent | None, civilian: bool = False) -> Casualties:
    return Casualties(force=force, theatre=theatre, civilian=civilian)


def treaty(name: str | None, *parties: Agent, **fields: Any) -> Treaty:
    return Treaty(name=name, parties=parties, **fields)


def place(name: str, iso3: str | None = None, **fields: Any) -> Place:
    return Place(name=name, in_state=state(iso3) if iso3 else None, **fields)
