"""Several engines over one store: while one is busy others answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from kgbuild.engine.federation import may_federate
from kgbuild.engine.limits import Limits
from kgbuild.engine.process import Process, Source
from kgbuild.errors import LimitError, StoreError

JOBS = 4
"""Queries that are answered at a time."""
_CLOSED = "the store is closed"
_IN_MEMORY = 1 << 22
"""Bytes of an answer beyond which it waits on disk."""


@dataclass
class EngineAnswer:
    """An answer, complete."""

    content: IO[bytes]
    """From its beginning; to be closed."""
    size: int
    said: Mapping[str, Any]
    """What the engine says of it, such as its media type (`type`)."""


@dataclass
class Ticket:
    """Stands for a question that is being answered, so that it can be given up."""

    _process: Process | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _cancelled: bool = False

    def cancel(self) -> None:
        """End the work on the question: nobody waits for it."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.end("gone")

    def taken_by(self, process: Process | None) -> None:
        """Note who works on it; raises LimitError where it was given up before."""
        with self._lock:
            self._process = process
            if process is not None and self._cancelled:
                raise LimitError("nobody waits for the answer any more", "turn")


class Pool:
    """Engines that are started as they are needed, up to `jobs`, and end with this. Threads may share it."""

    def __init__(self, source: Source, limits: Limits | None = None, jobs: int = JOBS) -> None:
        """Start the first one; raises GraphFileError or StoreError where its source cannot be opened."""
        self.limits = limits or Limits()
        self._source = source
        self._turns = threading.BoundedSemaphore(jobs)
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._closed = False
        self._idle.append(self._started(source))

    def ask(self, job: Mapping[str, Any], ticket: Ticket | None = None) -> EngineAnswer:
        """Have a job done by one of the engines and return its answer, once it is complete.

        Raises LimitError, FederationError, NotSparqlError, NoFormatError, QueryError, StoreError.
        """
        ticket = ticket or Ticket()
        end = time.monotonic() + self.limits.seconds
        if not self._turns.acquire(timeout=self.limits.seconds):
            raise LimitError("too many queries at once: try again later", "turn")
        try:
            content = cast(IO[bytes], SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the answer has it
            try:
                said = self._ask(job, content, ticket, max(0.1, end - time.monotonic()))
            except BaseException:
                content.close()
                raise
        finally:
            self._turns.release()
        size = content.tell()
        content.seek(0)
        return EngineAnswer(content, size, said)

    def _ask(self, job: Mapping[str, Any], content: IO[bytes], ticket: Ticket, seconds: float) -> Any:
        process = self._free()
        try:
            ticket.taken_by(process)
            return process.ask(job, content, seconds)
        finally:
            ticket.taken_by(None)
            self._put_back(process)

    def _free(self) -> Process:
        """Return an engine that has nothing to do."""
        with self._lock:
            source = self._source
            while self._idle:
                process = self._idle.pop()
                if process.source == source and process.is_alive():
                    self._busy.add(process)
                    return process
                self._discard(process)
        process = self._started(source)
        with self._lock:
            if not self._closed:  # in the meantime
                self._busy.add(process)
                return process
        self._discard(process)
        raise StoreError(_CLOSED)

    def _put_back(self, process: Process) -> None:
        with self._lock:
            self._busy.discard(process)
            if process.is_alive() and process.source == self._source and not self._closed:
                self._idle.append(process)
            else:
                self._discard(process)

    def _started(self, source: Source) -> Process:
        if self._closed:
            raise StoreError(_CLOSED)
        return Process(source, self.limits)

    def _discard(self, process: Process) -> None:
        process.end("stop")

    def turn_to(self, source: Source) -> None:
        """Answer from another source from now on; questions that are being worked on go on as they are."""
        with self._lock:
            self._source = source
            old = [process for process in self._idle if process.source != source]
            self._idle = [process for process in self._idle if process.source == source]
        for process in old:
            self._discard(process)

    def sources(self) -> set[Source]:
        """Return what is being answered from at this moment."""
        with self._lock:
            return {self._source, *(process.source for process in (*self._idle, *self._busy))}

    def close(self) -> None:
        """End all engines."""
        with self._lock:
            self._closed = True
            every = [*self._idle, *self._busy]
            self._idle.clear()
        for process in every:
            process.end("stop")

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def check(text: str, limits: Limits) -> None:
    """Raise FederationError where a query that goes to somebody else asks a third server, unless it may."""
    if not limits.federation and may_federate(text):
        with Pool(Source("files", ()), limits, 1) as pool:
            pool.ask({"do": "check", "text": text}).content.close()
