"""The graph that is served: engines that answer, and one that changes it where that is allowed.

None of them listens anywhere: whoever wants something of them has to come through here.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from kgbuild.engine.limits import Limits
from kgbuild.engine.pool import JOBS, EngineAnswer, Pool, Ticket
from kgbuild.engine.process import Process, Source
from kgbuild.errors import LimitError


class Backend:
    """A store that is asked, and may be changed. Threads may share it.

    What may be changed is read through views, each the store as it was at one moment: a reader sees all of a
    change or nothing, and no change has to wait for readers.
    """

    def __init__(
        self, store: Path, limits: Limits | None = None, *, writable: bool = False, jobs: int = JOBS
    ) -> None:
        """Open a store; it is to be locked for writing where it is `writable`. Raises StoreError."""
        self.limits = limits or Limits()
        self._store = store
        self._turn = threading.Lock()
        self._writer: Process | None = None
        self._writable = writable
        self._views = store.parent / f"views-of-{store.name}"
        self._number = 0
        self._changed = False
        if writable:
            shutil.rmtree(self._views, ignore_errors=True)  # of a server that was killed: the lock is ours
            self._views.mkdir()
            source = self._view(self._writing())
        else:
            source = Source("read", (store,))
        try:
            self._pool = Pool(source, self.limits, jobs)
        except BaseException:
            self._end_writer()
            raise

    @property
    def writable(self) -> bool:
        """Whether it may be changed."""
        return self._writable

    def is_alive(self) -> bool:
        """Tell whether its store is still there."""
        return (self._store / "CURRENT").is_file()

    def folder(self) -> Path:
        """Return a folder for what is on its way into the store."""
        return self._views

    def ask(self, job: Mapping[str, Any], ticket: Ticket | None = None) -> EngineAnswer:
        """Have a question answered as of now; raises what `kgbuild.engine.pool.Pool.ask` raises."""
        if self._changed:
            if not self._turn.acquire(timeout=self.limits.seconds):
                raise LimitError("the store is being changed: try again later", "turn")
            try:
                self._catch_up()
            finally:
                self._turn.release()
        return self._pool.ask(job, ticket)

    def change(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change the store, all or nothing; return what is said of it. Raises as `ask` does.

        An update may take as long as a query, and what is loaded as long as it wants.
        """
        with self._turn:
            is_update = job["do"] == "update"
            if is_update:
                self._catch_up()  # so that nobody has to wait for a long one
            self._changed = True
            said: Mapping[str, Any] = self._writing().ask(
                job, seconds=self.limits.seconds if is_update else threading.TIMEOUT_MAX
            )
            return said

    def _writing(self) -> Process:
        if self._writer is None or not self._writer.is_alive():
            self._end_writer()
            self._writer = Process(Source("write", (self._store,)), self.limits)
        return self._writer

    def _catch_up(self) -> None:
        """Let readers see what has changed."""
        if self._changed:
            self._changed = False
            self._pool.turn_to(self._view(self._writing()))
            used = {source.paths[0] for source in self._pool.sources()}
            for old in self._views.glob("view-*"):
                if old not in used:
                    shutil.rmtree(old, ignore_errors=True)

    def _view(self, writer: Process) -> Source:
        self._number += 1
        place = self._views / f"view-{self._number}-{time.time_ns():x}"
        writer.ask({"do": "view", "path": str(place)}, seconds=threading.TIMEOUT_MAX)
        return Source("read", (place,))

    def _end_writer(self) -> None:
        if self._writer is not None:
            self._writer.end("stop")

    def close(self) -> None:
        """End all engines; nothing of them is left but the store."""
        with contextlib.suppress(AttributeError):
            self._pool.close()
        self._end_writer()
        if self._writable:
            shutil.rmtree(self._views, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
