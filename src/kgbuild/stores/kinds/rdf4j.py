"""RDF4J's protocol, which GraphDB speaks too: statements, transactions, repositories from a configuration."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox

from kgbuild.errors import LoadError
from kgbuild.resources import read_text
from kgbuild.stores.body import Body
from kgbuild.stores.kinds.base import UPDATE, Batch, Store, path_segment
from kgbuild.stores.transport import Reply

_TURTLE = "text/turtle"
_ID_PROPERTIES = (
    "http://www.openrdf.org/config/repository#repositoryID",
    "tag:rdf4j.org,2023:config/rep.id",
)


class RDF4J(Store):
    """A repository of an RDF4J server, at its own address: http://HOST:8080/rdf4j-server/repositories/ID."""

    kind = "rdf4j"
    # A transaction is kept in the server's memory until it ends
    batch = 50_000

    @property
    def server(self) -> str:
        """Address of the server."""
        return self.url.rpartition("/repositories/")[0]

    @property
    def name(self) -> str:
        """Identifier of the repository."""
        return self.url.rpartition("/")[2]

    def create(self) -> bool:
        """Make a repository from the shipped configuration."""
        if self._exists():
            return False
        body = Body([self._configuration("rdf4j.ttl")], _TURTLE)
        self._expect(self.transport.send("PUT", self.url, body), "get a new repository")
        return True

    def _exists(self) -> bool:
        answer = self.transport.send("GET", f"{self.url}/size")
        if answer.status == 404:
            return False
        self._expect(answer, "be asked")
        return True

    def _configuration(self, file: str) -> bytes:
        """Return a shipped configuration for a repository of this name."""
        quads = [
            ox.Quad(quad.subject, quad.predicate, ox.Literal(self.name))
            if quad.predicate.value in _ID_PROPERTIES
            else quad
            for quad in ox.parse(read_text("data", "stores", file), ox.RdfFormat.TURTLE)
        ]
        return ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.TURTLE) or b""

    def _add(self, batch: Batch) -> None:
        # Of themselves, several statements in one request are one transaction
        answer = self.transport.send("POST", f"{self.url}/statements", self._quads(batch))
        self._expect(answer, "be loaded")

    def _replace(self, batch: Batch) -> None:
        """Drop and put in a transaction of several requests; each update of one request would be its own."""
        for attempt in (1, 2, 3):
            try:
                return self._transaction(batch)
            except _EndedError:
                if attempt == 3:
                    raise
        return None

    def _transaction(self, batch: Batch) -> None:
        begun = self.transport.send("POST", f"{self.url}/transactions")
        self._expect(begun, "begin a transaction")
        # Only the last part of the address counts: a proxy may have written the others
        own = begun.headers.get("location", "").rstrip("/").rpartition("/")[2]
        if not own:
            raise LoadError(f"{self.url}: no transaction was begun: correct the address, or --store")
        url = f"{self.url}/transactions/{path_segment(own)}"
        try:
            self._step(url, "UPDATE", Body([self._removal(batch).encode()], UPDATE))
            if batch.put:
                self._step(url, "ADD", self._quads(batch))
            self._step(url, "COMMIT", None)
        except BaseException:
            with contextlib.suppress(LoadError):
                self.transport.send("DELETE", url, attempts=1)
            raise

    def _step(self, url: str, action: str, body: Body | None) -> None:
        answer = self.transport.send("PUT", url, body, params={"action": action})
        if _has_ended(answer):
            raise _EndedError(f"{self.url}: the transaction ended before its time: run it again")
        self._expect(answer, "be loaded")

    def _update(self, text: str) -> None:
        answer = self.transport.send("POST", f"{self.url}/statements", Body([text.encode()], UPDATE))
        self._expect(answer, "be loaded")


class GraphDB(RDF4J):
    """A repository of a GraphDB server, at its own address: http://HOST:7200/repositories/ID."""

    kind = "graphdb"

    def create(self) -> bool:
        """Make a repository from the shipped configuration, by GraphDB's own protocol."""
        if self._exists():
            return False
        file = ("config.ttl", self._configuration("graphdb.ttl"), _TURTLE)
        answer = self.transport.send("POST", f"{self.server}/rest/repositories", files={"config": file})
        self._expect(answer, "get a new repository")
        return True


class _EndedError(LoadError):
    """The transaction is not there any longer: the server was started anew, or lost patience."""


def _has_ended(answer: Reply) -> bool:
    return answer.status in (404, 410) or (answer.status == 400 and "transaction" in answer.reason.lower())
