"""Which claims are sure enough to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgbuild.claims.bundle import Bundle


@dataclass(slots=True)
class LeftOut:
    """How many claims were not sure enough; filled while bundles pass."""

    claims: int = 0


def at_least(bundles: Iterable[Bundle], confidence: float, left_out: LeftOut) -> Iterator[Bundle]:
    """Yield the bundles with the claims of at least this confidence, and count the others.

    A claim that says nothing of its confidence passes: nobody has weighed it.
    """
    for bundle in bundles:
        kept = [
            number
            for number, claim in enumerate(bundle.claims)
            if claim.confidence is None or claim.confidence >= confidence
        ]
        left_out.claims += len(bundle.claims) - len(kept)
        claims = tuple(bundle.claims[number] for number in kept)
        places = tuple(bundle.places[number] for number in kept) if bundle.places else ()
        yield Bundle(bundle.document, claims, places)
