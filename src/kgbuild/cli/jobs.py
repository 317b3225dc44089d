"""Reading in several processes: how many, and how they end when the command does."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

import click

from kgbuild.cli.options import Chosen

if TYPE_CHECKING:
    from kgbuild.documents import Skipped
    from kgbuild.extractors.base import Extractor

_ENDED = 128 + signal.SIGTERM
"""Exit code after SIGTERM, as shells have it."""


@contextmanager
def spread(
    extractor: Extractor,
    chosen: Chosen,
    passed_over: Callable[[Skipped], None],
    during: Callable[[], AbstractContextManager[object]],
) -> Iterator[Extractor]:
    """Yield an extractor that reads in as many processes as were asked for, or as are worth it.

    `passed_over` hears of documents by which a process died; `during` surrounds their start. Raises
    UsageError where several were asked for and the extractor reads in one alone.
    """
    from kgbuild.extractors.base import is_pure  # noqa: PLC0415
    from kgbuild.extractors.parallel import FEW, ParallelExtractor, processes  # noqa: PLC0415
    from kgbuild.extractors.registry import DEFAULT, load_extractor  # noqa: PLC0415

    if chosen.jobs not in (None, 1) and not is_pure(extractor):
        raise click.UsageError(f"--jobs: {chosen.name} reads in one process alone: leave it out")
    jobs = chosen.jobs or processes()
    if jobs == 1 or not is_pure(extractor):
        yield extractor
        return
    few = FEW if chosen.jobs is None else 0
    make = partial(load_extractor, chosen.name or DEFAULT, dict(chosen.settings))
    with ParallelExtractor(extractor, make, jobs, few, passed_over, during) as reader:
        yield reader
        if reader.used > 1 and reader.memory:
            size = f"{reader.memory / 1e6:,.0f} MB"
            click.echo(
                f"Note: {reader.used} processes read, each in up to {size} of memory (--jobs).", err=True
            )


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM end the command as Ctrl-C does: what was found is kept, what was started ends."""

    def end(_: int, __: FrameType | None) -> None:
        sys.exit(_ENDED)

    if threading.current_thread() is not threading.main_thread():  # signals are told to that alone
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        # What is left unfinished may be closed by another thread, when that collects garbage
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)
