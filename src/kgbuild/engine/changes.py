"""What changes a store, besides updates: whole graphs; and views of it for those who read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pyoxigraph as ox

from kgbuild.engine.answers import graph_format
from kgbuild.errors import MissingGraphError, QueryError

_Job = Mapping[str, Any]
_DEFAULT = ox.DefaultGraph()


def graph(name: str | None) -> ox.NamedNode | ox.DefaultGraph | None:
    """Return the graph that a job names: "" is the default graph, None all of them."""
    if name is None:
        return None
    return ox.NamedNode(name) if name else _DEFAULT


def expect(store: ox.Store, node: ox.NamedNode | ox.DefaultGraph) -> None:
    """Raise MissingGraphError where a store has no such graph."""
    if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
        raise MissingGraphError(f"there is no graph {node}")


def put(store: ox.Store, job: _Job) -> dict[str, Any]:
    """Load a file into a graph or, where it names its graphs itself, into all of them.

    With `replace`, what was there goes first. Returns whether a graph has come to be.
    """
    form = graph_format(job["type"])
    if form is None:
        raise QueryError(f"{job['type']} is no format of graphs")
    target = graph(job["graph"])
    known = not isinstance(target, ox.NamedNode) or store.contains_named_graph(target)
    if job["replace"]:
        new = ox.Store()
        new.load(path=job["path"], format=form, base_iri=job.get("base"), to_graph=target)
        store.update(f"{_clearing(target)} ; {_insertion(new)}")  # one transaction
    else:
        load = store.bulk_load if job["bulk"] else store.load
        load(path=job["path"], format=form, base_iri=job.get("base"), to_graph=target)
    if isinstance(target, ox.NamedNode):
        store.add_graph(target)
    return {"made": not known}


def _clearing(target: ox.NamedNode | ox.DefaultGraph | None) -> str:
    if target is None:
        return "CLEAR SILENT ALL"
    return f"CLEAR SILENT GRAPH {target}" if isinstance(target, ox.NamedNode) else "CLEAR SILENT DEFAULT"


def _insertion(new: ox.Store) -> str:
    parts = []
    for node in (_DEFAULT, *new.named_graphs()):
        triples = (new.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node) or b"").decode()
        parts.append(triples if node == _DEFAULT else f"GRAPH {node} {{ {triples} }}")
    return f"INSERT DATA {{ {' '.join(parts)} }}"


def drop(store: ox.Store, job: _Job) -> dict[str, Any]:
    """Remove a graph, or all."""
    target = graph(job["graph"])
    if target is not None:
        expect(store, target)
    _remove(store, target)
    return {}


def _remove(store: ox.Store, target: ox.NamedNode | ox.DefaultGraph | None) -> None:
    if target is None:
        store.clear()
    elif isinstance(target, ox.NamedNode):
        store.remove_graph(target)
    else:
        store.clear_graph(target)


def view(store: ox.Store, job: _Job) -> dict[str, Any]:
    """Make a view of the store as it is now, for others to read; on most disks that copies nothing."""
    store.flush()
    store.backup(job["path"])
    return {}


DOES: Mapping[Literal["put", "drop", "view"] | str, Callable[[ox.Store, _Job], dict[str, Any]]] = {
    "put": put,
    "drop": drop,
    "view": view,
}
