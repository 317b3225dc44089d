"""Graph files and stores for the tests of loading."""

from __future__ import annotations

import hashlib
import json
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

from kgbuild.credentials import Credentials
from kgbuild.stores import BASE, LOCAL_NAME, LoadReport, Store, Transport, connect, read_shares, sync

MANIFEST = BASE + LOCAL_NAME


def graph_name(number: int) -> str:
    """The IRI of a document."""
    return f"{BASE}document/{hashlib.sha256(str(number).encode()).hexdigest()[:16]}"


def quads(numbers: Iterable[int], triples: int = 20, word: str = "says") -> list[str]:
    """Lines of N-Quads: some graphs of so many triples each."""
    lines = []
    for number in numbers:
        graph = graph_name(number)
        for row in range(triples):
            claim = f"<{BASE}claim/{graph[-16:]}-{row}>"
            lines.append(f'{claim} <{BASE}{word}> "it {word} {row} times: \\"so\\", é" <{graph}> .\n')
    return lines


def write(path: Path, lines: Iterable[str]) -> Path:
    """Write lines to a file and return it."""
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def load(
    url: str, path: Path, *, credentials: Credentials | None = None, seconds: float = 60.0, **options: object
) -> LoadReport:
    """Load a file into the store at an address."""
    kind = options.pop("kind", None)
    update_url = options.pop("update_url", None)
    notice = options.pop("notice", lambda _: None)
    transport = Transport(credentials, seconds=seconds, pause=0.02, notice=notice)  # type: ignore[arg-type]
    try:
        store = connect(transport, url, MANIFEST, kind=kind, update_url=update_url)  # type: ignore[arg-type]
        return sync(store, read_shares([path], path.parent, f"{BASE}graph/export"), **options)  # type: ignore[arg-type]
    finally:
        transport.close()


def opened(url: str, transport: Transport, **options: str) -> Store:
    """The store at an address."""
    return connect(transport, url, MANIFEST, **options)  # type: ignore[arg-type]


def ask(query_url: str, query: str) -> list[dict[str, str]]:
    """Ask a store by a client that has nothing to do with kgbuild."""
    request = urllib.request.Request(
        query_url,
        urlencode({"query": query}).encode(),
        {"Accept": "application/sparql-results+json", "Content-Type": "application/x-www-form-urlencoded"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        found = json.load(answer)
    return [{k: v["value"] for k, v in row.items()} for row in found["results"]["bindings"]]


def counts(query_url: str) -> dict[str, int]:
    """The number of triples in each graph, without the manifest."""
    rows = ask(query_url, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {row["g"]: int(row["n"]) for row in rows if row["g"] != MANIFEST}


def contents(query_url: str) -> set[tuple[str, ...]]:
    """All that is in the store, without the manifest."""
    rows = ask(query_url, "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }")
    return {(row["s"], row["p"], row["o"], row["g"]) for row in rows if row["g"] != MANIFEST}
