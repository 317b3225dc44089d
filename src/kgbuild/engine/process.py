"""One engine as seen from outside: a process that is asked, and ended where it takes too long or too much."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, BinaryIO, NoReturn, cast

from kgbuild import errors
from kgbuild.engine import frames
from kgbuild.engine.limits import Limits
from kgbuild.errors import KGBuildError, LimitError, QueryError, StoreError

_START = 600.0
"""Seconds until it has to be ready: it may have to read large files first."""
_STOP = 5.0
_OUT_OF_MEMORY = (
    "memory allocation of",
    "bad_alloc",
    "out of memory",
    "MemoryError",
    "Cannot allocate memory",
)


@cache
def _starter() -> ThreadPoolExecutor:
    """Return the thread that starts all engines: each ends with the thread it was started by; this stays."""
    return ThreadPoolExecutor(1, "engines")


@dataclass(frozen=True, slots=True)
class Source:
    """What an engine answers from."""

    mode: str
    """"files": graph files, which it reads; "read": a store in a folder; "write": the same, to be changed."""
    paths: tuple[Path, ...]


class Process:
    """A running engine. `ask` and `end` may be called by different threads."""

    def __init__(self, source: Source, limits: Limits) -> None:
        """Start it, and wait until it is ready; raises what is wrong with its source, or StoreError."""
        self.source = source
        self._limits = limits
        self._lock = threading.Lock()
        self._ended: str | None = None
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        settings = {
            "parent": os.getpid(),
            "mode": source.mode,
            "paths": [str(path) for path in source.paths],
            "limits": asdict(limits),
        }
        # A session of its own: Ctrl-C is for the program that started it. -P: no code from the current folder
        self._process = (
            _starter()
            .submit(
                subprocess.Popen,
                [sys.executable, "-P", "-m", "kgbuild.engine.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                start_new_session=True,
            )
            .result()
        )
        try:
            self.ask(settings, seconds=_START)
        except BaseException:
            self.end("stop")
            raise

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether it can be asked."""
        return self._ended is None and self._process.poll() is None

    def ask(self, job: Mapping[str, Any], sink: IO[bytes] | None = None, seconds: float | None = None) -> Any:
        """Have a job done; write its answer to `sink`, and return what is said of it.

        Raises LimitError where it takes longer than `seconds` (its limit unless given) or too much memory,
        and what the engine finds wrong. After that it may have ended: see `is_alive`.
        """
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError, ValueError):  # then it has ended, which is told below
            frames.write(cast(BinaryIO, self._process.stdin), frames.JOB, json.dumps(job).encode())
        return self._answer(sink, self._limits.seconds if seconds is None else seconds)

    def end(self, why: str) -> None:
        """End it at once: "time", "memory", "gone" (nobody waits any more) or "stop"."""
        with self._lock:
            self._ended = self._ended or why
        self._process.kill()
        self._process.wait(_STOP)
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream is not None and why == "stop":
                with contextlib.suppress(OSError):
                    stream.close()

    def _answer(self, sink: IO[bytes] | None, seconds: float) -> Any:
        timer = threading.Timer(seconds, self.end, ["time"])
        timer.daemon = True
        timer.start()
        said = None
        try:
            with contextlib.suppress(ValueError):  # it was ended, and its pipes are closed
                said = self._received(sink)
        finally:
            timer.cancel()
        if said is None:
            self._died()
        return said

    def _received(self, sink: IO[bytes] | None) -> Any:
        """Return what is said of an answer, whose pieces go to `sink`; None where it ends before."""
        size = 0
        while message := frames.read(cast(BinaryIO, self._process.stdout)):
            kind, content = message
            if kind == frames.DATA:
                size += len(content)
                if size > self._limits.memory:
                    self.end("memory")
                elif sink is not None:
                    sink.write(content)
            elif kind == frames.DONE:
                return json.loads(content)
            else:
                self._fail(json.loads(content))
        return None

    def _fail(self, told: Mapping[str, str]) -> NoReturn:
        if told["error"] == "LimitError":
            raise LimitError(told["message"] or self._limits.too_large, told["kind"])
        kind = getattr(errors, told["error"], QueryError)
        assert issubclass(kind, KGBuildError)
        raise kind(told["message"])

    def _died(self) -> NoReturn:
        """Say why it has ended in the middle of its work."""
        code = self._process.wait(_STOP)
        if self._ended == "time":
            raise LimitError(self._limits.too_long, "time")
        if self._ended in ("gone", "stop"):
            raise LimitError("nobody waits for the answer any more", "turn")
        self._log.seek(0)
        told = self._log.read(100_000).decode("utf-8", "replace")
        if self._ended == "memory" or any(sign in told for sign in _OUT_OF_MEMORY):
            raise LimitError(self._limits.too_large, "memory")
        last = next((line for line in reversed(told.splitlines()) if line.strip()), f"code {code}")
        raise StoreError(f"the query engine has ended by itself ({last.strip()[:200]}): try again")
