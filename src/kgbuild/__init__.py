"""Who takes which stance on what, in which words, at which place in the text: news as a graph of claims.

The work is done by the packages below this one, in the order in which they build on each other: `documents`,
`extraction`, `claims`, `identity`, `graph`, then `export`, `query`, `validate` and `evaluation`; `cli` puts
them together.

Example:
    >>> from kgbuild.extractors.rules.extractor import RulesExtractor
    >>> from kgbuild.documents import Document
    >>> from kgbuild.export import write
    >>> from kgbuild.graph import build
    >>> from kgbuild.identity import unify
    >>> records = RulesExtractor.load().records([Document("note.txt", "Chad denied buying drones.")])
    >>> write(build(unify(records)), Path("out.ttl"))
    >>> open_world("out.ttl").Transfer.instances()

"""

from importlib.metadata import version as _version
from pathlib import Path as _Path
from typing import Any as _Any

from kgbuild.errors import (
    ClaimError,
    DocumentError,
    EvaluationError,
    ExportError,
    GraphFileError,
    KGBuildError,
    ModelError,
    QueryError,
    ResourceError,
    ValidationError,
)

__all__ = [
    "ClaimError",
    "DocumentError",
    "EvaluationError",
    "ExportError",
    "GraphFileError",
    "KGBuildError",
    "ModelError",
    "QueryError",
    "ResourceError",
    "ValidationError",
    "__version__",
    "open_world",
]

__version__ = _version("kgbuild")


def open_world(*paths: str | _Path) -> _Any:
    """Open exported graphs as owlready2's Python objects; see `kgbuild.validate.open_world`."""
    from kgbuild.validate import open_world as opened  # noqa: PLC0415 - who only exports need not load it

    return opened(*paths)
