"""Answers on record: a strong model's for quality, others for what must not come through."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents import Document, read_documents
from kgbuild.evaluation import evaluate, read_gold
from kgbuild.extractors.llm.extractor import ModelExtractor
from kgbuild.extractors.llm.ground import AnswerGrounder
from kgbuild.extractors.llm.parse import MalformedAnswerError, parse_answer
from kgbuild.extractors.llm.witness import Witness
from kgbuild.graph import build
from kgbuild.identity import unify
from kgbuild.knowledge.gazetteer import Gazetteer

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

STRICT, PRINTED = 0.96, 0.92
"""Floors of the recorded answers on the test corpus."""


def documents(folder: Path) -> list[Document]:
    return [document for document in read_documents([folder]) if isinstance(document, Document)]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_strong_model_on_the_test_corpus(root: Path) -> None:
    found = documents(root / "tests" / "corpus" / "documents")
    model = ModelExtractor.load(model="strong", answers=str(root / "tests" / "answers" / "corpus.jsonl"))
    graph = build(unify(record for bundle in model.extract(found) for record in bundle.records()))
    figures = evaluate(graph, read_gold(root / "tests" / "corpus" / "gold", found)).figures
    assert (model.report.passed_over, model.report.dropped) == ([], [])
    assert figures.strict.f1 >= STRICT
    assert figures.printed.value >= PRINTED


def test_a_strong_model_on_the_sample_reports(root: Path) -> None:
    found = documents(root / "data" / "documents")
    model = ModelExtractor.load(model="strong", answers=str(root / "tests" / "answers" / "samples.jsonl"))
    bundles = list(model.extract(found))
    assert (model.report.passed_over, model.report.dropped) == ([], [])
    assert sum(len(bundle.claims) for bundle in bundles) == model.report.kept > 200


def proved(claims: list[Claim], document: Document, witness: Witness) -> None:
    """Hold every quote and name of claims to the document."""
    for claim in claims:
        for evidence in claim.evidence:
            assert document.text[evidence.span.start : evidence.span.end] == evidence.quote
        if claim.quantity is not None:
            assert re.search(r"\d|[a-z]", claim.evidence[0].quote)
        for agent in (*claim.claimants, *claim.relayed_by):
            of_publisher = agent.name in (document.publisher, f"publisher of {document.identifier}")
            assert of_publisher or witness.names(agent) or witness.says(agent.name.rpartition(" of ")[0])


@pytest.mark.parametrize("seed", range(10))
def test_no_mutated_answer_says_what_its_document_does_not(
    root: Path, grounder: AnswerGrounder, seed: int
) -> None:
    rng = random.Random(seed)
    gazetteer = Gazetteer.load()
    texts = {d.identifier: d for d in documents(root / "tests" / "corpus" / "documents")}
    answers = rows(root / "tests" / "answers" / "corpus.jsonl")
    dropped: Counter[str] = Counter()
    kept = 0
    for _ in range(100):
        document = texts[rng.choice(answers)["document"]]
        told = mutated(json.dumps(rng.choice(answers)["answer"], ensure_ascii=False), rng)
        try:
            answer = parse_answer(told).answer
        except MalformedAnswerError:
            dropped["whole"] += 1
            continue
        grounded = grounder.ground(document, [(0, answer)])
        proved(grounded.claims, document, Witness(document.text, gazetteer))
        dropped.update(item.what for item in grounded.dropped)
        kept += len(grounded.claims)
    assert dropped["quote"] > 50


def mutated(text: str, rng: random.Random) -> str:
    """Change an answer as a careless or hostile model would: a figure, a name, a letter, an end too soon."""
    for _ in range(rng.randint(0, 6)):
        at = rng.randrange(len(text))
        match rng.randrange(5):
            case 0:
                text = re.sub(r"\d+", lambda m: str(int(m[0]) + rng.randint(0, 9)), text)
            case 1:
                text = text.replace(rng.choice(("Ukraine", "Russia", "Chad", "Mali")), "Iceland")
            case 2:
                text = text[:at] + rng.choice("aZ9\"',}é{") + text[at + 1 :]
            case 3:
                text = text[: max(at, 20)]
            case _:
                text = text[:at] + text[at : at + 40] * 2 + text[at + 40 :]
    return text


def test_a_small_model_invents_and_repeats_but_nothing_of_it_comes_through(
    root: Path, grounder: AnswerGrounder
) -> None:
    gazetteer = Gazetteer.load()
    texts = {d.identifier: d for d in documents(root / "tests" / "corpus" / "documents")}
    dropped: Counter[str] = Counter()
    for row in rows(root / "tests" / "answers" / "small.jsonl"):
        document = texts[row["document"]]
        try:
            answer = parse_answer(row["answer"]).answer
        except MalformedAnswerError:
            dropped["whole"] += 1
            continue
        grounded = grounder.ground(document, [(0, answer)])
        proved(grounded.claims, document, Witness(document.text, gazetteer))
        assert "Paraguay" not in "".join(claim.model_dump_json() for claim in grounded.claims)
        dropped.update(item.what for item in grounded.dropped)
    assert dropped.total() > 0
