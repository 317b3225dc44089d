"""Writes the pages on nodes, some at a time: in this process, or in several that share what is known."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from os import getpid
from pathlib import Path
from typing import TypeVar

from kgbuild.documents.texts import TextOf, first_of, read_texts
from kgbuild.engine.confine import end_with_parent
from kgbuild.engine.limits import Limits
from kgbuild.engine.pool import Pool
from kgbuild.engine.process import Source
from kgbuild.errors import ExportError, KGBuildError
from kgbuild.views import AskedGraph
from kgbuild.views.event import event
from kgbuild.views.memory import Memory, PackedClaims
from kgbuild.views.remembering import packed
from kgbuild.web.links import InFiles, InOneFile
from kgbuild.web.site import Site

T = TypeVar("T")
V = TypeVar("V")
_AHEAD = 4
"""Pieces of work for each process that may be begun before the first of them is done."""


@dataclass(frozen=True, slots=True)
class Helpers:
    """Processes that help, and what each opens for itself."""

    jobs: int
    source: Source
    limits: Limits
    texts: tuple[Path, ...] = ()
    few: int = 0
    """Pages up to which it is sooner done without them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where pages go."""

    memory: Path
    """The file with what is known of the graph."""
    name: str
    folder: Path | None
    """None where all pages are parts of one file."""


@dataclass(frozen=True, slots=True)
class PageBatch:
    """Some nodes of a kind ("event", "agent", "document") whose pages are written together."""

    kind: str
    nodes: tuple[str, ...]
    drawn: bool = False
    """Whether they have pictures."""


class Writer:
    """Writes the pages on nodes of a graph whose claims are known."""

    def __init__(self, graph: AskedGraph, memory: Memory, setting: Setting, text_of: TextOf) -> None:
        self._memory = memory
        self._folder = setting.folder
        links = InFiles(memory.page) if setting.folder else InOneFile(memory.page)
        layout = "base.html" if setting.folder else "section.html"
        self._site = Site(graph.with_memory(memory), links, setting.name, text_of, layout=layout)

    def __call__(self, batch: PageBatch) -> list[str]:
        """Write the pages of a batch; return them where they go to one file, else as many empty texts."""
        about = self._memory.speakers(batch.nodes) if batch.kind == "document" else batch.nodes
        self._memory.expect(about)
        return [self._written(iri, self._page(batch, iri)) for iri in batch.nodes]

    def _page(self, batch: PageBatch, iri: str) -> str:
        site = self._site
        if batch.kind == "event":
            return site.event(event(site.graph, iri), drawn=batch.drawn)
        if batch.kind == "agent":
            return site.agent(site.agent_view(iri))
        return site.document(site.document_view(iri))

    def _written(self, iri: str, html: str) -> str:
        if self._folder is None:
            return html
        (self._folder / f"{self._memory.page(iri)}.html").write_text(html, encoding="utf-8")
        return ""


class Spread:
    """Hands work out to processes; what they return comes in order."""

    def __init__(self, executor: ProcessPoolExecutor, helpers: Helpers) -> None:
        self._executor = executor
        self._helpers = helpers

    def gather(self, parts: Iterable[list[str]]) -> Iterator[PackedClaims]:
        """Yield claims by their IRIs, packed."""
        return self._mapped(partial(_gather, self._helpers), parts)

    def write(self, setting: Setting, batches: Iterable[PageBatch]) -> Iterator[list[str]]:
        """Write batches; yield what a writer returns for each."""
        return self._mapped(partial(_write, self._helpers, setting), batches)

    def _mapped(self, work: Callable[[T], V], items: Iterable[T]) -> Iterator[V]:
        coming = iter(items)

        def begin(most: int) -> Iterator[Future[V]]:
            return (self._executor.submit(work, item) for item in islice(coming, most))

        begun = deque(begin(_AHEAD * self._helpers.jobs))  # at once, whenever the first is waited for
        return self._results(begun, begin)

    @staticmethod
    def _results(begun: deque[Future[V]], begin: Callable[[int], Iterable[Future[V]]]) -> Iterator[V]:
        while begun:
            yield begun.popleft().result()
            begun.extend(begin(1))


@contextmanager
def spread(helpers: Helpers) -> Iterator[Spread]:
    """Yield what hands work out, and end its processes. Raises ExportError where one of them is killed."""
    # Fresh processes: nothing is shared with them that a fork would break
    executor = ProcessPoolExecutor(helpers.jobs, get_context("spawn"), _begin, (getpid(),))
    try:
        yield Spread(executor, helpers)
    except BrokenProcessPool as error:
        raise ExportError(
            "a process that writes pages has ended by itself: it may need more memory than there is; ask for "
            "fewer (--jobs)"
        ) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the one that started this process, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)


def _gather(helpers: Helpers, wanted: list[str]) -> PackedClaims:
    with _told():
        return packed(_graph(helpers.source, helpers.limits), wanted)


def _write(helpers: Helpers, setting: Setting, batch: PageBatch) -> list[str]:
    with _told():
        return _writer(helpers, setting)(batch)


@contextmanager
def _told() -> Iterator[None]:
    """Let what is wrong survive the way to another process."""
    try:
        yield
    except KGBuildError as error:
        raise ExportError(str(error)) from None


@cache
def _graph(source: Source, limits: Limits) -> AskedGraph:
    """Return the graph as this process asks it."""
    return AskedGraph.of_engines(Pool(source, limits, 1))


@cache
def _writer(helpers: Helpers, setting: Setting) -> Writer:
    graph = _graph(helpers.source, helpers.limits)
    text_of = first_of(map(read_texts, helpers.texts))
    return Writer(graph, Memory(setting.memory), setting, text_of)
