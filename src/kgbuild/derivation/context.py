"""What rules of scope event get to see: some claims, all that these lead to, and what the engine gives.

Given are facts that SPARQL says badly or slowly, each under `given:` (`https://w3id.org/kgbuild/given#`):
when a claim was made and of which period it speaks, as texts that compare; its figure as a range with leeway;
who is a medium; which claims are told in nearly the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.derivation.blocks import ReadStatements, iri
from kgbuild.derivation.copies import copies
from kgbuild.derivation.rules import Rule
from kgbuild.graph.namespaces import KG

LEEWAY = Decimal("0.1")
"""Share by which the range of an approximate figure is wider than its bounds."""
END = "~"
"""Sorts after every digit and hyphen: "2024~" is after all days of 2024."""
_HIGHEST = Decimal(10) ** 18
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_TRUE = ox.Literal(True)
_ANONYMOUS = ox.NamedNode(KG.anonymous)
_CLAIMANT = ox.NamedNode(KG.claimant)
_ABOVE = (ox.NamedNode(KG.represents), ox.NamedNode(KG.partOf))
_OWN, _RELAY, _BEHIND = (ox.NamedNode(f"{terms.GIVEN}{name}") for name in ("own", "relay", "behind"))
_FEW = ox.NamedNode(f"{terms.GIVEN}few")
_QUANTITY = ox.NamedNode(KG.quantity)
_ISSUED = ox.NamedNode("http://purl.org/dc/terms/issued")


def context(source: ReadStatements, claims: Collection[ox.NamedNode], rules: Iterable[Rule]) -> ox.Store:
    """Return a store of these claims, all that they lead to but names, and what the engine gives."""
    rules = tuple(rules)
    skipped = {*terms.NAMES, *(() if any(rule.reads(KG.evidence) for rule in rules) else (terms.EVIDENCE,))}
    store = ox.Store()
    store.bulk_extend(_reach(source, claims, skipped))
    given = [quad for claim in claims for quad in _profile(store, claim)]
    given += _voices(source, store, claims)
    given += _numbers(source, claims)
    store.extend(given)
    if any(rule.reads(terms.NEAR_IDENTICAL.value) for rule in rules):
        store.extend(copies(source, store, claims))
    return store


def _reach(
    source: ReadStatements, claims: Iterable[ox.NamedNode], skipped: Collection[ox.NamedNode]
) -> Iterator[ox.Quad]:
    waiting = list(claims)
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for triple in source.described(node):
            if triple.predicate in skipped:
                continue
            yield ox.Quad(triple.subject, triple.predicate, triple.object)
            target = triple.object
            if isinstance(target, ox.NamedNode) and target not in seen and not terms.is_term(target):
                seen.add(target)
                waiting.append(target)


def _profile(store: ox.Store, claim: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield what is given of each claim, in a form that is always there and compares as text or number."""
    told = _told(store, claim)
    said = _text(told, "madeOn")
    if not said and isinstance(document := told.get(terms.REPORTED_IN), ox.NamedNode):
        said = _value(_told(store, document).get(_ISSUED))
    yield _given(claim, "order", ox.Literal(f"{said or END} {claim.value}"))
    begun = _text(told, "eventTime") or _text(told, "eventTimeStart")
    ended = _text(told, "eventTime") or _text(told, "eventTimeEnd")
    yield _given(claim, "said", ox.Literal(said))
    yield _given(claim, "begun", ox.Literal(begun))
    yield _given(claim, "ended", ox.Literal(ended + END))
    yield _given(claim, "asOf", ox.Literal(ended or begun or said))
    yield _given(claim, "act", ox.Literal(_text(told, "act")))
    if isinstance(quantity := told.get(_QUANTITY), ox.NamedNode):
        figure = _told(store, quantity)
        yield _given(claim, "counts", ox.Literal(f"{_text(told, 'measure')} {_text(figure, 'unit')}"))
        yield from _range(claim, figure)


def _range(claim: ox.NamedNode, figure: dict[ox.NamedNode, Term]) -> Iterator[ox.Quad]:
    leeway = LEEWAY if _text(figure, "approximate") in ("true", "1") else Decimal(0)
    low, high = _text(figure, "minimum"), _text(figure, "maximum")
    yield _given(claim, "low", _decimal(Decimal(low or 0) * (1 - leeway)))
    yield _given(claim, "high", _decimal(Decimal(high) * (1 + leeway) if high else _HIGHEST))


def _told(store: ox.Store, node: ox.NamedNode) -> dict[ox.NamedNode, Term]:
    """Return a value of each property, the first in order where there are several."""
    found: dict[ox.NamedNode, Term] = {}
    for quad in store.quads_for_pattern(node, None, None):
        known = found.get(quad.predicate)
        if known is None or str(quad.object) < str(known):
            found[quad.predicate] = quad.object
    return found


def _text(told: dict[ox.NamedNode, Term], name: str) -> str:
    return _value(told.get(_term(name)))


@cache
def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(KG[name])


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _given(claim: ox.NamedNode, name: str, value: ox.Literal) -> ox.Quad:
    return ox.Quad(claim, _given_term(name), value)


@cache
def _given_term(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{terms.GIVEN}{name}")


def _decimal(value: Decimal) -> ox.Literal:
    return ox.Literal(f"{value:f}", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def _voices(source: ReadStatements, store: ox.Store, claims: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Yield who speaks in each claim: a paper of its own, or for whom, and through whom."""
    media: dict[ox.NamedNode, bool] = {}
    for claim in claims:
        claimants = _nodes(store, claim, _CLAIMANT)
        publishers = {
            publisher
            for document in _nodes(store, claim, terms.REPORTED_IN)
            for publisher in _nodes(store, document, terms.PUBLISHER)
        }
        yield ox.Quad(claim, _OWN, ox.Literal(not publishers.isdisjoint(claimants)))
        for relay in _nodes(store, claim, terms.RELAYED_BY):
            if relay not in publishers:
                yield ox.Quad(claim, _RELAY, relay)
        for claimant in claimants:
            for origin in _behind(source, store, claimant, media):
                yield ox.Quad(claimant, _BEHIND, origin)
    yield from (ox.Quad(node, terms.MEDIUM, ox.Literal(value)) for node, value in media.items())


def _behind(
    source: ReadStatements, store: ox.Store, agent: ox.NamedNode, media: dict[ox.NamedNode, bool]
) -> Iterator[ox.NamedNode]:
    """Yield whom an agent speaks for in the end: up to a medium, or to who belongs to nobody.

    Nobody is behind an unnamed agent of nobody.
    """
    waiting, seen = [agent], {agent}
    for node in waiting:  # grows on the way
        if node not in media:
            media[node] = source.is_medium(node)
        above = [] if media[node] else [up for link in _ABOVE for up in _nodes(store, node, link)]
        fresh = sorted({up for up in above if up not in seen}, key=iri)
        if not above and not (node == agent and ox.Quad(node, _ANONYMOUS, _TRUE) in store):
            yield node
        seen.update(fresh)
        waiting += fresh


def _numbers(source: ReadStatements, claims: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Yield which events and treaties few claims are about."""
    numbers = Counter(node for claim in claims for node in source.objects(claim, terms.ABOUT))
    yield from (ox.Quad(node, _FEW, _TRUE) for node, number in numbers.items() if number <= terms.FEW)


def _nodes(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    found = (quad.object for quad in store.quads_for_pattern(subject, predicate, None))
    return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=iri)
