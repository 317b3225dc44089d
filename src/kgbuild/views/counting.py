"""Counts over all claims of a graph.

A row for each claim or event takes longer to send than to find: what belongs together comes as one text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgbuild.views.asking import AskedGraph
from kgbuild.views.memory import Row

_TOLD_IN = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?document (GROUP_CONCAT(STR(?claim)) AS ?claims)
WHERE { ?claim kg:reportedIn ?document }
GROUP BY ?document"""
_ABOUT = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?part (GROUP_CONCAT(CONCAT(STR(?claim), " ", STR(?event))) AS ?pairs)
WHERE { ?claim kg:about ?event  BIND(SUBSTR(STR(?claim), STRLEN(STR(?claim))) AS ?part) }
GROUP BY ?part"""
"""In as many parts as there are last digits: no text is too long for whoever answers."""
_MADE_ON = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?claim ?day
WHERE { ?claim kg:madeOn ?day }"""
_ISSUED = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?document ?day
WHERE { ?document dcterms:issued ?day }"""


@dataclass(frozen=True, slots=True)
class _DatedTelling:
    """What a count needs of a claim about an event."""

    claim: str
    document: str
    said: str


def claims_of_documents(graph: AskedGraph) -> Mapping[str, int]:
    """Return how many claims each document has, by its IRI."""
    return {document: len(claims) for document, claims in _told_in(graph).items()}


def counts_by_event(graph: AskedGraph) -> Mapping[str, Row]:
    """Return claims, documents, first and last day of each event or treaty, by its IRI."""
    about: dict[str, set[_DatedTelling]] = defaultdict(set)
    document_of = {claim: document for document, every in _told_in(graph).items() for claim in every}
    issued = {row["document"]: row["day"] for row in graph.rows(_ISSUED)}
    made_on = {row["claim"]: row["day"] for row in graph.rows(_MADE_ON)}
    for row in graph.rows(_ABOUT):
        words = row.get("pairs", "").split()
        for claim, event in zip(words[::2], words[1::2], strict=True):
            if (document := document_of.get(claim)) is not None:
                about[event].add(
                    _DatedTelling(claim, document, made_on.get(claim) or issued.get(document, ""))
                )
    return {event: _counted([(t.document, t.said) for t in told]) for event, told in about.items()}


def _counted(told: Sequence[tuple[str, str]]) -> Row:
    days = [said for _, said in told if said]
    return {
        "claims": str(len(told)),
        "documents": str(len({document for document, _ in told})),
        "first": min(days, default=""),
        "last": max(days, default=""),
    }


def _told_in(graph: AskedGraph) -> Mapping[str, set[str]]:
    rows = graph.rows(_TOLD_IN)
    return {row["document"]: set(row["claims"].split()) for row in rows if row.get("document")}
