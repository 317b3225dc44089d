"""What follows from claims: each rule on claims made for it, and what the engine makes of conclusions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import BNode, Dataset, Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from builders import (
    TEXT,
    casualties,
    claim,
    deployment,
    document,
    evidence,
    official,
    organization,
    state,
    transfer,
    treaty,
)
from kgbuild.claims.model import (
    Act,
    Agent,
    Claim,
    DocumentRecord,
    EventTime,
    Measure,
    Modality,
    Quantity,
    Stance,
    Subject,
)
from kgbuild.derivation import Rule, derive, load_rules
from kgbuild.derivation.rules import parse
from kgbuild.derivation.wording import FEW, near_identical
from kgbuild.errors import RuleError
from kgbuild.graph import BASE, KG, build
from kgbuild.graph.store import as_store
from kgbuild.identity import unify
from kgbuild.identity.keys import claim_key

MALI, CHAD, RUS, PRK = state("MLI"), state("TCD"), state("RUS"), state("PRK")
HERALD = organization("Chad Herald", part_of=CHAD)
DISPATCH = organization("Mali Dispatch", part_of=MALI)
SENT = deployment(MALI, CHAD)
LOSSES = casualties(MALI, CHAD)
RULES = load_rules()


def derived(*records: DocumentRecord | Claim, rules: tuple[Rule, ...] = RULES) -> Graph:
    dataset = build(unify(records))
    derive(dataset, rules)
    return merged(as_store(dataset))


def merged(quads: Iterable[ox.Quad]) -> Graph:
    """Return statements of all graphs as one."""
    triples = [quad.triple for quad in quads]
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


def iri(one: Claim) -> URIRef:
    return URIRef(BASE + claim_key(one))


class Case:
    """One document, to which claims are added."""

    def __init__(
        self,
        identifier: str = "a.txt",
        issued: str | None = "2024-05-01",
        by: Agent = HERALD,
        text: str = TEXT,
    ) -> None:
        self.source = document(identifier, text, publisher=by, issued=issued)
        self.claims: list[Claim] = []

    def add(self, *claimants: Agent, about: Subject | None = SENT, **fields: Any) -> Claim:
        number = len(self.claims)
        words = "Norland said it had sent 40 tanks to Suria."[number : 24 + number]
        given = {"about": (about,) if about else (), "evidence": (evidence(words),)}
        made = claim(self.source, *claimants, **(given | fields))
        self.claims.append(made)
        return made

    @property
    def records(self) -> list[DocumentRecord | Claim]:
        return [self.source, *self.claims]


def related(first: dict[str, Any], second: dict[str, Any], name: str, later: str | None = None) -> bool:
    """Whether one claim of Mali and one of Chad, in two documents, stand in a relation."""
    one, two = Case(), Case("b.txt", later or "2024-05-01", DISPATCH)
    a, b = one.add(*first.pop("by", (MALI,)), **first), two.add(*second.pop("by", (CHAD,)), **second)
    graph = derived(*one.records, *two.records)
    there, back = ((iri(x), KG[name], iri(y)) in graph for x, y in ((a, b), (b, a)))
    assert there == back
    return there


SAYS = {"stance": Stance.ASSERTS}
DENIES = {"stance": Stance.DENIES}


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [
        (SAYS, DENIES, True),
        (SAYS, SAYS, False),
        (SAYS, {"stance": Stance.WITHHOLDS}, False),
        ({"stance": Stance.ENDORSES}, {"stance": Stance.CONDEMNS}, True),
        ({"stance": Stance.ASSERTS}, {"stance": Stance.CONDEMNS}, False),
        (SAYS | {"act": Act.ENTERED_COMBAT}, DENIES | {"act": Act.SENT}, True),
        (SAYS | {"act": Act.SENT}, DENIES | {"act": Act.ENTERED_COMBAT}, False),
        (SAYS | {"act": Act.SENT}, DENIES, True),
        (SAYS, DENIES | {"act": Act.WITHDRAWN}, False),
        (SAYS | {"modality": Modality.PLANNED}, DENIES, False),
        (SAYS | {"modality": Modality.PLANNED, "act": Act.SENT}, DENIES | {"act": Act.SENT}, True),
        (SAYS | {"modality": Modality.PLANNED}, DENIES | {"modality": Modality.PLANNED}, True),
        (SAYS | {"modality": Modality.POSSIBLE}, DENIES, True),
        ({"stance": Stance.PLEDGES}, DENIES, False),
        (SAYS | {"about": deployment(MALI, CHAD, "engineers")}, DENIES, False),
        (
            SAYS | {"event_time": EventTime(start="2022", end="2022")},
            DENIES | {"event_time": EventTime(start="2023-01-01", end=None)},
            False,
        ),
        (
            SAYS | {"event_time": EventTime(start="2023", end="2023")},
            DENIES | {"event_time": EventTime(start="2023-05-02", end="2023-05-02")},
            True,
        ),
    ],
)
def test_stances_that_exclude_each_other(
    first: dict[str, Any], second: dict[str, Any], contradict: bool
) -> None:
    assert related(dict(first), dict(second), "contradicts") is contradict


def counted(low: float | None, high: float | None, **fields: Any) -> dict[str, Any]:
    """Fields of a claim that so many were killed."""
    quantity = Quantity(minimum=low, maximum=high, approximate=fields.pop("approximate", False))
    return {"about": LOSSES, "quantity": quantity, "measure": Measure.KILLED} | fields


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [
        (counted(300, 300), counted(900, 1000), True),
        (counted(300, 950), counted(900, 1000), False),
        (counted(300, 300), counted(1000, None), True),
        (counted(None, 300), counted(200, 250), False),
        (counted(1000, 1000, approximate=True), counted(1080, 1080), False),
        (counted(1000, 1000, approximate=True), counted(1500, 1500), True),
        (counted(300, 300), counted(900, 900, measure=Measure.WOUNDED), False),
        (counted(300, 300), counted(900, 900, stance=Stance.DENIES), False),
        (counted(300, 300), counted(900, 900, modality=Modality.POSSIBLE), False),
        (
            counted(300, 300, event_time=EventTime(start="2024-03-01", end="2024-03-01")),
            counted(900, 900, event_time=EventTime(start="2024-03-02", end="2024-03-02")),
            False,
        ),
        (
            counted(300, 300, cumulative=True, made_on="2024-03-01"),
            counted(900, 900, made_on="2024-04-01"),
            False,
        ),
        (counted(300, 300, cumulative=True), counted(900, 900, cumulative=True), True),
    ],
)
def test_figures_that_exclude_each_other(
    first: dict[str, Any], second: dict[str, Any], contradict: bool
) -> None:
    first, second = dict(first), dict(second)
    if Stance.DENIES in second.values():
        first["stance"] = Stance.DENIES  # two denied figures
    assert related(first, second, "contradicts") is contradict


def test_one_claimant_in_one_document_gives_figures_of_two_things() -> None:
    case = Case()
    case.add(MALI, **counted(300, 300))
    case.add(MALI, **counted(900, 900))
    assert not list(derived(*case.records).subject_objects(KG.contradicts))


@pytest.mark.parametrize(
    ("first", "second", "corroborate"),
    [
        (SAYS, SAYS, True),
        (DENIES, DENIES, True),
        (SAYS, DENIES, False),
        ({"stance": Stance.CONDEMNS}, {"stance": Stance.CONDEMNS}, False),
        (SAYS, SAYS | {"modality": Modality.PLANNED}, False),
        (SAYS | {"modality": Modality.POSSIBLE}, SAYS | {"modality": Modality.POSSIBLE}, False),
        (SAYS | {"act": Act.SENT}, SAYS | {"act": Act.WITHDRAWN}, False),
        (SAYS | {"act": Act.SENT}, SAYS, True),
        (counted(300, 300), counted(250, 400), True),
        (counted(300, 300), counted(500, 500), False),
        (counted(300, 300), counted(300, 300, measure=Measure.WOUNDED), False),
        (SAYS, SAYS | {"by": (official("Awa Diarra", MALI),)}, False),
        (SAYS, SAYS | {"by": (organization("Ministry of Defence of Mali", part_of=MALI),)}, False),
        (SAYS, SAYS | {"by": (MALI, CHAD)}, False),
    ],
)
def test_independent_claims_bear_each_other_out(
    first: dict[str, Any], second: dict[str, Any], corroborate: bool
) -> None:
    assert related(dict(first), dict(second), "corroborates") is corroborate


def origins(graph: Graph, one: Claim) -> set[str]:
    return {str(node).removeprefix(BASE) for node in graph.objects(iri(one), KG.origin)}


@pytest.mark.parametrize(
    ("claimant", "fields", "origin"),
    [
        (MALI, {}, "state/MLI"),
        (official("Awa Diarra", MALI), {}, "state/MLI"),
        (official("Awa Diarra", organization("Army of Mali", part_of=MALI)), {}, "state/MLI"),
        (organization("Sahel Front"), {}, "organization/sahel-front"),
        (organization("Agence Sahel", part_of=MALI), {}, "organization/agence-sahel"),
        (official("Awa Diarra", organization("Agence Sahel", part_of=MALI)), {}, "organization/agence-sahel"),
        (official("an official", MALI, anonymous=True), {}, "state/MLI"),
        (official("a source", anonymous=True), {}, "organization/chad-herald"),
        (
            official("a source", anonymous=True),
            {"relayed_by": (organization("Agence Sahel", part_of=MALI),)},
            "organization/agence-sahel",
        ),
        (HERALD, {}, "organization/chad-herald"),
        (HERALD, {"relayed_by": (organization("Agence Sahel", part_of=MALI),)}, "organization/agence-sahel"),
    ],
)
def test_whose_statement_it_is_in_the_end(claimant: Agent, fields: dict[str, Any], origin: str) -> None:
    case = Case()
    case.add(RUS, relayed_by=(organization("Agence Sahel", part_of=MALI),))
    one = case.add(claimant, **fields)
    assert origins(derived(*case.records), one) == {origin}


COPY = "A column of forty tanks crossed the border near Adre before dawn on Tuesday, and villagers fled."


def printed(identifier: str, by: str, words: str, issued: str | None, **fields: Any) -> Case:
    """A paper that tells something as its own."""
    paper = organization(by)
    case = Case(identifier, issued, paper, words)
    case.add(paper, evidence=(evidence(words, words),), **fields)
    return case


def test_copies_are_the_statement_of_the_earliest_paper() -> None:
    papers = [
        printed("a.txt", "Morning Post", COPY, "2024-05-03"),
        printed("b.txt", "Evening Post", COPY.replace("dawn", "sunrise"), "2024-05-02"),
        printed("c.txt", "Night Post", COPY.replace("Tuesday, and", "Tuesday while"), None),
        printed(
            "d.txt", "Other Post", COPY.replace("forty tanks crossed", "trucks was seen at"), "2024-05-01"
        ),
    ]
    graph = derived(*(record for paper in papers for record in paper.records))
    found = [origins(graph, paper.claims[0]) for paper in papers]
    evening, other = {"organization/evening-post"}, {"organization/other-post"}
    assert found == [evening, evening, evening, other]
    corroborating = {frozenset(pair) for pair in graph.subject_objects(KG.corroborates)}
    last = iri(papers[3].claims[0])
    assert corroborating == {frozenset({iri(paper.claims[0]), last}) for paper in papers[:3]}


def test_what_a_wire_is_named_for_is_the_wires_in_all_copies() -> None:
    wire = organization("Sahel Wire")
    papers = [
        printed("a.txt", "Morning Post", COPY, "2024-05-01"),
        printed("b.txt", "Evening Post", COPY, "2024-05-02", relayed_by=(wire,)),
    ]
    graph = derived(*(record for paper in papers for record in paper.records))
    assert origins(graph, papers[1].claims[0]) == {"organization/sahel-wire"}


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("Villagers fled on Tuesday.", {}),
        (COPY, {"stance": Stance.DENIES}),
        (COPY, {"about": transfer(MALI, CHAD)}),
        (COPY, {"quantity": Quantity(minimum=40, maximum=40)}),
    ],
)
def test_not_every_likeness_is_a_copy(words: str, fields: dict[str, Any]) -> None:
    papers = [
        printed("a.txt", "Morning Post", words, None),
        printed("b.txt", "Evening Post", words, None, **fields),
    ]
    graph = derived(*(record for paper in papers for record in paper.records))
    assert not list(graph.subject_objects(KG.sameWording))


def revisions(*said: tuple[str, Agent, dict[str, Any]]) -> set[tuple[int, int]]:
    """Return which of these claims revises which, by number; each is made in a document of its own."""
    cases = []
    for number, (issued, who, fields) in enumerate(said):
        case = Case(f"{number}.txt", issued or None)
        case.add(who, **fields)
        cases.append(case)
    graph = derived(*(record for case in cases for record in case.records))
    numbers = {iri(case.claims[0]): number for number, case in enumerate(cases)}
    return {(numbers[a], numbers[b]) for a, b in graph.subject_objects(KG.revises)}  # type: ignore[index]


def test_who_departs_from_what_was_said_before_revises_it() -> None:
    envoy, minister = official("Awa Diarra", MALI), official("Issa Keita", MALI)
    withholds = {"stance": Stance.WITHHOLDS}
    assert revisions(
        ("2024-05-01", envoy, DENIES), ("2024-06-01", MALI, withholds), ("2024-07", minister, SAYS)
    ) == {(1, 0), (2, 0), (2, 1)}
    assert revisions(("2024-05-01", MALI, SAYS), ("2024-05-01", MALI, DENIES)) == set()
    assert revisions(("2024-05", MALI, SAYS), ("2024-05-20", MALI, DENIES)) == set()
    assert revisions(("", MALI, SAYS), ("2024-05-20", MALI, DENIES)) == set()
    assert revisions(("2024-05-01", MALI, SAYS), ("2024-06-01", CHAD, DENIES)) == set()
    assert revisions(("2024-05-01", MALI, counted(300, 300)), ("2024-06-01", MALI, counted(900, 900))) == {
        (1, 0)
    }
    assert (
        revisions(("2024-05-01", MALI, counted(300, 300)), ("2024-06-01", MALI, counted(250, 900))) == set()
    )
    late = {"act": Act.ENTERED_COMBAT}
    assert (
        revisions(("2024-05-01", MALI, DENIES | late), ("2024-06-01", MALI, SAYS | {"act": Act.SENT}))
        == set()
    )


def standing(*said: tuple[str, Agent, dict[str, Any]], about: Subject = SENT) -> str:
    cases = []
    for number, (issued, who, fields) in enumerate(said):
        case = Case(f"{number}.txt", issued)
        case.add(who, about=about, **fields)
        cases.append(case)
    graph = derived(*(record for case in cases for record in case.records))
    (found,) = graph.objects(None, KG.standing)
    return str(found).removeprefix(str(KG))


WITHHOLDS, POSSIBLE = {"stance": Stance.WITHHOLDS}, {"modality": Modality.POSSIBLE}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("2024-05-01", MALI, DENIES), ("2024-06-01", MALI, SAYS)], "Admitted"),
        ([("2024-05-01", MALI, WITHHOLDS), ("2024-06-01", official("Awa Diarra", MALI), SAYS)], "Admitted"),
        ([("2024-05-01", RUS, DENIES), ("2024-06-01", RUS, SAYS)], "Disputed"),
        ([("2024-05-01", MALI, DENIES), ("2024-06-01", MALI, SAYS | POSSIBLE)], "Disputed"),
        ([("2024-05-01", RUS, SAYS), ("2024-06-01", MALI, DENIES)], "Disputed"),
        ([("2024-05-01", RUS, SAYS)], "Unconfirmed"),
        ([("2024-05-01", MALI, SAYS | POSSIBLE)], "Unconfirmed"),
        ([("2024-05-01", RUS, SAYS), ("2024-06-01", MALI, WITHHOLDS)], "Unconfirmed"),
        ([("2024-05-01", MALI, DENIES)], "Unconfirmed"),
        ([("2024-05-01", RUS, SAYS), ("2024-06-01", MALI, SAYS)], "Uncontested"),
        ([("2024-05-01", CHAD, {"stance": Stance.ENDORSES})], "Uncontested"),
    ],
)
def test_how_an_event_stands(said: list[tuple[str, Agent, dict[str, Any]]], expected: str) -> None:
    assert standing(*said) == expected


def test_a_treaty_stands_by_the_word_of_its_parties() -> None:
    pact = treaty("Algiers Accord", MALI, CHAD)
    assert standing(("2024-05-01", CHAD, SAYS), about=pact) == "Uncontested"
    assert standing(("2024-05-01", RUS, SAYS), about=pact) == "Unconfirmed"


# --- What the engine makes of it


@pytest.fixture(scope="module")
def everything() -> Dataset:
    """Claims from which every property follows."""
    envoy = official("Awa Diarra", MALI)
    said = [(MALI, DENIES), (CHAD, SAYS), (RUS, SAYS), (envoy, SAYS), (RUS, {"stance": Stance.WITHHOLDS})]
    cases = []
    for number, (who, fields) in enumerate(said):
        case = Case(f"{number}.txt", f"2024-05-{number + 1:02}")
        case.add(who, **fields)
        case.add(who, **counted(100 * number, 100 * number))
        cases.append(case)
    cases += [printed("x.txt", "Morning Post", COPY, None), printed("y.txt", "Evening Post", COPY, None)]
    dataset = build(unify(record for case in cases for record in case.records))
    derive(dataset)
    return dataset


@pytest.fixture(scope="module")
def whole(everything: Dataset) -> Graph:
    return merged(as_store(everything))


@pytest.fixture(scope="module")
def conclusions(everything: Dataset) -> Graph:
    """The graph of derived statements."""
    return merged(
        as_store(everything).quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}graph/derived"))
    )


def test_every_derived_statement_names_its_rule_and_its_claims(conclusions: Graph) -> None:
    graph = conclusions
    properties = dict(graph.subject_objects(KG.derives))
    assert set(properties.values()) == {URIRef(rule.derives) for rule in RULES}
    accounts = {
        (
            properties[rule],
            frozenset(graph.objects(node, KG.derivedFrom)) | set(graph.objects(node, KG.concerns)),
        )
        for node, rule in graph.subject_objects(KG.rule)
    }
    made = {(node, kind) for node, kind in graph.subject_objects(RDF.type) if kind in (KG.Dispute, KG.Side)}
    for node, kind in made:
        assert any(about == kind and node in members for about, members in accounts), node
        assert set(graph.objects(node, KG.member)) <= {
            one
            for account in graph.subjects(KG.concerns, node)
            for one in graph.objects(account, KG.derivedFrom)
        }
    statements = [(s, p, o) for s, p, o in graph if p in set(properties.values())]
    assert {p for _, p, _ in statements} | {kind for _, kind in made} == set(properties.values())
    for s, p, o in statements:
        ends = {end for end in (s, o) if not str(end).startswith(str(KG))}
        assert any(about == p and ends <= members for about, members in accounts), (s, p, o)


def test_the_graph_of_derived_statements_holds_nothing_else(whole: Graph, conclusions: Graph) -> None:
    graph = conclusions
    accounts = {
        RDF.type,
        RDFS.label,
        RDFS.comment,
        OWL.versionInfo,
        KG.rule,
        KG.derives,
        KG.derivedFrom,
        KG.concerns,
    }
    of_sides = {KG[name] for name in ("over", "side", "member", "stance", "modality", "measure")}
    of_sides |= {KG[name] for name in ("minimum", "maximum")}
    of_sides |= {KG[name] for name in ["independentOrigins", "ledBy", "backedBy"]}
    derived = {URIRef(rule.derives) for rule in RULES if not rule.makes}
    assert set(graph.predicates()) == accounts | derived | of_sides
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    claims = set(whole.subjects(RDF.type, KG.Claim))
    assert set(graph.objects(None, KG.derivedFrom)) <= claims
    assert all(list(graph.objects(node, KG.derivedFrom)) for node in graph.subjects(RDF.type, KG.Derivation))


def test_each_event_has_one_standing(whole: Graph) -> None:
    about = set(whole.objects(None, KG.about))
    assert {node: len(list(whole.objects(node, KG.standing))) for node in about} == dict.fromkeys(about, 1)


def test_rules_describe_themselves(conclusions: Graph) -> None:
    for rule in RULES:
        node = URIRef(f"{BASE}rule/{rule.name}")
        assert str(conclusions.value(node, RDFS.label)) == rule.title
        assert str(conclusions.value(node, RDFS.comment)) == rule.says
    assert len({rule.title for rule in RULES}) == len(RULES)


def test_to_derive_again_changes_nothing(everything: Dataset) -> None:
    before = set(as_store(everything))
    derive(everything)
    assert set(as_store(everything)) == before
    assert derive(everything, affected=[f"{BASE}state/MLI"]).claims
    assert set(as_store(everything)) == before


# --- Rules of one's own

HEAD = """# title: T
# says: S.
# derives: kg:contradicts
# stratum: 3
# scope: event
# example: E.
PREFIX kg: <https://w3id.org/kgbuild/ns#>
"""
PAIR = (
    "CONSTRUCT { ?a kg:contradicts ?b . [] kg:derivedFrom ?a, ?b } WHERE { ?a kg:about ?x . ?b kg:about ?x }"
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD.replace("# title: T\n", "") + PAIR, "r.rq:1: no title in its head"),
        (HEAD.replace("stratum: 3", "stratum: last") + PAIR, "r.rq:4: the stratum is a whole number"),
        (
            HEAD.replace("scope: event", "scope: all") + PAIR,
            "r.rq:5: the scope is event or corpus, not 'all'",
        ),
        (HEAD.replace("kg:contradicts\n", "contradicts\n") + PAIR, "r.rq:3: 'contradicts' names no property"),
        (HEAD.replace("# says", "# sais") + PAIR, "r.rq:2: the head takes title, says"),
        (HEAD + "SELECT * { ?a kg:about ?b }", "r.rq:1: a rule must be a CONSTRUCT query"),
        (HEAD + PAIR.replace("[]", "["), "r.rq:8: not SPARQL near"),
    ],
)
def test_a_malformed_rule_is_named_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(RuleError) as raised:
        parse("r", text, "r.rq")
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (PAIR.replace("?a kg:contradicts", "?a kg:revises"), "the template yields"),
        (PAIR.replace("[] kg:derivedFrom ?a, ?b", ""), "has no account"),
        (PAIR.replace("?a, ?b }", "?a }").replace("?x . ?b", "?y . ?b"), "has no account"),
        (PAIR.replace("[] kg:derivedFrom", "[] kg:about ?x ; kg:derivedFrom"), "the account has"),
        (PAIR.replace("derivedFrom ?a, ?b", "concerns ?a, ?b"), "an account names no claim"),
        (PAIR.replace("?b kg:about ?x", "?b kg:about ?y"), "not connected through what they are about"),
    ],
)
def test_a_rule_that_yields_what_it_may_not_is_named(query: str, problem: str) -> None:
    case = Case()
    case.add(MALI)
    case.add(CHAD, about=LOSSES)
    with pytest.raises(RuleError, match=problem):
        derived(*case.records, rules=(parse("r", HEAD + query, "r.rq"),))


MAKES = HEAD.replace("derives: kg:contradicts", "derives: kg:Dispute")
MADE = """CONSTRUCT { ?x a kg:Dispute ; kg:over ?x . [] kg:concerns ?x ; kg:derivedFrom ?a }
WHERE { ?a kg:about ?x }"""


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (MADE.replace("?x a kg:Dispute", "?x a kg:Side"), "which it does not make"),
        (MADE.replace("[] kg:concerns ?x ;", "?a kg:over ?x . [] kg:concerns ?x ;"), "says something of"),
        (MADE.replace("kg:concerns ?x ;", ""), "has no account"),
    ],
)
def test_a_rule_that_makes_nodes_describes_no_others(query: str, problem: str) -> None:
    case = Case()
    case.add(MALI)
    with pytest.raises(RuleError, match=problem):
        derived(*case.records, rules=(parse("r", MAKES + query, "r.rq"),))


def test_a_folder_without_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"holds no \.rq file"):
        load_rules([tmp_path])
    with pytest.raises(RuleError, match="is no folder"):
        load_rules([tmp_path / "none"])


def test_a_rule_takes_the_place_of_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "revises.rq").write_text(HEAD + PAIR)
    rules = {rule.name: rule for rule in load_rules([tmp_path])}
    assert set(rules) == {rule.name for rule in RULES}
    assert rules["revises"].derives == str(KG.contradicts)


def test_rules_run_to_a_fixed_point() -> None:
    chain = (
        "CONSTRUCT { ?a kg:contradicts ?c . [] kg:derivedFrom ?a, ?c } WHERE {"
        " { ?a kg:about ?x . ?c kg:about ?x } UNION { ?a kg:contradicts/kg:contradicts ?c }"
        " FILTER(?a != ?c) }"
    )
    events = [transfer(MALI, CHAD, kind) for kind in ("tank", "drone", "helicopter", "radar", "missile")]
    case = Case()
    for some in pairwise(events):
        made = case.add(MALI, about=None)
        case.claims[-1] = made.model_copy(update={"about": some})
    graph = derived(*case.records, rules=(parse("chain", HEAD + chain, "chain.rq"),))
    assert len(list(graph.subject_objects(KG.contradicts))) == 4 * 3


def test_a_rule_sees_the_whole_where_it_asks_for_it() -> None:
    query = (
        "CONSTRUCT { ?a kg:contradicts ?c . [] kg:derivedFrom ?a, ?c }"
        " WHERE { ?a kg:claimant ?x . ?c kg:claimant ?x FILTER(?a != ?c) }"
    )
    case = Case()
    for about in (SENT, LOSSES, None):
        case.add(MALI, about=about)
    rule = parse("r", HEAD.replace("scope: event", "scope: corpus") + query, "r.rq")
    dataset = build(unify(case.records))
    summary = derive(dataset, (rule,))
    assert (summary.claims, summary.blocks, summary.statements) == (3, 3, {"r": 6})
    assert derive(dataset, (rule,), affected=[]).statements == {"r": 6}
    later = parse(
        "s",
        HEAD.replace("stratum: 3", "stratum: 4").replace("contradicts", "corroborates")
        + (
            "CONSTRUCT { ?a kg:corroborates ?b . [] kg:derivedFrom ?a, ?b }"
            " WHERE { ?a kg:about ?x ; kg:contradicts ?c . ?b kg:about ?x }"
        ),
        "s.rq",
    )
    assert derive(dataset, (rule, later)).statements == {"r": 6, "s": 2}


def test_the_rule_shown_in_the_manual_works(root: Path, tmp_path: Path) -> None:
    (rule,) = re.findall(
        r"```sparql\n(.*?)```", (root / "docs" / "derivation.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "silent-endorsement.rq").write_text(rule, encoding="utf-8")
    case, later = Case(), Case("b.txt")
    one = case.add(official("Awa Diarra", MALI), stance=Stance.ENDORSES)
    other = later.add(organization("Army of Mali", part_of=MALI), stance=Stance.WITHHOLDS)
    later.add(CHAD, stance=Stance.WITHHOLDS)
    graph = derived(*case.records, *later.records, rules=load_rules([tmp_path]))
    pairs = {(iri(one), iri(other)), (iri(other), iri(one))}
    assert set(graph.subject_objects(KG.contradicts)) == pairs


def test_many_texts_are_compared_by_their_hashes() -> None:
    words = [f"word{number}" for number in range(400)]
    texts = [" ".join(words[at : at + 20]) for at in range(0, 380, 5)]
    texts += [f"{text} today" for text in texts[:10]]
    assert len(texts) > FEW
    found = set(near_identical(texts))
    assert found == {(text, text) for text in texts} | {(text, f"{text} today") for text in texts[:10]}
