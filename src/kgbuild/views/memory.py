"""What is known of a graph beforehand, so that thousands of pages about it are not as many questions.

It lies in a file: several processes read it, and none of them holds all of it.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

from kgbuild.views.model import ClaimView, Node, SourceDocument

LINKS = ("about", "claimant", "onBehalfOf", "reportedIn")
"""The properties of claims that are known by the nodes they point to."""
Row = Mapping[str, str]
"""The values of an answer by the names of their variables; those without a value are missing."""
_HELD = 2_000
"""Claims that are held at a time."""
_TABLES = """
CREATE TABLE claims (iri TEXT PRIMARY KEY, packed BLOB);
CREATE TABLE links (node TEXT, link TEXT, said TEXT, claim TEXT);
CREATE TABLE told (claim TEXT, event TEXT, document TEXT, said TEXT);
CREATE TABLE stances (event TEXT, who TEXT, stance TEXT, PRIMARY KEY (event, who, stance)) WITHOUT ROWID;
CREATE TABLE sources (iri TEXT PRIMARY KEY, packed BLOB);
CREATE TABLE nodes (iri TEXT PRIMARY KEY, name TEXT, kind TEXT, page TEXT);
CREATE TABLE lines (
  event TEXT PRIMARY KEY, standing TEXT, claims TEXT, documents TEXT, first TEXT, last TEXT
);
"""
_INDEXES = """
CREATE INDEX links_of_nodes ON links (node, link, said, claim);
CREATE INDEX told_of_claims ON told (claim);
"""
_SAID_BY = """
SELECT event, COUNT(DISTINCT claim), COUNT(DISTINCT document), MIN(NULLIF(said, '')), MAX(said) FROM told
WHERE claim IN (SELECT claim FROM links WHERE node = ? AND link IN ('claimant', 'onBehalfOf')) GROUP BY event
"""


@dataclass(slots=True)
class PackedClaims:
    """Some claims as a memory keeps them."""

    claims: list[tuple[str, bytes]] = field(default_factory=list)
    links: list[tuple[str, str, str, str]] = field(default_factory=list)
    told: list[tuple[str, str, str, str]] = field(default_factory=list)
    stances: list[tuple[str, str, str]] = field(default_factory=list)
    sources: dict[str, bytes] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[ClaimView]) -> Self:
        """Return claims as they are kept."""
        packed = cls()
        for claim in found:
            packed._add(claim)
        return packed

    def _add(self, claim: ClaimView) -> None:
        source = claim.source.iri
        self.claims.append((claim.iri, pickle.dumps(claim, pickle.HIGHEST_PROTOCOL)))
        self.sources[source] = pickle.dumps(claim.source, pickle.HIGHEST_PROTOCOL)
        ends = (claim.about, claim.claimants, claim.on_behalf)
        pointed = [(link, node.iri) for link, nodes in zip(LINKS, ends, strict=False) for node in nodes]
        pointed.append(("reportedIn", source))
        self.links += [(iri, link, claim.said or "~", claim.iri) for link, iri in pointed]
        self.nodes |= {node.iri: node for nodes in ends for node in nodes}
        self.told += [(claim.iri, event.iri, source, claim.said) for event in claim.about]
        voices = claim.on_behalf or claim.claimants
        self.stances += [(event.iri, who.iri, claim.stance) for event in claim.about for who in voices]


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How much is told of an event, and how it stands."""

    standing: str
    claims: str
    documents: str
    first: str
    last: str

    def row(self) -> Row:
        """Return the counts as a query returns them."""
        names = ("claims", "documents", "first", "last")
        return {name: getattr(self, name) for name in names}


class Memory:
    """All claims of a graph that does not change, and what they tell of."""

    def __init__(self, file: Path, *, new: bool = False) -> None:
        """Open a file to read it, or begin a new one."""
        self.file = file
        if new:
            self._base = sqlite3.connect(file, check_same_thread=False)
            self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
        else:
            self._base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        self.answers: dict[str, list[Row]] = {}
        """Rows of the questions about the graph as a whole, by their texts."""
        self.values: dict[str, Mapping[str, str]] = {}
        """A value of each node, by the question that told it."""
        self._rows: dict[str, dict[str, list[Row]]] = {}
        self._expected: frozenset[str] = frozenset()
        self._seen: dict[str, Node] = {}
        self.claim = lru_cache(maxsize=_HELD)(self._claim)
        """Returns a claim by its IRI, None where there is none."""
        self.page = lru_cache(maxsize=10 * _HELD)(self._page)
        """Returns the name of the page on a node, "" where there is none."""

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def keep(self, packed: PackedClaims) -> None:
        """Keep some claims."""
        put = self._base.executemany
        put("INSERT OR REPLACE INTO claims VALUES (?, ?)", packed.claims)
        put("INSERT INTO links VALUES (?, ?, ?, ?)", packed.links)
        put("INSERT INTO told VALUES (?, ?, ?, ?)", packed.told)
        put("INSERT OR IGNORE INTO stances VALUES (?, ?, ?)", packed.stances)
        put("INSERT OR IGNORE INTO sources VALUES (?, ?)", packed.sources.items())
        nodes = [(node.iri, node.name, node.kind) for node in packed.nodes.values()]
        put("INSERT OR IGNORE INTO nodes VALUES (?, ?, ?, '')", nodes)

    def keep_pages(self, pages: Iterable[tuple[Node, str]]) -> None:
        """Keep which nodes have a page, and its name."""
        rows = ((node.iri, node.name, node.kind, page) for node, page in pages)
        self._base.executemany("INSERT OR REPLACE INTO nodes VALUES (?, ?, ?, ?)", rows)

    def keep_counts(self, lines: Iterable[tuple[str, EventCounts]]) -> None:
        """Keep how much is told of each event."""
        rows = ((iri, told.standing, *told.row().values()) for iri, told in lines)
        self._base.executemany("INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?, ?, ?)", rows)

    def settle(self) -> None:
        """Note that all is kept: others may read the file."""
        self._base.executescript(_INDEXES)
        self._base.commit()

    def expect(self, nodes: Iterable[str]) -> None:
        """Note about which nodes is asked next: once about all, and what is known of others may go."""
        self._expected = frozenset(nodes)
        self._rows.clear()

    def rows_of(
        self, nodes: Sequence[str], name: str, text: str, ask: Callable[[list[str]], list[Row]]
    ) -> list[Row]:
        """Return the rows in which a variable is one of some nodes; asks once about all that are expected."""
        known = self._rows.setdefault(text, {})
        if not known.keys() >= set(nodes):
            wanted = sorted({*nodes, *self._expected} - known.keys())
            known |= {node: [] for node in wanted}
            for row in ask(wanted):
                known[row[name]].append(row)
        return [row for node in dict.fromkeys(nodes) for row in known[node]]

    def source(self, iri: str) -> SourceDocument | None:
        """Return a document by its IRI, None where none is known."""
        found = self._base.execute("SELECT packed FROM sources WHERE iri = ?", [iri]).fetchone()
        source: SourceDocument | None = pickle.loads(found[0]) if found else None
        return source

    def node(self, iri: str) -> Node | None:
        """Return a node by its IRI, None where none is known."""
        if iri not in self._seen:
            found = self._base.execute("SELECT name, iri, kind FROM nodes WHERE iri = ?", [iri]).fetchone()
            if not found:
                return None
            self.meet(Node(*found))
        return self._seen[iri]

    def meet(self, node: Node) -> None:
        """Hold a node for the next time, in this process alone."""
        if len(self._seen) >= 10 * _HELD:
            self._seen.clear()
        self._seen[node.iri] = node

    def every_claim(self) -> Iterator[ClaimView]:
        """Yield all claims in the order of their IRIs."""
        for (packed,) in self._base.execute("SELECT packed FROM claims ORDER BY iri"):
            yield pickle.loads(packed)

    def linked(self, node: str, links: Sequence[str]) -> list[str]:
        """Return the IRIs of the claims that point to a node by some property, the first said first."""
        found = {
            (said, claim)
            for link in links
            for said, claim in self._base.execute(
                "SELECT said, claim FROM links WHERE node = ? AND link = ?", [node, link]
            )
        }
        return [claim for _, claim in sorted(found)]

    def speakers(self, documents: Iterable[str]) -> set[str]:
        """Return the IRIs of who speaks in some documents."""
        told = (self.claim(iri) for document in documents for iri in self.linked(document, ["reportedIn"]))
        return {who.iri for claim in told if claim is not None for who in claim.claimants}

    def said_by(self, agent: str) -> dict[str, Row]:
        """Return what is counted of each event in the claims of an agent, and of who speaks for it."""
        return {
            event: {"claims": str(claims), "documents": str(documents), "first": first or "", "last": last}
            for event, claims, documents, first, last in self._base.execute(_SAID_BY, [agent])
        }

    def counts(self, event: str) -> EventCounts | None:
        """Return what is counted of an event, None where there are no claims about it."""
        found = self._base.execute(
            "SELECT standing, claims, documents, first, last FROM lines WHERE event = ?", [event]
        ).fetchone()
        return EventCounts(*found) if found else None

    def stances(self, event: str) -> list[tuple[str, str]]:
        """Return who takes which stance on an event."""
        text = "SELECT who, stance FROM stances WHERE event = ?"
        return list(self._base.execute(text, [event]))

    def _claim(self, iri: str) -> ClaimView | None:
        found = self._base.execute("SELECT packed FROM claims WHERE iri = ?", [iri]).fetchone()
        claim: ClaimView | None = pickle.loads(found[0]) if found else None
        return claim

    def _page(self, iri: str) -> str:
        found = self._base.execute("SELECT page FROM nodes WHERE iri = ?", [iri]).fetchone()
        return str(found[0]) if found else ""
