"""An extractor in several processes: the same bundles, in the same order.

A pool of the standard library breaks as a whole when one of its processes dies, and nobody knows by which
document. Here each process has a pipe of its own: what it was reading when it died is known, and the others
go on.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from multiprocessing.connection import wait

from kgbuild.claims.bundle import Bundle
from kgbuild.documents.model import Document, Skipped
from kgbuild.errors import ExtractorError
from kgbuild.extractors.base import Extractor, Fingerprint
from kgbuild.extractors.parallel.backlog import Backlog
from kgbuild.extractors.parallel.worker import Worker

FEW = 40
"""Documents up to which it is faster to read here than to load a language model in several processes."""
_A_REPORT = 2_500
"""Characters for which a document counts as one; a shorter one counts as a part of one."""
_AHEAD = 3
"""Chunks for each process that may be read, or wait, for one that comes before them."""
_HOPELESS = 5
"""Processes that may die one after the other without a document read in between."""


class ParallelExtractor:
    """Has documents read by an extractor in several processes, each of which loads it once.

    A document by which a process dies is read again by itself in a fresh one; if that dies as well the
    document has no bundle, and is told of. Processes start when they are needed, and stay until `close`.

    Example:
        >>> with ParallelExtractor(extractor, load_extractor, jobs=4) as reader:
        ...     bundles = list(reader.extract(documents))

    """

    pure = True

    def __init__(
        self,
        behind: Extractor,
        make: Callable[[], Extractor],
        jobs: int,
        few: int = 0,
        passed_over: Callable[[Skipped], None] = lambda _: None,
        during: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Take an extractor and what makes another like it, which can be pickled.

        Args:
            behind: reads each document by itself (see `kgbuild.extractors.is_pure`).
            make: is called in each process.
            jobs: processes at most.
            few: up to so many documents are read in this process; short ones do not count as whole.
            passed_over: hears of documents by which a process died.
            during: surrounds the time until the first process is ready.

        """
        self._behind = behind
        self._jobs = jobs
        self._left: float = few
        """Documents that will be read here before processes are started."""
        self._passed_over = passed_over
        self._during = during
        self._packed = pickle.dumps(make)
        self._workers: list[Worker] = []
        self._deaths = 0
        """Processes that died since a document was read."""
        self.found: Callable[[Document, Bundle], None] = lambda _, __: None
        """Hears what was found in a document before it is the document's turn."""
        self.used = 0
        """Processes that read at one time, at most; 0 where documents were read in this one."""
        self.memory = 0
        """Bytes that a process took at most; 0 where the system does not tell."""

    def __enter__(self) -> ParallelExtractor:
        """Return itself: processes start when they are needed."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Let the processes end; at once, where something was raised."""
        self.close(at_once=kind is not None)

    @property
    def languages(self) -> Collection[str]:
        """The languages that the extractor reads."""
        return self._behind.languages

    def fingerprint(self) -> Fingerprint:
        """Return the fingerprint of the extractor: in how many processes it reads makes no difference."""
        return self._behind.fingerprint()

    def close(self, at_once: bool = False) -> None:
        """End the processes."""
        workers, self._workers = self._workers, []
        for worker in workers:
            if at_once or not worker.is_idle:
                worker.kill()
            else:
                worker.dismiss()

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield the bundle of each document, in order; of one by which a process dies there is none. Streams.

        Raises what the extractor raises, and ExtractorError where it cannot be loaded or always dies.
        """
        coming = iter(documents)
        first: list[Document] = []
        while self._left >= 0 and (document := next(coming, None)) is not None:
            first.append(document)
            self._left -= min(1.0, len(document.text) / _A_REPORT)
        if self._left < 0:
            yield from self._spread(chain(first, coming))
        elif first:
            waiting = iter(first)
            for bundle in self._behind.extract(first):
                read = next((each for each in waiting if each.key == bundle.document.key), None)
                if read is not None:
                    self.found(read, bundle)
                yield bundle

    def _spread(self, documents: Iterator[Document]) -> Iterator[Bundle]:
        backlog = Backlog(documents)
        finished = False
        try:
            while True:
                yield from backlog.ready()
                self._feed(backlog)
                if not backlog.chunks and not any(worker.is_busy for worker in self._workers):
                    finished = True
                    return
                self._listen(backlog)
        finally:
            if not finished:  # what is still being read would be told to whoever asks next
                self.close(at_once=True)

    def _feed(self, backlog: Backlog) -> None:
        """Give documents to who has none, and start as many processes as they are worth."""
        backlog.fill(_AHEAD * self._jobs)
        for worker in self._workers:
            if worker.is_idle and backlog.chunks:
                worker.give(backlog.chunks.popleft())
        starting = sum(not worker.is_ready for worker in self._workers)
        while starting < len(backlog.chunks) and len(self._workers) < self._jobs:
            self._workers.append(Worker(self._packed))
            starting += 1

    def _listen(self, backlog: Backlog) -> None:
        """Wait until a process has something to say, or is dead."""
        pipes = {worker.pipe: worker for worker in self._workers}
        with nullcontext() if any(worker.is_ready for worker in self._workers) else self._during():
            heard = wait(list(pipes))
        for worker in (pipes[pipe] for pipe in heard):  # type: ignore[index]
            try:
                for numbered, bundle in worker.answers():
                    backlog.put(numbered, bundle)
                    self._deaths = 0
                    if bundle is not None:
                        self.found(numbered.document, bundle)
            except EOFError:
                self._bury(worker, backlog)
            self.memory = max(self.memory, worker.memory)
            self.used = max(self.used, len(self._workers))

    def _bury(self, worker: Worker, backlog: Backlog) -> None:
        """Have read again, one by one, what a dead process was reading; pass over what it died by."""
        self._workers.remove(worker)
        how = worker.how_it_ended()
        worker.kill()
        if not worker.is_ready:
            self._jobs -= 1  # one that is not there would not be the last
            if not self._jobs:
                raise ExtractorError(
                    f"the process that should read ended while it loaded the extractor ({how}): it may need "
                    "more memory than there is"
                )
            return
        self._deaths += bool(worker.given)
        if self._deaths >= _HOPELESS:
            raise ExtractorError(
                f"the processes that read end one after the other ({how}): they may need more memory than "
                "there is; ask for fewer (--jobs)"
            )
        if len(worker.given) == 1 and worker.given[0].alone:
            (lost,) = worker.given
            backlog.put(lost, None)
            reason = (
                f"cannot be read: the process that reads it ends ({how}), also where it reads nothing else"
            )
            self._passed_over(Skipped(lost.document.identifier, reason))
        else:
            backlog.again(worker.given)
