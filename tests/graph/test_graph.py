from __future__ import annotations

import io
from pathlib import Path

import pyshacl
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD

from builders import (
    TEXT,
    claim,
    evidence,
    transfer,
)
from kgbuild.claims.model import (
    EventTime,
)
from kgbuild.errors import ClaimError, GraphFileError
from kgbuild.export import write_stream
from kgbuild.graph import BASE, KG, OA, build, prefixes, read_graph
from kgbuild.identity import unify
from kgbuild.resources import folder
from kgbuild.spans import Span
from small_graph import CHAD, HERE, MALI, THERE, small


def merged(dataset: Dataset) -> Graph:
    """The graph as another program reads it from the Turtle file."""
    stream = io.BytesIO()
    write_stream(dataset, stream, "ttl")
    return Graph().parse(data=stream.getvalue(), format="turtle")


def node(local: str) -> URIRef:
    return URIRef(BASE + local)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return merged(build(small()))


@pytest.fixture(scope="module")
def main(graph: Graph) -> URIRef:
    """The node of the claim that has everything."""
    found = graph.value(predicate=KG.confidence, object=Literal("0.75", datatype=XSD.decimal))
    assert isinstance(found, URIRef)
    return found


def test_the_small_graph_is_as_it_was_checked_by_hand(graph: Graph) -> None:
    golden = Graph().parse(Path(__file__).parents[1] / "golden" / "small.ttl")
    # Other labels of concepts belong to the thesaurus, which may grow
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert golden
    without = Graph()
    for triple in graph:
        if triple[0] not in concepts or triple[1] != SKOS.altLabel:
            without.add(triple)
    assert isomorphic(without, golden)


def test_a_claim_has_every_property_of_the_contract(graph: Graph, main: URIRef) -> None:
    assert {str(p).rpartition("#")[2] for p in graph.predicates(main)} == {
        "type", "label", "claimant", "relayedBy", "stance", "modality", "about", "act",
        "quantity", "measure", "cumulative", "place", "eventTime", "madeOn", "timeExpression",
        "allegesBreachOf", "cue",
        "readBy", "confidence", "reportedIn", "evidence",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("predicate", "values"),
    [
        (RDF.type, {KG.Claim}),
        (KG.claimant, {node("person/kofi-mensah"), node(f"person/{HERE.key}-a-diplomat-TCD")}),
        (KG.relayedBy, {node("organization/sahel-news"), node("organization/wire")}),
        (KG.stance, {KG.Denies}),
        (KG.modality, {KG.Possible}),
        (
            KG.about,
            {
                node("transfer/MLI-TCD-ballistic-missile"),
                node("deployment/TCD-MLI-engineers"),
                node("casualties/TCD-civilian-MLI"),
                node("treaty/bamako"),
                node("resolution/un-security-council-1718"),
            },
        ),
        (KG.act, {KG.Delivered}),
        (KG.quantity, {node("quantity/10-12.5-container-approx")}),
        (KG.measure, {KG.Killed}),
        (KG.cumulative, {Literal("true", datatype=XSD.boolean)}),
        (KG.place, {node("place/gao-MLI")}),
        (KG.eventTime, {Literal("2024-05", datatype=XSD.gYearMonth)}),
        (KG.madeOn, {Literal("2024-06-18", datatype=XSD.date)}),
        (KG.timeExpression, {Literal("last month"), Literal("on Tuesday")}),
        (KG.allegesBreachOf, {node("resolution/un-security-council-1718")}),
        (KG.cue, {Literal("denied that")}),
        (KG.reportedIn, {node(f"document/{HERE.key}")}),
        (
            KG.evidence,
            {node(f"document/{HERE.key}#char=0,7"), node(f"document/{HERE.key}#char=44,61")},
        ),
    ],
)
def test_the_values_of_a_claim(graph: Graph, main: URIRef, predicate: URIRef, values: set[object]) -> None:
    assert set(graph.objects(main, predicate)) == values


def test_a_span_of_time_has_a_start_and_an_end_that_may_be_open(graph: Graph) -> None:
    assert list(graph.objects(None, KG.eventTimeStart)) == [Literal("2023", datatype=XSD.gYear)]
    assert not list(graph.objects(None, KG.eventTimeEnd))


def test_evidence_quotes_the_text_at_its_offsets(graph: Graph, main: URIRef) -> None:
    for found in graph.objects(main, KG.evidence):
        assert graph.value(found, OA.hasSource) == node(f"document/{HERE.key}")
        selectors = set(graph.objects(found, OA.hasSelector))
        assert {graph.value(s, RDF.type) for s in selectors} == {
            OA.TextPositionSelector,
            OA.TextQuoteSelector,
        }
        start, end, exact = (
            next(value for s in selectors if (value := graph.value(s, p)) is not None)
            for p in (OA.start, OA.end, OA.exact)
        )
        assert TEXT[int(start) : int(end)] == str(exact)
        assert str(found).endswith(f"#char={start},{end}")


def test_a_document_is_known_by_its_identifier_and_metadata(graph: Graph) -> None:
    found = node(f"document/{HERE.key}")
    assert {p: o for _, p, o in graph.triples((found, None, None))} == {
        RDF.type: KG.Document,
        RDFS.label: Literal("Guards in Gao"),
        DCTERMS.identifier: Literal("here.txt"),
        DCTERMS.title: Literal("Guards in Gao"),
        DCTERMS.publisher: node("organization/sahel-news"),
        DCTERMS.issued: Literal("2024-06-19", datatype=XSD.date),
        DCTERMS.source: Literal("https://news.example/here?a=1"),
        KG.sha256: Literal(HERE.sha256),
    }


def test_every_node_named_is_described(graph: Graph) -> None:
    own = {o for o in graph.objects() if isinstance(o, URIRef) and (str(o).startswith(BASE))}
    assert own
    assert not {o for o in own if (o, RDF.type, None) not in graph}
    labelled = {s for s in graph.subjects(RDF.type, None) if "#" not in str(s).removeprefix(str(KG))}
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert not {s for s in labelled - concepts if graph.value(s, RDFS.label) is None}


def test_concepts_come_with_all_that_are_broader(graph: Graph) -> None:
    missile = URIRef("https://w3id.org/kgbuild/ns/materiel/ballistic-missile")
    broader = set(graph.transitive_objects(missile, SKOS.broader))
    assert URIRef("https://w3id.org/kgbuild/ns/materiel/weapon") in broader
    assert all(graph.value(concept, SKOS.prefLabel) for concept in broader)
    assert Literal("ballistic missiles", lang="en") in set(graph.objects(missile, SKOS.altLabel))


def test_a_concept_that_the_thesaurus_lacks_is_refused() -> None:
    with pytest.raises(ClaimError, match="no materiel concept 'death-ray'"):
        build([HERE, claim(HERE, about=(transfer(MALI, CHAD, "death-ray"),))])


def test_a_claim_without_its_document_is_refused() -> None:
    with pytest.raises(ClaimError, match=HERE.key):
        build([claim(HERE)])


def test_there_are_no_blank_nodes(graph: Graph) -> None:
    assert all(isinstance(term, URIRef | Literal) for triple in graph for term in triple)


def test_another_base_moves_the_individuals_only() -> None:
    moved = merged(build(small(), base="http://kb.example/x/"))
    assert not any(str(term).startswith(BASE) for triple in moved for term in triple)
    assert len(moved) == len(merged(build(small())))


def test_each_document_has_its_graph_and_names_and_concepts_have_theirs() -> None:
    dataset = build(small())
    names = {str(g.identifier) for g in dataset.graphs()} - {"urn:x-rdflib:default"}
    documents = {f"{BASE}document/{source.key}" for source in (HERE, THERE)}
    assert names == documents | {f"{BASE}graph/names", "https://w3id.org/kgbuild/ns"}
    assert not merged(build([]))


def test_a_documents_graph_is_a_function_of_the_document() -> None:
    alone = build([THERE, claim(THERE, CHAD, event_time=EventTime(start="2023"))])
    graph = node(f"document/{THERE.key}")
    assert set(alone.graph(graph)) == set(build(small()).graph(graph))


def test_one_name_of_each_thing_is_its_label_and_all_are_alternatives(graph: Graph) -> None:
    dataset = build(small())
    names = dataset.graph(node("graph/names"))
    assert {p for _, p, _ in names} == {RDFS.label}
    assert len({s for s, _, _ in names}) == len(names)
    labelled = {
        s
        for document in (HERE, THERE)
        for s in dataset.graph(node(f"document/{document.key}")).subjects(RDFS.label)
    }
    assert {graph.value(s, RDF.type) for s in labelled} == {KG.Claim, KG.Document, KG.Quantity, KG.Reading}
    gao = node("place/gao-MLI")
    assert set(graph.objects(gao, RDFS.label)) == {Literal("Gao")}
    assert set(graph.objects(gao, SKOS.altLabel)) == {Literal("Gao"), Literal("Kawkaw")}


def test_a_treaty_has_what_its_readings_tell(graph: Graph) -> None:
    new, old = node("treaty/bamako"), node("treaty/algiers")
    (reading,) = graph.subjects(KG.reads, new)
    assert graph.value(reading, KG.readIn) == node(f"document/{HERE.key}")
    assert graph.value(reading, DCTERMS.title) == Literal("Bamako Convention")
    assert graph.value(graph.value(reading, KG.revives), KG.reads) == old
    for told in (KG.party, KG.signatory, KG.obligation):
        assert set(graph.objects(reading, told)) == set(graph.objects(new, told))
    assert graph.value(new, KG.revives) == old
    assert graph.value(new, RDFS.label) == Literal("Bamako Convention")


def test_provenance_stays_under_two_triples_for_each_of_content(graph: Graph) -> None:
    fragments = {s for s in graph.subjects() if "#" in str(s) and str(s).startswith(BASE)}
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    told = [triple for triple in graph if triple[0] not in concepts]
    provenance = [t for t in told if t[0] in fragments or t[1] in (KG.evidence, KG.reportedIn)]
    assert provenance
    assert len(provenance) < 2 * (len(told) - len(provenance))


def test_bare_claims_keep_provenance_under_two_triples_for_each_of_content() -> None:
    """The worst case: each claim has nothing but its claimant and words of its own."""
    words = [evidence(word) for word in ("said", "sent", "tanks", "Suria", "denied", "general", "Herald")]
    graph = merged(build(unify([THERE, *(claim(THERE, CHAD, evidence=(one,)) for one in words)])))
    fragments = {s for s in graph.subjects() if "#" in str(s) and str(s).startswith(BASE)}
    provenance = [t for t in graph if t[0] in fragments or t[1] in (KG.evidence, KG.reportedIn)]
    assert len(provenance) < 2 * (len(graph) - len(provenance))


def test_the_graph_conforms_to_the_shapes(graph: Graph) -> None:
    shapes = Graph().parse(data=folder("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, report


def test_claims_on_the_same_words_share_their_evidence() -> None:
    two = [claim(HERE, CHAD), claim(HERE, MALI)]
    graph = merged(build([HERE, *two]))
    assert len(set(graph.subjects(RDF.type, KG.Claim))) == 2
    assert len(set(graph.subjects(RDF.type, OA.SpecificResource))) == 1


def test_queries_see_all_graphs_as_one() -> None:
    rows = build(small()).query(
        "SELECT DISTINCT ?c { ?c a kg:Claim ; kg:claimant ?a . ?a rdfs:label 'Chad' }"
    )
    assert len(list(rows)) == 1


def test_prefixes_follow_the_base() -> None:
    assert prefixes("http://kb.example/")["claim"] == "http://kb.example/claim/"
    assert prefixes("http://kb.example/")["kg"] == str(KG)


# reading back


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ttl", "<http://a> <http://b> <http://c> .\nfoo bar", "a.ttl:2: "),
        ("a.nq", "x y z", "a.nq:1: "),
        ("a.trig", "<http://a> {", "a.trig:1: "),
        ("a.jsonld", '{"@id":', "a.jsonld:1: "),
        ("a.rdf", "<rdf", "a.rdf: "),
        ("a.docx", "", "stands for no RDF format: use one of"),
        ("a", "", "stands for no RDF format: use one of"),
    ],
)
def test_a_broken_graph_file_is_named_with_its_line(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(GraphFileError) as caught:
        read_graph([path])
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_graph_file_and_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    for name in ("none.ttl", "folder.ttl", "folder.ttl/none/x.ttl"):
        with pytest.raises(GraphFileError, match=name):
            read_graph([tmp_path / name])


def test_several_files_are_read_as_one_graph(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> <http://b> 1 .")
    (tmp_path / "b.nq").write_text("<http://a> <http://b> <http://c> <http://g> .")
    dataset = read_graph([tmp_path / "a.ttl", tmp_path / "b.nq"])
    assert len(list(dataset.query("SELECT * { <http://a> <http://b> ?o }"))) == 2


def test_evidence_has_one_sentence_that_is_the_text_whatever_its_claims_tell() -> None:
    words = evidence("denied")
    wide = words.model_copy(update={"sentence": Span(0, 60)})
    later = words.model_copy(update={"sentence": Span(44, 89)})
    told = [claim(THERE, agent, evidence=(one,)) for agent, one in ((CHAD, wide), (MALI, later))]
    for claims in (told, told[::-1]):
        graph = merged(build(unify([THERE, *claims])))
        (sentence,) = graph.objects(node(f"document/{THERE.key}#char=50,56"), KG.sentence)
        assert THERE.text is not None
        assert str(sentence) == THERE.text[:89]


def test_what_is_given_in_return_points_to_what_it_is_given_for() -> None:
    tanks = transfer(CHAD, MALI, "tank")
    fuel = transfer(MALI, CHAD, "fuel").model_copy(update={"in_exchange_for": tanks})
    graph = merged(build(unify([HERE, claim(HERE, CHAD, about=(fuel,))])))
    given, price_of = node("transfer/MLI-TCD-fuel"), node("transfer/TCD-MLI-tank")
    assert set(graph.objects(given, KG.inExchangeFor)) == {price_of}
    assert set(graph.objects(price_of, KG.supplier)) == {node("state/TCD")}
    assert not list(graph.subjects(KG.about, price_of))
    shapes = Graph().parse(data=folder("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")
    assert pyshacl.validate(graph, shacl_graph=shapes)[0]
