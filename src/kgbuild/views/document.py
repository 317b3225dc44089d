"""One document: its text, where it is at hand, with every claim marked in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kgbuild.errors import MissingGraphError
from kgbuild.views.asking import AskedGraph
from kgbuild.views.claims import claims, documents, linked
from kgbuild.views.marks import Piece, marked
from kgbuild.views.model import ClaimView, SourceDocument
from kgbuild.views.names import named

_ALL = 5000
"""Claims of one document that a page marks."""
_OTHER_NAMES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?node ?name
WHERE { ?node rdfs:label|skos:altLabel ?name }"""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """All that a page on a document shows."""

    source: SourceDocument
    claims: tuple[ClaimView, ...]
    pieces: tuple[Piece, ...]
    """The text in pieces, or nothing where it is not at hand."""


def document(
    graph: AskedGraph, iri: str, text_of: Callable[[str], str | None] = lambda _: None
) -> DocumentView:
    """Return a document, given what returns a text by its SHA-256.

    Raises MissingGraphError where the graph knows none of that name.
    """
    source = documents(graph, [iri])[iri]
    if not source.sha256 and not named(graph, [iri])[iri].kind:
        raise MissingGraphError(f"this graph has no document {iri}")
    found = claims(graph, linked(graph, iri, "reportedIn")[:_ALL])
    found.sort(key=lambda claim: (claim.passages[0].start if claim.passages else 0, claim.iri))
    text = text_of(source.sha256)
    return DocumentView(
        source,
        tuple(found),
        tuple(marked(text, found, _names(graph, found))) if text is not None else (),
    )


def _names(graph: AskedGraph, found: list[ClaimView]) -> dict[str, list[str]]:
    """Return all names of those who speak, the longest first."""
    speakers = sorted({node.iri for claim in found for node in claim.claimants})
    names: dict[str, set[str]] = {}
    for row in graph.rows_of(speakers, "node", _OTHER_NAMES):
        names.setdefault(row["node"], set()).add(row["name"])
    return {iri: sorted(each, key=lambda name: (-len(name), name)) for iri, each in names.items()}
