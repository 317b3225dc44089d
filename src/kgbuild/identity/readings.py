"""Treaties as single documents tell of them: what joining them across documents looks at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kgbuild.claims.model import Claim, Treaty
from kgbuild.identity.keys import agent_key
from kgbuild.identity.names import treaty_words
from kgbuild.knowledge.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class TreatyReading:
    """What one document says of one treaty; agents and concepts stand by their keys, sorted."""

    title: str | None = None
    """Its proper name, where the document gives one."""
    names: tuple[str, ...] = ()
    """What else the document calls it."""
    parties: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    signed_in: int | None = None
    revives: int | None = None
    """Number of the reading of the treaty that it brings back, in the same document."""

    def words(self) -> tuple[str, ...]:
        """Return the words of its title that carry meaning, in order, its parties' names left out."""
        return _words(self.title, self.parties) if self.title else ()


def readings_of(
    document: str, claims: Iterable[Claim]
) -> tuple[tuple[TreatyReading, ...], Mapping[Treaty, int]]:
    """Return the readings of a settled document, and the number of each of its treaties: 1, 2, and so on.

    The order is that of what they say, so that it depends on nothing else.
    """
    found: dict[Treaty, None] = {}

    def add(treaty: Treaty) -> None:
        found[treaty] = None
        if treaty.revives:
            add(treaty.revives)

    for claim in claims:
        for subject in (*claim.about, *claim.alleges_breach_of):
            if isinstance(subject, Treaty):
                add(subject)
    order = sorted(found, key=lambda treaty: _content(treaty, document))
    numbers = {treaty: n for n, treaty in enumerate(order, 1)}
    readings = (
        replace(_reading(treaty, document), revives=numbers[treaty.revives] if treaty.revives else None)
        for treaty in order
    )
    return tuple(readings), numbers


def _reading(treaty: Treaty, document: str) -> TreatyReading:
    def keys(agents: Iterable[object]) -> tuple[str, ...]:
        return tuple(sorted({agent_key(agent, document) for agent in agents}))  # type: ignore[arg-type]

    return TreatyReading(
        title=treaty.name,
        names=tuple(sorted(set(treaty.aliases))),
        parties=keys(treaty.parties),
        signatories=keys(treaty.signatories),
        obligations=tuple(sorted(set(treaty.obligations))),
        signed_in=treaty.signed_in,
    )


def _content(treaty: Treaty, document: str) -> str:
    own = _reading(treaty, document)
    said = [own.title or "", own.names, own.parties, own.signed_in or 0, own.obligations, own.signatories]
    return json.dumps([said, _content(treaty.revives, document) if treaty.revives else ""])


@cache
def gazetteer() -> Gazetteer:
    """Return the shipped gazetteer, by which things are named."""
    return Gazetteer.load()


@cache
def _party_names(key: str) -> tuple[str, ...]:
    """Return what a party may be called in a treaty's name; of an organization the words of its key."""
    kind, _, local = key.partition("/")
    if kind != "state":
        return (local.replace("-", " "),)
    entry = gazetteer().states.get(local)
    return (entry.name, entry.official_name, *entry.names, *entry.adjectives) if entry else (local,)


@lru_cache(1 << 16)
def _words(title: str, parties: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(treaty_words(title, [name for party in parties for name in _party_names(party)]))
