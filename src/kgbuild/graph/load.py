"""Graph files back into a Dataset."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from kgbuild.engine.files import load_into
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.store import as_dataset


def read_graph(paths: Iterable[Path], base: str = BASE) -> Dataset:
    """Read graph files of any RDF format, by suffix, into one Dataset whose queries see all graphs as one.

    Triples of files without named graphs go to the default graph. Raises GraphFileError naming file and line
    when a file cannot be read or does not follow its format.
    """
    store = ox.Store()
    for path in paths:
        load_into(store, path)
    return as_dataset(store, base)
