"""Runs the rules: stratum by stratum to a fixed point, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import chain, groupby
from tempfile import SpooledTemporaryFile

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kgbuild.derivation import terms
from kgbuild.derivation.accounts import Conclusions, describe
from kgbuild.derivation.blocks import Block, ReadStatements, batches, blocks, iri
from kgbuild.derivation.changes import drop, reached
from kgbuild.derivation.context import context
from kgbuild.derivation.later import Later
from kgbuild.derivation.rules import Rule, RuleScope, load_rules
from kgbuild.errors import RuleError
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.store import as_store, extend

Guard = Callable[[Rule], AbstractContextManager[object]]
"""Watches over a rule while it is being run."""
_IN_MEMORY = 8_000_000
"""Bytes of conclusions that are laid aside in memory. No rule of their phase reads them in the store, and a
store on disk takes ever more memory while it is read and written in turn."""
_LINES = ox.RdfFormat.N_QUADS
_MOST = 1_000_000
"""Statements that a rule may yield, in one go or in all."""


@dataclass
class Summary:
    """What was done."""

    claims: int = 0
    """Claims that were looked at."""
    blocks: int = 0
    """Blocks that were worked on anew."""
    statements: dict[str, int] = field(default_factory=dict)
    """Statements that each rule yielded in these blocks."""
    derivations: int = 0
    """Accounts of these statements."""


def derive(
    dataset: Dataset,
    rules: Sequence[Rule] | None = None,
    base: str = BASE,
    affected: Iterable[str] | None = None,
    guard: Guard = nullcontext,
) -> Summary:
    """Put what follows from the claims of a dataset into its graph of derived statements.

    `rules` are the shipped ones unless given. Without `affected`, the graph is made anew. With it, only the
    blocks of claims are worked on that the named nodes belong to (see `kgbuild.derivation.Watch`); the result
    is the same as long as all else has stayed as it was when the graph was made by these rules. A rule of
    scope corpus makes everything anew in any case. `guard` is entered with each rule while that is being run.
    Raises RuleError where a rule yields what it may not, or more than a million statements.
    """
    if not isinstance(dataset.store, OxigraphStore):
        raise TypeError("rules run on a dataset of the Oxigraph store: make it with kgbuild.graph")
    store = as_store(dataset)
    rules = load_rules() if rules is None else rules
    source, graph = ReadStatements(store, base), terms.derived_graph(base)
    if affected is None or any(rule.scope is RuleScope.CORPUS for rule in rules):
        store.clear_graph(graph)
        found = list(blocks(source, source.claims()))
    else:
        nodes = [ox.NamedNode(iri) for iri in sorted(set(affected))]
        found = list(blocks(source, reached(source, nodes)))
        drop(store, graph, nodes, found, source)
    summary = Summary(sum(map(len, found)), len(found), {rule.name: 0 for rule in rules})
    store.extend(quad for rule in rules for quad in describe(rule, base, graph))
    for phase in _phases(rules):
        with SpooledTemporaryFile(_IN_MEMORY, prefix="kgbuild-") as aside:
            for conclusions in _run(phase, store, found, base, guard):
                for each in conclusions:
                    summary.statements[each.rule.name] += len(each.statements)
                    summary.derivations += each.derivations
                ox.serialize(chain.from_iterable(each.quads(graph) for each in conclusions), aside, _LINES)
                conclusions.clear()  # before the next ones are made
            aside.seek(0)
            extend(store, ox.parse(aside, _LINES))
    return summary


def _phases(rules: Iterable[Rule]) -> Iterator[list[Rule]]:
    """Yield rules that can be run together: all strata of event rules up to the next rule of scope corpus."""
    ordered = sorted(rules, key=lambda rule: (rule.stratum, rule.scope is RuleScope.CORPUS, rule.name))
    for _, phase in groupby(ordered, key=_phase):
        yield list(phase)


def _phase(rule: Rule) -> int | None:
    return rule.stratum if rule.scope is RuleScope.CORPUS else None


def _run(
    phase: Sequence[Rule], store: ox.Store, found: Iterable[Block], base: str, guard: Guard
) -> Iterator[list[Conclusions]]:
    if phase[0].scope is RuleScope.CORPUS:
        conclusions = [Conclusions(rule, base) for rule in phase]
        _settle(conclusions, store, terms.derived_graph(base), guard)
        for each in conclusions:
            each.check({})
        yield conclusions
        return
    source = ReadStatements(store, base)
    for batch in batches(found):
        numbers = {claim.value: number for number, block in enumerate(batch) for claim in block}
        below = context(source, [claim for block in batch for claim in block], phase)
        below.extend(_derived_before(store, batch, source, terms.derived_graph(base)))
        conclusions = [Conclusions(rule, base) for rule in phase]
        later = Later(below, [claim for block in batch for claim in block], base)
        for _, stratum in groupby(conclusions, key=lambda each: each.rule.stratum):
            due = list(stratum)
            later.give(each.rule for each in due)
            _settle(due, below, ox.DefaultGraph(), guard)
        for each in conclusions:
            each.check(numbers)
        del below, later  # what the rules saw takes more room than what they yield
        yield conclusions


def _derived_before(
    store: ox.Store, batch: Iterable[Block], source: ReadStatements, graph: ox.NamedNode
) -> Iterator[ox.Quad]:
    """Yield what rules of an earlier phase have concluded about these claims and what they are about."""
    nodes = {claim for block in batch for claim in block}
    for claim in sorted(nodes, key=iri):
        nodes.update(source.objects(claim, terms.ABOUT))
    for node in nodes:
        for quad in store.quads_for_pattern(node, None, None, graph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _settle(
    conclusions: Sequence[Conclusions],
    store: ox.Store,
    graph: ox.NamedNode | ox.DefaultGraph,
    guard: Guard,
) -> None:
    """Run the rules of one stratum until they yield nothing new."""
    derived = {each.rule.derives for each in conclusions}
    again = any(each.rule.reads(iri) for each in conclusions for iri in derived)
    while True:
        fresh = []
        for each in conclusions:
            with guard(each.rule), _mistakes(each.rule):
                triples = store.query(each.rule.text, use_default_graph_as_union=True)
                assert isinstance(triples, ox.QueryTriples)  # load_rules takes no other
                fresh += each.take(_counted(triples, each))
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in fresh)
        if not fresh or not again:
            return


@contextmanager
def _mistakes(rule: Rule) -> Iterator[None]:
    """Let what the engine raises name the rule."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        told = next(iter(str(error).splitlines()), "no reason given")
        raise RuleError(f"{rule.place}: cannot be run: {told}") from error


def _counted(triples: Iterable[ox.Triple], conclusions: Conclusions) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples, start=1):
        if max(number, len(conclusions.statements)) > _MOST:
            raise RuleError(
                f"{conclusions.rule.place}: yields more than {_MOST:,} statements: let it say less"
            )
        yield triple
