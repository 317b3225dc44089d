"""The saved queries: those shipped in `queries/`, and those of a folder of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kgbuild.errors import QueryError
from kgbuild.nearest import did_you_mean
from kgbuild.query.saved import SavedQuery, parse
from kgbuild.resources import names, read_text

_SUFFIX = ".rq"


def saved_queries(folder: Path | None = None) -> list[SavedQuery]:
    """Return the saved queries by name; one in `folder` takes the place of a shipped one of its name.

    Raises QueryError when a file of the folder cannot be read or its head is not complete.
    """
    texts = {name: read_text("queries", name) for name in names("queries", suffix=_SUFFIX)}
    own = {} if folder is None else _own(folder)
    return [
        parse(name.removesuffix(_SUFFIX), own.get(name) or texts[name], name not in own)
        for name in sorted(texts | own)
    ]


def find(name: str, queries: Sequence[SavedQuery]) -> SavedQuery:
    """Return the query of this name. Raises QueryError, with names that come near it, when there is none."""
    by_name = {query.name: query for query in queries}
    if name in by_name:
        return by_name[name]
    raise QueryError(
        f"no saved query {name!r}:{did_you_mean(name, by_name)} `kgbuild query` lists all {len(by_name)}"
    )


def _own(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise QueryError(f"{folder} is no folder: name the folder that holds your {_SUFFIX} files")
    texts = {}
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            texts[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise QueryError(f"{path}: not UTF-8 text: save the query as UTF-8") from error
        except OSError as error:
            raise QueryError(f"{path}: cannot be read: {error.strerror}") from error
    return texts
