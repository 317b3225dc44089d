"""Saved queries: what they say of themselves, what they answer, and that values stay values."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import RDF, XSD

from builders import claim, deployment, document, state
from kgbuild.claims.model import Claim, DocumentRecord, Stance
from kgbuild.derivation import derive
from kgbuild.errors import QueryError
from kgbuild.graph import KG, build, read_graph
from kgbuild.query import Rows, SavedQuery, display, find, run, saved_queries, write_csv, write_json
from kgbuild.query import parse as parse_query
from kgbuild.query.engine import bind
from kgbuild.query.parameters import TERMS
from kgbuild.validate import check_shapes
from kgbuild.validate.axioms import ontology

# rdflib warns of its own older ways
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
QUERIES = saved_queries()
NAMES = [query.name for query in QUERIES]
ID = "https://w3id.org/kgbuild/id/"
HEAD = "# title: T\n# answers: A?\n# example: kgbuild query t\n"

# What queries are asked here, besides nothing at all; test_questions.py asks all of them, of a larger graph
ASKED = {
    "breaches": {"instrument": "Resolution 1907", "state": "Sudan"},
    "casualties": {"force": "ETH", "theatre": "Ethiopia"},
    "changes": {"event": "d1", "state": "ERI"},
    "contradictions": {"event": "Eritrean forces in Ethiopia"},
    "denials": {"event": "d1", "state": "ERI"},
    "deployments": {"sender": "ERI", "destination": "ETH"},
    "document": {"source": "radio.txt"},
    "figures": {"event": "event:c1"},
    "official": {"official": "Hana Tesfaye"},
    "pledges": {"state": "UAE"},
    "positions": {"event": "d1", "state": "Eritrea", "speaker": "Eritrea"},
    "relayed": {"state": "ERI"},
    "sources": {"event": "d1"},
    "state": {"state": "Addis Ababa"},
    "timeline": {"since": "2021", "until": "2021-02"},
    "transfers": {"supplier": "the Emirates", "recipient": "SDN", "kind": "aircraft"},
    "treaties": {"treaty": "Asmara Pact", "party": "ETH"},
    "words": {"text": "DRONES"},
}


@pytest.fixture(scope="module")
def oxigraph() -> Dataset:
    dataset = read_graph([GRAPH])
    derive(dataset)
    return dataset


@pytest.fixture(scope="module")
def memory(oxigraph: Dataset) -> Dataset:
    dataset = Dataset(default_union=True)
    dataset.addN((s, p, o, dataset.graph(g)) for s, p, o, g in oxigraph.quads((None, None, None, None)))
    return dataset


def ask(dataset: Dataset, name: str, **values: str) -> list[dict[str, str]]:
    """Return the rows as people see them, as one dict each."""
    heads, cells = display(run(dataset, find(name, QUERIES), values))
    return [dict(zip(heads, line, strict=True)) for line in cells]


def comparable(rows: Rows) -> list[tuple[object, ...]]:
    """Rows without what engines may write differently: 12.0 and 12, "x" and "x"^^xsd:string."""
    return [tuple(_plain(term) for term in row) for row in rows.rows]


def _plain(term: object) -> object:
    if isinstance(term, Literal) and isinstance(term.value, Decimal):
        return term.value.normalize()
    return None if term is None else str(term)


def test_the_graph_asked_here_is_as_every_export(oxigraph: Dataset) -> None:
    assert check_shapes(oxigraph) == []


# --- What they say of themselves


def test_the_questions_of_an_analyst_are_there() -> None:
    assert set(ASKED) < set(NAMES)


def test_names_and_titles_are_told_apart() -> None:
    assert len({query.title for query in QUERIES}) == len(QUERIES)
    assert sorted(NAMES) == NAMES


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_head_is_complete(query: SavedQuery) -> None:
    assert query.answers.endswith("?")
    program, command, name, *_ = shlex.split(query.example)
    assert (program, command, name) == ("kgbuild", "query", query.name)
    if query.name in ASKED:
        assert {parameter.name for parameter in query.parameters} == set(ASKED[query.name])


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_only_standard_sparql_is_used(query: SavedQuery) -> None:
    """Nothing that one engine alone knows; and BOUND, which Oxigraph settles before it binds parameters."""
    code = "\n".join(line for line in query.text.splitlines() if not line.lstrip().startswith("#"))
    assert not re.search(r"\b(BOUND|SERVICE|GRAPH|FROM|LATERAL)\b", code)
    prefixes = set(re.findall(r"^PREFIX (\w+):", code, re.MULTILINE))
    body = re.sub(r"^PREFIX.*$", "", code, flags=re.MULTILINE)
    assert prefixes == set(re.findall(r"\b(kg|dcterms|geo|oa|rdfs|skos|xsd|owl|prov):", body))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD.replace("# title: T\n", "") + "SELECT * {}", "t.rq: no title in its head"),
        (HEAD.replace("# example: kgbuild query t\n", "") + "SELECT * {}", "t.rq: no example in its head"),
        (HEAD + "# titel: X\nSELECT * {}", "t.rq:4: the head takes title, answers, param NAME and example"),
        (HEAD + "# title: X\nSELECT * {}", "t.rq:4: a second title: keep one"),
        (HEAD + "# param x: what\nSELECT ?x {}", 't.rq:4: write a parameter as "# param NAME: meaning'),
        (
            HEAD + "# param x: a (y, optional)\nSELECT ?x {}",
            "t.rq:4: no parameter type 'y': use one of agent",
        ),
        (
            HEAD + "# param x: a (iri, optional)\nSELECT ?y WHERE {?x ?p ?y}",
            "x must stand in the SELECT clause",
        ),
        (HEAD + "ASK {}", "t.rq: a saved query must be a SELECT query"),
    ],
)
def test_a_wrong_head_is_named(text: str, problem: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("t", text)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_head_with_a_default_and_a_long_answer() -> None:
    text = HEAD.replace("A?", "A\n#   and B?") + "# param n: how many (number, default 10)\nSELECT ?n {}"
    query = parse_query("t", text)
    assert query.answers == "A and B?"
    assert query.parameters[0].default == "10"
    assert bind(Dataset(), query, {}) == {"n": Literal(Decimal(10))}


def test_own_queries_join_and_replace_the_shipped(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(HEAD + "SELECT * { ?s ?p ?o }", encoding="utf-8")
    (tmp_path / "words.rq").write_text(HEAD + "SELECT * { ?s ?p ?o }", encoding="utf-8")
    found = {query.name: query for query in saved_queries(tmp_path)}
    assert set(found) == {*NAMES, "mine"}
    assert found["words"].title == "T"


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="is no folder"):
        saved_queries(tmp_path / "absent")


def test_an_unknown_query_suggests_the_near_ones() -> None:
    with pytest.raises(QueryError, match="no saved query 'denial': did you mean denials"):
        find("denial", QUERIES)


def test_a_query_like_no_other_is_told_where_all_are_listed() -> None:
    with pytest.raises(QueryError) as raised:
        find("zzz", QUERIES)
    assert str(raised.value) == f"no saved query 'zzz': `kgbuild query` lists all {len(QUERIES)}"


# --- What they answer


@pytest.mark.parametrize("asked", [False, True], ids=["all", "asked"])
@pytest.mark.parametrize("name", sorted(ASKED))
def test_both_engines_answer_alike(name: str, asked: bool, oxigraph: Dataset, memory: Dataset) -> None:
    query = find(name, QUERIES)
    values = ASKED[name] if asked or any(p.required for p in query.parameters) else {}
    ours, theirs = run(oxigraph, query, values), run(memory, query, values)
    assert ours.columns == theirs.columns
    assert comparable(ours) == comparable(theirs)
    assert ours.rows or (name, asked) == ("breaches", True)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_named_graphs_make_no_difference(name: str, oxigraph: Dataset, tmp_path: Path) -> None:
    """Triples spread over named graphs, as in N-Quads and TriG, are asked as one graph."""
    lines = oxigraph.serialize(format="nt").splitlines()
    spread = (f"{line.removesuffix(' .')} <http://g.example/{i % 5}> .\n" for i, line in enumerate(lines))
    path = tmp_path / "graph.nq"
    path.write_text("".join(spread), encoding="utf-8")
    query = find(name, QUERIES)
    assert comparable(run(read_graph([path]), query, ASKED[name])) == comparable(
        run(oxigraph, query, ASKED[name])
    )


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_values_line_binds_as_well(name: str, oxigraph: Dataset, memory: Dataset) -> None:
    """How other stores are given a parameter: by a line at the head of the outermost WHERE block."""
    query = find(name, QUERIES)
    for parameter, term in bind(oxigraph, query, ASKED[name]).items():
        line = f"WHERE {{\n  VALUES ?{parameter} {{ {term.n3()} }}\n"
        text = query.text.replace("WHERE {\n", line, 1)
        bound = run(oxigraph, query, {parameter: ASKED[name][parameter]})
        for dataset in (oxigraph, memory):
            rows = tuple(tuple(row) for row in dataset.query(text))
            assert comparable(Rows.of_rdflib(bound.columns, rows)) == comparable(bound), parameter


@pytest.mark.parametrize("name", sorted(ASKED))
def test_every_row_leads_to_the_sentence(name: str, oxigraph: Dataset) -> None:
    values = ASKED[name] if name == "words" else {}
    places = {
        (str(document), str(at), str(quote))
        for document, at, quote in oxigraph.query(
            "SELECT ?document ?at ?quote { ?e <http://www.w3.org/ns/oa#hasSource>/"
            "<http://purl.org/dc/terms/identifier> ?document ; <http://www.w3.org/ns/oa#hasSelector>/"
            "<http://www.w3.org/ns/oa#start> ?at ; <http://www.w3.org/ns/oa#hasSelector>/"
            "<http://www.w3.org/ns/oa#exact> ?quote }"
        )
    }
    rows = ask(oxigraph, name, **values)
    assert rows
    for row in rows:
        assert (row["document"], row["at"], row["quote"]) in places


def pick(rows: list[dict[str, str]], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_contradictions_are_of_stance_or_figure(oxigraph: Dataset) -> None:
    rows = ask(oxigraph, "contradictions", event="d1")
    assert pick(rows, "kind", "claimant", "other claimant") == [
        ("stance", "Hana Tesfaye", "Eritrea"),
        ("stance", "Savana Post", "Eritrea"),
        ("stance", "an Eritrean official", "Eritrea"),
        ("figure", "Hana Tesfaye", "Savana Post"),
        ("figure", "an Eritrean official", "Hana Tesfaye"),
        ("figure", "an Eritrean official", "Savana Post"),
    ]
    # A running total and a number that is none can both be true
    assert ask(oxigraph, "contradictions", event="c1") == []
    assert ask(oxigraph, "contradictions", event="t1") == []


def test_positions_are_in_order_and_leave_out_what_papers_say(oxigraph: Dataset) -> None:
    assert pick(ask(oxigraph, "positions", event="d1"), "said", "country", "stance") == [
        ("2021-03-01", "Ethiopia", "Asserts"),
        ("2021-03-05", "Eritrea", "Denies"),
        ("2021-04-09", "Eritrea", "Asserts"),
        ("2021-04-10", "Sudan", "Condemns"),
    ]


def test_figures_have_lowest_and_highest(oxigraph: Dataset) -> None:
    rows = ask(oxigraph, "figures", event="c1")
    assert pick(rows, "claimant", "measure", "lowest", "highest") == [
        ("Eritrea", "Killed", "900", "1000"),
        ("Ethiopia", "Killed", "300", "300"),
    ]


@pytest.mark.parametrize(
    ("kind", "found"),
    [("aircraft", 3), ("drone", 3), ("materiel:unmanned-aerial-vehicle", 3), ("infantry", 0)],
)
def test_a_kind_of_materiel_covers_what_is_below_it(kind: str, found: int, oxigraph: Dataset) -> None:
    assert len(ask(oxigraph, "transfers", kind=kind)) == found


def test_a_party_asked_for_narrows(oxigraph: Dataset) -> None:
    assert len(ask(oxigraph, "transfers", supplier="ARE")) == 3
    assert ask(oxigraph, "transfers", supplier="SDN") == []
    assert ask(oxigraph, "treaties", party="SDN") == []


def test_treaties_list_parties_and_obligations(oxigraph: Dataset) -> None:
    (row,) = ask(oxigraph, "treaties")
    assert (row["parties"], row["obligations"]) == ("Eritrea, Ethiopia", "consultation, defence")


def test_a_body_speaks_for_its_state(oxigraph: Dataset) -> None:
    (row,) = ask(oxigraph, "denials", state="SDN")
    assert (row["claimant"], row["stance"], row["cue"]) == (
        "Ministry of Defence of Sudan",
        "Withholds",
        "declined to comment",
    )


def test_who_changed_position(oxigraph: Dataset) -> None:
    (row,) = ask(oxigraph, "changes")
    assert (row["country"], row["stance"], row["later stance"]) == ("Eritrea", "Denies", "Asserts")


def _said(days: list[tuple[str | None, Stance]]) -> Dataset:
    """Return a graph in which Chad takes these stances on one event, each on its day."""
    sent = deployment(state("TCD"), state("MLI"), "troops")
    records: list[DocumentRecord | Claim] = []
    for number, (day, stance) in enumerate(days):
        source = document(f"{number}.txt")
        records += [source, claim(source, state("TCD"), stance=stance, about=(sent,), made_on=day)]
    return build(records)


@pytest.mark.parametrize(
    ("denied", "asserted", "changed"),
    [
        ("2021-03-05", "2021-04-09", ["Denies"]),
        ("2021-03", "2021-04-09", ["Denies"]),
        ("2021-04-09", "2021-03-05", ["Asserts"]),
        (None, "2021-04-09", []),
        ("2021-04-09", None, []),
        (None, None, []),
        ("2021-04", "2021-04-09", []),
        ("2021", "2021-04", []),
    ],
)
def test_only_what_is_surely_later_is_a_change(
    denied: str | None, asserted: str | None, changed: list[str]
) -> None:
    dataset = _said([(denied, Stance.DENIES), (asserted, Stance.ASSERTS)])
    assert [row["stance"] for row in ask(dataset, "changes")] == changed


def test_undated_claims_come_last() -> None:
    days: list[tuple[str | None, Stance]] = [
        (None, Stance.DENIES),
        ("2021-04", Stance.DENIES),
        ("2020", Stance.DENIES),
    ]
    assert [row["said"] for row in ask(_said(days), "denials")] == ["2020", "2021-04", ""]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, 2),
        ({"since": "2021"}, 1),
        ({"until": "2020"}, 1),
        ({"until": "2020-11-29"}, 0),
        ({"since": "2020-11-30", "until": "2021-02-28"}, 2),
    ],
)
def test_the_timeline_is_cut(values: dict[str, str], found: int, oxigraph: Dataset) -> None:
    assert len(ask(oxigraph, "timeline", **values)) == found


# --- Values


@pytest.mark.parametrize(
    "value",
    ["state:ETH", f"{ID}state/ETH", "ETH", "ethiopia", "Addis Ababa", "the  addis ababa"],
)
def test_a_state_goes_by_many_names(value: str, oxigraph: Dataset) -> None:
    query = find("state", QUERIES)
    assert bind(oxigraph, query, {"state": value}) == {"state": URIRef(f"{ID}state/ETH")}


@pytest.mark.parametrize(
    ("name", "values", "problem"),
    [
        (
            "state",
            {"state": "Etiopia"},
            "no state of this graph is called 'Etiopia': it has Ethiopia (state:ETH)",
        ),
        ("state", {"state": "Hana Tesfaye"}, "no state of this graph is called"),
        (
            "denials",
            {"event": "Ethiopia"},
            "could be Losses of Ethiopia in Ethiopia (event:c1), Eritrean forces",
        ),
        ("denials", {"event": ""}, "no event of this graph is called ''"),
        ("timeline", {"since": "May"}, "since: 'May' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD"),
        ("words", {}, "the query words needs text"),
        ("words", {"word": "x"}, "the query words has no parameter 'word': it takes text"),
    ],
)
def test_a_wrong_value_is_named(name: str, values: dict[str, str], problem: str, oxigraph: Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        run(oxigraph, find(name, QUERIES), values)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_event_goes_by_part_of_its_name(oxigraph: Dataset) -> None:
    bound = bind(oxigraph, find("denials", QUERIES), {"event": "eritrean forces"})
    assert bound == {"event": URIRef(f"{ID}event/d1")}


@pytest.mark.parametrize("value", ["NaN", "ten", "1e999999999"])
def test_a_number_is_a_number(value: str) -> None:
    query = parse_query("t", HEAD + "# param n: how many (number, optional)\nSELECT ?n {}")
    with pytest.raises(QueryError, match="is not a number"):
        bind(Dataset(), query, {"n": value})


HOSTILE = [
    'x" } ; DROP ALL #',
    "') || true || ('",
    "?quote",
    "<> } UNION { ?claim ?p ?o",
    "\\",
    '"""',
    "\n}",
    "𝔘\u202e",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("store", ["oxigraph", "memory"])
def test_a_hostile_value_stays_data(value: str, store: str, request: pytest.FixtureRequest) -> None:
    dataset: Dataset = request.getfixturevalue(store)
    before = len(dataset)
    assert run(dataset, find("words", QUERIES), {"text": value}).rows == ()
    for name, values in ASKED.items():
        for parameter in find(name, QUERIES).parameters:
            if parameter.type not in ("string", "date", "number"):
                with pytest.raises(QueryError):
                    run(dataset, find(name, QUERIES), {**values, parameter.name: value})
    assert len(dataset) == before


@pytest.mark.parametrize("kind", TERMS)
def test_the_terms_that_can_be_named_are_those_of_the_ontology(kind: str) -> None:
    terms = ontology().subjects(RDF.type, KG[kind.capitalize()])
    assert set(TERMS[kind]) == {str(one).rpartition("#")[2] for one in terms}


def test_a_stance_that_there_is_not_is_no_silent_zero() -> None:
    query = find("stance", QUERIES)
    with pytest.raises(
        QueryError, match=r"taken: 'Deny' is no stance: did you mean Denies\? There is Asserts, "
    ):
        bind(Dataset(), query, {"taken": "Deny"})
    for told in ("denies", "kg:Denies", str(KG.Denies)):
        assert bind(Dataset(), query, {"taken": told}) == {"taken": Literal("Denies")}


# --- Errors of the text


@pytest.mark.parametrize("store", ["oxigraph", "memory"])
def test_what_is_not_sparql_is_one_line(store: str, request: pytest.FixtureRequest) -> None:
    query = parse_query("t", HEAD + "SELECT ?x WHERE { ?x ?y }")
    with pytest.raises(QueryError, match=r"t\.rq:4: not SPARQL near 'SELECT") as caught:
        run(request.getfixturevalue(store), query)
    assert "\n" not in str(caught.value)


# --- Formats


def test_csv_and_json_hold_every_column(oxigraph: Dataset) -> None:
    rows = run(oxigraph, find("denials", QUERIES), {"state": "ERI"})
    out: dict[str, bytes] = {}
    writers: dict[str, Callable[[Rows, io.BytesIO], None]] = {"csv": write_csv, "json": write_json}
    for name, write in writers.items():
        stream = io.BytesIO()
        write(rows, stream)
        out[name] = stream.getvalue()
    (line,) = csv.DictReader(io.StringIO(out["csv"].decode()))
    assert (line["state"], line["stance"]) == (f"{ID}state/ERI", str(KG.Denies))
    answer = json.loads(out["json"])
    assert answer["head"]["vars"] == list(rows.columns)
    (binding,) = answer["results"]["bindings"]
    assert binding["event"] == {"type": "uri", "value": f"{ID}event/d1"}
    assert binding["at"]["datatype"] == str(XSD.integer)


def test_the_table_shows_names_and_no_control_characters() -> None:
    rows = Rows.of_rdflib(
        ("event", "otherClaimant", "stance", "maximum", "since"),
        ((URIRef(f"{ID}event/d1"), Literal("a\x1b[31mb\nc"), KG.Denies, Literal(Decimal("12.50")), None),),
    )
    rows = replace(rows, parameters=frozenset({"event", "since"}))
    heads, cells = display(rows)
    assert heads == ("other claimant", "stance", "maximum")
    assert cells == [("a [31mb c", "Denies", "12.5")]


@pytest.mark.parametrize(
    "query", [q for q in QUERIES if "?minimum" in q.text.split("WHERE")[0]], ids=lambda q: q.name
)
def test_a_number_has_its_unit_beside_it(query: SavedQuery) -> None:
    assert "?unit" in query.text.split("WHERE")[0].split()
