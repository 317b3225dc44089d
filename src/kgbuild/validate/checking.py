"""The whole check: shapes and axioms, then a reasoner for what neither of them sees."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pyoxigraph as ox
from rdflib import Dataset

from kgbuild.errors import ValidationError
from kgbuild.graph.store import as_store
from kgbuild.validate.axioms import Axioms
from kgbuild.validate.contradictions import contradictions
from kgbuild.validate.faults import Fault, FaultPlace, short
from kgbuild.validate.parts import Part, documents, gathered, portions, whole
from kgbuild.validate.places import label_of, place_of
from kgbuild.validate.quotes import Quotes, held
from kgbuild.validate.reasoners import HermiT, Reasoner, RuleReasoner
from kgbuild.validate.shapes import Shapes


class Choice(StrEnum):
    """Which reasoner to ask."""

    AUTO = "auto"
    """HermiT where there is a Java, else the rules of OWL 2 RL."""
    HERMIT = "hermit"
    """The same; the name for those who want it said."""
    RL = "rl"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Objection:
    """What a reasoner refuses that no shape and no axiom by itself tells of."""

    documents: tuple[str, ...]
    """Identifiers of the documents whose statements do not fit together, if of any."""
    why: tuple[str, ...]


@dataclass(slots=True)
class Verdict:
    """What the reasoner says."""

    reasoner: str | None = None
    """Its name; None where none was asked."""
    fallback: bool = False
    """Whether it stands in for HermiT, for want of Java."""
    asked: int = 0
    """Documents it was asked about."""
    left_out: int = 0
    """Documents with contradictions that the axioms already tell of."""
    objections: list[Objection] = field(default_factory=list)


class Check:
    """The checks on one graph. Faults come as they are; `place` and `label` tell where they stand."""

    def __init__(self, dataset: Dataset, at_once: bool = False) -> None:
        self._store = _merged(as_store(dataset))
        self._at_once = at_once
        self.triples = len(self._store)
        """How many statements there are; one in several named graphs counts once."""
        self.documents = len(documents(self._store))

    def place(self, fault: Fault) -> FaultPlace | None:
        """Return where the words of the node at fault stand; the first of several places."""
        return place_of(self._store, _node(fault))

    def label(self, fault: Fault) -> str | None:
        """Return the label of the node at fault."""
        return label_of(self._store, _node(fault))

    def shapes(self) -> list[Fault]:
        """Return what breaks the shapes, each thing once, in the order of the nodes."""
        shapes = Shapes.load()
        found: set[Fault] = set()
        for portion in self._portions():
            borders = {node.value for node in portion.borders}
            found.update(shapes.faults(portion.graph, borders))
        return sorted(found)

    def quotes(self, texts: Mapping[str, str] | None = None) -> Quotes:
        """Hold the quotes against stored texts, which are given by their sha256; see `quotes.held`."""
        return held(self._store, texts or {})

    def contradictions(self) -> list[Fault]:
        """Return what the axioms of the ontology exclude, looked for in the whole graph at once."""
        return contradictions(self._store, Axioms.load())

    def reason(
        self,
        told: Iterable[Fault] = (),
        choice: Choice = Choice.AUTO,
    ) -> Verdict:
        """Ask a reasoner about every document but those in which faults were `told`.

        Raises ValidationError when the reasoner cannot be run at all.
        """
        if choice is Choice.NONE:
            return Verdict()
        java = choice is not Choice.RL and HermiT.available()
        reasoner: Reasoner = HermiT() if java else RuleReasoner()
        verdict = Verdict(reasoner.name, fallback=not java and choice is not Choice.RL)
        faulty = {_node(fault) for fault in told}
        size = sys.maxsize if self._at_once else reasoner.portion
        for portion in portions(self._store, size, faulty):
            verdict.left_out += portion.left_out
            verdict.asked += len(portion.documents)
            verdict.objections += self._ask(reasoner, portion)
        return verdict

    def _portions(self) -> Iterator[Part]:
        if self._at_once:
            yield whole(self._store)
        else:
            yield from portions(self._store)

    def _ask(self, reasoner: Reasoner, portion: Part) -> list[Objection]:
        """Ask about documents together; where something is wrong, halve until it is one document."""
        why = _objections(reasoner, portion)
        if not why:
            return []
        if len(portion.seeds) < 2:
            return [self._objection(portion, why)]
        middle = len(portion.seeds) // 2
        halves = (
            gathered(self._store, portion.seeds[:middle]),
            gathered(self._store, portion.seeds[middle:]),
        )
        found = [objection for half in halves for objection in self._ask(reasoner, half)]
        return found or [self._objection(portion, why)]

    def _objection(self, portion: Part, why: list[str]) -> Objection:
        names = (place_of(self._store, ox.NamedNode(iri)) for iri in portion.documents)
        documents = tuple(
            name.document if name else short(iri) for name, iri in zip(names, portion.documents, strict=True)
        )
        return Objection(documents, tuple(why))


def check_shapes(dataset: Dataset) -> list[Fault]:
    """Return what breaks the shapes, in the order of the nodes; nothing where the graph conforms."""
    return Check(dataset).shapes()


def _merged(store: ox.Store) -> ox.Store:
    """Return the store without names of graphs: what a thousand documents say of a state stands once."""
    if next(iter(store.named_graphs()), None) is None:
        return store
    merged = ox.Store()
    merged.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    return merged


def _objections(reasoner: Reasoner, portion: Part) -> list[str]:
    try:
        return reasoner.objections(portion.graph)
    except ValidationError as error:
        reasoner.objections(Part().graph)  # where the reasoner fails on nothing too, it is not the graph
        return [str(error)]


def _node(fault: Fault) -> ox.NamedNode | ox.BlankNode:
    return ox.NamedNode(fault.node) if fault.named else ox.BlankNode(fault.node)
