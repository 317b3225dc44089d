"""What every store can do, and the part of it that all do alike: answer queries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kgbuild.errors import GraphFileError, LoadError
from kgbuild.stores import manifest, texts
from kgbuild.stores.body import Body, FilePart, Made
from kgbuild.stores.portions import portions
from kgbuild.stores.shares import Share, ShareEntry
from kgbuild.stores.transport import Reply, Transport

N_QUADS = "application/n-quads"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
RESULTS = "application/sparql-results+json"
_LINES = 2_000
"""Lines of an update that are sent in one piece."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes to the store in one transaction: some graphs are dropped, then some are put there."""

    drop: tuple[str, ...] = ()
    put: tuple[Share, ...] = ()

    @property
    def triples(self) -> int:
        """How many are put."""
        return sum(share.triples for share in self.put)


class TooLargeError(LoadError):
    """The store takes no request of this size."""


class Store(ABC):
    """A remote store. What changes it is atomic: a reader sees all of a batch or nothing."""

    kind: str
    batch = 100_000
    """Triples of new graphs that are sent in one request."""
    takes_gzip = False

    def __init__(self, transport: Transport, url: str, manifest_iri: str) -> None:
        self.transport = transport
        self.url = url
        self.manifest = ox.NamedNode(manifest_iri)
        self.requests = 0
        """How many transactions were sent."""

    @property
    def query_url(self) -> str:
        """Where queries go."""
        return self.url

    def create(self) -> bool:
        """Make the dataset or repository where there is none; return whether there was none."""
        raise LoadError(f"{self.url}: --create is for Fuseki, GraphDB and RDF4J: make the dataset by hand")

    def write(self, batch: Batch) -> None:
        """Carry out a batch, with the entries of the manifest that go with it.

        Raises LoadError, and TooLargeError where a smaller batch might pass.
        """
        self.requests += 1
        if batch.drop:
            self._replace(batch)
        else:
            self._add(batch)

    @abstractmethod
    def _add(self, batch: Batch) -> None:
        """Put graphs that are not there."""

    @abstractmethod
    def _replace(self, batch: Batch) -> None:
        """Drop graphs and put some."""

    def forget(self, graphs: Sequence[str]) -> None:
        """Delete the entries of graphs from the manifest, so that the next load sends them again."""
        self._update(texts.removal((), self.manifest, self._nodes(graphs)))

    @abstractmethod
    def _update(self, text: str) -> None:
        """Carry out a short update."""

    # Questions

    def entries(self, graphs: Iterable[str] | None = None) -> dict[str, ShareEntry]:
        """Return what the manifest says of some graphs, or of all."""
        nodes = None if graphs is None else self._nodes(graphs)
        rows = self._rows(texts.entries(self.manifest, nodes), "graph", "digest", "triples", maybe="block")
        return manifest.entries(rows)

    def present(self, graphs: Sequence[str]) -> set[str]:
        """Return those of some graphs that hold anything."""
        return {graph.value for (graph,) in self._rows(texts.present(graphs), "graph")} if graphs else set()

    def counts(self, graphs: Sequence[str]) -> dict[str, int]:
        """Return the number of triples in each of some graphs; empty ones are left out."""
        rows = self._rows(texts.counts(graphs), "graph", "triples") if graphs else ()
        return {graph.value: int(triples.value) for graph, triples in rows}

    def _rows(self, query: str, *names: str, maybe: str | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield rows in which these names have values; `maybe` comes last, whether it has one or not."""
        body = self._question(query)
        answer = self.transport.send("POST", self.query_url, body, headers={"Accept": RESULTS})
        self._expect(answer, "be asked")
        try:
            found = ox.parse_query_results(answer.content, ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise ValueError("no table")  # noqa: TRY004 - caught below
            for row in found:
                if all(row[name] is not None for name in names):
                    found_row = tuple(row[name] for name in names)
                    yield found_row if maybe is None else (*found_row, row[maybe])
        except (ValueError, SyntaxError, KeyError) as error:
            raise LoadError(
                f"{self.query_url}: no SPARQL endpoint answers there: correct the address"
            ) from error

    def _question(self, query: str) -> Body:
        return Body([query.encode()], QUERY)

    # For those that are derived from this

    def _nodes(self, graphs: Iterable[str]) -> list[ox.NamedNode]:
        return [manifest.node(self.manifest, graph) for graph in graphs]

    def _quads(self, batch: Batch) -> Body:
        """Return the graphs of a batch with their entries, as N-Quads."""
        own = [
            f"{triple} {self.manifest} .\n".encode()
            for share in batch.put
            for triple in manifest.statements(self.manifest, share)
        ]
        files = [FilePart(share.path, share.offset, share.size) for share in batch.put]
        return Body([*files, b"".join(own)], N_QUADS)

    def _removal(self, batch: Batch) -> str:
        """Return an update that drops the graphs of a batch, with the entries of all its graphs."""
        touched = dict.fromkeys((*batch.drop, *(share.graph for share in batch.put)))
        return texts.removal(batch.drop, self.manifest, self._nodes(touched))

    def _command(self, batch: Batch) -> Body:
        """Return a batch as one update."""
        removed = self._removal(batch).encode() if batch.drop else b""
        inserted = [Made(lambda: self._insertion(batch))] if batch.put else []
        return Body([removed, *inserted], UPDATE)

    def _insertion(self, batch: Batch) -> Iterator[bytes]:
        parts = [(ox.NamedNode(share.graph), parsed(share)) for share in batch.put]
        said = [triple for share in batch.put for triple in manifest.statements(self.manifest, share)]
        pieces = texts.insertion([*parts, (self.manifest, said)])
        for portion in portions(pieces, _LINES):
            yield "".join(portion).encode()

    def _expect(self, answer: Reply, purpose: str) -> None:
        """Raise LoadError unless the answer is good."""
        if answer.ok:
            return
        status, reason = answer.status, answer.reason
        if status == 401:
            advice = "set KGBUILD_USER and KGBUILD_PASSWORD, or KGBUILD_TOKEN; see kgbuild load --help (401)"
        elif status == 403:
            advice = "this user may not: ask its keeper for the right to write (403)"
        elif status in (404, 410):
            advice = "there is none of this name: correct the address, or make it with --create (404)"
        elif status == 405:
            advice = "it takes no changes there: correct the address, or start it with writing allowed (405)"
        elif status == 413:
            raise TooLargeError(f"{self.url}: cannot {purpose}: the request is too large for it (413)")
        elif status == 400:
            advice = f"what was sent is malformed: {reason} (400)"
        else:
            advice = f"{reason} ({status}): see the server's log; what is loaded stays, run it again"
        raise LoadError(f"{self.url}: cannot {purpose}: {advice}")


def parsed(share: Share) -> Iterator[ox.Triple]:
    """Yield the triples of a share; raises GraphFileError where they are malformed."""
    try:
        with FilePart(share.path, share.offset, share.size).open() as part:
            for quad in ox.parse(part, ox.RdfFormat.N_QUADS):
                yield quad.triple
    except SyntaxError as error:
        reason = str(error.msg or error).splitlines()[0]
        raise GraphFileError(
            f"{share.path}: malformed in the graph {share.graph}: {reason}: export it again"
        ) from error


def path_segment(name: str) -> str:
    """Return a name as it stands in an address."""
    return quote(name, safe="")
