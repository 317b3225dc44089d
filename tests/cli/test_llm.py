from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kgbuild.cli import main
from kgbuild.extractors.llm.prompt import task, tokens
from model_server import Reply, answering, failing, model_server, stalling

TEXT = "Zambia has sent 30 howitzers to Malawi, Defence Minister Chanda Phiri said on Monday."
CLAIM = {
    "quote": "Zambia has sent 30 howitzers to Malawi",
    "claimants": ["Chanda Phiri"],
    "stance": "Asserts",
    "about": {
        "kind": "Transfer",
        "supplier": "Zambia",
        "recipient": "Malawi",
        "materiel": "howitzer",
        "words": "howitzers",
    },
    "quantity": {"words": "30", "min": 30, "max": 30},
}
INVENTED = CLAIM | {"quote": "Iceland sold ten tanks to Malta"}
CAST = [{"name": "Chanda Phiri", "words": "Chanda Phiri", "kind": "Person", "of": "Zambia"}]
ANSWER = json.dumps({"cast": CAST, "claims": [CLAIM, INVENTED]})
KEY = "sk-secret-0123456789"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"{TEXT}\n\nReport {number}.\n")
    return folder


def run(*arguments: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], env=env)


def options(url: str, answers: Path) -> tuple[object, ...]:
    return ("--extractor", "llm", "--llm-url", url, "--llm-model", "m", "--answers", answers)


def test_a_model_is_asked_once_and_replayed_to_the_same_bytes(tmp_path: Path, reports: Path) -> None:
    with model_server(answering(ANSWER)) as server:
        asked = run("export", tmp_path / "a.ttl", "-d", reports, *options(server.url, tmp_path / "answers"))
        again = run("export", tmp_path / "b.ttl", "-d", reports, *options(server.url, tmp_path / "answers"))
        assert (asked.exit_code, again.exit_code) == (0, 0), asked.output
        assert len(server.bodies) == 3
    replayed = run(
        *("export", tmp_path / "c.ttl", "-d", reports, "--extractor", "llm", "--llm-model", "m"),
        *("--answers", tmp_path / "answers"),
    )
    assert replayed.exit_code == 0, replayed.output
    graphs = {(tmp_path / name).read_bytes() for name in ("a.ttl", "b.ttl", "c.ttl")}
    assert len(graphs) == 1
    assert b"Chanda Phiri asserts: Zambia to Malawi: howitzer" in graphs.pop()
    assert "3 documents, 3 claims" in asked.output
    assert "dropped as not in the text: 3 quotes; 3 asked (3,000 tokens in, 150 out)" in asked.output


def test_from_prompt_to_batch_to_graph(tmp_path: Path, reports: Path) -> None:
    requests, output = tmp_path / "requests.jsonl", tmp_path / "output.jsonl"
    printed = run("prompt", reports, "--batch", requests, "--llm-model", "m", "--answers", tmp_path / "none")
    assert printed.exit_code == 0, printed.output
    rows = [json.loads(line) for line in requests.read_text().splitlines()]
    assert [row["url"] for row in rows] == ["/v1/chat/completions"] * 3
    assert all(TEXT in row["body"]["messages"][1]["content"] for row in rows)
    body = {"choices": [{"message": {"content": ANSWER}, "finish_reason": "stop"}]}
    answered = [
        {"custom_id": r["custom_id"], "response": {"status_code": 200, "body": body}} for r in rows[:2]
    ]
    output.write_text("".join(json.dumps(row) + "\n" for row in answered))
    given = ("--extractor", "llm", "--llm-model", "m", "--answers", output)
    exported = run("export", tmp_path / "a.ttl", "-d", reports, *given)
    assert exported.exit_code == 3, exported.output
    assert "Skipped: 2.txt: no answer to its prompt is on record" in exported.output
    assert "3 documents, 2 claims" in exported.output
    left = run("prompt", reports, "--batch", requests, "--llm-model", "m", "--answers", output)
    assert left.exit_code == 0
    assert [json.loads(line)["custom_id"] for line in requests.read_text().splitlines()] == [
        rows[2]["custom_id"]
    ]


def test_the_prompt_is_printed_with_its_tokens(tmp_path: Path, reports: Path) -> None:
    printed = run("prompt", reports / "0.txt", "--answers", tmp_path / "none")
    assert printed.exit_code == 0
    assert "## system" in printed.stdout
    assert TEXT in printed.stdout
    assert printed.stdout.startswith("# 0.txt: about ")
    assert "1 documents, 1 requests without an answer on record" in printed.stderr


@pytest.mark.parametrize(
    ("replies", "asked", "claims"),
    [
        ((answering("Sorry?"), answering(ANSWER)), 2, 1),
        ((answering(""), answering('{"claims": 3}'), answering(ANSWER)), 3, 1),
        ((answering("", refusal="I will not."), answering(ANSWER)), 2, 1),
        ((answering("{", "length"), answering(ANSWER)), 2, 1),
    ],
)
def test_a_model_is_told_what_was_wrong_and_the_way_is_replayed(
    tmp_path: Path, reports: Path, replies: tuple[Reply, ...], asked: int, claims: int
) -> None:
    given = (reports / "0.txt", "--extractor", "llm", "--answers", tmp_path / "answers")
    with model_server(*replies) as server:
        first = run("extract", *given, "--llm-url", server.url)
        assert len(server.bodies) == asked
    assert first.exit_code == 0, first.output
    assert f"1 document, {claims} claim" in first.stderr
    assert "could not be used" in server.bodies[-1]["messages"][-1]["content"]
    assert run("extract", *given).stdout == first.stdout


def test_a_document_that_is_never_answered_is_named_and_passed_over(tmp_path: Path, reports: Path) -> None:
    def choosy(handler: Any, body: dict[str, Any]) -> None:
        told = body["messages"][1]["content"]
        (answering("No.") if "Report 1" in told else answering(ANSWER))(handler, body)

    with model_server(choosy) as server:
        result = run("extract", reports, *options(server.url, tmp_path / "answers"))
    assert result.exit_code == 3
    assert "Skipped: 1.txt: no answer that can be used in 3 attempts: the answer is not JSON" in result.stderr
    assert "3 documents, 2 claims" in result.stderr
    assert len(server.bodies) == 5


def test_answers_before_a_server_died_are_kept(tmp_path: Path, reports: Path) -> None:
    given = ("extract", reports, "--setting", "concurrency=1")
    with model_server(answering(ANSWER), failing(401)) as server:
        died = run(*given, *options(server.url, tmp_path / "answers"))
        assert died.exit_code == 1
        assert "Error: http://127.0.0.1:" in died.stderr
        assert "Traceback" not in died.output
    with model_server(answering(ANSWER)) as server:
        result = run(*given, *options(server.url, tmp_path / "answers"))
        assert len(server.bodies) == 2
    assert "3 documents, 3 claims" in result.stderr


def test_no_more_is_asked_at_once_than_was_said(tmp_path: Path, reports: Path) -> None:
    for number in range(3, 12):
        (reports / f"{number}.txt").write_text(f"{TEXT}\n\nReport {number}.\n")
    with model_server(stalling(0.1, answering(ANSWER))) as server:
        result = run("extract", reports, "--setting", "concurrency=3", *options(server.url, tmp_path / "a"))
    assert result.exit_code == 0
    assert server.busiest == 3


def test_a_budget_is_not_exceeded(tmp_path: Path, reports: Path) -> None:
    given = ("--setting", "max_tokens=1000", "--setting", "concurrency=1", "--llm-price", "1/10")
    most = tokens(task() + TEXT) / 1e6 + 0.01  # the longest answer; a real one takes 0.0015
    with model_server(answering(ANSWER)) as server:
        limited = ("extract", reports, *given, *options(server.url, tmp_path / "a"))
        result = run(*limited, "--budget", f"{most + 0.0015 + 0.0008:.5f}")
        assert len(server.bodies) == 2
    assert result.exit_code == 3
    assert "Skipped: 2.txt: the budget does not reach for it" in result.stderr
    assert "cost 0.0030" in result.stderr


def test_a_dry_run_tells_the_cost_and_asks_nobody(tmp_path: Path, reports: Path) -> None:
    with model_server(answering(ANSWER)) as server:
        told = run(
            *("export", tmp_path / "a.ttl", "-d", reports, "--dry-run", "--llm-price", "1/10"),
            *options(server.url, tmp_path / "answers"),
        )
        assert server.bodies == []
    assert told.exit_code == 0
    assert "3 documents, 3 requests without an answer on record" in told.stdout
    assert not (tmp_path / "a.ttl").exists()


def test_what_was_dropped_is_reported(tmp_path: Path, reports: Path) -> None:
    with model_server(answering(ANSWER)) as server:
        run("extract", reports, "--report", tmp_path / "r.json", *options(server.url, tmp_path / "answers"))
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["claims"], report["asked"], report["model"]) == (3, 3, "m")
    assert report["dropped"][0] == {"document": "0.txt", "what": "quote", "words": INVENTED["quote"]}


@pytest.mark.parametrize("by", ["environment", "file"])
def test_the_key_comes_from_environment_or_file_and_shows_nowhere(
    tmp_path: Path, reports: Path, by: str
) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    env = {"KGBUILD_LLM_KEY": KEY} if by == "environment" else {"KGBUILD_LLM_KEY_FILE": str(tmp_path / "key")}
    with model_server(answering(ANSWER), failing(401, KEY)) as server:
        result = run("extract", reports, *options(server.url, tmp_path / "answers"), env=env)
        assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert result.exit_code == 1
    kept = "".join(path.read_text() for path in (tmp_path / "answers").rglob("*.json"))
    assert KEY not in result.output + kept


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--extractor", "llm", "--setting", f"key={KEY}"), "does not belong on a command line"),
        (("--extractor", "llm"), "give --llm-url or --answers"),
        (("--llm-url", "http://127.0.0.1:1/v1"), "add --extractor llm"),
        (("--extractor", "llm", "--llm-url", "x", "--budget", "1"), "a budget needs a price"),
        (("--extractor", "llm", "--llm-url", "x", "--llm-price", "1"), "not of the form IN/OUT"),
        (("--extractor", "llm", "--llm-url", "x", "--setting", "concurrency=0"), "no whole number"),
        (("--extractor", "llm", "--llm-url", "x", "--setting", "temperature=-1"), "no number of 0 or more"),
        (("--extractor", "llm", "--llm-url", "x", "--setting", "format=yaml"), "none of auto"),
        (("--extractor", "llm", "--llm-url", "x"), "no address of a model"),
    ],
)
def test_what_cannot_be_asked_is_said_before_any_work(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path)}
    result = run("extract", *arguments, env=env)
    assert result.exit_code in (1, 2)
    assert message in " ".join(result.stderr.split())
    assert KEY not in result.stderr or "command line" in result.stderr


def test_ctrl_c_keeps_what_is_under_way(tmp_path: Path, reports: Path) -> None:
    command = [sys.executable, "-m", "kgbuild", "extract", str(reports), "--setting", "concurrency=2"]
    with model_server(stalling(2.0, answering(ANSWER))) as server:
        given = [str(option) for option in options(server.url, tmp_path / "answers")]
        process = subprocess.Popen(
            [*command, *given], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ}
        )
        deadline = time.monotonic() + 60
        while len(server.bodies) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert b"Waiting for the answers under way" in errors
    assert len(list((tmp_path / "answers").rglob("*.json"))) == 2
