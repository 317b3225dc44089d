"""What is known of a graph beforehand, so that thousands of pages about it are not as many questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kgbuild.views.model import ClaimView, Node, SourceDocument

LINKS = ("about", "claimant", "onBehalfOf", "reportedIn")
"""The properties of claims that are known by the nodes they point to."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All claims of a graph that does not change, and what they tell of."""

    claims: dict[str, ClaimView] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    sources: dict[str, SourceDocument] = field(default_factory=dict)
    answers: dict[str, list[Mapping[str, str]]] = field(default_factory=dict)
    """Rows of the questions about the graph as a whole, by their texts."""
    values: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """A value of each node, by the question that told it."""
    _indexes: dict[int, dict[str, list[Mapping[str, str]]]] = field(default_factory=dict)
    """Rows by the value of a variable; the answers above, which stay, by their identity."""
    _linked: dict[tuple[str, str], list[ClaimView]] = field(default_factory=lambda: defaultdict(list))

    def keep(self, found: Iterable[ClaimView]) -> None:
        """Keep some claims."""
        for claim in found:
            self.claims[claim.iri] = claim
            self.sources[claim.source.iri] = claim.source
            ends = (claim.about, claim.claimants, claim.on_behalf)
            for link, nodes in zip(LINKS, ends, strict=False):
                for node in nodes:
                    self.nodes[node.iri] = node
                    self._linked[link, node.iri].append(claim)
            self._linked["reportedIn", claim.source.iri].append(claim)

    def rows_of(
        self, nodes: Iterable[str], name: str, rows: list[Mapping[str, str]]
    ) -> list[Mapping[str, str]]:
        """Return of the rows about a whole graph those in which a variable is one of some nodes."""
        index = self._indexes.get(id(rows))
        if index is None:
            index = defaultdict(list)
            for row in rows:
                index[row.get(name, "")].append(row)
            self._indexes[id(rows)] = index
        return [row for node in dict.fromkeys(nodes) for row in index.get(node, ())]

    def about(self, event: str) -> Sequence[ClaimView]:
        """Return the claims about an event, as they came."""
        return self._linked.get(("about", event), ())

    def linked(self, node: str, links: Sequence[str]) -> list[ClaimView]:
        """Return the claims that point to a node by some property, the first said first."""
        found: Mapping[str, ClaimView] = {
            claim.iri: claim for link in links for claim in self._linked.get((link, node), ())
        }
        return sorted(found.values(), key=lambda claim: (claim.said or "~", claim.iri))
