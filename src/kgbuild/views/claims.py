"""Claims with all that is shown of them, in a handful of queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kgbuild.graph.namespaces import KG
from kgbuild.views.asking import AskedGraph, iris
from kgbuild.views.facets import NARROWED, Facets
from kgbuild.views.memory import Row
from kgbuild.views.model import ClaimView, Figure, Node, Passage, SourceDocument
from kgbuild.views.names import named
from kgbuild.views.wording import local, plain

MOST = 300
"""Claims that one page shows."""
_IDS = (
    """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT ?claim (MIN(COALESCE(STR(?madeOn), STR(?issued), "~")) AS ?said)
WHERE {
  ?claim ?link ?node ; a kg:Claim ; kg:stance ?stance ; kg:reportedIn ?document .
"""
    + NARROWED
    + """}
GROUP BY ?claim"""
)
_FIELDS = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?claim ?property ?value
WHERE {
  ?claim ?property ?value
  FILTER(?property NOT IN (kg:contradicts, kg:corroborates, kg:origin, kg:evidence, rdf:type, rdfs:label))
}"""
_EVIDENCE = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?claim ?evidence ?start ?end ?quote ?sentence ?page
WHERE {
  ?claim kg:evidence ?evidence .
  ?evidence oa:hasSelector ?position, ?words .
  ?position oa:start ?start ; oa:end ?end .
  ?words oa:exact ?quote .
  OPTIONAL { ?evidence kg:sentence ?sentence }
  OPTIONAL { ?evidence kg:page ?page }
}"""
_DOCUMENTS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kgbuild/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?document ?identifier ?title ?publisher ?publisherName ?issued ?address ?sha
WHERE {
  ?document a kg:Document .
  OPTIONAL { ?document dcterms:identifier ?identifier }
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document dcterms:publisher ?publisher . ?publisher rdfs:label ?publisherName }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?document dcterms:source ?address }
  OPTIONAL { ?document kg:sha256 ?sha }
}"""
_QUANTITIES = """
SELECT DISTINCT ?quantity ?property ?value
WHERE { ?quantity ?property ?value }"""
"""A row for each property: a number that many documents tell stands in the graph of each."""
_COUNTED = """
PREFIX kg: <https://w3id.org/kgbuild/ns#>
SELECT DISTINCT ?event ?counted
WHERE { ?event kg:materiel|kg:forceType ?counted }"""
_NODES = ("claimant", "onBehalfOf", "relayedBy", "about", "place", "allegesBreachOf")


def linked(graph: AskedGraph, node: str, *links: str, facets: Facets | None = None) -> list[str]:
    """Return the IRIs of the claims that fit and point to a node by some property, the first said first."""
    terms = (facets or Facets()).terms()
    if graph.memory is not None and not terms:
        return graph.memory.linked(node, links)
    rows = graph.rows(_IDS, **terms, node=iris([node]), link=[KG[link] for link in links])
    return [row["claim"] for row in sorted(rows, key=lambda row: (row["said"], row["claim"]))]


def claims(graph: AskedGraph, wanted: Sequence[str]) -> list[ClaimView]:
    """Return claims by their IRIs, the first said first, those without a date last."""
    memory = graph.memory
    known = {iri: memory.claim(iri) if memory is not None else None for iri in wanted}
    found = [claim for claim in known.values() if claim is not None]
    found += _asked(graph, [iri for iri, claim in known.items() if claim is None])
    return sorted(
        found, key=lambda claim: (claim.said or "~", claim.source.identifier, _at(claim), claim.iri)
    )


def _asked(graph: AskedGraph, wanted: Sequence[str]) -> list[ClaimView]:
    if not wanted:
        return []
    every = iris(wanted)
    fields: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in graph.rows(_FIELDS, claim=every):
        fields[row["claim"]][local(row["property"])].append(row["value"])
    passages: dict[str, list[Passage]] = defaultdict(list)
    for row in graph.rows(_EVIDENCE, claim=every):
        passages[row["claim"]].append(_passage(row))
    sources = documents(graph, {iri for told in fields.values() for iri in told.get("reportedIn", ())})
    nodes = named(graph, {v for told in fields.values() for key in _NODES for v in told.get(key, ())})
    figures = _figures(graph, fields, nodes)
    return [
        _claim(iri, told, nodes, sources[told["reportedIn"][0]], passages[iri], figures.get(iri))
        for iri, told in fields.items()
        if told.get("reportedIn")
    ]


def documents(graph: AskedGraph, wanted: Iterable[str]) -> dict[str, SourceDocument]:
    """Return documents by their IRIs."""
    memory = graph.memory
    known = {iri: memory.source(iri) if memory is not None else None for iri in wanted}
    found = {iri: source or SourceDocument(iri, local(iri), "") for iri, source in known.items()}
    every = iris(iri for iri, source in known.items() if source is None)
    for row in graph.rows(_DOCUMENTS, document=every) if every else ():
        publisher = (
            Node(row["publisherName"], row["publisher"], "Organization") if "publisher" in row else None
        )
        found[row["document"]] = SourceDocument(
            row["document"],
            row.get("identifier", local(row["document"])),
            row.get("title", ""),
            publisher,
            row.get("issued", ""),
            row.get("address", ""),
            row.get("sha", ""),
        )
    return found


def _passage(row: Row) -> Passage:
    quote = row["quote"]
    page = int(row["page"]) if "page" in row else None
    return Passage(
        row["evidence"], int(row["start"]), int(row["end"]), quote, row.get("sentence", quote), page
    )


def _at(claim: ClaimView) -> int:
    return claim.passages[0].start if claim.passages else 0


def _claim(
    iri: str,
    told: Mapping[str, Sequence[str]],
    nodes: Mapping[str, Node],
    source: SourceDocument,
    passages: Sequence[Passage],
    figure: Figure | None,
) -> ClaimView:
    def every(name: str) -> tuple[Node, ...]:
        return tuple(sorted(nodes[value] for value in set(told.get(name, ()))))

    def one(name: str) -> str:
        return min(told.get(name, ("",)))

    confidence = one("confidence")
    return ClaimView(
        iri,
        every("claimant"),
        local(one("stance")),
        local(one("modality")),
        every("about"),
        source,
        tuple(sorted(passages, key=lambda passage: (passage.start, passage.end))),
        act=plain(one("act")) if told.get("act") else "",
        on_behalf=every("onBehalfOf"),
        relayed=every("relayedBy"),
        places=every("place"),
        breach_of=every("allegesBreachOf"),
        figure=figure,
        measure=plain(one("measure")) if told.get("measure") else "",
        happened=_happened(told),
        made_on=one("madeOn"),
        times=tuple(sorted(told.get("timeExpression", ()))),
        cue=one("cue"),
        confidence=float(confidence) if confidence else None,
        read_by=tuple(sorted(plain(reader) for reader in told.get("readBy", ()))),
        revises=tuple(sorted(told.get("revises", ()))),
    )


def _happened(told: Mapping[str, Sequence[str]]) -> str:
    if told.get("eventTime"):
        return min(told["eventTime"])
    begun, ended = (min(told.get(name, ("",))) for name in ("eventTimeStart", "eventTimeEnd"))
    if begun and ended:
        return f"{begun} to {ended}"
    return f"from {begun}" if begun else f"until {ended}" if ended else ""


def _figures(
    graph: AskedGraph, fields: Mapping[str, Mapping[str, Sequence[str]]], nodes: Mapping[str, Node]
) -> dict[str, Figure]:
    """Return the figure of each claim that has one."""
    having = {iri: told for iri, told in fields.items() if told.get("quantity")}
    if not having:
        return {}
    rows = graph.rows(_QUANTITIES, quantity=iris(q for told in having.values() for q in told["quantity"]))
    quantities: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        quantities[row["quantity"]][local(row["property"])] = row["value"]
    events = {event for told in having.values() for event in told.get("about", ())}
    counted = {row["event"]: row["counted"] for row in reversed(graph.rows(_COUNTED, event=iris(events)))}
    units = {told["unit"] for told in quantities.values() if "unit" in told}
    words = named(graph, units | set(counted.values()))
    found = {}
    for iri, told in having.items():
        row = quantities[min(told["quantity"])]
        if not row.keys() & {"minimum", "maximum"}:
            continue
        about = [event for event in sorted(told.get("about", ())) if event in counted]
        things = words[counted[about[0]]].name if about else ""
        measure = plain(min(told["measure"])) if told.get("measure") else ""
        found[iri] = Figure(
            float(row["minimum"]) if "minimum" in row else None,
            float(row["maximum"]) if "maximum" in row else None,
            _unit(words[row["unit"]].name if "unit" in row else "", things, measure, told, nodes),
            row.get("approximate") == "true",
            "true" in told.get("cumulative", ()),
        )
    return found


def _unit(
    unit: str, things: str, measure: str, told: Mapping[str, Sequence[str]], nodes: Mapping[str, Node]
) -> str:
    """Return what a figure counts: its unit, with the things it measures; a figure never stands alone."""
    if unit:
        return f"{unit} ({measure or things})" if measure or things else unit
    if measure:
        return measure
    if things:
        return things
    kinds = {nodes[event].kind for event in told.get("about", ())}
    return "people" if kinds & {"Deployment", "Casualties"} else "items" if "Transfer" in kinds else "counted"
