"""Empty stores of each kind, made in the real servers that run for the tests."""

from __future__ import annotations

import itertools
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from loading import MANIFEST

from kgbuild.stores import Transport, connect
from servers import Server

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """An empty store: where it is loaded into, where it is asked, and how it is to be named."""

    kind: str
    url: str
    query_url: str
    options: dict[str, Any] = field(default_factory=dict)


def fuseki_dataset(server: Server) -> str:
    """Make a dataset on disk and return its address."""
    name = f"test{next(_NUMBERS)}"
    request = urllib.request.Request(f"{server.url}/$/datasets", f"dbName={name}&dbType=tdb2".encode())
    urllib.request.urlopen(request, timeout=30).close()
    return f"{server.url}/{name}"


def rdf4j_repository(server: Server) -> str:
    """Make a repository, by kgbuild itself, and return its address."""
    url = f"{server.url}/repositories/test{next(_NUMBERS)}"
    transport = Transport()
    assert connect(transport, url, MANIFEST).create()
    transport.close()
    return url


def _fuseki(request: pytest.FixtureRequest) -> Place:
    url = fuseki_dataset(request.getfixturevalue("fuseki"))
    return Place("fuseki", url, f"{url}/query")


def _rdf4j(request: pytest.FixtureRequest) -> Place:
    url = rdf4j_repository(request.getfixturevalue("rdf4j"))
    return Place("rdf4j", url, url)


def _oxigraph(request: pytest.FixtureRequest) -> Place:
    url = request.getfixturevalue("oxigraph_server").url
    return Place("oxigraph", url, f"{url}/query")


def _sparql(request: pytest.FixtureRequest) -> Place:
    """An endpoint of which nothing is known but its addresses."""
    url = request.getfixturevalue("oxigraph_server").url
    return Place("sparql", f"{url}/query", f"{url}/query", {"update_url": f"{url}/update"})


MAKERS: dict[str, Callable[[pytest.FixtureRequest], Place]] = {
    "fuseki": _fuseki,
    "rdf4j": _rdf4j,
    "oxigraph": _oxigraph,
    "sparql": _sparql,
}
