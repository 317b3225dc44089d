"""Confidence: careful, made of signs that the reading shows, never above what the fit bears out."""

from __future__ import annotations

import inspect
import re
from itertools import pairwise

import pytest

from kgbuild.claims.model import Claim
from kgbuild.documents import Document
from kgbuild.errors import ResourceError
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.telling import confidence as signs
from kgbuild.knowledge import confidence
from kgbuild.knowledge.confidence import ConfidenceModel, Tree

CERTAIN = 0.8


@pytest.fixture(scope="module")
def model() -> ConfidenceModel:
    return ConfidenceModel.load()


def asked(tree: Tree) -> set[str]:
    return {tree[0]} | asked(tree[1]) | asked(tree[2]) if isinstance(tree, tuple) else set()


def test_more_answers_that_a_claim_is_right_never_lower_the_confidence(model: ConfidenceModel) -> None:
    for steps in (model.steps, *(own for _, own in model.steps_with)):
        scores, confidences = zip(*steps, strict=True)
        assert all(one < other for one, other in pairwise(scores))
        assert all(one <= other for one, other in pairwise(confidences))
        assert 0 <= confidences[0] < CERTAIN <= confidences[-1] <= 1


def test_the_model_asks_only_for_signs_that_claims_can_show(model: ConfidenceModel) -> None:
    written = inspect.getsource(signs)
    patterns = re.findall(r'yield f?"([a-z{}.()-]+)"', written) + re.findall(r'"([a-z]+-said)"', written)
    known = [re.compile(re.sub(r"\{[^}]*\}", "[a-z]+", pattern)) for pattern in patterns] + [
        re.compile("filled-(one|more)")
    ]
    single = {sign for sign, _ in (*model.steps_with, *model.doubts)}
    used = {s for tree in model.trees for s in asked(tree)} | single
    unknown = {s for s in used if not any(p.fullmatch(s) for p in known)}
    assert unknown == set()


def test_the_steps_turn_the_mean_of_the_trees_into_a_confidence() -> None:
    trees: tuple[Tree, ...] = (("publisher", 0.9, 0.3), 0.5)
    model = ConfidenceModel(
        trees,
        ((0.0, 0.4), (0.6, 0.8)),
        (("figure", ((0.0, 0.0), (0.5, 0.7))), ("wide", ((0.0, 0.0), (0.4, 0.9)))),
    )
    assert model.score({"publisher"}) == pytest.approx(0.4)
    assert model.confidence({"publisher"}) == 0.4
    assert model.confidence({"figure"}) == 0.8, "a sign's own steps lower nothing"
    assert model.confidence({"publisher", "wide"}) == 0.9
    assert model.confidence({"publisher", "figure"}) == 0.4


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Kenya sent 40 tanks to Sudan, the foreign ministry of Kenya said.", True),
        ("Kenya has a base. The 40 tanks were sent to Sudan in May, the army of Sudan said.", False),
    ],
)
def test_parties_named_beside_the_verb_make_a_claim_sure(
    extractor: RulesExtractor, model: ConfidenceModel, text: str, printed: bool
) -> None:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    (claim,) = [r for r in records if isinstance(r, Claim) and r.about]
    assert claim.confidence is not None
    assert (claim.confidence >= model.printed_from) is printed


@pytest.mark.parametrize(
    "text",
    ["{}", "[", '{"steps": [], "trees": [0.5]}', '{"steps": [[0, "high"]], "trees": [0.5]}',
     '{"steps": [[0, 0.5]], "trees": [["publisher", 0.5]]}'],
)  # fmt: skip
def test_a_broken_model_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(confidence, "read_text", lambda *_: text)
    with pytest.raises(ResourceError, match=r"data/confidence/model\.json: .*fit_confidence"):
        ConfidenceModel.load()


def test_a_sign_of_doubt_lowers_what_the_trees_hold_for_sure() -> None:
    model = ConfidenceModel((0.9,), ((0.0, 0.9),), doubts=(("many-states", 0.5),))
    assert (model.confidence(set()), model.confidence({"many-states"})) == (0.9, 0.5)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya, which sent 40 tanks to Sudan, has a new road.",
        "Chad, Mali and Niger heard that Kenya sent 40 tanks to Sudan, the foreign ministry of Kenya said.",
        "Kenya spoke. It sent 40 tanks to Sudan, the foreign ministry of Kenya said.",
    ],
)
def test_relative_clauses_many_states_and_pronouns_leave_doubt(
    extractor: RulesExtractor, model: ConfidenceModel, text: str
) -> None:
    records = extractor.records([Document("a.txt", text, publisher="Harbour Post")])
    told = [r for r in records if isinstance(r, Claim) and r.about]
    assert told
    assert all(r.confidence is not None and r.confidence < model.printed_from for r in told)
