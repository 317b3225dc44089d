"""One story in six languages, with the answers of a reader: the same things, in the words of each."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from kgbuild.claims.model import Casualties, Claim, Transfer
from kgbuild.cli import main
from kgbuild.documents import Document
from kgbuild.extractors.llm.folding import folded
from kgbuild.extractors.llm.foreign import foreign_names, sound_alike
from kgbuild.extractors.llm.ground import AnswerGrounder
from kgbuild.extractors.llm.parse import parse_answer

KG = Namespace("https://w3id.org/kgbuild/ns#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
LANGUAGES = ("ar", "en", "fr", "ko", "ru", "uk")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "tests" / "answers" / "languages"


@pytest.fixture(scope="module")
def graph(root: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The six texts, whose language nobody tells, exported by recorded answers."""
    out = tmp_path_factory.mktemp("languages") / "out.ttl"
    answers = root / "tests" / "answers" / "languages.jsonl"
    given = ("--extractor", "llm", "--llm-model", "strong", "--answers", str(answers))
    run = CliRunner().invoke(main, ["export", str(out), "-d", str(folder), *given], catch_exceptions=False)
    assert run.exit_code == 0, run.output
    assert "dropped" not in run.output
    return Graph().parse(out)


def told(graph: Graph, folder: Path) -> dict[str, set[tuple[str, ...]]]:
    """By language what each claim holds, but for its words and for whoever published it."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for claim in graph.subjects(RDF.type, KG.Claim):
        document = graph.value(claim, KG.reportedIn)
        name = str(graph.value(document, DCTERMS.identifier)).removesuffix(".txt")
        speakers = {str(s) for s in graph.objects(claim, KG.claimant)}
        published = {str(p) for p in graph.objects(document, DCTERMS.publisher)}
        unnamed = {s for s in speakers if (URIRef(s), KG.anonymous, Literal(True)) in graph}
        names = [str(graph.value(URIRef(s), RDFS.label)) for s in unnamed]
        keys = (KG.about, KG.stance, KG.act, KG.place, KG.eventTime, KG.madeOn, KG.measure, KG.relayedBy)
        parts = (str(o) for key in keys for o in graph.objects(claim, key))
        amount = graph.value(claim, KG.quantity)
        figure = str(graph.value(amount, KG.minimum)) if amount is not None else ""
        row = (*sorted(speakers - published - unnamed), *names, *sorted(parts), figure)
        found.setdefault(name, set()).add(row)
    return found


def test_a_story_in_six_languages_is_one_story(graph: Graph, folder: Path) -> None:
    found = told(graph, folder)
    assert sorted(found) == list(LANGUAGES)
    assert len(found["en"]) == 4
    assert all(found[language] == found["en"] for language in LANGUAGES)


def test_quotes_are_the_original_and_labels_english(graph: Graph, folder: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    seen = set()
    for claim in graph.subjects(RDF.type, KG.Claim):
        name = str(graph.value(graph.value(claim, KG.reportedIn), DCTERMS.identifier))
        for evidence in graph.objects(claim, KG.evidence):
            quotes = {
                str(graph.value(selector, OA.exact))
                for selector in graph.objects(evidence, OA.hasSelector)
                if graph.value(selector, OA.exact) is not None
            }
            assert quotes
            assert all(quote in texts[name] for quote in quotes)
            seen.add(name)
    assert seen == texts.keys()
    published = set(graph.objects(None, DCTERMS.publisher))
    agents = {o for p in (KG.claimant, KG.supplier, KG.recipient, KG.party) for o in graph.objects(None, p)}
    labels = {str(graph.value(agent, RDFS.label)) for agent in agents - published}
    assert labels >= {"Salifou Moussa", "Foreign Ministry of Algeria", "Niger", "Algeria", "diplomat"}
    assert all(label.isascii() for label in labels)


@pytest.mark.parametrize("language", ["fr", "ko", "ru", "uk"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_quotes_are_proved_however_letters_are_composed(
    root: Path, folder: Path, grounder: AnswerGrounder, language: str, form: Any
) -> None:
    text = unicodedata.normalize(form, (folder / f"{language}.txt").read_text(encoding="utf-8"))
    grounded = grounder.ground(
        Document("note.txt", text, language=language),
        [(0, parse_answer(told_by(root, language)).answer)],
    )
    assert len(grounded.claims) == 4
    assert [d for d in grounded.dropped if d.what != "date"] == []
    for claim in grounded.claims:
        assert claim.evidence[0].quote in text


def told_by(root: Path, language: str) -> str:
    rows = (root / "tests" / "answers" / "languages.jsonl").read_text(encoding="utf-8").splitlines()
    answer = next(r["answer"] for r in map(json.loads, rows) if r["document"] == f"{language}.txt")
    return json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_on_another_document_or_about_others_proves_nothing(
    root: Path, folder: Path, grounder: AnswerGrounder, language: str
) -> None:
    document = Document(
        "note.txt", (folder / f"{language}.txt").read_text(encoding="utf-8"), language=language
    )
    for other in LANGUAGES:
        grounded = grounder.ground(document, [(0, parse_answer(told_by(root, other)).answer)])
        assert len(grounded.claims) == (4 if other == language else 0)
    told = told_by(root, language)
    changed = json.loads(told.replace("Algeria", "Iceland").replace(": 40", ": 50"))
    for claim, whole in zip(changed["claims"], json.loads(told)["claims"], strict=True):
        claim["quote"] = whole["quote"]
    grounded = grounder.ground(document, [(0, parse_answer(json.dumps(changed)).answer)])
    claims = "".join(claim.model_dump_json() for claim in grounded.claims)
    assert "ISL" not in claims
    assert "50.0" not in claims
    assert {"party", "quantity"} <= {item.what for item in grounded.dropped}


def heard(grounder: AnswerGrounder, document: Document, answer: dict[str, Any]) -> tuple[Claim, list[str]]:
    (claim,) = (grounded := grounder.ground(document, [(0, parse_answer(json.dumps(answer)).answer)])).claims
    return claim, [f"{item.what} {item.words}" for item in grounded.dropped]


def test_what_the_words_do_not_say_is_not_in_the_graph(grounder: AnswerGrounder) -> None:
    text = "Олена Коваль сообщила, что Чад передал Мали танки у Тимбукту."
    cast = [
        {"name": "Jane Smith", "words": "Олена Коваль", "kind": "Person"},
        {"name": "Iran", "words": "Чад", "kind": "State"},
        {"name": "Mali", "words": "Мали", "kind": "State"},
    ]
    about = {
        "kind": "Transfer",
        "supplier": "Iran",
        "recipient": "Mali",
        "materiel": "tank",
        "words": "танки",
    }
    claim, dropped = heard(
        grounder,
        Document("note.txt", text, language="ru"),
        {
            "cast": cast,
            "claims": [
                {"quote": "Чад передал Мали танки", "claimants": ["Jane Smith"], "stance": "Asserts"}
                | {"about": about, "places": [{"name": "Paris", "words": "Тимбукту"}]}
                | {"quantity": {"words": "танки", "min": 30, "max": 30}}
            ],
        },
    )
    assert [agent.name for agent in claim.claimants] == ["Олена Коваль"]
    assert isinstance(claim.about[0], Transfer)
    assert claim.about[0].supplier is None
    assert [place.name for place in claim.places] == ["Тимбукту"]
    assert dropped == ["party Iran", "quantity танки"]


def test_a_place_by_other_words_lies_where_the_gazetteer_has_it(grounder: AnswerGrounder) -> None:
    claim, dropped = heard(
        grounder,
        Document("note.txt", "Im April starben dort drei Togoer bei Sansanné-Mango.", language="de"),
        {
            "cast": [{"name": "Togo", "words": "Togoer", "kind": "State"}],
            "claims": [
                {"quote": "starben dort drei Togoer", "claimants": ["PUBLISHER"], "stance": "Asserts"}
                | {"about": {"kind": "Casualties", "force": "Togo", "theatre": "Togo"}}
            ],
        },
    )
    assert isinstance(claim.about[0], Casualties)
    assert claim.about[0].force is not None
    assert dropped == []


@pytest.mark.parametrize(
    ("language", "words", "iso3"),
    [
        ("uk", "Північної Кореї", "PRK"),
        ("uk", "північнокорейських військових", "PRK"),
        ("ru", "в Москве", "RUS"),
        ("ru", "российский", "RUS"),
        ("ko", "북한이", "PRK"),
        ("ko", "러시아에서", "RUS"),
        ("ar", "والجزائر", "DZA"),
        ("ar", "الروسية", "RUS"),
        ("fr", "États-Unis", "USA"),
        ("fr", "nord-coréens", "PRK"),
        ("ja", "ロシアは", "RUS"),
        ("zh", "俄罗斯", "RUS"),
    ],
)
def test_names_of_states_are_found_in_their_endings(language: str, words: str, iso3: str) -> None:
    names = foreign_names(language)
    assert names.carry(words, iso3)
    assert not names.carry_another(words, iso3)
    assert names.carry_another(words, "PER")
    assert not names.carry(words, "PER")


@pytest.mark.parametrize(
    ("words", "name", "alike"),
    [
        ("Сі Цзіньпін", "Xi Jinping", True),
        ("عباس عراقجي", "Abbas Araghchi", True),
        ("김정은", "Kim Jong Un", True),
        ("젤렌스키", "Volodymyr Zelensky", True),
        ("볼로디미르 젤렌스키", "Volodymyr Zelensky", True),
        ("岸田文雄", "Fumio Kishida", True),
        ("Олена Коваль", "Jane Smith", False),
        ("أغاديز", "Timbuktu", False),
    ],
)
def test_a_name_sounds_like_its_words(words: str, name: str, alike: bool) -> None:
    assert sound_alike(words, name) is alike


def test_syllables_and_accents_fold_alike() -> None:
    assert folded(unicodedata.normalize("NFD", "한국 Élysée")) == folded("한국  Élysée") == "한국 Elysee"
