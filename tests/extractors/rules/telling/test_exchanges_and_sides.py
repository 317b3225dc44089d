"""What is given in return for what, and for whom and against whom forces are sent."""

from __future__ import annotations

import pytest

from kgbuild.claims.model import Agent, Claim, Deployment, Transfer
from kgbuild.documents.model import Document
from kgbuild.extractors.rules.extractor import RulesExtractor

Line = tuple[str | None, str | None, str | None]
"""Supplier, recipient, kind of materiel."""


def _claims(extractor: RulesExtractor, text: str) -> list[Claim]:
    records = extractor.records([Document("note.txt", text, publisher="Harbour Post")])
    return [r for r in records if isinstance(r, Claim) and r.about]


def _code(agent: Agent | None) -> str | None:
    return (agent.iso3 or agent.name) if agent is not None else None


def _line(transfer: Transfer | None) -> Line | None:
    if transfer is None:
        return None
    return _code(transfer.supplier), _code(transfer.recipient), transfer.materiel


def _exchanges(extractor: RulesExtractor, text: str) -> dict[Line | None, Line | None]:
    told = [a for c in _claims(extractor, text) for a in c.about if isinstance(a, Transfer)]
    return {_line(t): _line(t.in_exchange_for) for t in told}


@pytest.mark.parametrize(
    ("text", "given", "price_of"),
    [
        (
            "Peru has sent 40 tanks to Chile. In exchange, Chile has provided Peru with fuel.",
            ("CHL", "PER", "fuel"),
            ("PER", "CHL", "tank"),
        ),
        (
            "Togo shipped drones to Ghana, an envoy said. In return Ghana gave Togo radars.",
            ("GHA", "TGO", "radar"),
            ("TGO", "GHA", "drone"),
        ),
        (
            "Ghana delivered artillery shells to Togo in exchange for fuel.",
            ("GHA", "TGO", "artillery-shell"),
            ("TGO", "GHA", "fuel"),
        ),
        (
            "Togo gave Ghana drones as payment for artillery shells, the minister said.",
            ("TGO", "GHA", "drone"),
            ("GHA", "TGO", "artillery-shell"),
        ),
    ],
)
def test_what_is_given_in_return_says_for_what(
    extractor: RulesExtractor, text: str, given: Line, price_of: Line
) -> None:
    assert _exchanges(extractor, text)[given] == price_of


@pytest.mark.parametrize(
    "text",
    [
        "Ghana delivered artillery shells to Togo in return for recognition.",
        "Togo sent drones to Mali. In exchange, Ghana gave Togo radars.",  # nothing went from Togo to Ghana
        "Togo shipped drones to Ghana. Ghana gave Togo radars.",
    ],
)
def test_without_a_transfer_the_other_way_nothing_is_exchanged(extractor: RulesExtractor, text: str) -> None:
    found = _exchanges(extractor, text)
    assert found
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    ("text", "helped", "fought"),
    [
        ("Kenya has sent troops to Somalia to support Ethiopia against Eritrea.", "ETH", "ERI"),
        ("Kenya sent 300 soldiers to Somalia to help Somalia fight Ethiopia.", "SOM", "ETH"),
        ("Kenyan troops have been fighting in Somalia alongside Ethiopian forces.", "ETH", None),
        ("Chad has sent 200 soldiers to Niger in support of the Malian army.", "MLI", None),
        ("Chad has sent 200 soldiers to Niger on behalf of Mali.", "MLI", None),
        ("Eritrea has sent troops to Sudan for its war on Ethiopia.", None, "ETH"),
        ("Chad has sent 200 soldiers to Niger by way of Mali.", None, None),
    ],
)
def test_forces_have_sides(
    extractor: RulesExtractor, text: str, helped: str | None, fought: str | None
) -> None:
    told = [a for c in _claims(extractor, text) for a in c.about if isinstance(a, Deployment)]
    assert [(_code(d.in_support_of), _code(d.against)) for d in told] == [(helped, fought)]
