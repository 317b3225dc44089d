"""`--format json`: every command has it, and prints what docs/json.md shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import json_shapes
from kgbuild.claims.jsonl import write_records
from kgbuild.cli import main
from kgbuild.cli.group import COMMANDS, command
from looked_at import EARLY, records, written


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("json"))[0]


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """A claims file with one claim whose words are not in its document."""
    path = tmp_path / "claims.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        write_records(records(), stream)
    lines = path.read_text(encoding="utf-8").splitlines()
    invented = json.loads(lines[1])
    invented["evidence"][0]["quote"] = "nobody wrote this"
    path.write_text("\n".join([*lines, json.dumps(invented)]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A report without a date, and a file that cannot be read."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "early.txt").write_text(EARLY, encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    return folder


def run(*arguments: object, code: int = 0) -> Result:
    done = CliRunner().invoke(main, [*map(str, arguments), "--format", "json"])
    assert done.exit_code == code, done.output
    return done


def formats(name: str) -> list[str]:
    (option,) = (p for p in command(name).params if "--format" in p.opts)
    assert isinstance(option.type, click.Choice)
    return list(option.type.choices)


def test_every_command_has_it_and_is_documented() -> None:
    spoken = [name for name in COMMANDS if name != "mcp"]
    assert [name for name in spoken if "json" not in formats(name)] == []
    assert sorted(json_shapes.documented()) == sorted([*spoken, "cache clear"])


def test_a_brief(graph: Path) -> None:
    may_be_empty = {"on_behalf_of", "relayed_by", "places", "about"}
    for node, is_event in (("deployment:MLI-TCD", True), ("MLI", False)):
        told = json.loads(run("brief", node, "--graph", graph).stdout)
        if is_event:
            lists = {
                name for name in json_shapes.empty_lists(told) if name.rpartition(".")[2] not in may_be_empty
            }
            assert lists == set()
            assert json_shapes.differences("brief", told) == []
            assert told["turns"][0]["after"].keys() == told["claims"][0].keys()
        else:
            assert told["positions"][0]["claims"][0]["evidence"][0]["sentence"].startswith("Mali ")


def test_a_check(graph: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    text = graph.read_text(encoding="utf-8")
    broken.write_text(text.replace("kg:stance kg:Denies ;", "", 1), encoding="utf-8")
    done = run("check", broken, "--reasoner", "none", code=1)
    empty = ("quotes.faults", "ontology.faults", "reasoner.objections")
    told = json_shapes.check("check", done.stdout, empty=empty)
    assert told["fine"] is False
    assert any(fault["place"] for fault in told["shapes"]["faults"])
    only = json_shapes.check(
        "check", run("check", graph, "--shapes-only").stdout, empty=("shapes.faults", "quotes.faults")
    )
    assert (only["fine"], only["ontology"], only["reasoner"]) == (True, None, None)


def test_what_writes_a_graph(claims: Path, reports: Path, tmp_path: Path) -> None:
    from_claims = run("export", tmp_path / "a.nq", "--claims", claims, "--all", code=3)
    told = json_shapes.check("export", from_claims.stdout, empty=("skipped", "notes"))
    assert (told["format"], told["documents"], told["claims"]) == ("nq", 2, 7)
    assert told["refused"][0]["place"].endswith(f"claims.jsonl:{len(records()) + 1}")
    read = run("export", tmp_path / "b.ttl", reports, "--extractor", "scripted", code=3)
    told = json_shapes.check("export", read.stdout, empty=("refused",))
    assert told["skipped"][0]["document"].endswith("broken.docx")
    derived = run("derive", tmp_path / "b.ttl", "-o", tmp_path / "c.nq")
    assert json_shapes.check("derive", derived.stdout)["triples"] == told["triples"]
    assert not derived.stderr
    run("export", "-", "--claims", claims, code=2)


def test_what_is_found_in_documents(reports: Path, claims: Path) -> None:
    done = run("extract", reports, "--extractor", "scripted", "--setting", f"file={claims}", code=3)
    told = json.loads(done.stdout)
    assert json_shapes.differences("extract", told) == []
    assert told["skipped"]
    kinds = [record["record"] for record in (*told["documents"], *told["claims"])]
    assert kinds == ["document"] + ["claim"] * 6


def test_what_would_be_asked(reports: Path) -> None:
    told = json_shapes.check(
        "prompt", run("prompt", reports / "early.txt").stdout, empty=("skipped", "refused")
    )
    assert told["unanswered"] == len(told["requests"])
    dry = run("export", "x.ttl", "-d", reports / "early.txt", "--extractor", "llm", "--dry-run")
    cost = json.loads(dry.stdout)
    assert cost == {name: told[name] for name in cost}


def test_what_is_drawn_and_written(graph: Path, tmp_path: Path) -> None:
    drawn = run("plot", "matrix", "--graph", graph, "--out", tmp_path / "a.svg")
    assert json_shapes.check("plot", drawn.stdout)["file"] == str(tmp_path / "a.svg")
    pages = run("explore", tmp_path / "pages", "--graph", graph)
    told = json_shapes.check("explore", pages.stdout)
    assert Path(told["file"]).is_file()


def test_what_explains_and_lists(graph: Path) -> None:
    json_shapes.check("explain", run("explain", "deployment:MLI-TCD", "--graph", graph).stdout)
    json_shapes.check("extractors", run("extractors").stdout)
    named: list[dict[str, Any]] = json.loads(run("query").stdout)
    assert json_shapes.differences("query", named) == []
    assert {"contradictions", "positions"} <= {each["name"] for each in named}


def test_a_question_answered_with_a_graph(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "all.rq").write_text(
        "# title: All\n# answers: What is there?\n# example: kgbuild query all\n"
        "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }\n",
        encoding="utf-8",
    )
    arguments = ("query", "all", "--queries", tmp_path, "--graph", graph)
    first, again = run(*arguments), run(*arguments)
    assert first.stdout == again.stdout
    told = json.loads(first.stdout)
    assert "kg:Claim" in {
        kind for node in told["@graph"] for kind in [node["@type"]] if isinstance(kind, str)
    }
