"""Decisions applied to what was found, before a graph is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, Reader
from kgbuild.identity.keys import claim_key
from kgbuild.identity.unify import settle
from kgbuild.review.decisions import Decision, Seen, Verb, effective

_SAME = 0.5
"""Share of the words that two quotes have in common from which they are one, where a text is read anew."""


def apply(bundles: Iterable[Bundle], decisions: Iterable[Decision]) -> Iterator[Bundle]:
    """Yield bundles as the reviewers want them.

    What is rejected is gone; what is accepted, changed or added is a person's, and sure. Where a text is read
    anew and a claim comes in other words, a decision holds for the one that says the same there. Bundles that
    nobody has decided on pass as they are.
    """
    by_document: dict[str, list[Decision]] = {}
    for decision in effective(decisions):
        by_document.setdefault(decision.document, []).append(decision)
    for bundle in bundles:
        own = by_document.get(bundle.document.sha256)
        yield _reviewed(bundle, own) if own else bundle


def _reviewed(bundle: Bundle, decisions: Sequence[Decision]) -> Bundle:
    document, settled = settle(bundle.document, bundle.claims)
    claims: list[Claim | None] = list(settled)
    keys = [claim_key(claim).rpartition("/")[2] for claim in settled]
    added = []
    for decision in decisions:
        if decision.do is Verb.ADD and decision.added is not None:
            added.append(_by_person(decision.added))
            continue
        number = _place(decision, keys, settled)
        if number is not None:
            claims[number] = _decided(settled[number], decision)
    return Bundle(document, (*(claim for claim in claims if claim is not None), *added))


def _place(decision: Decision, keys: Sequence[str], settled: Sequence[Claim]) -> int | None:
    """Return the number of the claim that a decision is on."""
    if decision.claim in keys:
        return keys.index(decision.claim)
    if decision.seen is None:
        return None
    same = [number for number, claim in enumerate(settled) if _is_same(claim, decision.seen)]
    return max(same, key=lambda number: _overlap(settled[number], decision.seen)) if same else None


def _is_same(claim: Claim, seen: Seen) -> bool:
    names = {agent.name for agent in claim.claimants}
    return claim.stance == seen.stance and names == set(seen.claimants) and _overlap(claim, seen) >= _SAME


def _overlap(claim: Claim, seen: Seen | None) -> float:
    """Return the share of the longer quote that both have."""
    if seen is None:
        return 0.0
    shares = (
        (min(e.span.end, seen.end) - max(e.span.start, seen.start))
        / max(e.span.end - e.span.start, seen.end - seen.start, 1)
        for e in claim.evidence
    )
    return max(shares, default=0.0)


def _decided(claim: Claim, decision: Decision) -> Claim | None:
    if decision.do is Verb.REJECT:
        return None
    if decision.changes is None:
        return _by_person(claim)
    told = {name: getattr(decision.changes, name) for name in decision.changes.model_fields_set}
    return _by_person(claim.model_copy(update=told))


def _by_person(claim: Claim) -> Claim:
    readers = tuple(
        dict.fromkeys((*(r for r in claim.read_by if claim.confidence is not None), Reader.PERSON))
    )
    return claim.model_copy(update={"confidence": 1.0, "read_by": readers})
