"""Who takes which stance on what, in which words, at which place in the text: news as a graph of claims.

The work is done by the packages below this one, in the order in which they build on each other: `documents`,
`extraction`, `claims`, `identity`, `graph`, then `export`, `query`, `validate` and `evaluation`; `cli` puts
them together.

Example:
    >>> from kgbuild.claims.extractor import Extractor
    >>> from kgbuild.documents import Document
    >>> from kgbuild.export import write
    >>> from kgbuild.graph import build
    >>> from kgbuild.identity import unify
    >>> records = Extractor.load().records([Document("note.txt", "Chad denied buying drones.")])
    >>> write(build(unify(records)), Path("out.ttl"))

"""

from importlib.metadata import version as _version

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
]

__version__ = _version("kgbuild")
