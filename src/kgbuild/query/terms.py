"""Terms of answers without a library of graphs, whose import takes longer than most answers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal, NamedTuple

from kgbuild.graph.vocabulary import XSD_NAMES

if TYPE_CHECKING:
    import pyoxigraph as ox
    from rdflib.term import Identifier

URI: Literal["uri"] = "uri"
BNODE: Literal["bnode"] = "bnode"
LITERAL: Literal["literal"] = "literal"
_KINDS = {URI, BNODE, LITERAL}
_WHOLE_NUMBERS = frozenset(
    f"{XSD_NAMES}{name}"
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_DECIMAL = f"{XSD_NAMES}decimal"


class Term(NamedTuple):
    """A term, as SPARQL's JSON has it."""

    kind: Literal["uri", "bnode", "literal"]
    value: str
    """The IRI, the name of the blank node, or the text of the literal."""
    language: str | None = None
    datatype: str | None = None
    """Of a literal; None for plain text, which xsd:string is too."""

    def __str__(self) -> str:
        """Return its value."""
        return self.value

    @property
    def number(self) -> int | Decimal | None:
        """The number that a literal of xsd:decimal or xsd:integer stands for."""
        try:
            if self.datatype == _DECIMAL:
                return Decimal(self.value)
            return int(self.value) if self.datatype in _WHOLE_NUMBERS else None
        except (ValueError, InvalidOperation):
            return None


class QueryAnswer(NamedTuple):
    """The answer to a SELECT or ASK query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    """In the order of the query; None where a column has no value."""
    truth: bool | None = None
    """What an ASK query is answered with; None of SELECT."""


def uri(value: str) -> Term:
    """Return an IRI as a term."""
    return Term(URI, value)


def literal(value: str, datatype: str | None = None) -> Term:
    """Return a literal; the datatype goes by its name in XML Schema."""
    return Term(LITERAL, value, None, None if datatype is None else XSD_NAMES + datatype)


def from_json(told: Mapping[str, str]) -> Term:
    """Return a term of SPARQL's JSON. Raises ValueError for terms that graphs of kgbuild have not."""
    kind = told["type"]
    if kind not in _KINDS:
        raise ValueError(f"no term of a graph is a {kind}")
    return Term(kind, told["value"], told.get("xml:lang"), _unless_plain(told.get("datatype")))  # type: ignore[arg-type]


def to_json(term: Term) -> dict[str, str]:
    """Return a term as SPARQL's JSON has it."""
    told = {"type": term.kind, "value": term.value}
    if term.datatype is not None:
        told["datatype"] = term.datatype
    if term.language is not None:
        told["xml:lang"] = term.language
    return told


def from_rdflib(term: Identifier) -> Term:
    """Return a term of rdflib."""
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415

    if isinstance(term, Literal):
        kind = None if term.datatype is None else str(term.datatype)
        return Term(LITERAL, str(term), term.language, _unless_plain(kind))
    return Term(BNODE if isinstance(term, BNode) else URI if isinstance(term, URIRef) else LITERAL, str(term))


def from_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Return a term of Oxigraph; graphs of kgbuild hold no triples as terms."""
    import pyoxigraph as ox  # noqa: PLC0415

    if isinstance(term, ox.Literal):
        kind = None if term.language else term.datatype.value
        return Term(LITERAL, term.value, term.language, _unless_plain(kind))
    assert not isinstance(term, ox.Triple)
    return Term(URI if isinstance(term, ox.NamedNode) else BNODE, term.value)


def to_rdflib(term: Term) -> Identifier:
    """Return a term as rdflib has it."""
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415

    if term.kind != LITERAL:
        return (URIRef if term.kind == URI else BNode)(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype is None:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype))


def _unless_plain(datatype: str | None) -> str | None:
    """Return a datatype; "x"^^xsd:string is "x", some engines write the one, some the other."""
    return None if datatype == f"{XSD_NAMES}string" else datatype
