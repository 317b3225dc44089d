"""Asks for all claims of a graph at once."""

from __future__ import annotations

from kgbuild.views.asking import AskedGraph
from kgbuild.views.claims import claims
from kgbuild.views.memory import Memory

_MOST = 20_000
"""Claims that are kept (10,000 took 35 MB): a graph of more is asked for each page."""
_AT_ONCE = 1000
_CLAIMS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?claim
WHERE { ?claim a kg:Claim ; kg:stance ?stance ; kg:reportedIn ?document }"""


def claims_of(graph: AskedGraph) -> list[str]:
    """Return the IRIs of all claims, in order."""
    return sorted(row["claim"] for row in graph.rows(_CLAIMS))


def remembered(graph: AskedGraph, most: int = _MOST) -> AskedGraph:
    """Return a graph that does not change, with its claims known unless they are more than `most`."""
    every = claims_of(graph)
    if len(every) > most:
        return graph
    memory = Memory()
    for start in range(0, len(every), _AT_ONCE):
        memory.keep(claims(graph, every[start : start + _AT_ONCE]))
    return graph.with_memory(memory)
