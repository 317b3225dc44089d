"""What the values of parameters stand for in a graph that is asked by SPARQL, being large or elsewhere.

The names that a value could mean are fetched as a small graph of their own, in which it is then looked up as
in any other: first those that hold its longest word, and names at large only to say what it could be instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product

from kgbuild.errors import QueryError
from kgbuild.query.parameters import CLASSES, NAMES, NODES, KnownTriples, bind, plain
from kgbuild.query.remote_values import with_rows
from kgbuild.query.saved import Parameter, SavedQuery
from kgbuild.query.terms import Term, literal

_LIKE = """
SELECT ?node ?property ?name
WHERE {
  ?node ?property ?name
  FILTER(CONTAINS(LCASE(STR(?name)), ?word))
}"""
"""Asked first: names are fewer than nodes, and those that fit are few."""
_NAMES_LIKE = """
CONSTRUCT {{ ?node a ?class ; ?property ?name }}
WHERE {{
  {{ {like} }}
  ?node a ?class
}}"""
_KEYS = """
CONSTRUCT { ?node a ?class }
WHERE {
  ?node a ?class
  BIND(STR(?node) AS ?text)
  FILTER(?text = ?whole || STRENDS(?text, ?path) || STRENDS(?text, ?fragment))
}"""
_SOME_NAMES = """
CONSTRUCT { ?node ?property ?name }
WHERE { ?node ?property ?name }
LIMIT 20000"""
_SOME_NAMES_OF = """
CONSTRUCT { ?node a ?class ; ?property ?name }
WHERE { ?node a ?class ; ?property ?name }
LIMIT 20000"""

Construct = Callable[[str], Iterable[tuple[Term, Term, Term]]]
"""Answers a CONSTRUCT query."""

_WORDS = (re.compile(r"[a-z0-9]+"), re.compile(r"\w+"))
"""Letters that all stores turn to lower case alike first."""


def bind_by_query(construct: Construct, query: SavedQuery, values: Mapping[str, str]) -> dict[str, Term]:
    """Return the term of each parameter, as `bind` does for a graph at hand.

    Raises QueryError where a value stands for nothing or for several nodes, and what `construct` raises.
    """
    given = {parameter.name: values.get(parameter.name, parameter.default) for parameter in query.parameters}
    nodes = [(p, value) for p in query.parameters if p.type in NODES and (value := given[p.name]) is not None]
    names = KnownTriples()
    for parameter, value in nodes:
        if not plain(value):
            continue  # it is like every name
        for text in _likely(parameter, value):
            names.add(construct(text))
    try:
        return bind(names, query, values)
    except QueryError:
        if not nodes:
            raise
    for parameter, _ in nodes:
        names.add(construct(_at_large(parameter)))
    return bind(names, query, values)


def _likely(parameter: Parameter, value: str) -> Iterator[str]:
    """Yield queries for all that the value can mean."""
    keys = [literal(key) for key in (value, "/" + value.replace(":", "/", 1), "#" + value)]
    word = literal(_longest_word(value))
    like = _NAMES_LIKE.format(like=with_rows(_LIKE, ["property", "word"], [[name, word] for name in NAMES]))
    classes = CLASSES.get(parameter.type)
    yield like if classes is None else with_rows(like, ["class"], [[cls] for cls in classes])
    if any(map(str.isspace, value)):
        return  # no key
    if classes is None:
        yield with_rows(_KEYS, ["whole", "path", "fragment"], [keys])
    else:
        yield with_rows(_KEYS, ["class", "whole", "path", "fragment"], [[cls, *keys] for cls in classes])


def _longest_word(value: str) -> str:
    name = plain(value)
    return next((max(words, key=len) for pattern in _WORDS if (words := pattern.findall(name))), name)


def _at_large(parameter: Parameter) -> str:
    classes = CLASSES.get(parameter.type)
    if classes is None:
        return with_rows(_SOME_NAMES, ["property"], [[name] for name in NAMES])
    return with_rows(_SOME_NAMES_OF, ["class", "property"], list(product(classes, NAMES)))
