"""Finding agents, events, documents and words by what is typed into one box.

Oxigraph answers: there is nothing to build before the first page and nothing to keep in step with a graph
that changes, and an endpoint elsewhere can be searched alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rdflib import Literal

from kgbuild.views.asking import AskedGraph, fixed, iris
from kgbuild.views.model import Node
from kgbuild.views.names import named
from kgbuild.views.wording import AGENTS, EVENTS

_MOST = 60
_SHOWN = (*AGENTS, *EVENTS, "Document")
_LONGEST = 200
"""Characters of what is searched for."""
_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?node
WHERE {
  ?node rdfs:label|skos:altLabel|dcterms:title|dcterms:identifier|kg:iso3 ?any .
  FILTER(REGEX(STR(?any), ?pattern, "i") && !CONTAINS(STR(?node), "/claim/"))
}
LIMIT 2000"""
_CLAIMS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?node (COUNT(DISTINCT ?claim) AS ?claims)
WHERE { ?claim kg:claimant|kg:onBehalfOf|kg:about|kg:reportedIn ?node }
GROUP BY ?node"""
_SENTENCES = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?claim
WHERE {
  { SELECT ?evidence WHERE { ?evidence kg:sentence ?text  FILTER(REGEX(STR(?text), ?pattern, "i")) } }
  ?claim kg:evidence ?evidence .
}
ORDER BY ?claim
LIMIT 60"""
_QUOTES = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?claim
WHERE {
  { SELECT ?words WHERE { ?words oa:exact ?text  FILTER(REGEX(STR(?text), ?pattern, "i")) } }
  ?evidence oa:hasSelector ?words .
  ?claim kg:evidence ?evidence .
}
ORDER BY ?claim
LIMIT 60"""
"""For graphs without sentences: a quote is a part of its own."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that goes by the words."""

    node: Node
    claims: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, best first."""

    agents: tuple[Hit, ...]
    events: tuple[Hit, ...]
    documents: tuple[Hit, ...]
    claims: tuple[str, ...]
    """IRIs of claims in whose sentence the words stand."""

    def __bool__(self) -> bool:
        return bool(self.agents or self.events or self.documents or self.claims)


def search(graph: AskedGraph, words: str) -> SearchResult:
    """Return what goes by some words, or has them in a sentence; accents and case make no difference."""
    parts = words[:_LONGEST].split()
    if not parts:
        return SearchResult((), (), (), ())
    pattern = Literal(".*".join(map(_pattern, parts)))
    found = named(graph, (row["node"] for row in graph.rows(fixed(_NAMES, "pattern", pattern))))
    nodes = sorted(
        (node for node in found.values() if node.kind in _SHOWN), key=lambda n: (_rank(n.name, words), n)
    )
    first = [node for kind in _SHOWN for node in [n for n in nodes if n.kind == kind][:_MOST]]
    counts = (
        {row["node"]: int(row["claims"]) for row in graph.rows(_CLAIMS, node=iris(n.iri for n in first))}
        if first
        else {}
    )
    hits = [Hit(node, counts.get(node.iri, 0)) for node in first]
    hits.sort(key=lambda hit: (_rank(hit.node.name, words), -hit.claims, hit.node))
    said = graph.rows(fixed(_SENTENCES, "pattern", pattern)) or graph.rows(fixed(_QUOTES, "pattern", pattern))
    return SearchResult(
        _of(hits, AGENTS),
        _of(hits, EVENTS),
        _of(hits, ("Document",)),
        tuple(row["claim"] for row in said if "claim" in row),
    )


def _of(hits: Sequence[Hit], kinds: Sequence[str]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if hit.node.kind in kinds)[:_MOST]


def _rank(name: str, words: str) -> int:
    """Tell how well a name fits: the name itself, its beginning, the beginning of a word, any part."""
    have, wanted = folded(name), folded(words)
    if have == wanted:
        return 0
    if have.startswith(wanted):
        return 1
    return 2 if re.search(rf"\b{re.escape(wanted)}", have) else 3


def folded(text: str) -> str:
    """Return text without accents and case."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _pattern(word: str) -> str:
    """Return a regular expression for a word, in which a plain letter stands for its accented forms."""
    return "".join(_letter(char) for char in folded(word))


def _letter(char: str) -> str:
    forms = _accented().get(char, "")
    return f"[{char}{forms}]" if forms else re.sub(r"([\\.^$|?*+()\[\]{}\-])", r"\\\1", char)


@cache
def _accented() -> dict[str, str]:
    """Return the accented Latin letters of each plain one."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        char = chr(code)
        base = folded(char)
        if len(base) == 1 and base.isascii() and base != char:
            found[base] = found.get(base, "") + char
    return found
