"""The manifest: a graph in the store that says which graphs kgbuild has put there, and what each should hold.

An entry changes in the same transaction as its graph, so it never says of a graph what is not so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kgbuild.stores.shares import Share, ShareEntry

BASE = "https://w3id.org/kgbuild/id/"
"""Where individuals live, unless told otherwise. Also in `kgbuild.graph`, which takes long to import."""
LOCAL_NAME = "graph/manifest"
"""Local name of the manifest, below the base of all names."""

_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_NAMED_GRAPH = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#NamedGraph")
_NAME = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#name")
_DIGEST = ox.NamedNode("http://spdx.org/rdf/terms#checksumValue")
_BLOCK = ox.NamedNode("https://schema.org/sha256")
_TRIPLES = ox.NamedNode("http://rdfs.org/ns/void#triples")
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


UNKNOWN = ShareEntry("", -1)
"""Stands for a graph with several entries, as two loads at once leave them: equal to no share."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done to bring a store up to date; each part sorted by IRI."""

    new: tuple[Share, ...]
    """Of these graphs the manifest knows nothing."""
    changed: tuple[Share, ...]
    gone: tuple[str, ...]
    """Graphs in the manifest that no file has any longer."""
    same: tuple[Share, ...]


def compare(shares: Iterable[Share], entries: Mapping[str, ShareEntry]) -> Plan:
    """Return what has to be done so that a store with these entries holds these shares."""
    wanted = {share.graph: share for share in sorted(shares, key=lambda share: share.graph)}
    new, changed, same = [], [], []
    for graph, share in wanted.items():
        entry = entries.get(graph)
        if entry is None:
            new.append(share)
        elif entry == share.entry:
            same.append(share)
        else:
            changed.append(share)
    gone = tuple(sorted(entries.keys() - wanted.keys()))
    return Plan(tuple(new), tuple(changed), gone, tuple(same))


def node(manifest: ox.NamedNode, graph: str) -> ox.NamedNode:
    """Return the name of the entry of a graph."""
    return ox.NamedNode(f"{manifest.value}#{hashlib.sha256(graph.encode()).hexdigest()[:32]}")


def statements(manifest: ox.NamedNode, share: Share) -> Iterator[ox.Triple]:
    """Yield what the manifest says of a graph."""
    entry = node(manifest, share.graph)
    yield ox.Triple(entry, _RDF_TYPE, _NAMED_GRAPH)
    yield ox.Triple(entry, _NAME, ox.NamedNode(share.graph))
    yield ox.Triple(entry, _DIGEST, ox.Literal(share.digest))
    yield ox.Triple(entry, _TRIPLES, ox.Literal(str(share.triples), datatype=_INTEGER))
    if share.block:
        yield ox.Triple(entry, _BLOCK, ox.Literal(share.block))


def entries(
    rows: Iterable[tuple[ox.NamedNode, ox.Literal, ox.Literal, ox.Literal | None]],
) -> dict[str, ShareEntry]:
    """Return the entry of each graph, from the rows of the query `texts.entries`."""
    found: dict[str, ShareEntry] = {}
    for graph, digest, triples, block in rows:
        count = int(triples.value) if triples.value.isdecimal() else -1
        entry = ShareEntry(digest.value, count, "" if block is None else block.value)
        # The same triples may have been sent in another order: then either block is theirs
        found[graph.value] = entry if found.get(graph.value, entry) == entry else UNKNOWN
    return found
