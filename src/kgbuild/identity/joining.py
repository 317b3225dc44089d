"""Which readings of treaties, over all documents, mean the same treaty.

Only readings of one set of parties are compared, and of those only such as share a word of their names: the
cost grows with the number of documents, not with its square. The result is a function of the readings alone,
whatever their order. Two treaties that one document tells apart never become one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kgbuild.identity.clusters import AccountNode, Cluster, Facts, clusters
from kgbuild.identity.keys import treaty_local
from kgbuild.identity.names import is_distinctive
from kgbuild.identity.naming import treaty_title
from kgbuild.identity.readings import TreatyReading

_Parties = tuple[str, ...]
_At = tuple[str, int]  # a document, and the number of one of its readings


@dataclass(frozen=True, order=True)
class _Common:
    """What all readings of one treaty have in common."""

    parties: _Parties
    words: tuple[str, ...]
    """The name, where it stands alone for want of parties."""
    document: str
    """Empty where it can be known beyond its document."""


@dataclass(frozen=True)
class Joined:
    """What a reading turned out to mean."""

    key: str
    """Local key of the treaty, such as `treaty/PRK-RUS-1961`."""
    reasons: tuple[str, ...]
    """Why it stands for that treaty, in words."""


@dataclass
class _Keyed:
    """One treaty, with what may have to stand in its key."""

    words: tuple[str, ...]
    parties: list[str]
    year: int | None
    document: str
    cluster: Cluster
    members: dict[AccountNode, list[_At]]
    group: _Common

    def key(self, full: int) -> str:
        """Return its key; the fuller, the more it says beyond what it must."""
        return "treaty/" + treaty_local(
            self.words,
            self.parties,
            self.year if full or not self.words else None,
            self.document,
            with_parties=full > 1,
        )


def join(documents: Mapping[str, tuple[TreatyReading, ...]]) -> dict[str, tuple[Joined, ...]]:
    """Return, for the readings of each document in their order, the treaties that they mean."""
    united = _United({reading for readings in documents.values() for reading in readings})
    groups: dict[_Common, dict[AccountNode, list[_At]]] = {}
    for document in sorted(documents):
        for group, numbers in _grouped(document, documents[document], united):
            members = groups.setdefault(group, {})
            revived = {reading.revives for reading in documents[document]}
            facts = {n: _facts(documents[document][n - 1], n in revived) for n in numbers}
            order = sorted(numbers, key=lambda n: (facts[n], n))
            bundle = tuple(facts[n] for n in order)
            for place, number in enumerate(order):
                members.setdefault(AccountNode(bundle, place), []).append((document, number))
    treaties = [treaty for group in sorted(groups) for treaty in _treaties(group, groups[group], documents)]
    found: dict[_At, Joined] = {}
    for treaty, key in zip(treaties, _keys(treaties), strict=True):
        for node, reason in zip(treaty.cluster.nodes, treaty.cluster.reasons, strict=True):
            joined = Joined(key, tuple(_reasons(treaty, node, reason)))
            found.update(dict.fromkeys(treaty.members[node], joined))
    return {d: tuple(found[d, n] for n in range(1, len(r) + 1)) for d, r in documents.items()}


def _grouped(
    document: str, readings: tuple[TreatyReading, ...], united: _United
) -> Iterator[tuple[_Common, list[int]]]:
    groups: dict[_Common, list[int]] = {}
    for number, reading in enumerate(readings, 1):
        parties, words = united.parties(reading), tuple(sorted(set(reading.words())))
        own_name = is_distinctive(words)
        group = _Common(
            parties,
            words if own_name and len(parties) < 2 else (),
            "" if own_name or len(parties) > 1 else document,
        )
        groups.setdefault(group, []).append(number)
    yield from groups.items()


def _facts(reading: TreatyReading, revived: bool) -> Facts:
    return Facts(revived, tuple(sorted(set(reading.words()))), reading.signed_in or 0)


class _United:
    """Parties of readings whose name speaks for itself: all that any reading of that name gives.

    Readings of one such name whose parties have nobody in common are of two treaties.
    """

    def __init__(self, readings: Iterable[TreatyReading]) -> None:
        self._sets: dict[tuple[str, ...], list[set[str]]] = {}
        for reading in sorted(readings, key=lambda r: r.parties):
            if reading.parties and is_distinctive(words := reading.words()):
                sets = self._sets.setdefault(tuple(sorted(set(words))), [])
                own = set(reading.parties)
                touching = [known for known in sets if known & own]
                sets[:] = [known for known in sets if not known & own]
                sets.append(own.union(*touching))

    def parties(self, reading: TreatyReading) -> _Parties:
        """Return the parties of a reading, sorted."""
        sets = self._sets.get(tuple(sorted(set(reading.words()))), []) if reading.title else []
        own = set(reading.parties)
        fitting = [known for known in sets if known & own] if own else sets
        return tuple(sorted(fitting[0])) if len(fitting) == 1 else reading.parties


def _treaties(
    group: _Common, members: dict[AccountNode, list[_At]], documents: Mapping[str, tuple[TreatyReading, ...]]
) -> Iterator[_Keyed]:
    for cluster in clusters({node: len(places) for node, places in members.items()}):
        readings = {documents[d][n - 1] for node in cluster.nodes for d, n in members[node]}
        title = treaty_title(reading.title for reading in readings)
        words = TreatyReading(title=title, parties=group.parties).words()
        year = min(cluster.years, default=None)
        parties = [party.partition("/")[2] for party in group.parties]
        yield _Keyed(words, parties, year, group.document, cluster, members, group)


def _keys(treaties: list[_Keyed]) -> list[str]:
    """Return a key for each treaty, no longer than it takes to tell it from the others."""
    keys = [treaty.key(0) for treaty in treaties]
    for full in (1, 2):
        taken = Counter(keys)
        keys = [t.key(full) if taken[key] > 1 else key for t, key in zip(treaties, keys, strict=True)]
    seen: Counter[str] = Counter()
    for at, key in enumerate(keys):
        seen[key] += 1
        if seen[key] > 1:
            keys[at] = f"{key}-{seen[key]}"
    return keys


def _reasons(treaty: _Keyed, node: AccountNode, reason: str) -> Iterator[str]:
    group = treaty.group
    if group.document:
        yield "it names fewer than two parties and has no name of its own: known in its document only"
    elif len(group.parties) > 1:
        yield f"its parties are {' and '.join(treaty.parties)}"
    else:
        yield "its name speaks for itself"
    yield reason
    alike = len(treaty.members[node]) - 1
    if alike:
        whose = "another document gives" if alike == 1 else f"{alike} other documents give"
        yield f"{whose} the same parties, name and year"
    others = len(node.bundle) - 1
    if others:
        yield f"its document tells it apart from {others} more of the same parties"
    if node.facts.revived:
        yield "its document says that another treaty brings it back"
