"""Fuseki: quads by its Graph Store Protocol, updates, and datasets by its admin protocol."""

from __future__ import annotations

from urllib.parse import urlencode

from kgbuild.errors import LoadError
from kgbuild.stores.body import Body
from kgbuild.stores.kinds.base import FORM, UPDATE, Batch, Store
from kgbuild.stores.transport import Reply


class Fuseki(Store):
    """A dataset of a Fuseki server, at its own address: http://HOST:3030/NAME."""

    kind = "fuseki"
    takes_gzip = True

    def create(self) -> bool:
        """Make a TDB2 dataset on disk."""
        server, _, name = self.url.rpartition("/")
        form = Body([urlencode({"dbName": name, "dbType": "tdb2"}).encode()], FORM)
        answer = self.transport.send("POST", f"{server}/$/datasets", form)
        if answer.status == 409:
            return False
        self._expect(answer, "get a new dataset")
        return True

    def _expect(self, answer: Reply, purpose: str) -> None:
        if answer.status == 405:  # also where there is no such dataset
            raise LoadError(
                f"{self.url}: cannot {purpose}: there is none of this name, or it takes no changes: "
                "correct the address, make it with --create, or start Fuseki with --update (405)"
            )
        super()._expect(answer, purpose)

    def _add(self, batch: Batch) -> None:
        self._send(self._quads(batch))

    def _replace(self, batch: Batch) -> None:
        self._send(self._command(batch))

    def _update(self, text: str) -> None:
        self._send(Body([text.encode()], UPDATE))

    def _send(self, body: Body) -> None:
        self._expect(self.transport.send("POST", self.url, body), "be loaded")
