"""Which event or agent somebody means by what they type."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Literal

from kgbuild.errors import QueryError
from kgbuild.views.asking import AskedGraph
from kgbuild.views.model import Node
from kgbuild.views.names import named
from kgbuild.views.search import folded, search
from kgbuild.views.wording import AGENTS, EVENTS

_SHOWN = 8
_KEYS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?node
WHERE { ?node a ?kind  FILTER(STRENDS(STR(?node), ?key)) }"""


def find_node(graph: AskedGraph, words: str, kinds: Sequence[str] = (*EVENTS, *AGENTS)) -> Node:
    """Return the node that goes by an IRI, a key ("PRK", "deployment:PRK-RUS") or a name.

    Raises QueryError where there is none, or several.
    """
    if "://" in words:
        candidates = [named(graph, [words])[words]]
    else:
        rows = graph.rows(_KEYS, key=[Literal("/" + words.replace(":", "/", 1))])
        candidates = sorted(named(graph, [row["node"] for row in rows]).values())
    fit = [node for node in candidates if node.kind in kinds]
    if len(fit) == 1:
        return fit[0]
    found = search(graph, words)
    hits = [hit.node for hit in (*found.events, *found.agents) if hit.node.kind in kinds]
    same = [node for node in hits if folded(node.name) == folded(words)]
    if len(same) == 1 or len(hits) == 1:
        return (same or hits)[0]
    if hits:
        raise QueryError(f"{words!r} could be {_listed(same or hits)}: name one of these")
    raise QueryError(f"nothing in this graph is called {words!r}: see its events by `kgbuild query agenda`")


def _listed(nodes: Sequence[Node]) -> str:
    shown = [f"{node.name} ({':'.join(node.iri.rsplit('/', 2)[-2:])})" for node in nodes[:_SHOWN]]
    more = f" and {len(nodes) - _SHOWN} more" if len(nodes) > _SHOWN else ""
    return ", ".join(shown) + more
