"""The few SPARQL texts that a load needs.

Each is fixed but for marks like %GRAPHS%, which only terms of pyoxigraph take the place of: it refuses what
is no IRI and escapes literals, so that nothing in a file can become part of a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

Node = ox.NamedNode

_ENTRIES = """
PREFIX schema: <https://schema.org/>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?graph ?digest ?triples ?block WHERE {
  GRAPH %MANIFEST% {
    %ONLY%
    ?entry sd:name ?graph ; spdx:checksumValue ?digest ; void:triples ?triples
    OPTIONAL { ?entry schema:sha256 ?block }
  }
}
"""
_ONLY = "VALUES ?entry { %NODES% }"
_PRESENT = """
SELECT ?graph WHERE {
  VALUES ?graph { %GRAPHS% }
  FILTER EXISTS { GRAPH ?graph { ?s ?p ?o } }
}
"""
_COUNTS = """
SELECT ?graph (COUNT(*) AS ?triples) WHERE {
  VALUES ?graph { %GRAPHS% }
  GRAPH ?graph { ?s ?p ?o }
} GROUP BY ?graph
"""
_DROP = "DROP SILENT GRAPH %GRAPH% ;\n"
_FORGET = """\
DELETE { GRAPH %MANIFEST% { ?entry ?p ?o } }
WHERE { GRAPH %MANIFEST% { VALUES ?entry { %NODES% } ?entry ?p ?o } } ;
"""
_INSERT = "INSERT DATA {\n"
_OPEN = "GRAPH %GRAPH% {\n"
_CLOSE = "}\n"


def entries(manifest: Node, nodes: Iterable[Node] | None = None) -> str:
    """Query for some entries of the manifest, or for all."""
    only = "" if nodes is None else _ONLY.replace("%NODES%", _list(nodes))
    return _ENTRIES.replace("%MANIFEST%", str(manifest)).replace("%ONLY%", only)


def present(graphs: Iterable[str]) -> str:
    """Query for those of some graphs that hold anything."""
    return _PRESENT.replace("%GRAPHS%", _list(map(Node, graphs)))


def counts(graphs: Iterable[str]) -> str:
    """Query for the number of triples in each of some graphs; empty ones are left out."""
    return _COUNTS.replace("%GRAPHS%", _list(map(Node, graphs)))


def removal(graphs: Iterable[str], manifest: Node, nodes: Iterable[Node]) -> str:
    """Update that drops graphs and deletes their entries from the manifest; ends in a semicolon."""
    drops = "".join(_DROP.replace("%GRAPH%", str(Node(graph))) for graph in graphs)
    return drops + _FORGET.replace("%MANIFEST%", str(manifest)).replace("%NODES%", _list(nodes))


def insertion(parts: Iterable[tuple[Node, Iterable[ox.Triple]]]) -> Iterator[str]:
    """Yield, in pieces, an update that puts triples into graphs."""
    yield _INSERT
    for graph, triples in parts:
        yield _OPEN.replace("%GRAPH%", str(graph))
        for triple in triples:
            yield f"{triple} .\n"
        yield _CLOSE
    yield _CLOSE


def _list(terms: Iterable[Node]) -> str:
    return " ".join(map(str, terms))
