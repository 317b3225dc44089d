"""The shapes accept a graph as the contract has it, and name what is wrong with any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import RDF, SH

PREFIXES = """
@prefix : <https://w3id.org/kgbuild/id/> .
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix force-type: <https://w3id.org/kgbuild/ns/force-type/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix materiel: <https://w3id.org/kgbuild/ns/materiel/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix obligation: <https://w3id.org/kgbuild/ns/obligation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <https://w3id.org/kgbuild/ns/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# One statement a line, so that a test can replace one of them.
GRAPH = """
:norland a kg:State .
:norland rdfs:label "Norland" .
:norland kg:iso3 "NOR" .
:suria a kg:State .
:suria rdfs:label "Suria" .
:suria kg:iso3 "SUR" .
:herald a kg:Organization .
:herald rdfs:label "The Herald" .
:herald kg:partOf :suria .
:minister a kg:Official .
:minister rdfs:label "a minister" .
:minister kg:represents :norland .
:minister kg:office "minister" .
:minister kg:anonymous true .
:port a kg:Place .
:port rdfs:label "Port Suria" .
:port kg:inState :suria .
:port geo:lat 10.5 .
:port geo:long -20.25 .
:report a kg:Document .
:report dcterms:identifier "report.txt" .
:report dcterms:title "Tanks" .
:report dcterms:publisher :herald .
:report dcterms:issued "2021-03-04"^^xsd:date .
:report kg:sha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" .
:other a kg:Document .
:other dcterms:identifier "other.txt" .
:other kg:sha256 "aaaa456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" .
:tanks a kg:Transfer .
:tanks rdfs:label "Norland to Suria: tank" .
:tanks kg:supplier :norland .
:tanks kg:recipient :suria .
:tanks kg:materiel materiel:tank .
:tanks kg:standing kg:Disputed .
:guards a kg:Deployment .
:guards rdfs:label "Norland in Suria: troops" .
:guards kg:sender :norland .
:guards kg:destination :suria .
:guards kg:forceType force-type:troops .
:losses a kg:Casualties .
:losses rdfs:label "Norland, military losses in Suria" .
:losses kg:force :norland .
:losses kg:civilian false .
:losses kg:theatre :suria .
:pact a kg:Treaty .
:pact rdfs:label "Pact" .
:pact kg:party :norland .
:pact kg:party :suria .
:pact kg:signatory :minister .
:pact kg:obligation obligation:consultation .
:pact kg:revives :oldPact .
:oldPact a kg:Treaty .
:oldPact rdfs:label "Old pact" .
:resolution a kg:Resolution .
:resolution rdfs:label "Resolution" .
:resolution kg:adoptedBy :herald .
:resolution kg:adoptedIn "2006"^^xsd:gYear .
:claim a kg:Claim .
:claim kg:claimant :minister .
:claim kg:relayedBy :herald .
:claim kg:stance kg:Asserts .
:claim kg:modality kg:Actual .
:claim kg:about :losses .
:claim kg:quantity :ten .
:claim kg:measure kg:Killed .
:claim kg:cumulative true .
:claim kg:place :port .
:claim kg:eventTime "2021-03"^^xsd:gYearMonth .
:claim kg:madeOn "2021"^^xsd:gYear .
:claim kg:timeExpression "in March" .
:claim kg:allegesBreachOf :resolution .
:claim kg:reportedIn :report .
:claim kg:evidence <https://w3id.org/kgbuild/id/report#char=3,9> .
:claim kg:act kg:Sent .
:claim kg:cue "said" .
:claim kg:confidence 0.5 .
:claim kg:readBy kg:Rules .
:claim kg:readBy kg:Person .
:claim kg:contradicts :denial .
:denial a kg:Claim .
:denial kg:claimant :suria .
:denial kg:stance kg:Denies .
:denial kg:modality kg:Actual .
:denial kg:about :tanks .
:denial kg:eventTimeStart "2021-03-01"^^xsd:date .
:denial kg:eventTimeEnd "2021-03-02"^^xsd:date .
:denial kg:reportedIn :report .
:denial kg:confidence 1.0 .
:denial kg:readBy kg:Model .
:denial kg:evidence <https://w3id.org/kgbuild/id/report#char=3,9> .
:ten a kg:Quantity .
:ten kg:minimum 10.0 .
:ten kg:maximum 12.0 .
:ten kg:unit unit:container .
:ten kg:approximate true .
<https://w3id.org/kgbuild/id/report#char=3,9> a oa:SpecificResource .
<https://w3id.org/kgbuild/id/report#char=3,9> oa:hasSource :report .
<https://w3id.org/kgbuild/id/report#char=3,9> kg:sentence "Suria denied it." .
<https://w3id.org/kgbuild/id/report#char=3,9> oa:hasSelector :position .
<https://w3id.org/kgbuild/id/report#char=3,9> oa:hasSelector :quote .
:position a oa:TextPositionSelector .
:position oa:start "3"^^xsd:nonNegativeInteger .
:position oa:end "9"^^xsd:nonNegativeInteger .
:quote a oa:TextQuoteSelector .
:quote oa:exact "orland" .
materiel:tank a skos:Concept .
materiel:tank skos:prefLabel "tank"@en .
force-type:troops a skos:Concept .
force-type:troops skos:prefLabel "troops"@en .
obligation:consultation a skos:Concept .
obligation:consultation skos:prefLabel "consultation"@en .
unit:container a skos:Concept .
unit:container skos:prefLabel "container"@en .
"""

DROP = ""
WRONG = [
    # statement, what stands in its place, words of the message
    (":norland rdfs:label", DROP, "needs a label"),
    (":norland rdfs:label", ':norland rdfs:label "" .', "needs a label"),
    (":norland kg:iso3", DROP, "exactly one kg:iso3"),
    (":norland kg:iso3", ':norland kg:iso3 "nor" .', "three capital letters"),
    (":norland kg:iso3", ':norland kg:iso3 "NOR" , "NRL" .', "exactly one kg:iso3"),
    (":herald kg:partOf", ":herald kg:partOf :minister .", "belongs to, is a kg:State"),
    (":minister kg:represents", ":minister kg:represents :port .", "whom somebody represents"),
    (":minister kg:office", ':minister kg:office "" .', "kg:office"),
    (":minister kg:anonymous", ':minister kg:anonymous "yes" .', "kg:anonymous is true or false"),
    (":port kg:inState", ":port kg:inState :herald .", "what a place lies in, is a kg:State"),
    (":port geo:lat", ":port geo:lat 90.5 .", "from -90 to 90"),
    (":port geo:lat", DROP, "needs a latitude"),
    (":port geo:long", DROP, "needs a longitude"),
    (":port geo:long", ":port geo:long -180.5 .", "from -180 to 180"),
    (":port geo:long", ':port geo:long "west" .', "A coordinate is"),
    (":report dcterms:identifier", DROP, "needs a dcterms:identifier"),
    (":report dcterms:title", ':report dcterms:title "One" , "Two" .', "at most one dcterms:title"),
    (":report dcterms:publisher", ":report dcterms:publisher :suria .", "A publisher is a kg:Organization"),
    (":report dcterms:issued", ':report dcterms:issued "4 March" .', "A date is an xsd:date"),
    (":report kg:sha256", DROP, "exactly one kg:sha256"),
    (":report kg:sha256", ':report kg:sha256 "0123" .', "64 hexadecimal digits"),
    (":tanks kg:supplier", ":tanks kg:supplier :norland , :herald .", "at most one kg:supplier"),
    (":tanks kg:supplier", ":tanks kg:supplier :minister .", "is a kg:State or kg:Organization"),
    (":tanks kg:recipient", ":tanks kg:recipient :suria , :herald .", "at most one kg:recipient"),
    (":tanks kg:materiel", ":tanks kg:materiel unit:container .", "a concept of the materiel scheme"),
    (":tanks kg:standing", ":tanks kg:standing kg:Asserts .", "kg:standing is one of"),
    (":guards kg:sender", ":guards kg:sender :norland , :suria .", "at most one kg:sender"),
    (":guards kg:destination", ":guards kg:destination :herald .", "A destination"),
    (":guards kg:forceType", ":guards kg:forceType materiel:tank .", "of the force type scheme"),
    (":losses kg:force", ":losses kg:force :norland , :suria .", "at most one kg:force"),
    (":losses kg:civilian", DROP, "exactly once whether they are civilian"),
    (":losses kg:theatre", ":losses kg:theatre :herald .", "A theatre is"),
    (":pact rdfs:label", DROP, "needs a label"),
    (":pact kg:party :norland", ":pact kg:party :minister .", "is a kg:State or kg:Organization"),
    (":pact kg:signatory", ":pact kg:signatory :port .", "Who claims, relays, signs"),
    (":pact kg:obligation", ":pact kg:obligation materiel:tank .", "of the obligation scheme"),
    (":pact kg:revives", ":pact kg:revives :resolution .", "points to a treaty"),
    (":resolution kg:adoptedBy", ":resolution kg:adoptedBy :suria .", "an organization"),
    (":resolution kg:adoptedIn", ":resolution kg:adoptedIn 2006 .", "an xsd:gYear"),
    (":claim kg:claimant", DROP, "at least one kg:claimant"),
    (":claim kg:claimant", ":claim kg:claimant :port .", "Who claims, relays, signs"),
    (":claim kg:relayedBy", ":claim kg:relayedBy :report .", "Who claims, relays, signs"),
    (":claim kg:stance", DROP, "exactly one kg:stance"),
    (":claim kg:stance", ":claim kg:stance kg:Asserts , kg:Denies .", "exactly one kg:stance"),
    (":claim kg:stance", ":claim kg:stance kg:Actual .", "exactly one kg:stance"),
    (":claim kg:modality", DROP, "exactly one kg:modality"),
    (":claim kg:modality", ":claim kg:modality kg:Killed .", "exactly one kg:modality"),
    (":claim kg:about", ":claim kg:about :norland .", "A claim is about"),
    (":claim kg:quantity", DROP, "needs the kg:quantity"),
    (":claim kg:quantity", ":claim kg:quantity :tanks .", "points to a kg:Quantity"),
    (":claim kg:measure", ":claim kg:measure kg:Sent .", "at most one kg:measure"),
    (":claim kg:cumulative", ':claim kg:cumulative "total" .', "kg:cumulative is true or false"),
    (":claim kg:place", ":claim kg:place :norland .", "kg:place points to a kg:Place"),
    (":claim kg:eventTime", ':claim kg:eventTime "2021-03-04T10:00:00"^^xsd:dateTime .', "A date is"),
    (":claim kg:eventTime", ':claim kg:eventTime "2021"^^xsd:gYear , "2022"^^xsd:gYear .', "at most one"),
    (":denial kg:eventTimeEnd", ':denial kg:eventTime "2021"^^xsd:gYear .', "either kg:eventTime or a span"),
    (":claim kg:madeOn", ':claim kg:madeOn "2021-13"^^xsd:gYearMonth .', "A date is"),
    (":claim kg:timeExpression", ':claim kg:timeExpression "" .', "the words of the text"),
    (":claim kg:allegesBreachOf", ":claim kg:allegesBreachOf :tanks .", "said to be broken"),
    (":claim kg:reportedIn", DROP, "exactly one document"),
    (":claim kg:reportedIn", ":claim kg:reportedIn :report , :other .", "exactly one document"),
    (":claim kg:reportedIn", ":claim kg:reportedIn :other .", "lies in the document"),
    (":claim kg:reportedIn", ":claim kg:reportedIn :tanks .", "is a kg:Document"),
    (":claim kg:evidence", DROP, "at least one kg:evidence"),
    (":claim kg:evidence", ":claim kg:evidence :port .", "Evidence is an oa:SpecificResource"),
    (":claim kg:act", ":claim kg:act kg:Sent , kg:Withdrawn .", "at most one kg:act"),
    (":claim kg:cue", ':claim kg:cue "" .', "at most one kg:cue"),
    (":claim kg:confidence", ":claim kg:confidence 1.5 .", "from 0 to 1"),
    (":claim kg:confidence", DROP, "exactly one kg:confidence"),
    (":claim kg:readBy kg:Rules", ":claim kg:readBy kg:Official .", "at least one kg:readBy"),
    (":denial kg:readBy", DROP, "at least one kg:readBy"),
    ("<https://w3id.org/kgbuild/id/report#char=3,9> kg:sentence", DROP, "exactly one kg:sentence"),
    (
        ":position oa:start",
        ":position oa:start 3 . <https://w3id.org/kgbuild/id/report#char=3,9> kg:page 0 .",
        "from 1",
    ),
    (":claim kg:contradicts", ":claim kg:contradicts :tanks .", "Claims contradict"),
    (":ten kg:minimum", ':ten kg:minimum "ten" .', "an xsd:decimal"),
    (":ten kg:minimum", ":ten kg:minimum 13.0 .", "not above its kg:maximum"),
    (":ten kg:unit", ":ten kg:unit materiel:tank .", "of the unit scheme"),
    (":ten kg:approximate", ':ten kg:approximate "about" .', "kg:approximate"),
    (":position oa:start", ':position oa:start "9"^^xsd:nonNegativeInteger .', "starts before it ends"),
    (":position oa:start", ":position oa:start -1 .", "a whole number from 0"),
    (":position oa:start", ":position oa:start 3.5 .", "A position is"),
    (":position oa:end", DROP, "exactly one oa:end"),
    (":quote oa:exact", ':quote oa:exact "" .', "exactly one oa:exact"),
    (":quote a", DROP, "is an oa:TextQuoteSelector"),
    (":quote oa:exact", DROP, "exactly one oa:TextQuoteSelector"),
    (":position a", DROP, "is an oa:TextPositionSelector"),
    (":position oa:start", DROP, "exactly one oa:TextPositionSelector"),
    ("#char=3,9> oa:hasSelector :quote", DROP, "exactly two oa:hasSelector"),
    ("#char=3,9> oa:hasSource", DROP, "exactly one oa:hasSource"),
    ("materiel:tank skos:prefLabel", DROP, "needs a skos:prefLabel"),
    ("materiel:tank a", DROP, "described as a skos:Concept"),
]


@pytest.fixture(scope="module")
def shapes(root: Path) -> Graph:
    return Graph().parse(root / "ontology" / "shapes.ttl")


def graph(*changes: tuple[str, str]) -> Graph:
    """Return the graph with the one statement that holds these words replaced."""
    lines = GRAPH.splitlines()
    for words, instead in changes:
        (at,) = [number for number, line in enumerate(lines) if words + " " in line + " "]
        lines[at] = instead
    return Graph().parse(data=PREFIXES + "\n".join(lines), format="turtle")


def messages(data: Graph, shapes: Graph) -> list[str]:
    conforms, report, _ = validate(data, shacl_graph=shapes)
    found = sorted({str(message) for message in report.objects(None, SH.resultMessage)})
    assert conforms is (not found)
    return found


def test_a_graph_as_the_contract_has_it_conforms(shapes: Graph) -> None:
    assert messages(graph(), shapes) == []


@pytest.mark.parametrize(("statement", "instead", "words"), WRONG)
def test_one_wrong_statement_is_named(shapes: Graph, statement: str, instead: str, words: str) -> None:
    found = messages(graph((statement, instead)), shapes)
    assert any(words in message for message in found), found


def test_a_quantity_needs_a_bound(shapes: Graph) -> None:
    found = messages(graph((":ten kg:minimum", DROP), (":ten kg:maximum", DROP)), shapes)
    assert found == ["A quantity needs a kg:minimum or a kg:maximum."]


def test_a_side_of_figures_needs_no_quantity(shapes: Graph) -> None:
    side = ":side a kg:Side ; kg:over :losses ; kg:measure kg:Killed ; kg:minimum 10.0 ."
    data = graph().parse(data=PREFIXES + side, format="turtle")
    assert not any("needs the kg:quantity" in message for message in messages(data, shapes))


@pytest.mark.parametrize("node", ["kg:Claim", "kg:Quantity", "kg:Place", "oa:TextQuoteSelector"])
def test_a_blank_node_is_refused(shapes: Graph, node: str) -> None:
    data = graph().parse(data=f"{PREFIXES}[] a {node} .", format="turtle")
    assert any("blank nodes are not allowed" in message for message in messages(data, shapes))


def test_evidence_is_named_by_its_position(shapes: Graph) -> None:
    text = PREFIXES + GRAPH.replace("#char=3,9", "#words")
    found = messages(Graph().parse(data=text, format="turtle"), shapes)
    assert found == ["The IRI of evidence is that of its document with #char=START,END (RFC 5147)."]


def test_the_shapes_are_shacl(shapes: Graph) -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_constraint_says_in_words_what_is_wrong(shapes: Graph) -> None:
    rules = [*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)]
    assert len(rules) > 80
    assert [rule for rule in rules if not str(shapes.value(rule, SH.message) or "")] == []
