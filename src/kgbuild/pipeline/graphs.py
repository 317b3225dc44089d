"""From bundles to a graph and what follows from it.

What was found is laid aside on disk until all of it is there: names and treaties depend on every document.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset
from rdflib.namespace import RDF

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.proof import Proof, proved
from kgbuild.claims.spool import BundleSpool
from kgbuild.claims.sure import LeftOut, at_least
from kgbuild.derivation import derive as derive_all
from kgbuild.derivation import load_rules
from kgbuild.graph import BASE, KG, build_spooled, reconcile
from kgbuild.graph.store import as_store, pattern, term
from kgbuild.identity.overrides import Override
from kgbuild.pipeline.watcher import SILENT, Watcher


@dataclass(frozen=True, slots=True)
class Size:
    """How much a graph tells of."""

    documents: int
    claims: int


LARGE = 5_000
"""Claims from which a graph is made on disk: in memory it takes some 20 KB for each."""


def build(
    bundles: Iterable[Bundle],
    base: str = BASE,
    overrides: Sequence[Override] = (),
    watcher: Watcher = SILENT,
    texts: Mapping[str, str] | None = None,
    min_confidence: float = 0.0,
) -> Dataset:
    """Return the graph of bundles, on the Oxigraph store, joined and split by hand where that is asked for.

    Claims whose words are not in the text of their document are kept back, and the watcher hears of them;
    `texts` by document key stand in for those that the records bring along. Claims below `min_confidence` are
    left out; the watcher hears how many. Raises ClaimError where a claim
    does not fit or no text is at hand, IdentityError where an override names what is not there.
    """
    spool = laid_aside(bundles, watcher, texts, min_confidence)
    with watcher.stage("Building the graph"):
        dataset = _on_disk(spool, base) if spool.claims > LARGE else build_spooled(spool, base)
        if overrides:
            reconcile(dataset, base, overrides)
    return dataset


def laid_aside(
    bundles: Iterable[Bundle], watcher: Watcher, texts: Mapping[str, str] | None, min_confidence: float
) -> BundleSpool:
    """Return what is proved and sure enough of bundles, on disk; see `build`."""
    proof = Proof()
    left_out = LeftOut()
    spool = BundleSpool(at_least(proved(bundles, proof, texts), min_confidence, left_out))
    watcher.unsure(left_out.claims)
    for refusal in proof.refusals:
        watcher.refused(refusal)
    return spool


def _on_disk(spool: BundleSpool, base: str) -> Dataset:
    """Return the graph of bundles in a folder that goes when the graph does."""
    folder = Path(tempfile.mkdtemp(prefix="kgbuild-"))
    try:
        dataset = build_spooled(spool, base, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(dataset, shutil.rmtree, folder, ignore_errors=True)
    return dataset


def derive(
    dataset: Dataset, rules: Sequence[Path] = (), base: str = BASE, watcher: Watcher = SILENT
) -> Dataset:
    """Work out anew what follows from the claims of a graph, in place, and return it.

    `rules` are folders of rules besides those that come with kgbuild. Raises RuleError.
    """
    with watcher.stage("Deriving what follows"):
        derive_all(dataset, load_rules(rules), base)
    return dataset


def size(dataset: Dataset) -> Size:
    """Count the documents and claims of a graph."""
    store = as_store(dataset)

    def count(kind: str) -> int:
        return sum(1 for _ in pattern(store, None, term(RDF.type), term(KG[kind])))

    return Size(count("Document"), count("Claim"))
