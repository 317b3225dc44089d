"""The questions of docs/questions.md: each query answers what was checked by hand, on two engines alike."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from rdflib import Dataset

from kgbuild.graph import read_graph
from kgbuild.query import Rows, SavedQuery, find, run, saved_queries
from kgbuild.query.answering import answer_of
from kgbuild.query.engine import bind
from kgbuild.query.placing import placed
from kgbuild.query.terms import from_rdflib
from questions.cases import GRAPHS, Case, answered, cases, export_graphs, text, with_values, wrong

# rdflib warns of its own older ways
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

QUERIES = saved_queries()
ENGINES = ("oxigraph", "rdflib")
LACKING = frozenset({"copies", "exchange", "halted", "revivals", "routes", "totals"})
"""Queries for which the sample reports have no material: they are asked of the invented reports alone."""

COUNTING = frozenset(
    {
        *(
            "agenda",
            "backing",
            "corpus",
            "coverage",
            "disputes",
            "hosts",
            "kinds",
            "losses",
            "obligations",
            "onward",
            "opposed",
        ),
        *("origins", "outlets", "parties", "silent", "suppliers", "tally", "unnumbered", "voices"),
    }
)
"""Queries whose rows stand for many claims and lead to no one sentence."""


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Dataset]:
    """Each graph on each engine."""
    found: dict[tuple[str, str], Dataset] = {}
    for name, paths in export_graphs(tmp_path_factory.mktemp("questions")).items():
        found["oxigraph", name] = read_graph(paths)
        found["rdflib", name] = Dataset(default_union=True)
        for path in paths:
            found["rdflib", name].parse(path, format="turtle")
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", cases(), ids=str)
def test_the_answer_is_the_one_checked_by_hand(
    case: Case, engine: str, graphs: dict[tuple[str, str], Dataset]
) -> None:
    rows = run(graphs[engine, case.graph], find(case.query, QUERIES), case.parameters)
    answer = answered(case, rows)
    assert wrong(case, answer) == []


@pytest.mark.parametrize("case", [case for case in cases() if case.graph == "reports"], ids=str)
def test_a_values_line_binds_as_well(case: Case, graphs: dict[tuple[str, str], Dataset]) -> None:
    """How other stores are given a parameter: by a line at the head of the outermost WHERE block."""
    query = find(case.query, QUERIES)
    asked = with_values(query.text, bind(graphs["oxigraph", "reports"], query, case.parameters))
    for engine in ENGINES:
        result = graphs[engine, "reports"].query(asked)
        rows = Rows.of_rdflib(map(str, result.vars or ()), result)
        assert answered(case, rows) == case.rows, engine


@pytest.mark.parametrize("case", [case for case in cases() if case.graph == "reports"], ids=str)
def test_values_where_they_narrow_change_nothing(case: Case, graphs: dict[tuple[str, str], Dataset]) -> None:
    """How a store at hand and endpoints are asked."""
    query, dataset = find(case.query, QUERIES), graphs["oxigraph", "reports"]
    terms = {name: from_rdflib(term) for name, term in bind(dataset, query, case.parameters).items()}
    for select in (None, lambda text: answer_of(dataset.query(text)).rows):
        result = dataset.query(placed(query, terms, select))
        rows = Rows.of_rdflib(map(str, result.vars or ()), result)
        assert answered(case, rows) == case.rows


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_rows_lead_to_the_sentence(query: SavedQuery, graphs: dict[tuple[str, str], Dataset]) -> None:
    dataset = graphs["oxigraph", "reports"]
    (case, *_) = (case for case in cases() if case.graph == "reports" and case.query == query.name)
    places = {
        tuple(map(text, row))
        for row in dataset.query(
            "PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX dcterms: <http://purl.org/dc/terms/> "
            "SELECT ?document ?at ?quote { ?evidence oa:hasSource/dcterms:identifier ?document ; "
            "oa:hasSelector/oa:start ?at ; oa:hasSelector/oa:exact ?quote }"
        )
    }
    rows = run(dataset, query, case.parameters)
    if query.name in COUNTING:
        assert "quote" not in rows.columns
        return
    columns = [rows.columns.index(column) for column in ("document", "at", "quote")]
    assert rows.rows
    assert all(tuple(text(row[column]) for column in columns) in places for row in rows.rows)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_without_material_there_is_no_row(query: SavedQuery) -> None:
    for dataset in (read_graph([]), Dataset(default_union=True)):
        some = {"stance": "Denies", "standing": "Disputed"}
        values = {p.name: some.get(p.type, "2031") for p in query.parameters if p.required}
        if all(p.type in ("date", "string", *some) for p in query.parameters if p.required):
            assert run(dataset, query, values).rows == ()


def test_every_query_has_a_case_with_rows_on_the_invented_reports() -> None:
    asked = {case.query for case in cases() if case.graph == "reports" and case.rows}
    assert asked == {query.name for query in QUERIES}


def test_a_case_is_asked_once() -> None:
    names = [str(case) for case in cases()]
    assert len(set(names)) == len(names)
    assert {case.graph for case in cases()} == set(GRAPHS)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_example_answers_something_on_the_sample(
    query: SavedQuery, graphs: dict[tuple[str, str], Dataset]
) -> None:
    words = shlex.split(query.example)[3:]
    values = dict(word.split("=", 1) for word in words[1::2])
    rows = run(graphs["oxigraph", "sample"], query, values)
    assert bool(rows.rows) == (query.name not in LACKING)


def test_the_invented_reports_say_what_their_claims_quote() -> None:
    from kgbuild.claims.jsonl import read_records  # noqa: PLC0415
    from kgbuild.claims.model import Claim  # noqa: PLC0415

    folder = Path(__file__).parents[1] / "questions"
    texts: dict[str, str] = {}
    quoted = 0
    for record in read_records(folder / "reports.jsonl"):
        if isinstance(record, Claim):
            for evidence in record.evidence:
                assert texts[record.document][evidence.span.start : evidence.span.end] == evidence.quote
                quoted += 1
        else:
            texts[record.key] = (folder / "reports" / record.identifier).read_text(encoding="utf-8")
    assert quoted >= 20


def test_every_question_is_in_the_manual_with_its_query_and_example(root: Path) -> None:
    page = (root / "docs" / "questions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| \[(.+?)\]\(\.\./queries/(.+?)\.rq\) \| `(.+?)` \|$", page, re.MULTILINE)
    listed = {name: (question, name, example) for question, name, file, example in rows if name == file}
    assert listed == {query.name: (query.answers, query.name, query.example) for query in QUERIES}
    assert len(rows) == len(QUERIES) >= 45
