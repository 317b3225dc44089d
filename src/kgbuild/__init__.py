"""Who takes which stance on what, in which words, at which place in the text: news as a graph of claims.

The verbs of the command line are those of this package; each takes what the one before returns.
docs/python.md has more.

Example:
    >>> documents = kgbuild.read("reports/")
    >>> graph = kgbuild.derive(kgbuild.build(kgbuild.extract(documents)))
    >>> kgbuild.export(graph, "out.ttl")
    >>> kgbuild.query("contradictions", graph).to_dataframe()

"""

from __future__ import annotations

from collections.abc import Callable as _Callable
from collections.abc import Iterable as _Iterable
from collections.abc import Iterator as _Iterator
from importlib import import_module as _import_module
from pathlib import Path as _Path
from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any
from typing import BinaryIO as _BinaryIO

from kgbuild.errors import (
    ClaimError,
    DamagedError,
    DocumentError,
    EndpointError,
    EvaluationError,
    ExportError,
    ExtractorError,
    FederationError,
    GraphFileError,
    IdentityError,
    KGBuildError,
    LimitError,
    LoadError,
    MissingGraphError,
    ModelError,
    NoFormatError,
    NotSparqlError,
    QueryError,
    ResourceError,
    ReviewError,
    RuleError,
    SparkError,
    StoreError,
    ValidationError,
)

if _TYPE_CHECKING:
    __version__: str

    from rdflib import Dataset, Graph

    from kgbuild.claims.bundle import Bundle
    from kgbuild.claims.proof import Refusal
    from kgbuild.documents import Document, Skipped
    from kgbuild.extractors import Extractor
    from kgbuild.query import Rows

__all__ = [
    "Bundle",
    "ClaimError",
    "DamagedError",
    "Document",
    "DocumentError",
    "EndpointError",
    "EvaluationError",
    "ExportError",
    "Extractor",
    "ExtractorError",
    "FederationError",
    "GraphFileError",
    "IdentityError",
    "KGBuildError",
    "LimitError",
    "LoadError",
    "MissingGraphError",
    "ModelError",
    "NoFormatError",
    "NotSparqlError",
    "QueryError",
    "ResourceError",
    "ReviewError",
    "RuleError",
    "SparkError",
    "StoreError",
    "ValidationError",
    "__version__",
    "build",
    "derive",
    "export",
    "extract",
    "open_world",
    "query",
    "read",
    "read_claims",
]

# What the verbs need is imported by the verbs: who only reads documents need not load a graph engine.
# ruff: noqa: PLC0415


_TYPES = {
    "Bundle": "kgbuild.claims.bundle",
    "Document": "kgbuild.documents",
    "Extractor": "kgbuild.extractors",
}


def __getattr__(name: str) -> _Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("kgbuild")
    if name not in _TYPES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(_TYPES[name]), name)


def read(*paths: str | _Path, skipped: _Callable[[Skipped], None] | None = None) -> _Iterator[Document]:
    """Yield the documents of files, and of folders with all below them.

    `skipped` is called with each file that cannot be read; without it, they are logged as warnings. Raises
    DocumentError when a path does not exist, and in the end when no document could be read.
    """
    from kgbuild.pipeline import Watcher
    from kgbuild.pipeline.bundles import read as reading

    class Listener(Watcher):
        def skipped(self, file: Skipped) -> None:
            (skipped or _log)(file)

    return reading([_Path(path) for path in paths], Listener())


def _log(file: Skipped) -> None:
    import logging

    logging.getLogger("kgbuild").warning("skipped %s: %s", file.path, file.reason)


def extract(
    documents: _Iterable[Document], extractor: str | Extractor = "rules", **settings: str
) -> _Iterator[Bundle]:
    """Yield a bundle for each document: its record, and the claims that the extractor finds in it.

    `extractor` is the name of one that is installed, with its settings, or one of your own. Raises
    ExtractorError when there is none of that name.
    """
    from kgbuild.extractors.registry import load_extractor
    from kgbuild.pipeline.bundles import extract as extracting

    chosen = load_extractor(extractor, settings) if isinstance(extractor, str) else extractor
    return extracting(documents, chosen)


def read_claims(path: str | _Path) -> _Iterator[Bundle]:
    """Yield the bundles of a claims file, as `kgbuild extract` wrote it. Raises ClaimError."""
    from kgbuild.pipeline.bundles import read_claims as reading

    return reading(_Path(path))


def build(
    bundles: _Iterable[Bundle],
    *,
    base: str | None = None,
    identity: str | _Path | None = None,
    documents: _Iterable[Document] = (),
    refused: _Callable[[Refusal], None] | None = None,
    min_confidence: float = 0.0,
) -> Dataset:
    """Return the graph of bundles, an rdflib Dataset on the Oxigraph store.

    `base` is what the names of nodes begin with, `identity` a CSV file of joins and splits by hand. Claims
    whose words are not in their document are kept back: `refused` is called with each; without it, they are
    logged as warnings. `documents` are those by whose texts this is proved, where the bundles have none.
    Claims below `min_confidence` are left out. Raises ClaimError and IdentityError.
    """
    from kgbuild.graph.namespaces import BASE
    from kgbuild.identity.overrides import read_overrides
    from kgbuild.pipeline import Watcher
    from kgbuild.pipeline.graphs import build as building

    class Listener(Watcher):
        def refused(self, claim: Refusal) -> None:
            (refused or _log_refusal)(claim)

    overrides = read_overrides(_Path(identity)) if identity else ()
    texts = {document.key: document.text for document in documents} or None
    return building(bundles, base or BASE, overrides, Listener(), texts, min_confidence)


def _log_refusal(claim: Refusal) -> None:
    import logging

    logging.getLogger("kgbuild").warning("refused %s", claim)


def derive(graph: Dataset, *, rules: _Iterable[str | _Path] = (), base: str | None = None) -> Dataset:
    """Work out what follows from the claims of a graph, in place, and return it.

    `rules` are folders of rules besides those that come with kgbuild. Raises RuleError.
    """
    from kgbuild.graph.namespaces import BASE
    from kgbuild.pipeline.graphs import derive as deriving

    return deriving(graph, [_Path(folder) for folder in rules], base or BASE)


def export(
    graph: Dataset,
    out: str | _Path | _BinaryIO,
    format: str | None = None,  # noqa: A002
    *,
    base: str | None = None,
) -> int:
    """Write a graph to a file, in the format of its suffix unless one is named, or to an open stream.

    Returns the number of different triples. Raises ExportError when it cannot be written.
    """
    from kgbuild.export import save

    return save(graph, out, format, base=base)


def query(
    name: str, graph: Dataset | str | _Path, *, queries: str | _Path | None = None, **parameters: object
) -> Rows | Graph:
    """Ask a graph, or a file of one, a saved question with its parameters.

    `queries` is a folder of questions of your own. Rows have `to_dataframe()`. Raises QueryError and
    GraphFileError.
    """
    from kgbuild.query import ask

    return ask(name, graph, queries=queries, **parameters)


def open_world(*paths: str | _Path) -> _Any:
    """Open exported graphs as owlready2's Python objects; see `kgbuild.validate.open_world`."""
    from kgbuild.validate import open_world as opened

    return opened(*paths)
