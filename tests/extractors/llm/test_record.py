from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kgbuild.errors import ModelError
from kgbuild.extractors.llm.record import Answered, AnswerRecord

DIGEST = "ab" + "0" * 62
CLAIMS = {"cast": [], "claims": []}
TEXT = json.dumps(CLAIMS)


def openai(content: Any = TEXT, finish: str = "stop", **message: Any) -> dict[str, Any]:
    choice = {"message": {"role": "assistant", "content": content} | message, "finish_reason": finish}
    body = {"choices": [choice], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}
    return {"custom_id": DIGEST, "response": {"status_code": 200, "body": body}, "error": None}


def anthropic(stop: str = "end_turn") -> dict[str, Any]:
    message = {
        "content": [{"type": "text", "text": TEXT}],
        "stop_reason": stop,
        "usage": {"input_tokens": 7, "output_tokens": 3},
    }
    return {"custom_id": DIGEST, "result": {"type": "succeeded", "message": message}}


def test_an_answer_is_kept_and_found_again(tmp_path: Path) -> None:
    AnswerRecord(tmp_path / "new" / "answers").put(DIGEST, Answered("Ж{}", "length", 5, 6), "m")
    again = AnswerRecord(tmp_path / "new" / "answers")
    assert again.get(DIGEST) == Answered("Ж{}", "length", 5, 6)
    assert again.get("cd" + "0" * 62) is None
    assert [path.name for path in (tmp_path / "new" / "answers" / "ab").iterdir()] == [f"{DIGEST}.json"]


@pytest.mark.parametrize(
    ("row", "answered"),
    [
        (openai(), Answered(TEXT, "stop", 7, 3)),
        (openai(finish="length"), Answered(TEXT, "length", 7, 3)),
        (openai(None, refusal="I will not."), Answered("I will not.", "refusal", 7, 3)),
        (openai(None), Answered("", "stop", 7, 3)),
        (anthropic(), Answered(TEXT, "stop", 7, 3)),
        (anthropic("max_tokens"), Answered(TEXT, "length", 7, 3)),
        (anthropic("refusal"), Answered(TEXT, "refusal", 7, 3)),
        ({"digest": DIGEST, "answer": TEXT}, Answered(TEXT)),
        ({"custom_id": DIGEST, "answer": CLAIMS}, Answered(TEXT)),
    ],
)
def test_the_output_of_a_batch_is_an_answer_on_record_as_it_is(
    tmp_path: Path, row: dict[str, Any], answered: Answered
) -> None:
    lines = tmp_path / "output.jsonl"
    lines.write_text(f"{json.dumps(row)}\n\n")
    assert AnswerRecord(lines).get(DIGEST) == answered
    assert AnswerRecord(tmp_path).get(DIGEST) == answered
    whole = tmp_path / "other.json"
    whole.write_text(json.dumps([row]))
    assert AnswerRecord(whole).get(DIGEST) == answered


@pytest.mark.parametrize("name", [f"{DIGEST}.json", f"{DIGEST}.txt"])
def test_a_file_of_the_name_of_a_digest_holds_its_answer(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT)
    (tmp_path / "README.md").write_text("not an answer")
    (tmp_path / "notes.txt").write_text("not an answer")
    assert AnswerRecord(tmp_path).get(DIGEST) == Answered(TEXT)


def test_an_answer_that_is_no_json_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / f"{DIGEST}.json").write_text("Sorry, no.")
    assert AnswerRecord(tmp_path).get(DIGEST) == Answered("Sorry, no.")


def test_a_row_that_failed_is_no_answer_but_known(tmp_path: Path) -> None:
    lines = tmp_path / "output.jsonl"
    failed = {"custom_id": DIGEST, "response": None, "error": {"code": "expired", "message": "too late"}}
    lines.write_text(json.dumps(failed))
    record = AnswerRecord(lines)
    assert record.get(DIGEST) is None
    assert "too late" in record.failed[DIGEST]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", r"output\.jsonl:1: it is not JSON"),
        (b"7", r"output\.jsonl:1: it is no answer"),
        (b'{"answer": "x"}', "lacks custom_id"),
        (b'{"custom_id": "x"}', "lacks an answer"),
        (b"\xff\xfe{}", "not UTF-8"),
    ],
)
def test_what_is_no_answer_is_named_with_its_line(tmp_path: Path, content: bytes, fault: str) -> None:
    lines = tmp_path / "output.jsonl"
    lines.write_bytes(content)
    with pytest.raises(ModelError, match=fault):
        AnswerRecord(lines)


def test_a_place_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="choose another --answers"):
        AnswerRecord(tmp_path / "file")
    with pytest.raises(ModelError, match="choose another --answers"):
        AnswerRecord(tmp_path / "absent.jsonl")
