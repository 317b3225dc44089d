"""Which claims are told in nearly the same words, and whose words they were first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.derivation.blocks import ReadStatements
from kgbuild.derivation.joining import Groups
from kgbuild.derivation.wording import near_identical
from kgbuild.graph.namespaces import KG

_ALIKE = tuple(
    ox.NamedNode(name)
    for name in (
        KG.stance,
        KG.modality,
        *(f"{terms.GIVEN}{each}" for each in ("act", "counts", "low", "high")),
    )
)
"""What copies have in common by the rule `same-wording`."""
_OWN, _ORDER, _EARLIEST = (ox.NamedNode(f"{terms.GIVEN}{name}") for name in ("own", "order", "earliest"))
_TRUE = ox.Literal(True)
Homes = dict[ox.NamedNode, tuple[ox.NamedNode, ...]]
"""The documents of claims."""
Pair = tuple[ox.NamedNode, ox.NamedNode]


def copies(source: ReadStatements, store: ox.Store, claims: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Yield which claims of different documents about one thing are told in nearly the same words.

    Where many claims are about one thing, only those of one stance and figure are compared, and not every
    pair is told of: as many as join them all.
    """
    groups: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    homes: Homes = {}
    for claim in claims:
        homes[claim] = tuple(source.objects(claim, terms.REPORTED_IN))
        for node in source.objects(claim, terms.ABOUT):
            groups.setdefault(node, []).append(claim)
    words: dict[ox.NamedNode, str] = {}
    for group in groups.values():
        many = len(group) > terms.FEW
        for part in _alike(store, group) if many else [group]:
            if len({homes[claim] for claim in part}) < 2:
                continue
            told: dict[str, list[ox.NamedNode]] = {}
            for claim in part:
                if claim not in words:
                    words[claim] = source.words(claim)
                told.setdefault(words[claim], []).append(claim)
            for one, other in near_identical(list(told)):
                pairs = (_joining if many else _all)(told[one], told[other], homes)
                for claim, copy in pairs:
                    yield ox.Quad(claim, terms.NEAR_IDENTICAL, copy)
                    yield ox.Quad(copy, terms.NEAR_IDENTICAL, claim)


def earliest(store: ox.Store) -> Iterator[ox.Quad]:
    """Yield for each claim with copies the first of all joined with it that a paper tells as its own."""
    groups: Groups[ox.NamedNode] = Groups()
    for quad in store.quads_for_pattern(None, terms.SAME_WORDING, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            groups.join(quad.subject, quad.object)
    for group in groups.all():
        own = [claim for claim in group if ox.Quad(claim, _OWN, _TRUE) in store]
        orders = [(_order(store, claim), claim.value, claim) for claim in own]
        if orders:
            leader = min(orders)[2]
            yield from (ox.Quad(claim, _EARLIEST, leader) for claim in own)


def _order(store: ox.Store, claim: ox.NamedNode) -> str:
    found = (quad.object for quad in store.quads_for_pattern(claim, _ORDER, None))
    return min((term.value for term in found if isinstance(term, ox.Literal)), default="")


def _alike(store: ox.Store, group: Iterable[ox.NamedNode]) -> list[list[ox.NamedNode]]:
    """Return the claims by what copies have in common."""
    parts: dict[Hashable, list[ox.NamedNode]] = {}
    for claim in group:
        key = tuple(
            tuple(sorted(str(quad.object) for quad in store.quads_for_pattern(claim, each, None)))
            for each in _ALIKE
        )
        parts.setdefault(key, []).append(claim)
    return list(parts.values())


def _all(ones: list[ox.NamedNode], others: list[ox.NamedNode], homes: Homes) -> Iterator[Pair]:
    for claim in ones:
        for copy in others:
            if homes[claim] != homes[copy]:
                yield claim, copy


def _joining(ones: list[ox.NamedNode], others: list[ox.NamedNode], homes: Homes) -> Iterator[Pair]:
    """Yield pairs of different documents that join whatever all such pairs would join.

    Those with the first claim of each side, and with the first that is of another document than this.
    """
    for some, rest in ((ones, others), (others, ones)):
        second = next((other for other in rest if homes[other] != homes[rest[0]]), rest[0])
        heads = dict.fromkeys((rest[0], second))
        for claim in some:
            for head in heads:
                if homes[claim] != homes[head]:
                    yield claim, head
