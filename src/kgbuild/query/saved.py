"""A saved query: SPARQL with a head that says what it answers and what it can be asked.

    # title: Alleged breaches
    # answers: Who says that what breaches which treaty or resolution?
    # param state: who alleges it (state, optional)
    # param limit: how many at most (number, default 10)
    # example: kgbuild query breaches

A line that starts with "#   " goes on with the entry above it. A parameter is a variable of the query, and
stands in its SELECT clause: some engines bind only those. CONSTRUCT and DESCRIBE answer with a graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from kgbuild.errors import QueryError

TYPES = (
    "agent",
    "concept",
    "date",
    "document",
    "event",
    "instrument",
    "iri",
    "number",
    "stance",
    "standing",
    "state",
    "string",
)
"""What a parameter can be; see `kgbuild.query.parameters` for how a value of each is understood."""

_ENTRY = re.compile(r"#\s*(title|answers|example|param)\b\s*([^:]*?)\s*:\s*(.*)")
_PARAMETER = re.compile(
    r"(?P<meaning>.+)\((?P<type>\w+), (?P<rule>required|optional|default (?P<default>.+))\)"
)
_NAME = re.compile(r"[A-Za-z]\w*")
_FORM = re.compile(
    r"(?:\s|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s*<[^>]*>)*(SELECT|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE
)
_SELECT = re.compile(r"\bSELECT\b(?P<columns>.*?)(?:\bWHERE\b|\{)", re.DOTALL | re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a query can be asked."""

    name: str
    meaning: str
    type: str
    """One of `TYPES`."""
    required: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with what it says of itself."""

    name: str
    """Of its file, without the suffix."""
    title: str
    answers: str
    parameters: tuple[Parameter, ...]
    example: str
    text: str
    """The SPARQL text, head and all."""
    form: str = "SELECT"
    """SELECT answers with rows; CONSTRUCT and DESCRIBE with a graph."""
    shipped: bool = False
    """Came with kgbuild, so that values are known to have a place in it."""


def parse(name: str, text: str, shipped: bool = False) -> SavedQuery:
    """Read a saved query. Raises QueryError naming the query and the line when its head is not complete."""
    found: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line, kind, what, value in _entries(name, text):
        if kind == "param":
            parameters.append(_parameter(f"{name}.rq:{line}", what, value))
        elif kind in found:
            _fail(f"{name}.rq:{line}", f"a second {kind}: keep one")
        else:
            found[kind] = value
    for kind in ("title", "answers", "example"):
        if not found.get(kind):
            _fail(f"{name}.rq", f'no {kind} in its head: add a line "# {kind}: ..."')
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    match = _FORM.match(code)
    if match is None:
        _fail(f"{name}.rq", "a saved query must be a SELECT query, or a CONSTRUCT or DESCRIBE query")
    form = match[1].upper()
    projected = _projected(code) if form == "SELECT" else None
    for parameter in parameters:
        if projected is not None and parameter.name not in projected:
            _fail(f"{name}.rq", f"the parameter {parameter.name} must stand in the SELECT clause")
    title, answers, example = (found[kind] for kind in ("title", "answers", "example"))
    return SavedQuery(name, title, answers, tuple(parameters), example, text, form, shipped)


def _entries(name: str, text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield line number, kind, what it is about and value of each entry of the head."""
    entry: tuple[int, str, str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if line.startswith("#   ") and entry:
            entry = (*entry[:3], f"{entry[3]} {line[1:].strip()}")
            continue
        if entry:
            yield entry
        match = _ENTRY.fullmatch(line.rstrip())
        if match is None:
            _fail(
                f"{name}.rq:{number}", "the head takes title, answers, param NAME and example, with a colon"
            )
        entry = (number, match[1], match[2], match[3])
    if entry:
        yield entry


def _parameter(where: str, name: str, value: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None or not _NAME.fullmatch(name):
        _fail(
            where,
            'write a parameter as "# param NAME: meaning (type, optional)", or required, or default VALUE',
        )
    if match["type"] not in TYPES:
        _fail(where, f"no parameter type {match['type']!r}: use one of {', '.join(TYPES)}")
    return Parameter(
        name, match["meaning"].strip(), match["type"], match["rule"] == "required", match["default"]
    )


def _projected(code: str) -> frozenset[str] | None:
    """Return the variables of the outermost SELECT clause; None where it takes all."""
    match = _SELECT.search(code)
    if match is None or match["columns"].strip().endswith("*"):
        return None
    return frozenset(_VARIABLE.findall(match["columns"]))


def _fail(where: str, problem: str) -> NoReturn:
    raise QueryError(f"{where}: {problem}")
