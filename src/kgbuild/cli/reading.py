"""From paths to records, with what the user should know on the way."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, TypeVar

import click

from kgbuild.cli.options import Chosen
from kgbuild.errors import DocumentError

if TYPE_CHECKING:
    from kgbuild.documents import Document
    from kgbuild.extractors.base import Extractor

T = TypeVar("T")

_PATIENCE = 1.0
"""Seconds that a job may take without a progress bar."""


def sample_corpus() -> list[Path]:
    """Return the folder of the reports that come with kgbuild."""
    from kgbuild.resources import folder  # noqa: PLC0415

    return [Path(str(folder("data", "documents")))]


def read(paths: Sequence[Path]) -> tuple[list[Document], int]:
    """Return the documents and how many were skipped, each of which is named on stderr.

    Raises DocumentError when none is left.
    """
    from kgbuild.documents import Skipped, read_documents  # noqa: PLC0415

    documents: list[Document] = []
    skipped = 0
    for found in read_documents(paths or sample_corpus()):
        if isinstance(found, Skipped):
            skipped += 1
            click.echo(f"Skipped: {found.path}: {found.reason}", err=True)
        else:
            documents.append(found)
            for notice in found.notices:
                click.echo(f"Note: {found.identifier}: {notice}", err=True)
    if not documents:
        raise DocumentError("no document could be read: see above what is wrong with each")
    return documents, skipped


def extractor(chosen: Chosen) -> Extractor:
    """Load the extractor that was asked for. Raises ExtractorError."""
    from kgbuild.extractors.registry import DEFAULT, load_extractor  # noqa: PLC0415

    with waiting("Loading the extractor"):
        return load_extractor(chosen.name or DEFAULT, chosen.settings)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on a terminal what is going on, once it takes over a second."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415

    status = Console(stderr=True).status(what)
    later = Timer(_PATIENCE, status.start)
    later.start()
    try:
        yield
    finally:
        later.cancel()
        later.join()  # it may just be starting
        status.stop()


def watched(items: Iterable[T], total: int) -> Iterator[T]:
    """Pass items on; show a progress bar on a terminal once it takes over a second."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("Reading documents", total=total)
    began = time.monotonic()
    started = False
    try:
        for item in items:
            if not started and time.monotonic() - began > _PATIENCE:
                bar.start()
                started = True
            yield item
            bar.advance(task)
    finally:
        if started:
            bar.stop()


def count(number: int, noun: str) -> str:
    """Write "1 claim", "1,200 claims"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
