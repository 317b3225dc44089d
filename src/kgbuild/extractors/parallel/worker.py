"""A process that reads, as seen from the one that sends it documents."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from typing import cast

from kgbuild.claims.bundle import Bundle
from kgbuild.extractors.parallel import child
from kgbuild.extractors.parallel.backlog import Numbered

_LEAVE = 5.0
"""Seconds that a process has to end after it was told to."""


class Worker:
    """Reads documents in a process of its own; `pipe` can be waited for.

    It is a fresh process (spawned): nothing is shared with it that a fork would break.
    """

    def __init__(self, packed: bytes) -> None:
        """Start it with what makes the extractor, pickled."""
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=child.read, args=(theirs, packed), daemon=True)
        with _ctrl_c_held_back():
            self._process.start()
        theirs.close()
        self.is_ready = False
        """Whether it has loaded its extractor."""
        self.is_idle = False
        """Whether it waits for documents."""
        self.memory = 0
        """Bytes that it took at most, as last told."""
        self.given: deque[Numbered] = deque()
        """What it is reading, in order."""

    @property
    def is_busy(self) -> bool:
        """Whether it was given documents, and has not yet said that it is done."""
        return self.is_ready and not self.is_idle

    def give(self, documents: Sequence[Numbered]) -> None:
        """Have documents read. If it is dead, its pipe will say so."""
        self.given.extend(documents)
        self.is_idle = False
        try:
            self.pipe.send([each.document for each in documents])
        except OSError:
            return

    def answers(self) -> Iterator[tuple[Numbered, Bundle | None]]:
        """Yield what it has to say now: documents that it has read, None for what the extractor left out.

        Raises EOFError when it is dead, and what its extractor raised.
        """
        try:
            told = cast(child.Answer, self.pipe.recv())
        except OSError as error:  # dead while it spoke
            raise EOFError from error
        match told:
            case child.Failed():
                raise told.error
            case child.Done(memory):
                self.is_ready, self.is_idle, self.memory = True, True, memory
                while self.given:
                    yield self.given.popleft(), None
            case Bundle():
                while self.given:
                    each = self.given.popleft()
                    if each.document.key == told.document.key:
                        yield each, told
                        return
                    yield each, None

    def how_it_ended(self) -> str:
        """Wait until a dead process is gone, and tell in words what became of it."""
        self._process.join(_LEAVE)
        code = self._process.exitcode
        if code is not None and code < 0:
            try:
                return signal.Signals(-code).name
            except ValueError:
                return f"signal {-code}"
        return f"exit code {code}"

    def dismiss(self) -> None:
        """Let it end: it is done."""
        try:
            self.pipe.send(None)
        except OSError:
            pass
        else:
            self._process.join(_LEAVE)
        self.kill()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Let a process start that Ctrl-C does not reach: who started it ends it, in order."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # would let it through again when it is started on the way
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
