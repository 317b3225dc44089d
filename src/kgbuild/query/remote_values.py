"""Gives the parameters of a query their values as a VALUES line, as SPARQL 1.1 has it for every store.

The line goes to the head of the outermost WHERE block, on the line where that opens, so that the lines a
server names are those of the file. A saved query is parsed again, and must be what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kgbuild.errors import QueryError
from kgbuild.query.terms import BNODE, URI, Term, from_rdflib, literal

if TYPE_CHECKING:
    from rdflib.term import Identifier

SKIPPED = (
    r"""\#[^\n]*|<[^\x00-\x20<>"{}|^`\\]*>"""
    r'''|"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""|\'\'\'(?:(?:\'|\'\')?(?:[^'\\]|\\.))*\'\'\''''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
)
"""What braces and names in a query do not count in: comments, IRIs and strings."""
_TOKEN = re.compile(
    rf"(?P<skipped>{SKIPPED})"
    r"""|(?P<open>[({])|(?P<close>[)}])|(?P<construct>(?<![\w?$:-])CONSTRUCT(?![\w:-]))""",
    re.DOTALL | re.IGNORECASE,
)


def with_values(text: str, terms: Mapping[str, Term | Identifier]) -> str:
    """Return a query with its variables bound to terms. Raises QueryError where none fits in."""
    if not terms:
        return text
    # Tried with simple values: rdflib's parser takes \\u in a string for what it is not
    if not _opens_with(with_rows(text, tuple(terms), [[literal("1", "integer")] * len(terms)]), tuple(terms)):
        raise QueryError(
            "the values of the parameters have no place in the query: "
            "write it as SELECT ... WHERE { ... }, with braces of its own around a query within"
        )
    return with_rows(text, tuple(terms), [tuple(terms.values())])


def with_rows(text: str, names: Sequence[str], rows: Sequence[Sequence[Term | Identifier]]) -> str:
    """Return a query of one's own with its variables bound to each of several rows of terms."""
    place = _where(text)
    return f"{text[:place]} {values_line(names, rows)} {text[place:]}"


def values_line(names: Sequence[str], rows: Sequence[Sequence[Term | Identifier]]) -> str:
    """Return the line that gives variables each of several rows of terms. Raises QueryError."""
    variables = " ".join(f"?{name}" for name in names)
    lines = " ".join(f"({' '.join(map(n_triples, row))})" for row in rows)
    return f"VALUES ({variables}) {{ {lines} }}"


def n_triples(term: Term | Identifier) -> str:
    """Return a term as N-Triples has it, on one line. Raises QueryError for what no IRI can be."""
    import pyoxigraph as ox  # noqa: PLC0415 - many queries have no values

    told = term if isinstance(term, Term) else from_rdflib(term)
    if told.kind == BNODE:
        raise QueryError(f"{told.value!r} is a node without a name, which no other store knows")
    if told.kind == URI:
        try:
            return str(ox.NamedNode(told.value))
        except ValueError as error:
            raise QueryError(f"{told.value!r} is not an IRI") from error
    if told.language:
        return str(ox.Literal(told.value, language=told.language))
    if told.datatype:
        return str(ox.Literal(told.value, datatype=ox.NamedNode(told.datatype)))
    return str(ox.Literal(told.value))


def _where(text: str) -> int:
    """Return where the outermost WHERE block begins, behind its brace."""
    depth = blocks = 0
    before = 0
    for token in _TOKEN.finditer(text):
        if token["construct"] and not depth:
            before = 1  # a template stands before the block
        elif token["open"]:
            if token["open"] == "{" and not depth:
                blocks += 1
                if blocks > before:
                    return token.end()
            depth += 1
        elif token["close"]:
            depth -= 1
    raise QueryError("the values of the parameters have no place in the query: it has no WHERE { ... }")


def _opens_with(text: str, names: Sequence[str]) -> bool:
    """Tell whether the WHERE block of a query begins with a VALUES line for these variables."""
    from pyparsing import ParseBaseException  # noqa: PLC0415 - takes longer to load than most answers
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        query: Any = parseQuery(text)[1]
    except ParseBaseException:
        return False
    block = query.where
    if block is None or not block.part:
        return False
    first = block.part[0]
    return bool(first.name == "InlineData" and [str(variable) for variable in first.var] == list(names))
