"""Turtle and TriG for people: a block for each subject, a line for each property, names instead of IRIs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from kgbuild.export.sorting import Description
from kgbuild.identity.names import LETTERS

# A cautious part of PN_LOCAL: what needs no escape
_LOCAL = re.compile(f"[{LETTERS}A-Z_](?:[{LETTERS}A-Z_.-]*[{LETTERS}A-Z_-])?")
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
# Numbers that mean the same bare; a decimal needs its point, or it would be read as an integer
_SHORT = {
    f"<{_XSD}integer>": re.compile(r"[+-]?[0-9]+"),
    f"<{_XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}
_BOOLEAN = f"<{_XSD}boolean>"
_REMEMBERED = 1 << 15
"""Names that are kept at hand."""
_SHAPES = 1 << 10
"""Lists of predicates whose layout is kept at hand."""
_FEW = 50
"""Predicates in such a list."""
_IN_MEMORY = 4_000_000
"""Characters of a body up to which nothing is written to disk."""
_PIECE = 1 << 16
_WIDTH = 110
"""Columns in which several values of a property stay on one line."""


class Names:
    """Short forms of IRIs and literals under a set of prefixes; remembers which prefixes were needed."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        # The longest namespace wins where one lies inside another, then the first of its prefixes
        ordered = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._by_namespace = {namespace: prefix for prefix, namespace in reversed(ordered)}
        self._odd = [namespace for _, namespace in ordered if namespace[-1:] not in ("/", "#")]
        self.known: dict[str, str] = {}
        """Short forms that are at hand."""
        self.used: dict[str, str] = {}

    def iri(self, text: str) -> str:
        """Return an IRI in brackets as a prefixed name where that needs no escape, else as it is."""
        short = self.known.get(text)
        if short is None:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            short = self.known[text] = self._shorten(text[1:-1])
        return short

    def _shorten(self, value: str) -> str:
        # No local name has a "/" or "#", so that a namespace with such an end goes as far as the last of them
        cut = max(value.rfind("/"), value.rfind("#")) + 1
        for namespace in (*self._odd_in(value, cut), value[:cut]):
            prefix = self._by_namespace.get(namespace)
            if prefix is not None and _LOCAL.fullmatch(value, len(namespace)):
                self.used[prefix] = namespace
                return f"{prefix}:{value[len(namespace) :]}"
        return f"<{value}>"

    def _odd_in(self, value: str, cut: int) -> list[str]:
        """Return the namespaces with another end that an IRI lies in, the longest first."""
        if not self._odd:
            return []
        return [namespace for namespace in self._odd if len(namespace) > cut and value.startswith(namespace)]

    def term(self, text: str) -> str:
        """Return a term, written as in N-Triples, as Turtle has it."""
        if text[0] == "<":
            return self.iri(text) if text[1] != "<" else text
        if text[-1] != ">":
            return text
        quoted, _, datatype = text.rpartition("^^")
        value = quoted[1:-1]
        if datatype == _BOOLEAN and value in ("true", "false"):
            return value
        if datatype in _SHORT and _SHORT[datatype].fullmatch(value):
            return value
        return f"{quoted}^^{self.iri(datatype)}"


def blocks(found: Iterable[Description], names: Names, indent: str = "") -> Iterator[str]:
    """Yield one block of text for each description."""
    term, known = names.term, names.known
    layouts = _Layouts(names, indent)
    for _, subject, said in found:
        predicates, objects = zip(*said, strict=True)
        # Most are known names, or literals that are written alike
        values = [known.get(each) or (each if each[-1] != ">" else term(each)) for each in objects]
        layout = layouts[predicates] if len(predicates) <= _FEW else ""
        told = layout % tuple(values) if layout else layouts.several(predicates, values)
        yield f"{indent}{known.get(subject) or term(subject)} {told} .\n"


class _Layouts(dict[tuple[str, ...], str]):
    """How what is said with some predicates is written: a line each, with %s for the value.

    Alike subjects have the same predicates. Empty where one of them has several values.
    """

    def __init__(self, names: Names, indent: str) -> None:
        super().__init__()
        self._names = names
        self._between = f" ;\n{indent}    "
        self._inner = f"{indent}        "

    def __missing__(self, predicates: tuple[str, ...]) -> str:
        if len(self) >= _SHAPES:
            self.clear()
        lines = (f"{self._verb(predicate).replace('%', '%%')} %s" for predicate in predicates)
        layout = self._between.join(lines) if len(set(predicates)) == len(predicates) else ""
        self[predicates] = layout
        return layout

    def several(self, predicates: Iterable[str], values: Iterable[str]) -> str:
        """Return what is said where a predicate has several values."""
        lines = []
        for predicate, same in groupby(zip(predicates, values, strict=True), key=itemgetter(0)):
            lines.append(_line(self._verb(predicate), [value for _, value in same], self._inner))
        return self._between.join(lines)

    def _verb(self, predicate: str) -> str:
        return "a" if predicate == _TYPE else self._names.iri(predicate)


def _line(verb: str, values: list[str], indent: str) -> str:
    """Write a property with its values, over several lines where they do not fit on one."""
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


def turtle(found: Iterable[Description], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the text of a Turtle file, in pieces, from descriptions in order."""
    names = Names(prefixes)
    yield from _headed(names, (f"\n{block}" for block in blocks(found, names)))


def trig(found: Iterable[Description], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the text of a TriG file, in pieces, from descriptions in order; one group for each graph."""
    names = Names(prefixes)
    yield from _headed(names, _groups(found, names))


def _groups(found: Iterable[Description], names: Names) -> Iterator[str]:
    for graph, same in groupby(found, key=itemgetter(0)):
        yield f"\n{names.term(graph)} {{" if graph else "\n{"
        for block in blocks(same, names, indent="    "):
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
