"""A graph that was made before, for the documents there are now: only what has changed is worked on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import cast

import pyoxigraph as ox
from rdflib import Dataset

from kgbuild.claims.bundle import Bundle
from kgbuild.derivation import Watch, load_rules
from kgbuild.derivation import derive as derive_all
from kgbuild.graph import BASE, build_spooled, reconcile
from kgbuild.graph.recorded import Recorded
from kgbuild.graph.store import as_dataset, as_store
from kgbuild.identity.keys import document_key
from kgbuild.pipeline.graphs import laid_aside
from kgbuild.pipeline.watcher import SILENT, Watcher


def renew(
    store: ox.Store,
    gone: Collection[str],
    bundles: Iterable[Bundle],
    base: str = BASE,
    watcher: Watcher = SILENT,
    min_confidence: float = 0.0,
) -> tuple[Dataset, Recorded]:
    """Take documents out of a finished graph by their keys, put others in, and settle all that depends on it.

    The graph has been made by `build` and `derive`, with the shipped rules and without overrides; a document
    that is in it already is put in the place of its old form. The result is what these two would make of all
    documents. Returned with it is what knows what was changed. Raises ClaimError like `build`.
    """
    spool = laid_aside(bundles, watcher, None, min_confidence)
    record = Recorded(store)
    dataset = as_dataset(cast("ox.Store", record), base)
    with watcher.stage("Changing the graph"):
        come = [base + document_key(bundle.document.key) for bundle in spool]
        touched = sorted({*come, *(base + document_key(key) for key in gone)})
        watch = Watch(cast("ox.Store", record), touched, base)
        for graph in touched:
            record.remove_graph(ox.NamedNode(graph))
        fresh = as_store(build_spooled(spool, base))
        for graph in come:
            record.extend(fresh.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        reconcile(dataset, base)
    with watcher.stage("Deriving what follows"):
        derive_all(dataset, load_rules(), base, watch.affected())
    return dataset, record
