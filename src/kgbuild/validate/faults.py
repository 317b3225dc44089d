"""What a check finds: one thing wrong with one node, in words, and where its words stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kgbuild.graph.namespaces import prefixes
from kgbuild.validate.terms import XSD_STRING

_PREFIXES = sorted(
    {**prefixes(), "schema": "https://schema.org/"}.items(), key=lambda item: len(item[1]), reverse=True
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with one node."""

    node: str
    """Its IRI, or the label of a blank node."""
    rule: str
    """What should hold, as the shape or the axiom says it."""
    wrong: str
    """What is there instead; follows the node in a sentence: `has no kg:claimant`."""
    remedy: str
    """What to do about it."""
    named: bool = True
    """False for a blank node."""

    @property
    def name(self) -> str:
        """The node as people write it."""
        return short(self.node) if self.named else f"_:{self.node}"

    @classmethod
    def at(cls, node: Node, rule: str, wrong: str, remedy: str) -> Fault:
        """Return the fault of a node."""
        return cls(str(node), rule, wrong, remedy, not isinstance(node, BNode))


@dataclass(frozen=True, slots=True, order=True)
class FaultPlace:
    """Where the words behind a node stand."""

    document: str
    """Identifier of the document: the name of its file or its URL."""
    quote: str | None = None
    start: int | None = None
    """Offset of the quote in code points of the document's stored text."""
    end: int | None = None


def short(term: Node | str) -> str:
    """Write a term as people do: `claim:036f29bd3094c525`, `kg:stance`, `"2021-13"^^xsd:date`."""
    if isinstance(term, Literal):
        text = f'"{term}"'
        if term.language:
            return f"{text}@{term.language}"
        plain = term.datatype is None or str(term.datatype) == XSD_STRING
        return text if plain else f"{text}^^{short(URIRef(str(term.datatype)))}"
    if isinstance(term, BNode):
        return f"_:{term}"
    iri = str(term)
    for prefix, namespace in _PREFIXES:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def listed(terms: Iterable[Node], most: int = 4) -> str:
    """Write some terms one after the other, in a fixed order; of many, the first and how many more."""
    texts = sorted({short(term) for term in terms})
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
