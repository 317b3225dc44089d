"""Events, instruments and quantities as statements: what identifies them, nothing that sources dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Deployment,
    Event,
    Quantity,
    Resolution,
    Transfer,
)
from kgbuild.graph.labels import quantity_label
from kgbuild.graph.namespaces import KG
from kgbuild.graph.scope import Node, Quad, Scope, concept, decimal, text
from kgbuild.identity.keys import agent_key, quantity_key, subject_key


def subject_quads(subject: Event | Resolution, scope: Scope) -> Iterator[Quad]:
    """Describe one event or resolution; its parties are named, not described."""
    node = scope.iri(subject_key(subject, scope.document))
    own: Iterable[tuple[URIRef, Node | None]]
    match subject:
        case Transfer():
            own = _transfer(subject, scope)
        case Deployment():
            own = _deployment(subject, scope)
        case Casualties():
            own = _casualties(subject, scope)
        case Resolution():
            own = _resolution(subject, scope)
    yield from scope.quads(node, [(RDF.type, KG[subject.kind]), *own])


def _agent(agent: Agent | None, scope: Scope) -> URIRef | None:
    return scope.iri(agent_key(agent, scope.document)) if agent else None


def _transfer(transfer: Transfer, scope: Scope) -> Iterator[tuple[URIRef, Node | None]]:
    yield KG.supplier, _agent(transfer.supplier, scope)
    yield KG.recipient, _agent(transfer.recipient, scope)
    yield KG.materiel, concept("materiel", transfer.materiel)
    price_of = transfer.in_exchange_for
    yield KG.inExchangeFor, scope.iri(subject_key(price_of, scope.document)) if price_of else None


def _deployment(deployment: Deployment, scope: Scope) -> Iterator[tuple[URIRef, Node | None]]:
    yield KG.sender, _agent(deployment.sender, scope)
    yield KG.destination, _agent(deployment.destination, scope)
    yield KG.forceType, concept("force-type", deployment.force_type)
    yield KG.inSupportOf, _agent(deployment.in_support_of, scope)
    yield KG.against, _agent(deployment.against, scope)


def _casualties(casualties: Casualties, scope: Scope) -> Iterator[tuple[URIRef, Node | None]]:
    yield KG.force, _agent(casualties.force, scope)
    yield KG.civilian, Literal("true" if casualties.civilian else "false", datatype=XSD.boolean)
    yield KG.theatre, _agent(casualties.theatre, scope)


def _resolution(resolution: Resolution, scope: Scope) -> Iterator[tuple[URIRef, Node | None]]:
    year = resolution.adopted_in
    yield KG.adoptedBy, _agent(resolution.adopted_by, scope)
    yield KG.adoptedIn, None if year is None else Literal(f"{year:04d}", datatype=XSD.gYear)
    yield KG.number, text(resolution.number)


def quantity_quads(quantity: Quantity, scope: Scope) -> Iterator[Quad]:
    """Describe one quantity; equal quantities are one node."""
    yield from scope.quads(
        scope.iri(quantity_key(quantity)),
        [
            (RDF.type, KG.Quantity),
            (RDFS.label, Literal(quantity_label(quantity))),
            (KG.minimum, decimal(quantity.minimum)),
            (KG.maximum, decimal(quantity.maximum)),
            (KG.unit, concept("unit", quantity.unit)),
            (KG.approximate, Literal("true" if quantity.approximate else "false", datatype=XSD.boolean)),
        ],
    )
