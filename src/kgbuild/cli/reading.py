"""From paths to records, with what the user should know on the way."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, TypeVar

import click

from kgbuild.cli.cache import cached
from kgbuild.cli.jobs import ended_in_order, spread
from kgbuild.cli.llm import MODEL_READERS, model_reader
from kgbuild.cli.notes import FoldedNotes
from kgbuild.cli.options import SKIPPED, STDIN, Chosen, is_verbose, stdin_type
from kgbuild.pipeline import Watcher

if TYPE_CHECKING:
    from kgbuild.claims.bundle import Bundle
    from kgbuild.claims.proof import Refusal
    from kgbuild.documents import Document, Handed, Skipped
    from kgbuild.extractors.base import Extractor

T = TypeVar("T")

_PATIENCE = 1.0
"""Seconds that a job may take without a progress bar."""


class Console(Watcher):
    """Tells on stderr what is passed over, and shows on a terminal what takes its time."""

    def __init__(self) -> None:
        self.read = 0
        """Documents that were read."""
        self.passed_over = 0
        """Documents that were skipped."""
        self.kept_back = 0
        """Claims that were refused."""
        self.less_sure = 0
        """Claims that were left out for their confidence."""
        self._notes = FoldedNotes(is_verbose())
        self._told: dict[str, list[dict[str, str]]] = {"skipped": [], "refused": [], "notes": []}

    def skipped(self, file: Skipped) -> None:
        """Name a file that is passed over, once all are read."""
        self.passed_over += 1
        self._told["skipped"].append({"document": file.path, "reason": file.reason})
        self._notes.add("Skipped", file.path, file.reason, file.kind)

    def lost(self, file: Skipped) -> None:
        """Name at once a document that was opened and cannot be read."""
        self.passed_over += 1
        self._told["skipped"].append({"document": file.path, "reason": file.reason})
        click.echo(f"Skipped: {file.path}: {file.reason}", err=True)

    def refused(self, claim: Refusal) -> None:
        """Name a claim that is kept back."""
        self.kept_back += 1
        self._told["refused"].append(
            {"document": claim.document, "place": claim.place, "reason": claim.reason}
        )
        click.echo(f"Refused: {claim}", err=True)

    def unsure(self, claims: int) -> None:
        """Count what is left out."""
        self.less_sure += claims

    def opened(self, document: Document) -> None:
        """Count a document, and print its notices once all are read."""
        self.read += 1
        for notice in document.notices:
            self._told["notes"].append({"document": document.identifier, "note": notice})
            self._notes.add("Note", document.identifier, notice)

    def all_read(self) -> None:
        """Tell what is to be told of the documents."""
        for line in self._notes.lines():
            click.echo(line, err=True)

    def stage(self, what: str) -> AbstractContextManager[object]:
        """Show what is going on, once it takes over a second."""
        return waiting(what)

    def and_left_out(self) -> str:
        """Return what a sum says of claims less sure, skipped files and refused claims, if there are any."""
        files = f"; {count(self.passed_over, 'file')} skipped" if self.passed_over else ""
        claims = f"; {count(self.kept_back, 'claim')} refused" if self.kept_back else ""
        unsure = f"; {count(self.less_sure, 'claim')} less sure left out (--all)" if self.less_sure else ""
        return unsure + files + claims

    def as_dict(self) -> dict[str, object]:
        """Return what was left out and what there is to know of the documents, in plain values."""
        return {"less_sure": self.less_sure, **self._told}

    def exit_code(self) -> int:
        """Return the exit code of work that is done."""
        return SKIPPED if self.passed_over or self.kept_back else 0


def sources(paths: Sequence[Path]) -> list[Path | Handed]:
    """Return what is to be read: files and folders, and in place of "-" what comes in on standard input."""
    from kgbuild.documents import Handed  # noqa: PLC0415

    found: list[Path | Handed] = [path for path in paths if path != STDIN]
    if len(found) < len(paths):
        found.append(Handed.unnamed(sys.stdin.buffer.read(), stdin_type()))
    return found


def documents_of(paths: Sequence[Path], console: Console) -> list[Document]:
    """Return the documents of paths, or of the sample where there are none; tell which are skipped.

    Raises DocumentError when none is left.
    """
    from kgbuild.pipeline.bundles import read, sample_documents  # noqa: PLC0415

    return list(read(sources(paths) or [sample_documents()], console))


def found_in(
    paths: Sequence[Path],
    chosen: Chosen,
    console: Console,
    passing: Callable[[Iterator[Document]], Iterator[Document]] = iter,
) -> Iterator[Bundle]:
    """Yield what the extractor that was asked for finds in the documents of paths, with a progress bar.

    The documents pass through `passing`.
    """
    from kgbuild.documents import count_files  # noqa: PLC0415
    from kgbuild.pipeline.bundles import read, sample_documents  # noqa: PLC0415

    given = sources(paths) or [sample_documents()]
    total = count_files(given) if sys.stderr.isatty() else 0
    documents = passing(read(given, console))
    first = next(documents)  # before the extractor is loaded: whether there is anything to read
    yield from found_among(chain([first], documents), total, chosen, console)


def found_among(
    documents: Iterable[Document], total: int, chosen: Chosen, console: Console
) -> Iterator[Bundle]:
    """Yield what the extractor that was asked for finds in documents, with a progress bar up to a total."""
    from kgbuild.pipeline.bundles import extract  # noqa: PLC0415

    with (
        ended_in_order(),
        spread(_late(chosen), chosen, console.lost, _loading) as readers,
        cached(readers, chosen) as reader,
    ):
        yield from watched(extract(documents, reader, console), total)


def extractor(chosen: Chosen) -> Extractor:
    """Load the extractor that was asked for. Raises ExtractorError."""
    from kgbuild.extractors.registry import DEFAULT, load_extractor  # noqa: PLC0415

    if chosen.name in MODEL_READERS:
        return model_reader(chosen)
    with _loading():
        return load_extractor(chosen.name or DEFAULT, chosen.settings)


def _loading() -> AbstractContextManager[None]:
    return waiting("Loading the extractor")


def _late(chosen: Chosen) -> Extractor:
    """Return the extractor that was asked for, loaded only when it is needed if it takes long to load."""
    from kgbuild.extractors.deferred import deferred  # noqa: PLC0415
    from kgbuild.extractors.registry import DEFAULT  # noqa: PLC0415

    later = deferred(chosen.name or DEFAULT, chosen.settings, _loading)
    return later or extractor(chosen)


def sure_from(least: float | None) -> float:
    """Return the confidence from which claims are printed: what was asked for, else the shipped default."""
    if least is not None:
        return least
    from kgbuild.knowledge.confidence import ConfidenceModel  # noqa: PLC0415

    return ConfidenceModel.load().printed_from


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
