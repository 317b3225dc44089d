"""The file of what was found: SQLite, which several processes may use at once.

It can be removed at any time, and nothing in it is trusted: what it cannot give is read again. Trouble with
it is told once and ends no command.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from kgbuild.extractors.base import Fingerprint

T = TypeVar("T")

NAME = "extraction-1.sqlite"
"""The number is that of the tables."""
MEGABYTES = 2_000
"""Size above which what was not used for the longest time goes."""
_WAIT = 15.0
"""Seconds to wait for another process that writes."""
_DAY = 86_400
_COMPANIONS = ("", "-wal", "-shm")
"""What SQLite adds to the name of the file for those beside it."""
_TABLES = """
CREATE TABLE IF NOT EXISTS readers (digest BLOB PRIMARY KEY, fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bundles (
    key BLOB PRIMARY KEY, reader BLOB NOT NULL, used INTEGER NOT NULL, bundle BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS by_use ON bundles (used);
"""


@dataclass(frozen=True, slots=True)
class ReaderState:
    """What is kept of one extractor, as it was at one time."""

    fingerprint: Fingerprint
    documents: int
    size: int
    """In bytes, as kept."""
    used: float
    """When any of it was last asked for, to the day, in seconds of the Unix epoch."""


@dataclass(frozen=True, slots=True)
class CacheState:
    """What a cache holds."""

    path: Path
    size: int
    """Bytes on disk."""
    readers: tuple[ReaderState, ...]
    """The one last used first."""


class CacheFile:
    """Keeps packed bundles by their keys, and forgets those not used for the longest time when it is full.

    Example:
        >>> with CacheFile(folder, print) as cache:
        ...     bundles = list(CachedExtractor(extractor, cache).extract(documents))

    """

    def __init__(self, folder: Path, tell: Callable[[str], None], megabytes: int = MEGABYTES) -> None:
        """Take the folder, which need not be there; `tell` hears of trouble with the file."""
        self.path = folder / NAME
        self._tell = tell
        self._limit = megabytes * 1_000_000
        self._open: sqlite3.Connection | None = None
        self._given_up = False
        self._seen: set[bytes] = set()
        """Keys whose last use is to be written down."""

    def __enter__(self) -> CacheFile:
        """Return itself: the file is opened when something is asked of it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def find(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return what is kept by these keys, of which there are some hundreds at most."""

        def work(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            marks = ",".join("?" * len(keys))
            rows = connection.execute(
                f"SELECT key, bundle, used FROM bundles WHERE key IN ({marks})",
                keys,
            ).fetchall()
            yesterday = time.time() - _DAY
            self._seen.update(key for key, _, used in rows if used < yesterday)
            return {key: bundle for key, bundle, _ in rows}

        return self._tried(work, {}) if keys else {}

    def keep(self, reader: Fingerprint, digest: bytes, packed: Mapping[bytes, bytes]) -> None:
        """Keep what a reader found, which is known by a digest; forget what is too much."""

        def work(connection: sqlite3.Connection) -> None:
            now = int(time.time())
            with _written(connection):
                if packed:
                    connection.execute(
                        "INSERT OR IGNORE INTO readers VALUES (?, ?)", (digest, reader.model_dump_json())
                    )
                connection.executemany(
                    "INSERT OR REPLACE INTO bundles VALUES (?, ?, ?, ?)",
                    [(key, digest, now, bundle) for key, bundle in packed.items()],
                )
                seen = [(now, key) for key in sorted(self._seen)]
                connection.executemany("UPDATE bundles SET used = ? WHERE key = ?", seen)
            self._seen.clear()
            self._bound(connection)

        if packed or self._seen:
            self._tried(work, None)

    def state(self) -> CacheState:
        """Return what is kept."""

        def work(connection: sqlite3.Connection) -> tuple[ReaderState, ...]:
            rows = connection.execute(
                "SELECT fingerprint, count(*), sum(length(bundle)), max(used) FROM bundles "
                "JOIN readers ON digest = reader GROUP BY reader ORDER BY max(used) DESC, fingerprint"
            )
            return tuple(ReaderState(Fingerprint.model_validate_json(row[0]), *row[1:]) for row in rows)

        none: tuple[ReaderState, ...] = ()
        readers = self._tried(work, none) if self.path.exists() else none
        return CacheState(self.path, sum(_size(path) for path in self._files()), readers)

    def clear(self, unused_for: float = 0.0) -> int:
        """Forget what was not used for so many seconds; return of how many documents.

        Use is known to the day only.
        """

        def work(connection: sqlite3.Connection) -> int:
            before = time.time() - unused_for
            with _written(connection):
                gone = connection.execute("DELETE FROM bundles WHERE used <= ?", (before,)).rowcount
                connection.execute("DELETE FROM readers WHERE digest NOT IN (SELECT reader FROM bundles)")
            with contextlib.suppress(sqlite3.OperationalError):  # another process reads: room is made later
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return gone

        return self._tried(work, 0) if self.path.exists() else 0

    def close(self) -> None:
        """Close the file; it opens again when something is asked of it."""
        connection, self._open = self._open, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _tried(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Do something with the file; where that cannot be done, tell why and return something else."""
        if self._given_up:
            return otherwise
        try:
            return work(self._connection())
        except (sqlite3.OperationalError, OSError) as error:
            self._give_up(f"cannot be used ({getattr(error, 'strerror', None) or error})")
        except (sqlite3.DatabaseError, ValidationError):
            self._set_aside()
        return otherwise

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)  # it quotes the documents
            self._open = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            _log_ahead(self._open)
            self._open.execute("PRAGMA synchronous = NORMAL")
            self._open.executescript(_TABLES)
        return self._open

    def _bound(self, connection: sqlite3.Connection) -> None:
        """Forget a tenth of what is kept, as often as needed."""
        while self._taken(connection) > self._limit:
            with _written(connection):
                gone = connection.execute(
                    "DELETE FROM bundles WHERE key IN (SELECT key FROM bundles ORDER BY used, rowid "
                    "LIMIT (SELECT count(*) / 10 + 1 FROM bundles))"
                ).rowcount
            if not gone:
                return

    @staticmethod
    def _taken(connection: sqlite3.Connection) -> int:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    def _files(self) -> Iterator[Path]:
        return (self.path.with_name(self.path.name + more) for more in _COMPANIONS)

    def _give_up(self, why: str) -> None:
        self.close()
        self._given_up = True
        self._tell(f"the cache {self.path} {why}: documents are read without it")

    def _set_aside(self) -> None:
        """Rename a damaged file, so that it can be looked at, and begin another."""
        self.close()
        aside = self.path.with_name(f"{self.path.name}.damaged")
        try:
            for file, more in zip(self._files(), _COMPANIONS, strict=True):
                if file.exists():
                    file.replace(aside.with_name(aside.name + more))
        except OSError as error:
            self._give_up(f"is damaged, and cannot be set aside ({error.strerror})")
            return
        self._tell(f"the cache {self.path} is damaged: it is set aside as {aside.name}, and a new one begun")


@contextlib.contextmanager
def _written(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("COMMIT")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have who reads and who writes not wait for one another.

    Where several processes begin a file at once, SQLite does not wait of itself until one has done so.
    """
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
