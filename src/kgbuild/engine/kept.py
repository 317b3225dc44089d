"""A store on disk that is kept in step with graph files, so that a large one is read once, not every time.

A folder of stores looks like this:

    FOLDER/<files>/state.json        which store is current, and the files it was made of
    FOLDER/<files>/write.lock        held by who makes a store
    FOLDER/<files>/<content>/        the Oxigraph store
    FOLDER/<files>/<content>.lock    held by all who read it, or by the one who writes it

In the folder of a store of several graphs lies another one, `merged`, which holds all their statements as one
graph. A store that was written to has none.

A store is made aside and becomes current by the renaming of state.json: whatever happens, that names a whole
store. Stores that are no longer current go as soon as nobody reads them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from filelock import FileLock, ReadWriteLock, Timeout

from kgbuild.engine.files import MERGED, load_into, merge
from kgbuild.errors import GraphFileError, StoreError

_VERSION = 1
"""Of what lies in a folder; another one is made anew."""
_PATIENCE = 600.0
"""Seconds to wait for another process that makes the same store."""
_UNSETTLED = 2_000_000_000
"""Nanoseconds within which a file may change once more without another time stamp."""
_STATE = "state.json"
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds stores that kgbuild can make anew.\n"
)


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A graph file, as it was when a store was made of it."""

    path: str
    size: int
    changed: int
    """Time stamp in nanoseconds."""
    digest: str
    settled: bool
    """Whether a later change is sure to show in the time stamp."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the current store of some files."""

    store: str
    """Name of its folder."""
    sources: tuple[GraphFile, ...]
    edited: bool = False
    """Whether it has been open for writing, and may hold what no file does."""


@contextmanager
def open_store(
    paths: Sequence[Path],
    folder: Path,
    *,
    writing: bool = False,
    making: Callable[[], None] = lambda: None,
) -> Iterator[Path]:
    """Yield the folder of the Oxigraph store that holds what the files say, locked as long as it is in use.

    Many can have it open for reading, or one for writing. Raises GraphFileError, StoreError.
    """
    paths = sorted({path.resolve() for path in paths})
    home = _home(folder, paths)
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not (folder / _TAG).exists():
            (folder / _TAG).write_text(_TAG_TEXT, encoding="ascii")
    except OSError as error:
        raise StoreError(f"{folder}: no store can be kept there: {_reason(error)}") from error
    while True:
        state = _in_step(home, paths) or _renewed(home, paths, making)
        lock = ReadWriteLock(home / f"{state.store}.lock", is_singleton=False)
        with _held(lock, folder, writing):
            if not (home / state.store).is_dir():
                continue  # it went in the meantime
            if writing and not state.edited:
                _write(home, State(state.store, state.sources, edited=True))
                shutil.rmtree(home / state.store / MERGED, ignore_errors=True)
            yield home / state.store
            return


def has_own(folder: Path) -> bool:
    """Tell whether there is a store below a folder that was made of no files, but written to."""
    return _read(_home(folder, [])) is not None


def give_up(place: Path) -> bool:
    """Have the store in a folder be made anew, since it is damaged; tell whether that can be.

    It cannot where it was written to: what it holds is in no file.
    """
    home = place.parent
    with FileLock(home / "write.lock", timeout=_PATIENCE):
        state = _read(home)
        if state is not None and state.store == place.name:
            if state.edited:
                return False
            (home / _STATE).unlink(missing_ok=True)
    return True


def forget_gone(folder: Path) -> None:
    """Remove from a cache the stores whose files are gone, unless they are in use or were written to."""
    for home in sorted(folder.glob("*/")):
        state = _read(home)
        if state and not state.edited and not any(Path(source.path).exists() for source in state.sources):
            _remove_stores(home, keep=None)
            if not any(entry.is_dir() for entry in home.iterdir()):
                shutil.rmtree(home, ignore_errors=True)


def _home(folder: Path, paths: Sequence[Path]) -> Path:
    return folder / hashlib.sha256("\0".join(map(str, paths)).encode()).hexdigest()[:16]


def _in_step(home: Path, paths: Sequence[Path]) -> State | None:
    """Return the state of the store if it holds what the files say now."""
    state = _read(home)
    if state is None or not (home / state.store).is_dir():
        return None
    if [source.path for source in state.sources] != [str(path) for path in paths]:
        return None
    if all(source.settled and _looks_same(source) for source in state.sources):
        return state
    now = tuple(map(_source, paths))
    if [source.digest for source in now] != [source.digest for source in state.sources]:
        return None
    refreshed = State(state.store, now, state.edited)
    _write(home, refreshed)
    return refreshed


def _renewed(home: Path, paths: Sequence[Path], making: Callable[[], None]) -> State:
    """Make the store of the files, unless another process has done so meanwhile."""
    try:
        with FileLock(home / "write.lock", timeout=_PATIENCE):
            if state := _in_step(home, paths):
                return state
            old = _read(home)
            if old and old.edited and (home / old.store).is_dir():
                raise StoreError(
                    f"{home.parent}: what was written to this store is not in the files, which have changed: "
                    "name another --store-dir, or remove this one"
                )
            making()
            state = _made(home, paths)
            _write(home, state)
            _remove_stores(home, keep=state.store)
            return state
    except Timeout as error:
        raise StoreError(f"{home.parent}: another process is at work on this store: wait for it") from error
    except OSError as error:
        raise StoreError(f"{home.parent}: the store cannot be made: {_reason(error)}") from error


def _made(home: Path, paths: Sequence[Path]) -> State:
    """Make a store aside and give it its name."""
    for left in home.glob("making-*"):
        shutil.rmtree(left, ignore_errors=True)  # by a process that was killed: the lock is ours
    before = tuple(map(_source, paths))
    content = hashlib.sha256("\0".join(source.digest for source in before).encode()).hexdigest()[:16]
    aside = home / f"making-{content}"
    try:
        store = ox.Store(str(aside))
        for path in paths:
            load_into(store, path)
        store.flush()
        merge(store, paths, aside / MERGED)
        del store
        if [s.digest for s in before] != [_digest(path) for path in paths]:
            raise GraphFileError(f"{paths[0]}: it changed while it was read: try again")
        name = f"{content}-{time.time_ns():x}"
        aside.rename(home / name)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return State(name, before)


def _remove_stores(home: Path, keep: str | None) -> None:
    """Remove the stores of a home that are neither to be kept nor being read."""
    for old in sorted(home.iterdir()):
        if not old.is_dir() or old.name == keep:
            continue
        lock = ReadWriteLock(home / f"{old.name}.lock", is_singleton=False)
        try:
            with lock.write_lock(blocking=False):
                shutil.rmtree(old, ignore_errors=True)
        except Timeout:
            continue
        finally:
            lock.close()
        if not old.exists():
            (home / f"{old.name}.lock").unlink(missing_ok=True)


@contextmanager
def _held(lock: ReadWriteLock, folder: Path, writing: bool) -> Iterator[None]:
    try:
        if writing:
            lock.acquire_write(blocking=False)
        else:
            lock.acquire_read(blocking=False)
    except Timeout as error:
        lock.close()
        what = "in use" if writing else "open for writing in another process"
        raise StoreError(
            f"{folder}: the store is {what}: stop that one first, or ask it with --endpoint"
        ) from error
    try:
        yield
    finally:
        lock.release()
        lock.close()


def _read(home: Path) -> State | None:
    try:
        told: dict[str, Any] = json.loads((home / _STATE).read_text(encoding="utf-8"))
        if told.pop("version") != _VERSION:
            return None
        sources = tuple(GraphFile(**source) for source in told.pop("sources"))
        return State(sources=sources, **told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(home: Path, state: State) -> None:
    aside = home / f"{_STATE}.{time.time_ns():x}"
    aside.write_text(json.dumps({"version": _VERSION, **asdict(state)}, indent=1), encoding="utf-8")
    aside.replace(home / _STATE)


def _looks_same(source: GraphFile) -> bool:
    try:
        found = Path(source.path).stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (source.size, source.changed)


def _source(path: Path) -> GraphFile:
    try:
        found = path.stat()
        settled = time.time_ns() - found.st_mtime_ns > _UNSETTLED
        return GraphFile(str(path), found.st_size, found.st_mtime_ns, _digest(path), settled)
    except FileNotFoundError as error:
        raise GraphFileError(f"{path}: there is no such file: export one first") from error
    except OSError as error:
        raise GraphFileError(f"{path}: cannot be read: {_reason(error)}") from error


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _reason(error: OSError) -> str:
    return (error.strerror or str(error).splitlines()[0]).lower()
