"""Any endpoint that takes SPARQL 1.1 Update, and Oxigraph, which has a faster way for new graphs."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from kgbuild.stores.body import Body
from kgbuild.stores.kinds.base import FORM, UPDATE, Batch, Store
from kgbuild.stores.transport import Transport

_ONE_PIECE = 1_000_000
"""Quads that Oxigraph puts into its files in one step, also outside a transaction."""


class SparqlStore(Store):
    """An endpoint known by its address for queries and that for updates, which may be the same.

    A batch is one update request, which the protocol asks to be atomic; it is held in memory as a whole.
    """

    kind = "sparql"
    batch = 20_000

    def __init__(
        self, transport: Transport, url: str, manifest_iri: str, update_url: str | None = None
    ) -> None:
        super().__init__(transport, url, manifest_iri)
        self.update_url = update_url or url

    def _question(self, query: str) -> Body:
        # As a form: what every endpoint takes, also older Virtuoso
        return Body([urlencode({"query": query}).encode()], FORM)

    def _add(self, batch: Batch) -> None:
        self._update(b"".join(self._command(batch)).decode())

    def _replace(self, batch: Batch) -> None:
        self._add(batch)

    def _update(self, text: str) -> None:
        from SPARQLWrapper import POST, POSTDIRECTLY, SPARQLWrapper  # noqa: PLC0415 - brings rdflib along

        wrapper = SPARQLWrapper(self.url, self.update_url)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.setQuery(text)
        # It says what to send; our transport sends it: urllib follows redirects with the password
        request = wrapper._createRequest()
        answer = self.transport.send("POST", request.full_url, Body([cast(bytes, request.data)], UPDATE))
        self._expect(answer, "be loaded")


class Oxigraph(SparqlStore):
    """An Oxigraph server: http://HOST:7878."""

    kind = "oxigraph"
    batch = 50_000

    def __init__(self, transport: Transport, url: str, manifest_iri: str) -> None:
        super().__init__(transport, f"{url}/query", manifest_iri, f"{url}/update")
        self._store = f"{url}/store"

    def _add(self, batch: Batch) -> None:
        # Without a transaction it is three times as fast, and one step while it fits into one piece
        is_small = batch.triples < _ONE_PIECE
        parameters = {"no_transaction": ""} if is_small else {}
        answer = self.transport.send("POST", self._store, self._quads(batch), params=parameters)
        self._expect(answer, "be loaded")

    def _replace(self, batch: Batch) -> None:
        super()._add(batch)

    def _update(self, text: str) -> None:
        # What SPARQLWrapper would make of it, without the half second in which that is imported
        answer = self.transport.send("POST", self.update_url, Body([text.encode()], UPDATE))
        self._expect(answer, "be loaded")
