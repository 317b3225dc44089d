"""Units of an exported graph: one (claim, claimant, thing claimed about) each, as a gold unit is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rdflib import RDF, RDFS, Dataset
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from kgbuild.errors import EvaluationError
from kgbuild.evaluation.gold import KINDS, ROLES, GoldClaim, GoldDocument
from kgbuild.evaluation.homes import normal
from kgbuild.graph import KG, OA
from kgbuild.spans import Span

Names = frozenset[str]
"""What a node answers to, in the form of `normal`."""
_NOBODY: Names = frozenset()


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """A gold claim by one of its claimants."""

    document: str
    claim: GoldClaim
    by: str
    """The claimant as the gold names it first."""
    claimant: Names
    anchor: Span
    homes: Names = _NOBODY
    """Codes of the states that these people and bodies belong to; empty where the gold does not tell."""


class Holders(NamedTuple):
    """Who holds a role: the codes of states, and the names of each holder."""

    states: Names
    names: tuple[Names, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A claim of the graph by one of its claimants about one thing."""

    claim: str
    document: str
    spans: tuple[Span, ...]
    about: str
    """Which kind of thing it is about."""
    node: str
    claimant: Names
    homes: Names
    """Codes of the states that the claimant is, belongs to or speaks for."""
    stance: str | None
    modality: str | None
    quantity: tuple[float | None, float | None] | None
    measure: str | None
    event_time: Names
    made_on: Names
    place: Names
    relayed_by: Names
    alleges_breach_of: Names
    materiel: Names
    obligation: Names
    signatory: tuple[Names, ...]
    roles: Mapping[str, Holders]


def gold_units(gold: Collection[GoldDocument]) -> list[GoldUnit]:
    """Return the units of gold files, in their order."""
    return [
        _gold_unit(pair, claim, names)
        for pair in gold
        for claim in pair.gold.claims
        for names in claim.claimant
    ]


def _gold_unit(pair: GoldDocument, claim: GoldClaim, names: Sequence[str]) -> GoldUnit:
    known = frozenset(map(normal, names))
    homes = frozenset(pair.homes[name] for name in known if name in pair.homes)
    return GoldUnit(pair.gold.document, claim, names[0], known, pair.anchor(claim), homes)


class GraphReader:
    """Reads the units about some documents out of a graph."""

    def __init__(self, graph: Dataset, texts: Mapping[str, str]) -> None:
        self._graph = graph
        self._texts = texts

    def documents(self) -> frozenset[str]:
        """Return which of the documents the graph describes."""
        named = {str(o) for o in self._graph.objects(None, DCTERMS.identifier)}
        return frozenset(named & self._texts.keys())

    def units(self) -> list[Unit]:
        """Return all units about the documents, in an order that depends on nothing but the graph.

        Raises EvaluationError when a claim has no evidence with a position, or quotes another text.
        """
        claims = self._graph.subjects(RDF.type, KG.Claim, unique=True)
        units = (unit for claim in claims for unit in self._units_of(claim))
        return sorted(units, key=lambda u: (u.document, u.spans, u.claim, u.node, sorted(u.claimant)))

    def _units_of(self, claim: Node) -> Iterator[Unit]:
        g = self._graph
        document = next(
            (name for d in g.objects(claim, KG.reportedIn) for name in self._named(d)),
            None,
        )
        if document is None:
            return
        spans = tuple(sorted(self._span(claim, document, e) for e in set(g.objects(claim, KG.evidence))))
        for about in set(g.objects(claim, KG.about)):
            kind = next((k for k in KINDS if (about, RDF.type, KG[k]) in g), None)
            if kind is None:
                continue
            claimants: set[Node | None] = set(g.objects(claim, KG.claimant))
            for claimant in claimants or {None}:
                yield self._unit(claim, document, spans, about, kind, claimant)

    def _named(self, document: Node) -> list[str]:
        """Return under which name a document of the graph is among those looked at."""
        identifiers = {str(o) for o in self._graph.objects(document, DCTERMS.identifier)}
        return [name for name in self._texts if name in identifiers]

    def _unit(
        self,
        claim: Node,
        document: str,
        spans: tuple[Span, ...],
        about: Node,
        kind: str,
        claimant: Node | None,
    ) -> Unit:
        def local(name: str) -> str | None:
            value = self._graph.value(claim, KG[name])
            return None if value is None else re.split(r"[#/]", str(value))[-1]

        def printed(name: str) -> Names:
            return frozenset(str(o) for o in self._graph.objects(claim, KG[name]))

        return Unit(
            claim=str(claim),
            document=document,
            spans=spans,
            about=kind,
            node=str(about),
            claimant=_NOBODY if claimant is None else self._names(claimant),
            homes=_NOBODY if claimant is None else self._homes(claimant),
            stance=local("stance"),
            modality=local("modality"),
            quantity=self._quantity(claim),
            measure=local("measure"),
            event_time=printed("eventTime"),
            made_on=printed("madeOn"),
            place=self._named_by(claim, "place"),
            relayed_by=self._named_by(claim, "relayedBy"),
            alleges_breach_of=self._named_by(claim, "allegesBreachOf") | self._years(claim),
            materiel=self._named_by(about, "materiel"),
            obligation=self._named_by(about, "obligation"),
            signatory=self._each_named_by(about, "signatory"),
            roles={role.name: self._holders(about, role.name) for role in ROLES[kind]},
        )

    def _span(self, claim: Node, document: str, evidence: Node) -> Span:
        g = self._graph
        start = end = exact = None
        for selector in g.objects(evidence, OA.hasSelector):
            start = g.value(selector, OA.start) if start is None else start
            end = g.value(selector, OA.end) if end is None else end
            exact = g.value(selector, OA.exact) if exact is None else exact
        if start is None or end is None or exact is None:
            raise EvaluationError(f"{claim}: evidence without position and quote: export the graph anew")
        span = Span(int(str(start)), int(str(end)))
        if self._texts[document][span.start : span.end] != str(exact):
            raise EvaluationError(
                f"{claim}: its quote is not the text at {span.start}-{span.end} of {document}: "
                "the graph was made from another version of it, export it anew"
            )
        return span

    def _names(self, node: Node) -> Names:
        """Return every name of a node, and for an unnamed speaker those of whom they represent."""
        g = self._graph
        known = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, KG.iso3)
        names = frozenset(normal(o) for p in known for o in g.objects(node, p))
        if (node, KG.anonymous, None) in g:
            for other in g.objects(node, KG.represents):
                names |= self._names(other)
        return names

    def _homes(self, agent: Node) -> Names:
        """Return the codes of an agent, of what it is part of, of whom it represents, and so on."""
        known, left = {agent}, [agent]
        while left:
            node = left.pop()
            above = {o for p in (KG.represents, KG.partOf) for o in self._graph.objects(node, p)} - known
            known |= above
            left.extend(above)
        return frozenset(str(code) for node in known for code in self._graph.objects(node, KG.iso3))

    def _each_named_by(self, node: Node, name: str) -> tuple[Names, ...]:
        named = {self._names(o) for o in self._graph.objects(node, KG[name])}
        return tuple(sorted(named, key=sorted))

    def _named_by(self, node: Node, name: str) -> Names:
        return _NOBODY.union(*self._each_named_by(node, name))

    def _years(self, claim: Node) -> Names:
        g = self._graph
        breached = g.objects(claim, KG.allegesBreachOf)
        return frozenset(str(year) for i in breached for year in g.objects(i, KG.adoptedIn))

    def _states(self, node: Node) -> Names:
        codes = frozenset(str(code) for code in self._graph.objects(node, KG.iso3))
        return codes.union(*(self._states(s) for s in self._graph.objects(node, KG.inState)))

    def _holders(self, about: Node, role: str) -> Holders:
        holders = set(self._graph.objects(about, KG[role]))
        return Holders(_NOBODY.union(*map(self._states, holders)), self._each_named_by(about, role))

    def _quantity(self, claim: Node) -> tuple[float | None, float | None] | None:
        quantity = self._graph.value(claim, KG.quantity)
        if quantity is None:
            return None
        low, high = (self._graph.value(quantity, p) for p in (KG.minimum, KG.maximum))
        return (None if low is None else float(str(low)), None if high is None else float(str(high)))
