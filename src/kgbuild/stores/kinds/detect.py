"""Which kind of store answers at an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from kgbuild.errors import LoadError
from kgbuild.stores.kinds.base import Store, path_segment
from kgbuild.stores.kinds.fuseki import Fuseki
from kgbuild.stores.kinds.rdf4j import RDF4J, GraphDB
from kgbuild.stores.kinds.sparql import Oxigraph, SparqlStore
from kgbuild.stores.transport import Reply, Transport

KINDS = ("fuseki", "graphdb", "rdf4j", "oxigraph", "sparql")
"""Names of the kinds of stores."""
_SERVICES = re.compile(r"/(sparql|query|update|data|get|store)$")
_REPOSITORY = re.compile(r"(?P<server>.*)/repositories/(?P<name>[^/]+)(/.*)?$")


def connect(
    transport: Transport,
    url: str,
    manifest: str,
    *,
    kind: str | None = None,
    name: str | None = None,
    update_url: str | None = None,
) -> Store:
    """Return the store at an address; `kind` is found out unless given.

    `name` is that of a dataset or repository, where the address is only that of the server. `update_url` is
    for endpoints that take updates at another address than queries. Raises LoadError where nothing answers.
    """
    url = _checked(url)
    if update_url is not None:
        return SparqlStore(transport, url, manifest, _checked(update_url))
    kind = kind or _kind(transport, url, name)
    makers: dict[str, Callable[[], Store]] = {
        "fuseki": lambda: Fuseki(transport, _named(_SERVICES.sub("", url), "", name), manifest),
        "rdf4j": lambda: RDF4J(transport, _named(*_repository(url), name), manifest),
        "graphdb": lambda: GraphDB(transport, _named(*_repository(url), name), manifest),
        "oxigraph": lambda: Oxigraph(transport, _SERVICES.sub("", url), manifest),
        "sparql": lambda: SparqlStore(transport, url, manifest),
    }
    return makers[kind]()


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LoadError(f"{url}: no address of a server: it begins with http:// or https://")
    if parts.username or parts.password:
        raise LoadError("a password does not belong in an address: see kgbuild load --help")
    return url.rstrip("/")


def _repository(url: str) -> tuple[str, str]:
    """Return the address of a repository without what follows, or that of a server with what leads on."""
    if found := _REPOSITORY.match(url):
        return f"{found['server']}/repositories/{found['name']}", ""
    return url, "/repositories"


def _named(url: str, path: str, name: str | None) -> str:
    if name is not None:
        return f"{url}{path}/{path_segment(name)}"
    if path or not urlsplit(url).path.strip("/"):
        raise LoadError(f"{url}: the address of a server only: name what to load into with --dataset NAME")
    return url


def _kind(transport: Transport, url: str, name: str | None) -> str:
    def get(address: str) -> Reply:
        # Whoever calls for the first time wants to know at once that nobody is there
        return transport.send("GET", address, attempts=2)

    if found := _REPOSITORY.match(url):
        return _family(get, found["server"])
    if name is not None and get(f"{url}/protocol").content.strip().isdigit():
        return _family(get, url)
    answer = get(f"{_SERVICES.sub('/query', url)}?query=ASK%20%7B%7D")
    if "oxigraph" in answer.headers.get("server", "").lower():
        return "oxigraph"
    parts = urlsplit(url)
    if "fuseki-request-id" in answer.headers or get(f"{parts.scheme}://{parts.netloc}/$/ping").status == 200:
        return "fuseki"
    if name is not None:
        raise LoadError(f"{url}: not known as a Fuseki, GraphDB or RDF4J server: name its kind with --store")
    return "sparql"


def _family(get: Callable[[str], Reply], server: str) -> str:
    """Tell GraphDB, which has an API of its own, from other servers with RDF4J's protocol."""
    answer = get(f"{server}/rest/repositories")
    is_json = "json" in answer.headers.get("content-type", "")
    return "graphdb" if (answer.ok and is_json) or answer.status in (401, 403) else "rdf4j"
