"""The program that answers: it opens one store and works off one question after the other.

Started as `python -m kgbuild.engine.child`. By standard input come settings, then questions; answers go to
standard output (see `frames`). It ends with the program that started it.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, BinaryIO, cast

import pyoxigraph as ox

from kgbuild.engine import changes, confine, frames
from kgbuild.engine.answers import graph_format, graph_type, write_answer
from kgbuild.engine.federation import refuse_federated_update, refuse_federation
from kgbuild.engine.files import MERGED, load_into
from kgbuild.engine.limits import Limits
from kgbuild.errors import DamagedError, KGBuildError, LimitError, NotSparqlError, QueryError

_GRACE = 10.0
"""Seconds beyond its time in which whoever started this has to end it; then it ends by itself."""
_DAMAGE = ("Corruption: ", "IO error: ")
"""What RocksDB says of files that it cannot use; other errors come from servers, where they may be asked."""
_ONE_BY_ONE = re.compile(r"\b(?:GRAPH|FROM)\b", re.IGNORECASE)
"""What a query has that looks at single graphs; one that has the word elsewhere is answered as well."""
_Job = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Stores:
    """What is answered from."""

    all: ox.Store
    """Its graphs, each by its name."""
    merged: ox.Store | None
    """The statements of all of them in the default graph, where there is such a store."""


def main() -> None:
    """Open the store and answer until nobody asks any more."""
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    jobs = _jobs(source)
    settings = jobs.get()
    confine.end_with_parent(settings["parent"])
    confine.use_few_arenas()
    limits = Limits(**settings["limits"])
    if not limits.federation:
        confine.forbid_network()
    stores = _answered(answers, lambda _: (_opened(settings), {}))
    while stores is not None:
        job = jobs.get()
        _answered(answers, lambda pieces, job=job: (None, _done(stores, job, limits, pieces)))  # type: ignore[misc]


def _jobs(source: BinaryIO) -> SimpleQueue[_Job]:
    """Return the questions as they come; when their source ends, so does this process, whatever it does."""
    found: SimpleQueue[_Job] = SimpleQueue()

    def read() -> None:
        while message := frames.read(source):
            found.put(json.loads(message[1]))
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return found


def _answered(
    answers: BinaryIO, work: Callable[[IO[bytes]], tuple[_Stores | None, Mapping[str, Any]]]
) -> _Stores | None:
    """Do some work and send what comes of it, or what is wrong."""
    pieces = cast(IO[bytes], frames.Pieces(answers))
    failed: dict[str, str]
    try:
        stores, said = work(pieces)
        pieces.flush()
        frames.write(answers, frames.DONE, json.dumps(said).encode())
    except LimitError as error:
        failed = {"error": "LimitError", "kind": error.kind, "message": str(error)}
    except KGBuildError as error:
        failed = {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        failed = {"error": "LimitError", "kind": "memory", "message": ""}
    else:
        return stores
    frames.write(answers, frames.FAILED, json.dumps(failed).encode())
    return None


def _opened(settings: Mapping[str, Any]) -> _Stores:
    paths = [Path(path) for path in settings["paths"]]
    if settings["mode"] == "files":
        store = ox.Store()
        for path in paths:
            load_into(store, path)
        return _Stores(store, None if _has_names(store) else store)
    (place,) = paths
    try:
        if settings["mode"] == "write":
            return _Stores(ox.Store(str(place)), None)
        store = ox.Store.read_only(str(place))
        if not _has_names(store):
            return _Stores(store, store)
        merged = place / MERGED
        return _Stores(store, ox.Store.read_only(str(merged)) if merged.is_dir() else None)
    except (OSError, RuntimeError, ValueError) as error:
        raise DamagedError(f"{place}: the store cannot be opened: {_first_line(error)}") from error


def _has_names(store: ox.Store) -> bool:
    return any(True for _ in store.named_graphs())


def _done(stores: _Stores, job: _Job, limits: Limits, pieces: IO[bytes]) -> Mapping[str, Any]:
    """Do one job; return what is to be said of it."""
    store = stores.all
    match job["do"]:
        case "query":
            with _limited(limits):
                return {"type": _query(stores, job, limits, pieces)}
        case "update":
            with _limited(limits):
                _update(store, job, limits)
            return {}
        case "check":
            with _limited(limits), _mistakes():
                refuse_federation(job["text"])
            return {}
        case "read":
            return {"type": _read(store, job, pieces)}
        case other:
            with _mistakes():
                return changes.DOES[other](store, job)


@contextmanager
def _limited(limits: Limits) -> Iterator[None]:
    confine.end_after(limits.seconds + _GRACE)
    confine.limit_memory(limits.memory)
    try:
        yield
    finally:
        confine.limit_memory(None)
        confine.end_after(None)


def _query(stores: _Stores, job: _Job, limits: Limits, pieces: IO[bytes]) -> str:
    with _mistakes(limits.federation):
        if not limits.federation:
            refuse_federation(job["text"])
        given = {
            name: [ox.NamedNode(iri) for iri in job[name]]
            for name in ("default_graph", "named_graphs")
            if job.get(name)
        }
        # Nothing but the union of all graphs is asked for: it need not be made up from them each time
        merged = None if given or _ONE_BY_ONE.search(job["text"]) else stores.merged
        answer = (merged or stores.all).query(
            job["text"],
            base_iri=job.get("base"),
            use_default_graph_as_union=not given and merged is None,
            **given,  # type: ignore[arg-type]
        )
        return write_answer(answer, job.get("accept", ""), pieces, limits.rows, limits.too_many)


def _update(store: ox.Store, job: _Job, limits: Limits) -> None:
    with _mistakes(limits.federation):
        if not limits.federation:
            refuse_federated_update(job["text"])
        store.update(job["text"], base_iri=job.get("base"))


def _read(store: ox.Store, job: _Job, pieces: IO[bytes]) -> str:
    """Send a whole graph, or all of them."""
    kind = graph_type(job.get("accept", "")) if job["graph"] is not None else _dataset_type(job)
    form = graph_format(kind)
    assert form is not None
    with _mistakes():
        graph = changes.graph(job["graph"])
        if graph is None:
            store.dump(pieces, form)
        else:
            changes.expect(store, graph)
            store.dump(pieces, form, from_graph=graph)
    return kind


def _dataset_type(job: _Job) -> str:
    kind = graph_type(job.get("accept", "").replace("*/*", "application/n-quads"))
    form = graph_format(kind)
    if form is None or not form.supports_datasets:
        return "application/n-quads"
    return kind


@contextmanager
def _mistakes(asks_others: bool = False) -> Iterator[None]:
    """Turn what Oxigraph raises into errors that go over the pipe."""
    try:
        yield
    except SyntaxError as error:
        raise NotSparqlError(str(error.msg or error)) from error
    except (OSError, RuntimeError, ValueError, TypeError) as error:
        told = _first_line(error)
        if any(sign in told for sign in _DAMAGE) or (isinstance(error, OSError) and not asks_others):
            raise DamagedError(f"the store cannot be read: {told}") from error
        raise QueryError(f"cannot be answered: {told}") from error


def _first_line(error: Exception, longest: int = 200) -> str:
    told = str(getattr(error, "strerror", None) or error).strip() or type(error).__name__
    return told.splitlines()[0][:longest]


if __name__ == "__main__":
    main()
