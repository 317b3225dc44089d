"""What the words given for a parameter stand for in a graph.

A node is found by its IRI, by its key ("PRK", "state:PRK"), or by a name, whatever the case and with or
without "the". Events, agents and documents are also found by a part of their name, where only one has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches

from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD
from rdflib.term import Identifier

from kgbuild.errors import QueryError
from kgbuild.graph.namespaces import KG
from kgbuild.nearest import did_you_mean
from kgbuild.query.saved import Parameter, SavedQuery
from kgbuild.times import PartialDate

_INSTRUMENTS = (KG.Treaty, KG.Resolution)
CLASSES: Mapping[str, tuple[URIRef, ...]] = {
    "agent": (KG.State, KG.Organization, KG.Official, KG.Person),
    "concept": (SKOS.Concept,),
    "document": (KG.Document,),
    "event": (KG.Transfer, KG.Deployment, KG.Casualties, *_INSTRUMENTS),
    "instrument": _INSTRUMENTS,
    "state": (KG.State,),
}
"""The classes whose individuals a parameter of each type can name."""
TERMS: Mapping[str, tuple[str, ...]] = {
    "stance": ("Asserts", "Denies", "Withholds", "Condemns", "Endorses", "Demands", "Pledges"),
    "standing": ("Uncontested", "Unconfirmed", "Disputed", "Admitted"),
}
"""The names of the ontology's own terms that a parameter of each type can be; they arrive as strings."""
_BY_PART = frozenset({"agent", "document", "event", "instrument"})
_FIRST_NAMES = (RDFS.label, SKOS.prefLabel, KG.iso3, DCTERMS.identifier, DCTERMS.title)
_OTHER_NAMES = (SKOS.altLabel, DCTERMS.source)
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_SHOWN = 8
NODES = frozenset({*CLASSES, "iri"})
"""The types whose values are nodes of the graph."""
NAMES = (*_FIRST_NAMES, *_OTHER_NAMES)
"""The properties that a node can be called by."""


def bind(dataset: Dataset, query: SavedQuery, values: Mapping[str, str]) -> dict[str, Identifier]:
    """Return the term of each parameter that is given or has a default.

    Raises QueryError when a value stands for nothing or for several nodes of the graph, when a parameter is
    unknown, and when a required one is missing.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise QueryError(f"the query {query.name} has no parameter {name!r}: {takes}")
    terms: dict[str, Identifier] = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = term(dataset, parameter, value)
        elif parameter.required:
            raise QueryError(
                f"the query {query.name} needs {parameter.name} ({parameter.meaning}): "
                f"add --param {parameter.name}=..."
            )
    return terms


def term(dataset: Dataset, parameter: Parameter, value: str) -> Identifier:
    """Return what a value of a parameter stands for. Raises QueryError when it stands for nothing."""
    if parameter.type == "string":
        return Literal(value)
    if parameter.type in TERMS:
        return _named_term(parameter, value)
    if parameter.type == "number":
        return _number(parameter, value)
    if parameter.type == "date":
        return _date(parameter, value)
    return _node(dataset, parameter, value)


def _named_term(parameter: Parameter, value: str) -> Literal:
    """Return a term's name as the ontology writes it, however it was written ("denies", "kg:Denies")."""
    known = TERMS[parameter.type]
    name = re.split(r"[:#/]", value)[-1].strip().casefold()
    if found := next((each for each in known if each.casefold() == name), None):
        return Literal(found)
    meant = did_you_mean(name, known)
    raise QueryError(
        f"{parameter.name}: {value!r} is no {parameter.type}:{meant} There is {', '.join(known)}"
    )


def _number(parameter: Parameter, value: str) -> Literal:
    number = value.replace(",", "")
    if not _NUMBER.fullmatch(number):
        raise QueryError(f"{parameter.name}: {value!r} is not a number")
    return Literal(Decimal(number))


def _date(parameter: Parameter, value: str) -> Literal:
    try:
        date = PartialDate(value)
    except ValueError as error:
        raise QueryError(f"{parameter.name}: {error}") from None
    return Literal(str(date), datatype=XSD[date.datatype], normalize=False)


def _node(dataset: Dataset, parameter: Parameter, value: str) -> URIRef:
    nodes = _individuals(dataset, CLASSES.get(parameter.type))
    if named := next((node for node in nodes if str(node) == value), None):
        return named
    by_key = {node for node in nodes if node.endswith(("/" + value.replace(":", "/", 1), "#" + value))}
    wanted = plain(value)
    first = _named(dataset, nodes, _FIRST_NAMES)
    for candidates in (by_key, first.get(wanted), _named(dataset, nodes, _OTHER_NAMES).get(wanted)):
        if candidates:
            return _only(dataset, parameter, value, candidates)
    if parameter.type in _BY_PART and wanted:
        partly = {node for name, found in first.items() if wanted in name for node in found}
        if partly:
            return _only(dataset, parameter, value, partly)
    near = get_close_matches(wanted, first, n=_SHOWN, cutoff=0.5) or sorted(first)[:_SHOWN]
    known = {node for name in near for node in first[name]}
    hint = f"it has {_listed(dataset, known)}" if known else "it has none at all"
    what = "node" if parameter.type == "iri" else parameter.type
    raise QueryError(f"{parameter.name}: no {what} of this graph is called {value!r}: {hint}")


def _only(dataset: Dataset, parameter: Parameter, value: str, candidates: set[URIRef]) -> URIRef:
    if len(candidates) > 1:
        raise QueryError(
            f"{parameter.name}: {value!r} could be {_listed(dataset, candidates)}: name one of these"
        )
    return next(iter(candidates))


def _individuals(dataset: Dataset, classes: Iterable[URIRef] | None) -> set[URIRef]:
    if classes is None:
        return {node for node in dataset.subjects() if isinstance(node, URIRef)}
    return {node for cls in classes for node in dataset.subjects(RDF.type, cls) if isinstance(node, URIRef)}


def _named(dataset: Dataset, nodes: set[URIRef], properties: Iterable[URIRef]) -> dict[str, set[URIRef]]:
    """Return the nodes of each name."""
    names: dict[str, set[URIRef]] = {}
    for name in properties:
        for node, value in dataset.subject_objects(name):
            if isinstance(node, URIRef) and node in nodes:
                names.setdefault(plain(str(value)), set()).add(node)
    return names


def plain(name: str) -> str:
    """Return a name as it is compared: without case, a leading "the" or the kind of apostrophe."""
    return re.sub(r"^the ", "", " ".join(name.replace("’", "'").casefold().split()))


def _listed(dataset: Dataset, nodes: set[URIRef]) -> str:
    """Write nodes as "Ethiopia (state:ETH)", the first few of them."""
    shown = []
    for node in sorted(nodes)[:_SHOWN]:
        key = ":".join(re.split(r"[/#]", str(node))[-2:])
        label = next((v for p in _FIRST_NAMES for v in sorted(map(str, dataset.objects(node, p)))), None)
        shown.append(f"{label} ({key})" if label else key)
    more = f" and {len(nodes) - _SHOWN} more" if len(nodes) > _SHOWN else ""
    return ", ".join(shown) + more
