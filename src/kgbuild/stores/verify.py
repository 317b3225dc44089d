"""Whether a store holds what it should, after a load."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.errors import LoadError
from kgbuild.stores.kinds.base import Store
from kgbuild.stores.portions import portions
from kgbuild.stores.shares import Share

_NAMES = 1_000
_SHOWN = 3


def verify(store: Store, shares: Iterable[Share]) -> None:
    """Compare the counts in the store, and its manifest, with what was loaded.

    Where they differ, the entries are deleted, so that the next load sends these graphs again. Raises
    LoadError.
    """
    wrong: dict[str, str] = {}
    others: list[str] = []
    for some in portions(shares, _NAMES):
        graphs = [share.graph for share in some]
        entries, counts = store.entries(graphs), store.counts(graphs)
        for share in some:
            if entries.get(share.graph) != share.entry:
                others.append(share.graph)
            elif counts.get(share.graph, 0) != share.triples:
                found = counts.get(share.graph, 0)
                wrong[share.graph] = f"{share.graph} ({found} triples, not {share.triples})"
    if others:
        raise LoadError(
            f"{store.url}: another load has changed {_some(others)} meanwhile: "
            "run it again when that has ended"
        )
    if wrong:
        store.forget(list(wrong))
        told = _some(list(wrong.values()))
        raise LoadError(f"{store.url}: the store does not hold what it was sent: {told}: run it again")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
