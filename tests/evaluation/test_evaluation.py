"""Scoring a graph against gold: what counts as found and right, what is said of bad gold, what is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import json_shapes
from builders import official, organization, person, state
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import (
    Agent,
    Claim,
    Deployment,
    DocumentRecord,
    Evidence,
    Quantity,
    Stance,
    Subject,
    Transfer,
)
from kgbuild.cli import main
from kgbuild.documents import Document
from kgbuild.errors import EvaluationError
from kgbuild.evaluation import Evaluation, evaluate, read_gold, render
from kgbuild.evaluation.figures import bcubed
from kgbuild.extractors import document_record
from kgbuild.graph import build
from kgbuild.identity import unify
from kgbuild.spans import Span

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

TEXT = "A quiet day. Chad sent 40 tanks to the Red Front, Ali Moussa said. Mali denied it."
NAME = "report.txt"
SENT = "sent 40 tanks to the Red Front"
TANKS = {
    "id": "1",
    "anchor": SENT,
    "claimant": [["Ali Moussa"]],
    "stance": "Asserts",
    "about": "Transfer",
    "supplier": "TCD",
    "recipient": "MLI",
    "materiel": ["tank"],
    "quantity": {"minimum": 40, "maximum": 40},
    "event": "tanks",
}
CHAD, MALI = state("TCD"), state("MLI")
MOUSSA = person("Ali Moussa")


def claim(
    about: Subject | None = None,
    words: str = SENT,
    by: tuple[Agent, ...] = (MOUSSA,),
    stance: Stance = Stance.ASSERTS,
    number: float | None = 40,
    text: str = TEXT,
) -> Claim:
    start = text.index(words)
    return Claim(
        document=Document(NAME, text).key,
        claimants=by,
        stance=stance,
        about=(about or Transfer(supplier=CHAD, recipient=MALI, materiel="tank"),),
        quantity=None if number is None else Quantity(minimum=number, maximum=number),
        evidence=(Evidence(span=Span(start, start + len(words)), quote=words),),
    )


def records(*claims: Claim, text: str = TEXT) -> list[DocumentRecord | Claim]:
    document = Document(NAME, text)
    return [document_record(document), *claims]


def gold_folder(folder: Path, *claims: dict[str, Any], **fields: Any) -> Path:
    gold = {"document": NAME, "ignore": [], "claims": list(claims), **fields}
    (folder / "report.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


def scored(folder: Path, gold: list[dict[str, Any]], *claims: Claim) -> Evaluation:
    wanted = read_gold(gold_folder(folder, *gold), [Document(NAME, TEXT)])
    return evaluate(build(unify(records(*claims))), wanted)


def wrong(evaluation: Evaluation) -> dict[str, tuple[str, str]]:
    (error,) = evaluation.errors
    assert error.sort == "wrong"
    return {d.attribute: (d.wanted, d.got) for d in error.differences}


# --- Figures


def test_all_right(tmp_path: Path) -> None:
    found = scored(tmp_path, [TANKS], claim())
    assert found.errors == ()
    assert found.figures.detection.f1 == found.figures.strict.f1 == found.figures.identity == 1.0
    assert {name: share.value for name, share in found.figures.accuracy.items()} == dict.fromkeys(
        ("claimant", "materiel", "quantity", "roles", "stance"), 1.0
    )


def test_nothing_found(tmp_path: Path) -> None:
    found = scored(tmp_path, [TANKS])
    assert found.figures.detection.as_dict() == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert found.figures.identity == 0.0
    assert [(e.sort, e.claim, e.words) for e in found.errors] == [("missed", "1", SENT)]


def test_more_found_lowers_accuracy_but_not_what_is_right_of_the_gold(tmp_path: Path) -> None:
    denial = TANKS | {"id": "2", "anchor": "Mali denied it", "stance": "Denies", "quantity": None}
    few = scored(tmp_path, [TANKS, denial], claim()).figures.accuracy["stance"]
    more = scored(tmp_path, [TANKS, denial], claim(), claim(words="Mali denied it", number=None)).figures
    assert (few.value, few.recall) == (1.0, 0.5)
    assert (more.accuracy["stance"].value, more.accuracy["stance"].recall) == (0.5, 0.5)


def test_words_elsewhere_and_other_kinds_do_not_match(tmp_path: Path) -> None:
    elsewhere = claim(words="Mali denied it")
    other_kind = claim(Deployment(sender=CHAD, destination=MALI))
    found = scored(tmp_path, [TANKS], elsewhere, other_kind)
    assert found.figures.detection.right == 0
    assert sorted(error.sort for error in found.errors) == ["missed", "spurious", "spurious"]


def test_a_wrong_attribute_is_found_but_not_strictly(tmp_path: Path) -> None:
    found = scored(tmp_path, [TANKS], claim(stance=Stance.DENIES, number=41))
    assert (found.figures.detection.f1, found.figures.strict.f1) == (1.0, 0.0)
    assert wrong(found) == {"stance": ("Asserts", "Denies"), "quantity": ("40 to 40", "41 to 41")}


def test_each_claimant_is_a_unit(tmp_path: Path) -> None:
    both = TANKS | {"claimant": [["Ali Moussa"], ["TCD", "Chad"]]}
    assert scored(tmp_path, [both], claim()).figures.detection.recall == 0.5
    assert scored(tmp_path, [both], claim(by=(MOUSSA, CHAD))).figures.strict.f1 == 1.0


def test_optional_gold_costs_and_earns_nothing(tmp_path: Path) -> None:
    optional = TANKS | {"optional": True}
    for claims in ([], [claim()], [claim(stance=Stance.DENIES)]):
        figures = scored(tmp_path, [optional], *claims).figures
        assert (figures.detection.right, figures.detection.system, figures.detection.gold) == (0, 0, 0)


def test_printed_is_the_share_of_all_units_that_is_right(tmp_path: Path) -> None:
    optional = {"id": "2", "anchor": "Mali denied it", "stance": "Denies", "quantity": None, "optional": True}
    gold = [TANKS, TANKS | optional]
    denial = claim(words="Mali denied it", number=None, stance=Stance.DENIES)
    assert scored(tmp_path, gold, claim(), denial).figures.printed.value == 1.0
    wrong_stance = scored(tmp_path, gold, claim(), claim(words="Mali denied it", number=None))
    assert (wrong_stance.figures.printed.right, wrong_stance.figures.printed.units) == (1, 2)
    assert wrong_stance.figures.strict.f1 == 1.0
    assert wrong(wrong_stance).keys() == {"stance"}, "errors in optional units are listed too"
    assert scored(tmp_path, gold).figures.printed.value == 0.0


def test_a_claimant_under_the_wrong_state_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "of.csv").write_text("name,iso3\nthe Ali Moussa,TCD\n", encoding="utf-8")
    assert scored(tmp_path, [TANKS], claim()).errors == (), "no state is not held against it"
    assert scored(tmp_path, [TANKS], claim(by=(official("Ali Moussa", CHAD),))).errors == ()
    army = organization("Army", part_of=MALI)
    stray = scored(tmp_path, [TANKS], claim(by=(official("Ali Moussa", army),)))
    assert wrong(stray)["claimant"] == ("TCD or ali moussa", "MLI or ali moussa")
    assert stray.figures.strict.f1 == stray.figures.printed.value == 0.0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ":1: its first line must be name,iso3"),
        ("name,iso3\nAli Moussa,Chad\n", ":2: must be a name and an ISO 3166-1 alpha-3 code"),
        ("name,iso3\nMali,MLI\nAli Moussa\n", ":3: must be a name and an ISO 3166-1 alpha-3 code"),
    ],
)
def test_a_bad_table_of_homes_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "of.csv").write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_gold(gold_folder(tmp_path, TANKS), [Document(NAME, TEXT)])
    assert str(caught.value) == f"{tmp_path / 'of.csv'}{message}"


def test_the_likest_unit_is_matched(tmp_path: Path) -> None:
    found = scored(tmp_path, [TANKS], claim(number=None, by=(CHAD,)), claim())
    assert [(error.sort, error.claimant) for error in found.errors] == [("spurious", "chad")]


def test_alternatives_are_right_too(tmp_path: Path) -> None:
    gold = TANKS | {"stance_also": ["Denies"], "recipient_also": ["NER"], "quantity_also": [None]}
    niger = Transfer(supplier=CHAD, recipient=state("NER", "Niger"), materiel="tank")
    assert scored(tmp_path, [gold], claim(niger, stance=Stance.DENIES, number=None)).errors == ()


def test_a_role_can_be_open_and_is_wrong_where_somebody_fills_it(tmp_path: Path) -> None:
    gold = TANKS | {"recipient": None}
    unfilled = claim(about=Transfer(supplier=CHAD, materiel="tank"))
    assert scored(tmp_path, [gold], unfilled).errors == ()
    assert set(wrong(scored(tmp_path, [gold], claim()))) == {"roles"}
    assert set(wrong(scored(tmp_path, [TANKS], unfilled))) == {"roles"}


def test_an_organization_can_hold_a_role(tmp_path: Path) -> None:
    front = Transfer(supplier=CHAD, recipient=organization("Red Front"), materiel="tank")
    gold = TANKS | {"recipient_organization": ["the Red Front", "RF"]}
    assert wrong(scored(tmp_path, [TANKS], claim(front))).keys() == {"roles"}
    assert scored(tmp_path, [gold], claim(front)).errors == ()
    assert scored(tmp_path, [gold], claim()).errors == (), "the state beside it is right as before"
    only = {key: value for key, value in gold.items() if key != "recipient"}
    assert scored(tmp_path, [only], claim(front)).errors == ()
    got = wrong(scored(tmp_path, [only], claim()))["roles"][1]
    assert got == "supplier TCD, recipient MLI"


def test_bcubed_counts_pairs_in_both_directions() -> None:
    assert bcubed([("a", "x"), ("a", "x"), ("b", "y")]) == 1.0
    assert bcubed([("a", "x"), ("b", "x")]) == pytest.approx(2 / 3)
    assert bcubed([("a", "x"), ("a", "y")]) == pytest.approx(2 / 3)


def test_the_sentence_is_shown_with_its_anchor(tmp_path: Path) -> None:
    lines = list(render(scored(tmp_path, [TANKS]).errors))
    assert lines == [
        "MISSED    report.txt:18  1  Transfer Asserts by Ali Moussa",
        "    Chad [sent 40 tanks to the Red Front], Ali Moussa said.",
    ]


# --- Gold and graph that do not go together


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"anchor": "sent 41"},
            "claim 1: anchor: 'sent 41' does not stand in report.txt, but must just once",
        ),
        ({"anchor": "M"}, "claim 1: anchor: 'M' stands 2 times in report.txt, but must just once"),
        ({"stance": "Likes"}, "claim 1: stance: Input should be 'Asserts', 'Denies'"),
        ({"claimant": []}, "claim 1: claimant: "),
        ({"claimant": ["Ali"]}, "claim 1: claimant[0]: "),
        ({"claimant": [[]]}, "claim 1: claimant[0]: "),
        ({"recipient": ""}, "claim 1: recipient: '' is not an ISO 3166-1 alpha-3 code"),
        ({"supplier_also": ["Niger"]}, "claim 1: supplier_also: 'Niger' is not an ISO 3166-1 alpha-3 code"),
        (
            {"recipient": []},
            "claim 1: recipient: is missing (a code, names in recipient_organization, or null)",
        ),
        ({"recipiant": "MLI"}, "claim 1: recipiant: is no key of a claim about Transfer"),
        ({"party": ["MLI"]}, "claim 1: party: is no key of a claim about Transfer"),
        ({"materiel": None}, "claim 1: materiel: is missing"),
        ({"quantity": {"minimum": 4}}, "claim 1: quantity.maximum: is missing"),
        ({"eventTime": "May"}, "claim 1: eventTime: 'May' is not a date of the form YYYY"),
        ({"id": 7}, "claim number 1: id: "),
    ],
)
def test_a_bad_claim_is_named_with_its_field(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    folder = gold_folder(tmp_path, TANKS | change)
    with pytest.raises(EvaluationError) as caught:
        read_gold(folder, [Document(NAME, TEXT)])
    assert str(caught.value).startswith(f"{tmp_path / 'report.json'}: {message}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"document": ', ":1: not JSON: Expecting value"),
        ("[]", ": Input should be"),
        ('{"claims": []}', ": document: is missing"),
        ('{"document": "report.txt"}', ": claims: is missing"),
        ('{"document": "report.txt", "claims": [], "x": 1}', ": x: is no key of a gold file"),
        ('{"document": "report.txt", "claims": [3]}', ": claim number 1: Input should be"),
        ('{"document": "other.txt", "claims": []}', ": document: 'other.txt' is not among the documents"),
        (
            '{"document": "report.txt", "claims": [], "ignore": ["x y"]}',
            ": ignore: 'x y' does not stand in report.txt",
        ),
    ],
)
def test_a_bad_gold_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_gold(tmp_path, [Document(NAME, TEXT)])
    assert str(caught.value).startswith(f"{path}{message}")


def test_gold_for_one_document_twice_is_refused(tmp_path: Path) -> None:
    gold_folder(tmp_path, TANKS)
    (tmp_path / "second.json").write_bytes((tmp_path / "report.json").read_bytes())
    with pytest.raises(EvaluationError, match=r"report\.txt has gold already, in report\.json"):
        read_gold(tmp_path, [Document(NAME, TEXT)])
    with pytest.raises(EvaluationError, match="claim 1: id: is used twice"):
        read_gold(gold_folder(tmp_path, TANKS, TANKS), [Document(NAME, TEXT)])
    with pytest.raises(EvaluationError, match="no gold files there"):
        read_gold(tmp_path / "nowhere", [])


def test_a_graph_of_other_documents_is_refused(tmp_path: Path) -> None:
    gold = read_gold(gold_folder(tmp_path, TANKS), [Document(NAME, TEXT)])
    with pytest.raises(EvaluationError, match="describes none of the documents"):
        evaluate(build([]), gold)
    changed = TEXT.replace("quiet", "very quiet")
    graph = build(unify(records(claim(text=changed), text=changed)))
    with pytest.raises(EvaluationError, match=r"is not the text at .* of report\.txt: the graph was"):
        evaluate(graph, gold)


# --- The command


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with documents, gold and claims, to work in."""
    monkeypatch.chdir(tmp_path)
    for name in ("documents", "gold"):
        (tmp_path / name).mkdir()
    (tmp_path / "documents" / NAME).write_text(TEXT, encoding="utf-8")
    (tmp_path / "documents" / "documents.csv").write_text(f"file,publisher\n{NAME},Post\n", encoding="utf-8")
    gold_folder(tmp_path / "gold", TANKS)
    with (tmp_path / "claims.jsonl").open("w", encoding="utf-8") as stream:
        write_records(records(claim(stance=Stance.DENIES)), stream)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["evaluate", "--gold", "gold", "-d", "documents", *arguments])


def test_evaluate_prints_a_table(folders: Path) -> None:
    result = run("--claims", "claims.jsonl", "--errors")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "WRONG     report.txt:18  1  Transfer Asserts by Ali Moussa"
    assert lines[2] == "    stance: gold Asserts; found Denies"
    assert "units: 1 gold, 1 in the graph, 1 found" in lines
    assert "detection             1.000   1.000  1.000" in lines
    assert "stance                    0       1  0.000" in lines
    assert result.stderr == "1 document compared\n"


def test_evaluate_prints_json(folders: Path) -> None:
    result = run("--claims", "claims.jsonl", "--errors", "--format", "json")
    answer = json.loads(result.stdout)
    assert answer["units"] == {"gold": 1, "system": 1, "found": 1, "all": 1}
    assert answer["printed"] == 0.0
    assert answer["accuracy"]["stance"] == 0.0
    (error,) = answer["errors"]
    assert (error["sort"], error["before"], error["words"]) == ("wrong", "Chad ", SENT)
    assert (
        json_shapes.differences(
            "evaluate", json.loads(run("--claims", "claims.jsonl", "--format", "json").stdout)
        )
        == []
    )


def test_evaluate_takes_a_graph_or_reads_the_documents(folders: Path) -> None:
    assert CliRunner().invoke(main, ["export", "out.ttl", "--all", "-d", "documents"]).exit_code == 0
    of_graph, fresh = run("out.ttl", "--format", "json"), run("--all", "--format", "json")
    assert of_graph.exit_code == fresh.exit_code == 0
    assert of_graph.stdout == fresh.stdout
    assert json.loads(fresh.stdout)["units"]["found"] == 1


def test_evaluate_tells_what_is_wrong(folders: Path) -> None:
    assert run("out.ttl", "--claims", "claims.jsonl").exit_code == 2
    gold_folder(folders / "gold", TANKS | {"anchor": "nowhere"})
    result = run("--claims", "claims.jsonl")
    assert result.exit_code == 1
    place = Path("gold") / "report.json"
    assert result.stderr.startswith(
        f"Error: {place}: claim 1: anchor: 'nowhere' does not stand in report.txt"
    )


def test_evaluate_notes_documents_that_the_graph_lacks(folders: Path) -> None:
    (folders / "documents" / "more.txt").write_text("Another day.", encoding="utf-8")
    (folders / "gold" / "more.json").write_text('{"document": "more.txt", "claims": []}', encoding="utf-8")
    result = run("--claims", "claims.jsonl")
    assert result.exit_code == 0
    assert "Note: more.txt: the graph does not describe it" in result.stderr
