"""Why a saved question has no answer, and what to ask instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgbuild.query import SavedQuery
    from kgbuild.query.asking import Asked

_CLAIMS = "PREFIX kg: <https://w3id.org/kgbuild/ns#> ASK { ?claim a kg:Claim }"
_ANYTHING = "ASK { ?s ?p ?o }"


def why_none(asked: Asked, query: SavedQuery, values: Mapping[str, str]) -> str:
    """Return in one line why a question has no rows: a foreign graph, or a value that leaves none."""
    from kgbuild.query import run_remotely  # noqa: PLC0415

    graph = asked.over_all_graphs()
    if not graph.answer(_CLAIMS).truth:
        if graph.answer(_ANYTHING).truth:
            return "this graph has no claims (kg:Claim): it is one of another tool, or an ontology"
        return "this graph is empty"
    optional = {p.name for p in query.parameters if not p.required and p.name in values}
    for name in sorted(optional):
        fewer = {key: value for key, value in values.items() if key != name}
        if count := len(run_remotely(asked, query, fewer)):
            return f"nothing fits {name}={values[name]}: without it there {_are(count)}"
    if len(optional) > 1 and (count := len(run_remotely(asked, query, _required(query, values)))):
        given = " and ".join(f"{name}={values[name]}" for name in sorted(optional))
        return f"nothing fits {given}: without them there {_are(count)}"
    return "no claim of this graph answers it: `kgbuild query corpus` tells what the graph holds"


def _required(query: SavedQuery, values: Mapping[str, str]) -> dict[str, str]:
    return {p.name: values[p.name] for p in query.parameters if p.required and p.name in values}


def _are(count: int) -> str:
    return "is 1 row" if count == 1 else f"are {count:,} rows"
