"""What the words given for a parameter stand for in a graph.

A node is found by its IRI, by its key ("PRK", "state:PRK"), or by a name, whatever the case and with or
without "the". Events, agents and documents are also found by a part of their name, where only one has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Protocol

from kgbuild.errors import QueryError
from kgbuild.graph.vocabulary import RDF_TYPE, VOCABULARIES
from kgbuild.nearest import did_you_mean
from kgbuild.query.saved import Parameter, SavedQuery
from kgbuild.query.terms import URI, Term, literal, uri
from kgbuild.times import PartialDate


def _terms(*names: str) -> tuple[Term, ...]:
    """Return terms of vocabularies by their prefixed names."""
    parts = (name.split(":") for name in names)
    return tuple(uri(VOCABULARIES[prefix] + local) for prefix, local in parts)


_INSTRUMENTS = _terms("kg:Treaty", "kg:Resolution")
CLASSES: Mapping[str, tuple[Term, ...]] = {
    "agent": _terms("kg:State", "kg:Organization", "kg:Official", "kg:Person"),
    "concept": _terms("skos:Concept"),
    "document": _terms("kg:Document"),
    "event": (*_terms("kg:Transfer", "kg:Deployment", "kg:Casualties"), *_INSTRUMENTS),
    "instrument": _INSTRUMENTS,
    "state": _terms("kg:State"),
}
"""The classes whose individuals a parameter of each type can name."""
TERMS: Mapping[str, tuple[str, ...]] = {
    "stance": ("Asserts", "Denies", "Withholds", "Condemns", "Endorses", "Demands", "Pledges"),
    "standing": ("Uncontested", "Unconfirmed", "Disputed", "Admitted"),
}
"""The names of the ontology's own terms that a parameter of each type can be; they arrive as strings."""
_BY_PART = frozenset({"agent", "document", "event", "instrument"})
_FIRST_NAMES = _terms("rdfs:label", "skos:prefLabel", "kg:iso3", "dcterms:identifier", "dcterms:title")
_OTHER_NAMES = _terms("skos:altLabel", "dcterms:source")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_SHOWN = 8
NODES = frozenset({*CLASSES, "iri"})
"""The types whose values are nodes of the graph."""
NAMES = (*_FIRST_NAMES, *_OTHER_NAMES)
"""The properties that a node can be called by."""


class Known(Protocol):
    """What is known of the nodes of a graph."""

    def individuals(self, cls: Term | None) -> Iterable[str]:
        """Return the IRIs of a class, or of all that anything is said of."""

    def named(self, name: Term) -> Iterable[tuple[str, str]]:
        """Return IRIs with what they are called by a property."""


class KnownTriples:
    """Statements that were fetched."""

    def __init__(self) -> None:
        self._all: set[tuple[Term, Term, Term]] = set()

    def add(self, triples: Iterable[tuple[Term, Term, Term]]) -> None:
        """Add more of them."""
        self._all.update(triples)

    def individuals(self, cls: Term | None) -> Iterator[str]:
        """Yield the IRIs of a class, or of all that anything is said of."""
        for subject, predicate, value in self._all:
            if subject.kind == URI and (cls is None or (predicate.value == RDF_TYPE and value == cls)):
                yield subject.value

    def named(self, name: Term) -> Iterator[tuple[str, str]]:
        """Yield IRIs with what they are called by a property."""
        for subject, predicate, value in self._all:
            if predicate == name and subject.kind == URI:
                yield subject.value, value.value


def bind(known: Known, query: SavedQuery, values: Mapping[str, str]) -> dict[str, Term]:
    """Return the term of each parameter that is given or has a default.

    Raises QueryError when a value stands for nothing or for several nodes of the graph, when a parameter is
    unknown, and when a required one is missing.
    """
    taken = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in taken:
            takes = f"it takes {', '.join(taken)}" if taken else "it takes none"
            raise QueryError(f"the query {query.name} has no parameter {name!r}: {takes}")
    terms: dict[str, Term] = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = term(known, parameter, value)
        elif parameter.required:
            raise QueryError(
                f"the query {query.name} needs {parameter.name} ({parameter.meaning}): "
                f"add --param {parameter.name}=..."
            )
    return terms


def term(known: Known, parameter: Parameter, value: str) -> Term:
    """Return what a value of a parameter stands for. Raises QueryError when it stands for nothing."""
    if parameter.type == "string":
        return literal(value)
    if parameter.type in TERMS:
        return _named_term(parameter, value)
    if parameter.type == "number":
        return _number(parameter, value)
    if parameter.type == "date":
        return _date(parameter, value)
    return _node(known, parameter, value)


def _named_term(parameter: Parameter, value: str) -> Term:
    """Return a term's name as the ontology writes it, however it was written ("denies", "kg:Denies")."""
    known = TERMS[parameter.type]
    name = re.split(r"[:#/]", value)[-1].strip().casefold()
    if found := next((each for each in known if each.casefold() == name), None):
        return literal(found)
    meant = did_you_mean(name, known)
    raise QueryError(
        f"{parameter.name}: {value!r} is no {parameter.type}:{meant} There is {', '.join(known)}"
    )


def _number(parameter: Parameter, value: str) -> Term:
    number = value.replace(",", "")
    if not _NUMBER.fullmatch(number):
        raise QueryError(f"{parameter.name}: {value!r} is not a number")
    return literal(str(Decimal(number)), "decimal")


def _date(parameter: Parameter, value: str) -> Term:
    try:
        date = PartialDate(value)
    except ValueError as error:
        raise QueryError(f"{parameter.name}: {error}") from None
    return literal(str(date), date.datatype)


def _node(known: Known, parameter: Parameter, value: str) -> Term:
    nodes = _individuals(known, CLASSES.get(parameter.type))
    if value in nodes:
        return uri(value)
    by_key = {node for node in nodes if node.endswith(("/" + value.replace(":", "/", 1), "#" + value))}
    wanted = plain(value)
    first = _named(known, nodes, _FIRST_NAMES)
    for candidates in (by_key, first.get(wanted), _named(known, nodes, _OTHER_NAMES).get(wanted)):
        if candidates:
            return _only(known, parameter, value, candidates)
    if parameter.type in _BY_PART and wanted:
        partly = {node for name, found in first.items() if wanted in name for node in found}
        if partly:
            return _only(known, parameter, value, partly)
    near = get_close_matches(wanted, first, n=_SHOWN, cutoff=0.5) or sorted(first)[:_SHOWN]
    some = {node for name in near for node in first[name]}
    hint = f"it has {_listed(known, some)}" if some else "it has none at all"
    what = "node" if parameter.type == "iri" else parameter.type
    raise QueryError(f"{parameter.name}: no {what} of this graph is called {value!r}: {hint}")


def _only(known: Known, parameter: Parameter, value: str, candidates: set[str]) -> Term:
    if len(candidates) > 1:
        raise QueryError(
            f"{parameter.name}: {value!r} could be {_listed(known, candidates)}: name one of these"
        )
    return uri(next(iter(candidates)))


def _individuals(known: Known, classes: Iterable[Term] | None) -> set[str]:
    return {node for cls in ((None,) if classes is None else classes) for node in known.individuals(cls)}


def _named(known: Known, nodes: set[str], properties: Iterable[Term]) -> dict[str, set[str]]:
    """Return the nodes of each name."""
    names: dict[str, set[str]] = {}
    for name in properties:
        for node, value in known.named(name):
            if node in nodes:
                names.setdefault(plain(value), set()).add(node)
    return names


def plain(name: str) -> str:
    """Return a name as it is compared: without case, a leading "the" or the kind of apostrophe."""
    return re.sub(r"^the ", "", " ".join(name.replace("’", "'").casefold().split()))


def _listed(known: Known, nodes: set[str]) -> str:
    """Write nodes as "Ethiopia (state:ETH)", the first few of them."""
    labels: dict[str, str] = {}
    for name in _FIRST_NAMES:
        for node, label in sorted(known.named(name)):
            labels.setdefault(node, label)
    shown = []
    for node in sorted(nodes)[:_SHOWN]:
        key = ":".join(re.split(r"[/#]", node)[-2:])
        shown.append(f"{labels[node]} ({key})" if labels.get(node) else key)
    more = f" and {len(nodes) - _SHOWN} more" if len(nodes) > _SHOWN else ""
    return ", ".join(shown) + more
