"""What the records of one document mention: each agent, place, event, instrument and quantity once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Claim,
    Deployment,
    DocumentRecord,
    Event,
    Place,
    Quantity,
    Record,
    Resolution,
    Subject,
    Transfer,
    Treaty,
)

R = TypeVar("R", bound=Record)
Node = Agent | Place | Event | Resolution | Quantity
"""What a document's graph describes besides claims, evidence and treaties."""


class NodeMentions:
    """Collects the nodes that one document's graph has to describe, however deep they stand."""

    def __init__(self) -> None:
        self._identities: dict[int, Record] = {}
        self._records: dict[Record, None] = {}

    def add_document(self, record: DocumentRecord) -> None:
        """Add the publisher."""
        self._agent(record.publisher)

    def add_claim(self, claim: Claim) -> None:
        """Add all that a claim mentions."""
        for agent in (*claim.claimants, *claim.relayed_by):
            self._agent(agent)
        for subject in (*claim.about, *claim.alleges_breach_of):
            self._subject(subject)
        for place in claim.places:
            if self._new(place):
                self._agent(place.in_state)
        if claim.quantity:
            self._new(claim.quantity)

    def __iter__(self) -> Iterator[Node]:
        """Yield the nodes in the order in which they were met; treaties are told by their readings."""
        for record in self._records:
            if isinstance(record, Agent | Place | Transfer | Deployment | Casualties | Resolution | Quantity):
                yield record

    def _new(self, record: Record) -> bool:
        # Identity first: comparing whole records is slow, and unified records are shared
        if id(record) in self._identities:
            return False
        self._identities[id(record)] = record
        if record in self._records:
            return False
        self._records[record] = None
        return True

    def _agent(self, agent: Agent | None) -> None:
        while agent is not None and self._new(agent):
            self._agent(agent.represents)
            agent = agent.part_of

    def _subject(self, subject: Subject) -> None:
        if not self._new(subject):
            return
        for agent in parties(subject):
            self._agent(agent)
        if isinstance(subject, Treaty) and subject.revives:
            self._subject(subject.revives)
        if isinstance(subject, Transfer) and subject.in_exchange_for:
            self._subject(subject.in_exchange_for)


def parties(subject: Subject) -> Iterator[Agent]:
    """Yield the agents that stand in any role of an event or instrument."""
    roles: tuple[Agent | None, ...]
    match subject:
        case Transfer():
            roles = (subject.supplier, subject.recipient)
        case Deployment():
            roles = (subject.sender, subject.destination, subject.in_support_of, subject.against)
        case Casualties():
            roles = (subject.force, subject.theatre)
        case Treaty():
            roles = (*subject.parties, *subject.signatories)
        case Resolution():
            roles = (subject.adopted_by,)
    yield from (agent for agent in roles if agent is not None)
