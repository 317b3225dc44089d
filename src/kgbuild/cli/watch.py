"""Ends the program where a rule takes more time or memory than it may.

Rules run in this process, since they work on a graph that is there already. The engine cannot be told to
stop, but nothing has been written yet, so that the program can end.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_PULSE = 0.02
"""Seconds between two looks."""


class RuleWatch:
    """Knows how long each rule has taken so far, in all."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self._seconds = seconds
        self._bytes = megabytes << 20
        self._spent: dict[str, float] = {}

    @contextmanager
    def over(self, what: str) -> Iterator[None]:
        """Watch over a rule, by its place, while it is being run."""
        began, before = time.monotonic(), _taken()
        done = threading.Event()
        left = self._seconds - self._spent.get(what, 0.0)

        def watch() -> None:
            while not done.wait(_PULSE):
                if time.monotonic() - began > left:
                    _end(f"{what}: took longer than {self._seconds:g} s: ask for less, or raise --timeout")
                if _taken() - before > self._bytes:
                    _end(f"{what}: needs more than {self._bytes >> 20:,} MB: ask for less, or raise --memory")

        threading.Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            done.set()
            self._spent[what] = self._spent.get(what, 0.0) + time.monotonic() - began


def _end(problem: str) -> None:
    click.echo(f"Error: {problem}", err=True)
    sys.stderr.flush()
    os._exit(1)


def _taken() -> int:
    """Return the bytes of memory that are in use; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
