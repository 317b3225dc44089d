"""Readings of treaties of one set of parties, put together by what their names and years share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_OVERLAP = 0.5
"""Share of the shorter name's words that two names of one treaty have in common."""

Words = tuple[str, ...]


@dataclass(frozen=True, order=True, slots=True)
class Facts:
    """All that tells one treaty from another of the same parties."""

    revived: bool
    """Whether its document says that another treaty brings it back."""
    words: Words
    """The words of its name that carry meaning, sorted; none where it has no name of its own."""
    year: int
    """Year of signature; zero where unknown."""


@dataclass(frozen=True, order=True, slots=True)
class AccountNode:
    """A reading among those of its document that have the same parties."""

    bundle: tuple[Facts, ...]
    place: int

    @property
    def facts(self) -> Facts:
        """Return what this reading says."""
        return self.bundle[self.place]


@dataclass
class Cluster:
    """Readings that mean one treaty."""

    nodes: list[AccountNode] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    """Why each node is here."""
    names: set[Words] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    bundles: set[tuple[Facts, ...]] = field(default_factory=set)
    told: int = 0
    """Number of documents that tell of it."""
    revived: bool = False

    def fits(self, node: AccountNode) -> bool:
        """Whether nothing speaks against the reading's meaning the same treaty."""
        facts = node.facts
        if node.bundle in self.bundles or (facts.year and self.years and facts.year not in self.years):
            return False
        return not facts.words or not self.names or bool(self.shared(facts.words))

    def shared(self, words: Words) -> list[str]:
        """Return the words that a name has in common with one of this treaty's, if they are enough."""
        best: list[str] = []
        for own in sorted(self.names):
            both = [word for word in words if word in own]
            if len(both) >= _OVERLAP * min(len(words), len(own)) and len(both) > len(best):
                best = both
        return best

    def take(self, node: AccountNode, reason: str, told: int) -> None:
        """Add a reading that so many documents have."""
        facts = node.facts
        self.nodes.append(node)
        self.reasons.append(reason)
        self.bundles.add(node.bundle)
        self.told += told
        self.revived |= facts.revived
        if facts.words:
            self.names.add(facts.words)
        if facts.year:
            self.years.add(facts.year)


def clusters(nodes: Mapping[AccountNode, int]) -> list[Cluster]:
    """Put readings of one set of parties together; the numbers say how many documents have each.

    Those with full names lay the treaties, the others join the one that they fit best.
    """
    laid: list[Cluster] = []
    by_word: dict[str, set[int]] = {}
    nameless: set[int] = set()
    for node in sorted(nodes, key=_order):
        words = node.facts.words
        alike = nameless.union(*(by_word.get(word, ()) for word in words)) if words else range(len(laid))
        fitting = [number for number in alike if laid[number].fits(node)]
        if fitting:
            number = min(fitting, key=lambda n: _preference(laid[n], node.facts, n))
            reason = _reason(laid[number], node.facts, len(fitting))
        else:
            laid.append(Cluster())
            number, reason = len(laid) - 1, "nothing else of these parties fits it"
            reason = reason if number else "it is the fullest account of a treaty of these parties"
        laid[number].take(node, reason, nodes[node])
        for word in words:
            by_word.setdefault(word, set()).add(number)
        (nameless.discard if laid[number].names else nameless.add)(number)
    return laid


def _order(node: AccountNode) -> tuple[object, ...]:
    """Names first, the fullest before others; then years, the latest first; then what tells neither.

    What is brought back comes after others that tell as much. Only where its year is all that it tells it
    comes before them: then no other account of that year joins a treaty of which no year is known.
    """
    facts = node.facts
    late = not facts.revived if facts.year and not facts.words else facts.revived
    return (not facts.words, not facts.year, late, -len(facts.words), -facts.year, facts.words, node)


def _preference(cluster: Cluster, facts: Facts, number: int) -> tuple[object, ...]:
    """Order the treaties that a reading could mean, the likeliest first."""
    return (
        -len(cluster.shared(facts.words)),
        not (facts.year and facts.year in cluster.years),
        cluster.revived != facts.revived,
        # What is brought back is old; what news calls "the pact" is the one that all speak of
        min(cluster.years, default=0) if facts.revived else -cluster.told,
        number,
    )


def _reason(cluster: Cluster, facts: Facts, choices: int) -> str:
    same_year = f"the same year {facts.year}" if facts.year and facts.year in cluster.years else ""
    if facts.words and cluster.names:
        if facts.words in cluster.names:
            shared = "the same name"
        else:
            shared = "its name shares " + ", ".join(f"“{word}”" for word in cluster.shared(facts.words))
        return " and ".join(filter(None, [shared, same_year]))
    if same_year:
        return same_year
    if choices == 1:
        return "it has no other name or year, and no other treaty of these parties fits"
    if facts.revived:
        return "it has no other name or year; of the treaties that fit, this is the oldest"
    return "it has no other name or year; of the treaties that fit, this one is told of most"
