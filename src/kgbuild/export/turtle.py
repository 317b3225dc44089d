"""Turtle and TriG for people: a block for each subject, a line for each property, names instead of IRIs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from kgbuild.identity.names import LETTERS

# A cautious part of PN_LOCAL: what needs no escape
_LOCAL = re.compile(f"[{LETTERS}A-Z_](?:[{LETTERS}A-Z_.-]*[{LETTERS}A-Z_-])?")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# Numbers that mean the same bare; a decimal needs its point, or it would be read as an integer
_SHORT = {f"{_XSD}integer": re.compile(r"[+-]?[0-9]+"), f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+")}
_STRING = f"{_XSD}string"
_LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


_REMEMBERED = 1 << 13
"""Names that are kept at hand."""
_IN_MEMORY = 4_000_000
"""Characters of a body up to which nothing is written to disk."""
_PIECE = 1 << 16
_WIDTH = 110
"""Columns in which several values of a property stay on one line."""


class Names:
    """Short forms of IRIs and literals under a set of prefixes; remembers which prefixes were needed."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        # The longest namespace wins where one lies inside another
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._known: dict[str, str] = {}
        self.used: dict[str, str] = {}

    def iri(self, value: str) -> str:
        """Return a prefixed name where it needs no escape, else the whole IRI in brackets."""
        short = self._known.get(value)
        if short is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            short = self._known[value] = self._shorten(value)
        return short

    def _shorten(self, value: str) -> str:
        for prefix, namespace in self._prefixes:
            local = value[len(namespace) :]
            if value.startswith(namespace) and _LOCAL.fullmatch(local):
                self.used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{value}>"

    def term(self, term: Any) -> str:
        """Return any term as Turtle has it."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if not isinstance(term, ox.Literal):
            return str(term)
        datatype = term.datatype.value
        if datatype in (_STRING, _LANGUAGE_STRING):
            return str(term)
        if datatype == f"{_XSD}boolean" and term.value in ("true", "false"):
            return term.value
        if datatype in (f"{_XSD}integer", f"{_XSD}decimal") and _SHORT[datatype].fullmatch(term.value):
            return term.value
        quoted = str(ox.Literal(term.value))
        return f"{quoted}^^{self.iri(datatype)}"


def blocks(triples: Iterable[ox.Triple], names: Names, indent: str = "") -> Iterator[str]:
    """Yield one block of text for each subject of ordered triples."""
    for subject, same_subject in groupby(triples, key=lambda triple: triple.subject):
        lines = []
        for predicate, same in groupby(same_subject, key=lambda triple: triple.predicate):
            verb = "a" if predicate.value == _TYPE else names.iri(predicate.value)
            lines.append(_line(verb, [names.term(triple.object) for triple in same], f"{indent}        "))
        yield f"{indent}{names.term(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def _line(verb: str, values: list[str], indent: str) -> str:
    """Write a property with its values, over several lines where they do not fit on one."""
    if len(values) == 1:
        return f"{verb} {values[0]}"
    lines = [f"{indent[4:]}{verb} {values[0]}"]
    for value in values[1:]:
        if len(lines[-1]) + len(value) + 2 <= _WIDTH:
            lines[-1] += f", {value}"
        else:
            lines[-1] += ","
            lines.append(indent + value)
    return "\n".join(lines).lstrip()


def header(names: Names) -> str:
    """Return the prefixes that were used, in order."""
    return "".join(f"@prefix {prefix}: <{names.used[prefix]}> .\n" for prefix in sorted(names.used))


def turtle(triples: Iterable[ox.Triple], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the text of a Turtle file, in pieces, from ordered triples."""
    names = Names(prefixes)
    yield from _headed(names, (f"\n{block}" for block in blocks(triples, names)))


def trig(quads: Iterable[ox.Quad], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the text of a TriG file, in pieces, from ordered quads; one group for each graph."""
    names = Names(prefixes)
    yield from _headed(names, _groups(quads, names))


def _groups(quads: Iterable[ox.Quad], names: Names) -> Iterator[str]:
    for graph, same in groupby(quads, key=lambda quad: quad.graph_name):
        opening = "" if isinstance(graph, ox.DefaultGraph) else f"{names.term(graph)} "
        yield f"\n{opening}{{"
        for block in blocks((quad.triple for quad in same), names, indent="    "):
            yield f"\n{block}"
        yield "}\n"


def _headed(names: Names, body: Iterable[str]) -> Iterator[str]:
    """Yield the prefixes, then the body: which of them are needed shows only once that is written."""
    with tempfile.SpooledTemporaryFile(
        _IN_MEMORY, "w+", encoding="utf-8", newline="", prefix="kgbuild-"
    ) as aside:
        aside.writelines(body)
        yield header(names)
        aside.seek(0)
        while piece := aside.read(_PIECE):
            yield piece
