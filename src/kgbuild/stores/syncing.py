"""Brings a store into step with graph files: sends what changed, removes what is gone, checks the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from kgbuild.errors import LoadError
from kgbuild.stores.kinds.base import Batch, Store, TooLargeError
from kgbuild.stores.manifest import Plan, compare
from kgbuild.stores.portions import portions
from kgbuild.stores.shares import Share, ShareEntry
from kgbuild.stores.verify import verify

Progress = Callable[[int], None]
"""Is told how many triples have just been loaded."""
_CHANGED = 20_000
"""Triples of graphs that take the place of others, in one request."""
_GONE = 500
"""Graphs that are dropped in one request."""
_NAMES = 1_000
"""Graphs that are asked about in one query."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    sent: int
    """Graphs that were sent."""
    removed: int
    same: int
    """Graphs that were there already."""
    triples: int
    """Triples that were sent."""
    requests: int
    """Transactions that changed the store."""


def sync(
    store: Store,
    shares: Sequence[Share],
    *,
    known: Mapping[str, ShareEntry] | None = None,
    jobs: int = 2,
    all_again: bool = False,
    check_all: bool = False,
    begin: Progress = lambda _: None,
    progress: Progress = lambda _: None,
) -> LoadReport:
    """Make a store hold these graphs, and none that an earlier load has put there besides.

    `known` is what `store.entries()` has just said; the store is asked unless that is given. `begin` is told
    how many triples are to be sent, `progress` of each part that has arrived. `all_again` sends also what is
    there already; `check_all` counts also what was not sent. Raises LoadError; what has been loaded by then
    stays, and the next call does the rest.
    """
    plan = _plan(store, shares, store.entries() if known is None else known, all_again)
    batches = list(_batches(plan, store.batch))
    before = store.requests
    sent = [share for batch in batches for share in batch.put]
    begin(sum(share.triples for share in sent))
    _carry_out(store, batches, jobs, progress)
    verify(store, shares if check_all else sent)
    return LoadReport(
        len(sent),
        len(plan.gone),
        len(plan.same),
        sum(share.triples for share in sent),
        store.requests - before,
    )


def _plan(store: Store, shares: Sequence[Share], entries: Mapping[str, ShareEntry], all_again: bool) -> Plan:
    """Compare with the manifest, and with what is really there."""
    if any(share.graph == store.manifest.value for share in shares):
        raise LoadError(
            f"{store.manifest.value} is where kgbuild keeps its manifest: leave it out of the files"
        )
    plan = compare(shares, entries)
    there = set()
    for graphs in portions((share.graph for share in shares), _NAMES):
        there |= store.present(graphs)
    lost = [share for share in plan.same if share.graph not in there]
    again = [share for share in plan.same if share.graph in there] if all_again else []
    # What is there without an entry was loaded by hand; its name says that it is to be this
    return Plan(
        new=tuple(share for share in plan.new if share.graph not in there),
        changed=(*plan.changed, *(share for share in plan.new if share.graph in there), *lost, *again),
        gone=plan.gone,
        same=() if all_again else tuple(share for share in plan.same if share.graph in there),
    )


def _batches(plan: Plan, triples: int) -> Iterator[Batch]:
    """Group the work: first what takes the place of something, then the rest of what is new."""
    new = list(reversed(plan.new))
    gone = list(portions(plan.gone, _GONE))
    groups = list(_groups(plan.changed, min(_CHANGED, triples)))
    for number in range(max(len(gone), len(groups))):
        drop = gone[number] if number < len(gone) else ()
        put = list(groups[number]) if number < len(groups) else []
        changed = tuple(share.graph for share in put)
        # A document that was edited has another name: it goes with the one it replaces
        room = min(_CHANGED, triples) - sum(share.triples for share in put)
        while new and new[-1].triples <= room:
            room -= new[-1].triples
            put.append(new.pop())
        yield Batch((*changed, *drop), tuple(put))
    for group in _groups(reversed(new), triples):
        yield Batch((), group)


def _groups(shares: Iterable[Share], triples: int) -> Iterator[tuple[Share, ...]]:
    group: list[Share] = []
    size = 0
    for share in shares:
        if group and size + share.triples > triples:
            yield tuple(group)
            group, size = [], 0
        group.append(share)
        size += share.triples
    if group:
        yield tuple(group)


def _carry_out(store: Store, batches: Iterable[Batch], jobs: int, progress: Progress) -> None:
    """Send batches, some at a time; after the first failure none is begun any more."""
    waiting = iter(batches)
    with ThreadPoolExecutor(jobs, "load") as pool:
        running: set[Future[int]] = {pool.submit(_send, store, batch) for batch in islice(waiting, jobs)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                progress(future.result())
                running |= {pool.submit(_send, store, batch) for batch in islice(waiting, 1)}


def _send(store: Store, batch: Batch) -> int:
    """Send a batch, in smaller ones where the store finds it too large; return its triples."""
    try:
        store.write(batch)
    except TooLargeError as error:
        if len(batch.put) < 2:
            what = f"the graph {batch.put[0].graph}" if batch.put else "a list of names"
            raise LoadError(
                f"{store.url}: {what} alone is too large for a request (413): raise the server's limit"
            ) from error
        middle = len(batch.put) // 2
        first, second = batch.put[:middle], batch.put[middle:]
        names = {share.graph for share in second}
        _send(store, Batch(tuple(graph for graph in batch.drop if graph not in names), first))
        _send(store, Batch(tuple(graph for graph in batch.drop if graph in names), second))
    return batch.triples
