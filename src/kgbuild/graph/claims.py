"""Claims and their evidence as statements."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

from kgbuild.claims.model import Claim, EventTime, Evidence
from kgbuild.graph.labels import claim_label
from kgbuild.graph.namespaces import KG, OA
from kgbuild.graph.scope import Node, Quad, Scope, date, decimal, text
from kgbuild.identity.keys import (
    agent_key,
    claim_key,
    evidence_key,
    place_key,
    position_key,
    quantity_key,
    quote_key,
)


def claim_quads(claim: Claim, scope: Scope) -> Iterator[Quad]:
    """Yield the statements of one claim; agents, events, places and evidence are named only."""
    yield from scope.quads(scope.iri(claim_key(claim)), _statements(claim, scope))


def _statements(claim: Claim, scope: Scope) -> Iterator[tuple[URIRef, Node | None]]:
    document = scope.document
    yield RDF.type, KG.Claim
    yield RDFS.label, Literal(claim_label(claim))
    for agent in claim.claimants:
        yield KG.claimant, scope.iri(agent_key(agent, document))
    for agent in claim.relayed_by:
        yield KG.relayedBy, scope.iri(agent_key(agent, document))
    yield KG.stance, KG[claim.stance.value]
    yield KG.modality, KG[claim.modality.value]
    for subject in claim.about:
        yield KG.about, scope.subject(subject)
    yield KG.act, KG[claim.act.value] if claim.act else None
    yield KG.quantity, scope.iri(quantity_key(claim.quantity)) if claim.quantity else None
    # A measure says what the quantity counts, and nothing without one
    yield KG.measure, KG[claim.measure.value] if claim.measure and claim.quantity else None
    yield KG.cumulative, _boolean(claim.cumulative)
    for place in claim.places:
        yield KG.place, scope.iri(place_key(place))
    yield from _times(claim.event_time)
    yield KG.madeOn, date(claim.made_on)
    for words in claim.time_expressions:
        yield KG.timeExpression, text(words)
    for subject in claim.alleges_breach_of:
        yield KG.allegesBreachOf, scope.subject(subject)
    yield KG.cue, text(claim.cue)
    for reader in claim.read_by:
        yield KG.readBy, KG[reader.value]
    yield KG.confidence, decimal(claim.confidence)
    yield KG.reportedIn, scope.graph
    for evidence in claim.evidence:
        yield KG.evidence, scope.iri(evidence_key(evidence, document))


def _boolean(value: bool | None) -> Literal | None:
    return None if value is None else Literal("true" if value else "false", datatype=XSD.boolean)


def _times(time: EventTime | None) -> Iterator[tuple[URIRef, Node | None]]:
    if time is None:
        return
    if time.start == time.end:
        yield KG.eventTime, date(time.start)
    else:
        yield KG.eventTimeStart, date(time.start)
        yield KG.eventTimeEnd, date(time.end)


def evidence_quads(evidence: Evidence, sentence: str, page: int | None, scope: Scope) -> Iterator[Quad]:
    """Yield one stretch of text with its sentence, page and selectors; claims on the same words share it."""
    node = scope.iri(evidence_key(evidence, scope.document))
    position = scope.iri(position_key(evidence, scope.document))
    quote = scope.iri(quote_key(evidence, scope.document))
    start, end = (Literal(str(at), datatype=XSD.integer) for at in evidence.span)
    yield from scope.quads(
        node,
        [
            (RDF.type, OA.SpecificResource),
            (OA.hasSource, scope.graph),
            (OA.hasSelector, position),
            (OA.hasSelector, quote),
            (KG.sentence, Literal(sentence)),
            (KG.page, None if page is None else Literal(str(page), datatype=XSD.integer)),
        ],
    )
    yield from scope.quads(position, [(RDF.type, OA.TextPositionSelector), (OA.start, start), (OA.end, end)])
    yield from scope.quads(quote, [(RDF.type, OA.TextQuoteSelector), (OA.exact, Literal(evidence.quote))])
