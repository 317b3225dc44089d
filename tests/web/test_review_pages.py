"""Reviewing in a browser: with the token only, from our own page only, and into the next export."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from click.testing import CliRunner

from kgbuild.claims.jsonl import write_records
from kgbuild.cli import main
from kgbuild.review import Verb, effective, read_review
from looked_at import FIRST, ID, records, written

DOCUMENT = f"{ID}document/{FIRST.key}"


class Desk(NamedTuple):
    """A server with a review file."""

    address: str
    entry: str
    review: Path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    graph, texts = written(folder)
    review = folder / "review.jsonl"
    command = [sys.executable, "-m", "kgbuild", "serve", str(graph), "--port", "0", "--texts", str(texts)]
    command += ["--review", str(review), "--reviewer", "Ann <Lee>"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    address = process.stdout.readline().split()[2]
    entry = process.stdout.readline().split()[-1]
    yield Desk(address, entry, review)
    process.terminate()
    process.communicate(timeout=30)


def test_claims_are_decided_upon_in_the_browser_and_exported(
    desk: Desk, browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(desk.entry)
    page.goto(f"{desk.address}/document?iri={DOCUMENT}")
    denial = page.locator("article.b-denies")
    denial.get_by_role("button", name="Reject").click()
    page.locator("article.b-denies").get_by_text("Rejected by Ann <Lee>").wait_for()
    page.locator("article.b-denies").get_by_role("button", name="Undo").click()
    page.locator("article.b-denies").get_by_role("button", name="Reject").click()
    silent = page.locator("article.b-withholds")
    silent.locator("summary").click()
    silent.locator("[name=stance]").select_option("Denies")
    silent.locator("[name=maximum]").fill("3")
    silent.get_by_role("button", name="Change what is filled in").click()
    page.locator("article.b-withholds").get_by_text("stance → Denies").wait_for()
    page.locator("#add summary").click()
    page.evaluate(
        """() => {
          const found = [...document.querySelectorAll('.text *')].find(e => e.textContent === 'Niger');
          const range = document.createRange();
          range.selectNodeContents(found);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    add = page.locator("#add")
    page.wait_for_function("document.querySelector('#add textarea').value === 'Niger'")
    add.locator("[name=claimant]").fill("Niger")
    add.locator("[name=stance]").select_option("Pledges")
    add.locator("[name=kind]").select_option("Deployment")
    add.locator("[name=from]").fill("Niger")
    add.locator("[name=thing]").fill("troops")
    add.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Added by Ann <Lee>: Niger pledges").wait_for()
    assert complaints == []
    context.close()
    last = effective(read_review(desk.review))
    assert sorted(each.do for each in last) == [Verb.ADD, Verb.CHANGE, Verb.REJECT]
    _exported(desk.review, tmp_path)


def _exported(review: Path, folder: Path) -> None:
    claims, outs = folder / "claims.jsonl", [folder / "1.ttl", folder / "2.ttl"]
    with claims.open("w", encoding="utf-8") as stream:
        write_records(records(), stream)
    for out in outs:
        done = CliRunner().invoke(
            main, ["export", str(out), "--claims", str(claims), "--review", str(review)]
        )
        assert done.exit_code == 0, done.output
    assert outs[0].read_bytes() == outs[1].read_bytes()
    text = outs[0].read_text(encoding="utf-8")
    assert "any soldier had come" not in text
    assert "Niger denies" in text
    assert "Niger pledges" in text
    told = CliRunner().invoke(main, ["evaluate", "--review", str(review)]).stdout
    assert re.search(r"^rejected +1$", told, re.M)
    assert re.search(r"^ +stance +1  changed$", told, re.M)


def test_nobody_else_may_decide(desk: Desk) -> None:
    before = desk.review.read_bytes() if desk.review.exists() else b""
    with httpx.Client(base_url=desk.address, trust_env=False, timeout=60) as client:
        form = {"do": "reject", "iri": DOCUMENT, "claim": "0" * 16, "csrf": "x"}
        assert client.post("/review", data=form).status_code == 403  # no token
        assert "Reject" not in client.get("/document", params={"iri": DOCUMENT}).text
        assert client.get("/review/guess").status_code == 403
        entered = client.get(desk.entry)
        cookie = entered.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert client.post("/review", data=form).status_code == 403  # the form is not of our page
        page = client.get("/document", params={"iri": DOCUMENT}).text
        form["csrf"] = re.findall(r'name="csrf" value="(\w+)"', page)[0]
        for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert client.post("/review", data=form, headers=headers).status_code == 403
        assert client.post("/review", data=form, headers={"Host": "evil.example"}).status_code == 400
        assert client.post("/review", data=form).status_code == 400  # no such claim
        assert client.post("/review", json=form).status_code == 415
        assert client.post("/review", data={**form, "cue": "x" * 200_000}).status_code == 413
        assert client.get("/review").status_code == 405
    assert (desk.review.read_bytes() if desk.review.exists() else b"") == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "nothing"}, "not a valid Verb"),
        ({"do": "add", "quote": "no such words", "claimant": "Chad", "stance": "Denies"}, "Mark the words"),
        ({"do": "add", "quote": "Chad"}, "A claim needs who makes it"),
        (
            {
                "do": "add",
                "quote": "Chad",
                "claimant": "Chad",
                "stance": "Denies",
                "minimum": "9",
                "maximum": "1",
            },
            "above",
        ),
        ({"do": "add", "quote": "Chad", "claimant": "Chad", "stance": "Denies", "minimum": "many"}, "many"),
        ({"do": "add", "quote": "Chad", "claimant": "Chad", "stance": "Hopes"}, "Stance: "),
        (
            {
                "do": "add",
                "quote": "Chad",
                "claimant": "Chad",
                "stance": "Denies",
                "kind": "Transfer",
                "thing": "love",
            },
            "no materiel",
        ),
    ],
)
def test_a_decision_that_is_none_is_said(desk: Desk, fields: dict[str, str], said: str) -> None:
    with httpx.Client(base_url=desk.address, trust_env=False, timeout=60) as client:
        client.get(desk.entry)
        page = client.get("/document", params={"iri": DOCUMENT}).text
        csrf = re.findall(r'name="csrf" value="(\w+)"', page)[0]
        answer = client.post("/review", data={"iri": DOCUMENT, "csrf": csrf, **fields})
        assert (answer.status_code, said in answer.text) == (400, True), answer.text


def test_a_server_without_a_review_file_takes_no_decision(address: str) -> None:
    assert httpx.post(f"{address}/review", data={"do": "accept"}, trust_env=False).status_code == 404
