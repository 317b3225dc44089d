"""What is wrong with a graph is found and told in words, with the place in the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Graph

from kgbuild.cli import main
from kgbuild.graph import read_graph
from kgbuild.graph.store import as_store
from kgbuild.validate import Check, Choice
from kgbuild.validate.axioms import Axioms
from kgbuild.validate.parts import portions, whole
from kgbuild.validate.reasoners import HermiT, RuleReasoner
from kgbuild.validate.shapes import Shapes

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)

TEXTS = {
    "chad.txt": "Chad has sent 300 soldiers to Sudan, the Sudanese foreign minister said on 1 March 2021.\n\n"
    "Chad denied sending troops to Sudan.\n",
    "mali.txt": "Mali said on Monday that it had bought 40 drones from Turkey.\n\n"
    "Turkey denied selling drones to Mali.\n",
}

PREFIXES = """
@prefix : <https://w3id.org/kgbuild/id/> .
@prefix state: <https://w3id.org/kgbuild/id/state/> .
@prefix kg: <https://w3id.org/kgbuild/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SUBJECT = r"\w+:[^ ]+( “[^”]+”)?"


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real export of two short reports, as Turtle."""
    folder = tmp_path_factory.mktemp("reports")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "documents.csv").write_text(
        "file,title,publisher,issued\n"
        "chad.txt,Troops,Savana Post,2021-03-02\nmali.txt,Drones,Savana Post,2021-03-03\n",
        encoding="utf-8",
    )
    out = folder / "out.ttl"
    result = CliRunner().invoke(main, ["export", str(out), "-d", str(folder)])
    assert result.exit_code == 0, result.stderr
    return out.read_text(encoding="utf-8")


Spoil = Callable[[str], Path]


@pytest.fixture
def file(tmp_path: Path) -> Spoil:
    """Write Turtle to a file of its own."""

    def written(text: str) -> Path:
        path = tmp_path / "out.ttl"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def claim_of(turtle: str, stance: str, about: str) -> str:
    """The block of the claim with this stance about such an event."""
    blocks = re.split(r"\n\n", turtle)
    return next(b for b in blocks if f"kg:stance kg:{stance} " in b and f"kg:about {about}" in b)


def name_of(block: str) -> str:
    return block.split(" ", 1)[0]


def replaced(turtle: str, block: str, pattern: str, by: str) -> str:
    changed = re.sub(pattern, by, block, count=1)
    assert changed != block
    return turtle.replace(block, changed)


def _no_claimant(turtle: str, block: str) -> str:
    return replaced(turtle, block, r"    kg:claimant [^;]+;\n", "")


def _two_stances(turtle: str, block: str) -> str:
    return f"{turtle}\n{name_of(block)} kg:stance kg:Asserts .\n"


def _unknown_stance(turtle: str, block: str) -> str:
    return replaced(turtle, block, "kg:stance kg:Denies", "kg:stance kg:Doubts")


def _wrong_date_type(turtle: str, block: str) -> str:
    return f'{turtle}\n{name_of(block)} kg:madeOn "on Monday" .\n'


def _evidence_of(block: str) -> str:
    found = re.search(r"kg:evidence (<[^>]+>|\S+)", block)
    assert found is not None
    return found[1]


def _no_offset(turtle: str, block: str) -> str:
    position = _evidence_of(block).replace("#char=", "#position=")
    blocks = turtle.split("\n\n")
    block = next(b for b in blocks if b.startswith(f"{position} a oa:TextPositionSelector"))
    return turtle.replace(block, re.sub(r" ;\n    oa:start \S+", "", block))


FAULTS = {
    "a claim without claimant": (
        _no_claimant,
        "has no kg:claimant",
        "at least one kg:claimant",
        "Add kg:claimant",
    ),
    "two stances": (
        _two_stances,
        "has 2 values of kg:stance: kg:Asserts, kg:Denies",
        "exactly one kg:stance",
        "Keep the right one",
    ),
    "an unknown stance": (
        _unknown_stance,
        "has kg:stance kg:Doubts",
        "one of kg:Asserts",
        "Correct the value",
    ),
    "a wrong type of date": (
        _wrong_date_type,
        'has kg:madeOn "on Monday"',
        "xsd:date, xsd:gYearMonth or xsd:gYear",
        "Write the value of kg:madeOn",
    ),
    "a quote without offset": (
        _no_offset,
        "has no oa:hasSelector / oa:start",
        "oa:start",
        "Add oa:hasSelector",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", [(), ("--whole",)])
def test_each_fault_is_told_with_its_place(sound: str, file: Spoil, fault: str, way: tuple[str, ...]) -> None:
    spoil, wrong, rule, remedy = FAULTS[fault]
    block = claim_of(sound, "Denies", "transfer:")
    result = invoke(file(spoil(sound, block)), "--shapes-only", *way)
    assert result.exit_code == 1
    told = next(t for t in result.stdout.split("\n\n") if wrong in t)
    first, *lines = told.splitlines()
    assert re.fullmatch(rf"{SUBJECT} {re.escape(wrong)}\.", first), first
    words = dict(line.strip().split(": ", 1) for line in lines)
    assert rule in words["Rule"]
    assert remedy in words["To do"]
    assert words["Where"].startswith("mali.txt")
    assert "“Turkey denied selling drones to Mali" in words["Where"]
    if fault != "a quote without offset":
        span = re.search(r"characters (\d+)–(\d+)", words["Where"])
        assert span is not None
        assert TEXTS["mali.txt"][int(span[1]) : int(span[2])] in words["Where"]
        assert name_of(block) in first


@pytest.mark.slow
def test_a_sound_graph_passes_every_way(sound: str, file: Spoil, java: str) -> None:
    for way in ((), ("--whole",), ("--reasoner", "none")):
        result = invoke(file(sound), *way)
        assert result.exit_code == 0, result.stdout
        shapes, quotes, ontology, reasoner = result.stdout.splitlines()
        assert re.fullmatch(r"Quotes: \d+ not proved \(of 2 documents; give --documents\)\.", quotes)
        assert re.fullmatch(r"Shapes: kept \([\d,]+ triples, 2 documents\)\.", shapes)
        assert ontology.startswith("Ontology: not contradicted")
        expected = (
            "Reasoner: not asked." if "none" in way else "Reasoner: HermiT finds it consistent (2 documents;"
        )
        assert reasoner.startswith(expected)


CONTRADICTIONS = {
    "an agent that is an event": (
        "state:TCD a kg:Deployment .",
        "state:TCD",
        "is a kg:Deployment and is a kg:State",
        "Nothing is a kg:Deployment and a kg:State at once",
    ),
    "an agent by its property": (
        "state:TCD kg:supplier state:TUR .",
        "state:TCD",
        "is a kg:State and has kg:supplier, which makes it a kg:Transfer",
        "Nothing is",
    ),
    "a supplier that is a place": (
        ':x a kg:Transfer ; kg:supplier :p . :p a kg:Place ; rdfs:label "p" .',
        "https://w3id.org/kgbuild/id/p",
        "is a kg:Place and is pointed to by kg:supplier, which makes it a kg:Organization or kg:State",
        "Nothing is",
    ),
    "an untyped node with two jobs": (
        ":x kg:supplier state:TCD ; kg:sender state:TCD .",
        "https://w3id.org/kgbuild/id/x",
        "has kg:sender, which makes it a kg:Deployment and has kg:supplier, which makes it a kg:Transfer",
        "Nothing is",
    ),
    "two codes": (
        'state:TCD kg:iso3 "CHD" .',
        "state:TCD",
        'has 2 values of kg:iso3: "CHD", "TCD"',
        "owl:FunctionalProperty",
    ),
    "its own revision": (
        ":c a kg:Claim ; kg:revises :c .",
        "https://w3id.org/kgbuild/id/c",
        "has itself as kg:revises",
        "owl:IrreflexiveProperty",
    ),
    "revisions in a ring": (
        ":c a kg:Claim ; kg:revises :d . :d a kg:Claim ; kg:revises :c .",
        "https://w3id.org/kgbuild/id/c",
        "has kg:revises https://w3id.org/kgbuild/id/d, which has it as kg:revises in turn",
        "owl:AsymmetricProperty",
    ),
    "a person as publisher": (
        ":d a kg:Document ; dcterms:publisher :p . :p a kg:Person .",
        "https://w3id.org/kgbuild/id/p",
        "is pointed to by dcterms:publisher of a kg:Document, which makes it a kg:Organization",
        "Nothing is",
    ),
}


def spoilt(sound: str, wrong: str) -> str:
    return f"{sound}\n@prefix : <https://w3id.org/kgbuild/id/> .\n{wrong}\n"


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_contradictions_name_the_axiom(sound: str, file: Spoil, case: str) -> None:
    wrong, node, words, rule = CONTRADICTIONS[case]
    faults = Check(read_graph([file(spoilt(sound, wrong))])).contradictions()
    assert [fault.name for fault in faults] == [node]
    assert words in faults[0].wrong
    assert rule in faults[0].rule


@pytest.mark.slow
@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_the_reasoner_agrees_that_they_are_contradictions(case: str, java: str) -> None:
    wrong = f'{PREFIXES}{CONTRADICTIONS[case][0]}\nstate:TCD a kg:State ; kg:iso3 "TCD" .\n'
    assert HermiT().objections(Graph().parse(data=wrong))


@pytest.mark.parametrize(
    "fine",
    [
        ":q a kg:Quantity ; kg:minimum 10 , 10.0 .",  # one number, written twice
        ":r a kg:Organization ; kg:partOf state:TCD .",
        "state:TCD a kg:Agent .",
        ":x kg:inExchangeFor :y . :y a kg:Transfer .",
    ],
)
def test_what_the_axioms_allow_is_no_contradiction(sound: str, file: Spoil, fine: str) -> None:
    assert Check(read_graph([file(spoilt(sound, fine))])).contradictions() == []


def test_a_node_that_is_agent_and_event_is_told_with_words_about_it(sound: str, file: Spoil) -> None:
    result = invoke(file(f"{sound}\nstate:TCD a kg:Event .\n"), "--reasoner", "none")
    assert result.exit_code == 1
    told = next(t for t in result.stdout.split("\n\n") if "kg:Event" in t and "state:TCD" in t)
    assert "\nstate:TCD “Chad” is a kg:Event and is a kg:State.\n" in told
    assert re.search(r"Where: chad\.txt, characters \d+–\d+: “.+”", told)
    assert "Ontology: contradicted in 1 place" in result.stdout
    assert "Reasoner: not asked." in result.stdout


def test_every_axiom_of_the_ontology_is_followed_or_known_not_to_be() -> None:
    # What may be concluded from these takes the reasoner; a new kind of axiom must be thought about here.
    known = {
        "AllDifferent",
        "distinctMembers",
        "propertyChainAxiom",
        "someValuesFrom",
        "qualifiedCardinality",
    }
    assert {str(term).rsplit("#", 1)[1] for term in Axioms.load().overlooked} <= known


# --- The reasoners


@pytest.mark.slow
def test_hermit_is_asked_about_what_no_axiom_tells(sound: str, file: Spoil, java: str) -> None:
    block = claim_of(sound, "Denies", "transfer:")
    wrong = (
        f"{sound}\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\nstate:TUR owl:sameAs {name_of(block)} .\n"
    )
    result = invoke(file(wrong))
    assert result.exit_code == 1
    assert "Ontology: not contradicted" in result.stdout
    told = next(t for t in result.stdout.split("\n\n") if "inconsistent" in t)
    assert told.splitlines()[-3:][0] == "mali.txt: inconsistent with the ontology."
    assert "Reasoner: HermiT objects in 1 place (2 documents" in result.stdout


@pytest.mark.slow
def test_documents_with_known_contradictions_are_not_asked_about(sound: str, file: Spoil, java: str) -> None:
    checks = Check(read_graph([file(f'{sound}\ntransfer:x a kg:Transfer .\nstate:TUR kg:iso3 "TRK" .\n')]))
    verdict = checks.reason(checks.contradictions(), Choice.HERMIT)
    assert (verdict.asked, verdict.left_out, verdict.objections) == (1, 1, [])


@pytest.mark.slow
def test_a_value_that_hermit_cannot_read_is_told_with_its_document(
    sound: str, file: Spoil, java: str
) -> None:
    block = claim_of(sound, "Denies", "transfer:")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    wrong = f'{sound}\n{name_of(block)} kg:confidence "high"^^<{xsd}decimal> .\n'
    if "kg:confidence" in block:
        wrong = wrong.replace(block, re.sub(r"    kg:confidence [^;]+;\n", "", block))
    result = invoke(file(wrong))
    assert result.exit_code == 1
    assert "mali.txt: inconsistent with the ontology." in result.stdout
    assert 'Why: "high"^^xsd:decimal is no value of its datatype.' in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("odd", ["\\u000B", "\\u000C", "\\u001B", "\\uFFFE", "\\u0001"])
def test_characters_that_xml_lacks_are_no_contradiction(sound: str, file: Spoil, java: str, odd: str) -> None:
    quote = re.search(r'oa:exact "([^"\\\\]+)"', sound)
    assert quote is not None
    result = invoke(file(sound.replace(quote[0], f'oa:exact "{quote[1]}{odd}"')))
    assert "Reasoner: HermiT finds it consistent" in result.stdout


@pytest.mark.slow
def test_without_java_the_rules_of_owl_rl_are_asked(
    sound: str, file: Spoil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not HermiT.available()
    result = invoke(file(sound))
    assert result.exit_code == 0
    assert (
        "HermiT needs Java, which is not installed; asked instead: OWL 2 RL finds it consistent"
        in result.stdout
    )
    assert "They do not find values outside a data range" in result.stdout
    block = claim_of(sound, "Denies", "transfer:")
    same = (
        f"{sound}\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\nstate:TUR owl:sameAs {name_of(block)} .\n"
    )
    result = invoke(file(same))
    assert result.exit_code == 1
    told = next(t for t in result.stdout.split("\n\n") if "inconsistent" in t)
    assert "mali.txt: inconsistent with the ontology." in told
    assert re.search(r"Why: Disjoint classes kg:\w+ and kg:\w+ have a common individual \w+:\w+", told)


@pytest.mark.slow
def test_what_the_rules_miss_is_as_said(java: str) -> None:
    for wrong in (":c kg:confidence 1.5 .", ":t kg:supplier :p . :p a kg:Place ."):
        graph = Graph().parse(data=PREFIXES + wrong)
        assert HermiT().objections(graph)
        assert RuleReasoner().objections(graph) == []


# --- By document


def test_a_portion_of_documents_changes_nothing(sound: str, file: Spoil) -> None:
    block = claim_of(sound, "Denies", "transfer:")
    spoiled = sound
    for spoil in (_wrong_date_type, _no_offset, _two_stances):
        spoiled = spoil(spoiled, block)
    dataset = read_graph([file(f"{spoiled}\nstate:TUR kg:iso3 'TRK' .\n_:x a kg:Quantity .\n")])
    by_document = Check(dataset).shapes()
    assert [fault.wrong for fault in by_document if not fault.named]
    assert {f.wrong for f in by_document} == {f.wrong for f in Check(dataset, at_once=True).shapes()}


def test_every_statement_is_in_some_part_and_each_part_can_be_checked_alone(sound: str, file: Spoil) -> None:
    block = claim_of(sound, "Denies", "transfer:")
    shapes = Shapes.load()
    for text in (
        sound,
        _no_offset(_two_stances(sound, block), block),
        f"{sound}\n{name_of(block)} a kg:Place .\n",
    ):
        store = as_store(read_graph([file(text)]))
        pieces = list(portions(store, size=0))
        assert len(pieces) > len(TEXTS)  # the accounts of what was derived belong to no document
        everything = whole(store).graph
        assert {triple for piece in pieces for triple in piece.graph} == set(everything)
        faults = {f for p in pieces for f in shapes.faults(p.graph, {str(node.value) for node in p.borders})}
        assert sorted(faults) == shapes.faults(everything)


def test_many_nodes_against_one_rule_are_told_in_short(sound: str, file: Spoil) -> None:
    places = "".join(f"place:p{n} a kg:Place .\n" for n in range(25))
    prefix = "@prefix place: <https://w3id.org/kgbuild/id/place/> .\n"
    result = invoke(file(sound + prefix + places), "--shapes-only")
    assert result.stdout.count("has no rdfs:label") == 10
    assert "… and 15 more nodes against this rule (--all shows them): A place needs a label" in result.stdout
    assert (
        invoke(file(sound + prefix + places), "--shapes-only", "--all").stdout.count("has no rdfs:label")
        == 25
    )


# --- What cannot be checked


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("this is no Turtle", encoding="utf-8")
    (tmp_path / "empty.ttl").write_text("", encoding="utf-8")
    (tmp_path / "star.ttl").write_text("<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", encoding="utf-8")
    cases = (("bad.ttl", "bad.ttl:1"), ("none.ttl", "no such file"), ("empty.ttl", "nothing to check"))
    for name, words in (*cases, ("star.ttl", "statements about statements")):
        result = invoke(tmp_path / name)
        assert result.exit_code == 1
        (line,) = [line for line in result.stderr.splitlines() if not line.startswith("Note: ")]
        assert line.startswith("Error: ")
        assert words in line


def test_a_graph_of_something_else_is_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    result = invoke(tmp_path / "other.ttl", "--reasoner", "none")
    assert result.exit_code == 0
    assert result.stderr == "Note: no kg:Document is in it: is this what kgbuild export wrote?\n"


def test_several_graphs_are_checked_as_one(sound: str, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text(sound, encoding="utf-8")
    (tmp_path / "two.ttl").write_text(
        '<https://w3id.org/kgbuild/id/state/TCD> <https://w3id.org/kgbuild/ns#iso3> "CHD" .\n',
        encoding="utf-8",
    )
    result = invoke(tmp_path / "one.ttl", tmp_path / "two.ttl", "--reasoner", "none")
    assert result.exit_code == 1
    assert 'state:TCD “Chad” has 2 values of kg:iso3: "CHD", "TCD".' in result.stdout


def test_what_many_named_graphs_say_is_checked_once(sound: str, file: Spoil, tmp_path: Path) -> None:
    store = as_store(read_graph([file(sound)]))
    triples = sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in store)
    graphs = (f"<https://example.org/{n}>" for n in range(3))
    lines = [f"{triple} {graph} .\n" for graph in graphs for triple in triples]
    (tmp_path / "out.nq").write_text("".join(lines), encoding="utf-8")
    check = Check(read_graph([tmp_path / "out.nq"]))
    assert (check.triples, check.documents) == (len(triples), len(TEXTS))
    assert check.shapes() == check.contradictions() == []
