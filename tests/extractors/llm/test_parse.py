from __future__ import annotations

import json

import pytest

from kgbuild.extractors.llm.answer import answer_schema
from kgbuild.extractors.llm.parse import MalformedAnswerError, parse_answer

CLAIM = {
    "quote": "Chad sent rifles",
    "claimants": ["PUBLISHER"],
    "stance": "Asserts",
    "about": {"kind": "Transfer", "supplier": "Chad", "materiel": "rifle"},
}
ANSWER = json.dumps({"cast": [{"name": "Chad", "kind": "State"}], "claims": [CLAIM]})


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        f"```json\n{ANSWER}\n```",
        f"Here are the claims:\n\n{ANSWER}\n\nI hope this helps.",
        f"<think>Is {{}} enough?</think>{ANSWER}",
        json.dumps([CLAIM]),
    ],
)
def test_an_answer_is_found_in_what_stands_around_it(text: str) -> None:
    parsed = parse_answer(text)
    assert [claim.quote for claim in parsed.answer.claims] == ["Chad sent rifles"]
    assert not parsed.repaired


@pytest.mark.parametrize(
    "text", [ANSWER.replace('"Asserts",', '"Asserts"'), ANSWER.replace('"', "'"), ANSWER[:-1] + ",}"]
)
def test_json_that_is_nearly_right_is_mended(text: str) -> None:
    parsed = parse_answer(text)
    assert [claim.stance.value for claim in parsed.answer.claims] == ["Asserts"]
    assert parsed.repaired


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("I cannot help with that.", "not JSON"),
        ("[]]", "not JSON"),
        ('{"answer": 1}', 'list "claims"'),
        ('{"claims": "none"}', 'list "claims"'),
        ('{"claims": [{"quote": "x"}]}', "no claim follows the form: claimants"),
        ("[" * 100_000, "claims|JSON"),
        ("{" * 100_000, "claims|JSON"),
    ],
)
def test_what_cannot_be_used_is_told_to_the_model(text: str, fault: str) -> None:
    with pytest.raises(MalformedAnswerError, match=fault):
        parse_answer(text)


def test_one_faulty_claim_does_not_cost_the_others() -> None:
    faulty = CLAIM | {"stance": "Believes"}
    parsed = parse_answer(json.dumps({"claims": [faulty, CLAIM, 7]}))
    assert len(parsed.answer.claims) == 1
    assert [quote for quote, _ in parsed.faults] == ["Chad sent rifles", ""]
    assert "stance" in parsed.faults[0][1]


def test_missing_lists_and_single_names_are_taken_as_meant() -> None:
    loose = CLAIM | {"claimants": "Chad", "relayed_by": None, "places": None, "quantity": None, "cue": ""}
    (claim,) = parse_answer(json.dumps({"claims": [loose]})).answer.claims
    assert (claim.claimants, claim.relayed_by, claim.places, claim.cue) == (("Chad",), (), (), None)


def test_the_schema_forbids_what_is_not_asked_for_and_names_no_words_of_ours() -> None:
    schema = answer_schema()
    text = json.dumps(schema)
    assert '"additionalProperties": false' in text
    assert "oneOf" not in text
    assert "description" not in text
    assert schema["required"] == ["cast", "claims"]
    assert set(schema["$defs"]["ClaimAnswer"]["required"]) == {"quote", "claimants", "stance", "about"}


@pytest.mark.parametrize("names", [[""], [" ", ""], ""])
def test_a_claim_of_nobody_is_a_faulty_one(names: object) -> None:
    with pytest.raises(MalformedAnswerError, match="claimants"):
        parse_answer(json.dumps({"claims": [CLAIM | {"claimants": names}]}))


def test_names_without_a_letter_are_left_out() -> None:
    (claim,) = parse_answer(json.dumps({"claims": [CLAIM | {"claimants": ["", "Chad"]}]})).answer.claims
    assert claim.claimants == ("Chad",)
