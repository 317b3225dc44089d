"""Views as CSV files, one row for each line or claim."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kgbuild.views.home import AgentLine, DocumentLine, EventLine
from kgbuild.views.map import MapView
from kgbuild.views.matrix import Matrix
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.wording import plain

_CLAIM = (
    "about", "claimant", "on behalf of", "stance", "modality", "act", "minimum", "maximum", "of what",
    "in all", "happened", "said", "places", "relayed by", "words of stance", "confidence", "quote",
    "sentence", "document", "title", "publisher", "issued", "start", "end", "claim",
)  # fmt: skip


def of_claims(claims: Iterable[ClaimView]) -> bytes:
    """Return claims as a file; a claim with several quotes has one row for each."""
    return _file(_CLAIM, (row for claim in claims for row in _rows(claim)))


def of_events(lines: Iterable[EventLine]) -> bytes:
    """Return a list of events as a file."""
    heads = ("event", "kind", "standing", "claims", "documents", "first said", "last said", "iri")
    return _file(
        heads,
        (
            (
                line.event.name,
                line.event.kind,
                plain(line.standing) if line.standing else "",
                line.claims,
                line.documents,
                line.first,
                line.last,
                line.event.iri,
            )
            for line in lines
        ),
    )


def of_agents(lines: Iterable[AgentLine]) -> bytes:
    """Return a list of agents as a file."""
    rows = ((line.agent.name, line.agent.kind, line.claims, line.agent.iri) for line in lines)
    return _file(("agent", "kind", "claims", "iri"), rows)


def of_documents(lines: Iterable[DocumentLine]) -> bytes:
    """Return a list of documents as a file."""
    rows = (
        (
            line.identifier,
            line.document.name,
            line.publisher.name if line.publisher else "",
            line.issued,
            line.claims,
            line.document.iri,
        )
        for line in lines
    )
    return _file(("document", "title", "publisher", "issued", "claims", "iri"), rows)


def of_matrix(view: Matrix) -> bytes:
    """Return a matrix as a file: voices down, events across."""

    def cell(who: Node, event: Node) -> str:
        found = view.cells.get((who.iri, event.iri))
        if found is None:
            return ""
        told = ", ".join(f"{plain(stance)} {count}" for stance, count in found.stances)
        return f"{told}, turned" if found.turned else told

    heads = ("", *(event.name for event in view.events))
    return _file(heads, ((who.name, *(cell(who, event) for event in view.events)) for who in view.voices))


def of_ways(view: MapView) -> bytes:
    """Return the transfers and deployments of a map as a file."""
    heads = (
        "event", "kind", "from", "to", "standing", "claims", "documents", "first said", "last said",
        "from longitude", "from latitude", "to longitude", "to latitude", "iri",
    )  # fmt: skip
    rows = (
        (
            way.line.event.name,
            way.line.event.kind,
            way.start.name if way.start else "",
            way.end.name if way.end else "",
            plain(way.line.standing) if way.line.standing else "",
            way.line.claims,
            way.line.documents,
            way.line.first,
            way.line.last,
            *(way.start_at or ("", "")),
            *(way.end_at or ("", "")),
            way.line.event.iri,
        )
        for way in view.ways
    )
    return _file(heads, rows)


def _rows(claim: ClaimView) -> Iterable[tuple[object, ...]]:
    figure, source = claim.figure, claim.source
    bounds = (figure.minimum, figure.maximum, figure.unit, figure.total) if figure else ("",) * 4
    told = (
        _names(claim.about),
        _names(claim.claimants),
        _names(claim.on_behalf),
        plain(claim.stance),
        plain(claim.modality) if claim.modality else "",
        claim.act,
        *("" if bound is None else bound for bound in bounds),
        claim.happened,
        claim.made_on,
        _names(claim.places),
        _names(claim.relayed),
        claim.cue,
        "" if claim.confidence is None else claim.confidence,
    )
    publisher = source.publisher.name if source.publisher else ""
    for passage in claim.passages:
        where = (source.identifier, source.title, publisher, source.issued, passage.start, passage.end)
        yield (*told, passage.quote, passage.sentence, *where, claim.iri)


def _names(nodes: Iterable[Node]) -> str:
    return "; ".join(node.name for node in nodes)


def _file(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(heads)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")
