"""The servers of the other tests start, answer, and keep their data over a restart."""

from __future__ import annotations

import signal
import urllib.request

import pytest

from servers import Server


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def test_fuseki_answers_with_its_admin_protocol(fuseki: Server) -> None:
    assert '"datasets"' in get(f"{fuseki.url}/$/datasets")


def test_rdf4j_answers_with_its_protocol(rdf4j: Server) -> None:
    assert int(get(f"{rdf4j.url}/protocol")) >= 12


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_starts_again_on_its_data(oxigraph_server: Server, how: signal.Signals) -> None:
    update = b"INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    kind = {"Content-Type": "application/sparql-update"}
    request = urllib.request.Request(f"{oxigraph_server.url}/update", update, kind)
    urllib.request.urlopen(request, timeout=10).close()
    oxigraph_server.stop(how)
    oxigraph_server.start()
    assert "true" in get(f"{oxigraph_server.url}/query?query=ASK%7B%3Curn:a%3E%20?p%20?o%7D")
