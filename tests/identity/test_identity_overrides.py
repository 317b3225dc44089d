"""Joins and splits by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import RDFS

from builders import (
    claim,
    deployment,
    document,
    evidence,
    official,
    organization,
    person,
    state,
    transfer,
    treaty,
)
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import Claim, DocumentRecord, Stance
from kgbuild.cli.group import main
from kgbuild.errors import IdentityError
from kgbuild.export import write
from kgbuild.graph import BASE, KG, Account, build, read_graph, reconcile
from kgbuild.graph.store import as_store
from kgbuild.identity.overrides import Override, read_overrides

HEADER = "action,node,other,documents,why\n"
MALI, CHAD = state("MLI", "Mali"), state("TCD", "Chad")
FRONT, ARMY = organization("Free Army Front"), organization("Front of the Free Army")
ONE, TWO, THREE = document("one.txt"), document("two.txt"), document("three.txt")
PARTNERSHIP = "Treaty on Comprehensive Strategic Partnership"
RECORDS: list[DocumentRecord | Claim] = [
    ONE,
    claim(ONE, person("Oumar Diarra"), about=(transfer(MALI, FRONT, "rifle"),)),
    claim(ONE, about=(treaty(PARTNERSHIP, MALI, CHAD),), evidence=(evidence("Suria"),)),
    TWO,
    claim(TWO, official("Umar Diarra", MALI), about=(transfer(MALI, ARMY, "rifle"),), stance=Stance.DENIES),
    claim(TWO, about=(treaty("defence pact", MALI, CHAD),), evidence=(evidence("Suria"),)),
    THREE,
    claim(THREE, person("Oumar Diarra"), about=(deployment(MALI, CHAD),)),
    claim(THREE, about=(treaty("Border Demarcation Accord", MALI, CHAD),), evidence=(evidence("tanks"),)),
]
PACT = "treaty/MLI-TCD-comprehensive-strategic-partnership"
BORDER = "treaty/border-demarcation"


def node(key: str) -> URIRef:
    return URIRef(BASE + key)


def corrected(tmp_path: Path, *lines: str, suffix: str = ".nq") -> Dataset:
    """The graph of the records, read from a file, with these joins and splits."""
    path = tmp_path / f"graph{suffix}"
    write(build(RECORDS), path)
    dataset = read_graph([path])
    reconcile(dataset, BASE, overrides(tmp_path, *lines))
    return dataset


def told(dataset: Dataset) -> Graph:
    """The statements of all graphs."""
    graph = Graph()
    for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, value))
    return graph


def overrides(tmp_path: Path, *lines: str) -> list[Override]:
    path = tmp_path / "joins.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return read_overrides(path)


SUFFIXES = pytest.mark.parametrize("suffix", [".nq", ".ttl"])


@SUFFIXES
def test_two_people_become_one(tmp_path: Path, suffix: str) -> None:
    graph = told(
        corrected(tmp_path, "join,person/oumar-diarra,person/umar-diarra,,same envoy", suffix=suffix)
    )
    assert not set(graph.predicate_objects(node("person/umar-diarra")))
    assert len(set(graph.subjects(KG.claimant, node("person/oumar-diarra")))) == 3
    assert graph.value(node("person/oumar-diarra"), KG.represents) == node("state/MLI")
    assert str(graph.value(node("person/oumar-diarra"), RDFS.label)) == "Oumar Diarra"


@SUFFIXES
def test_events_follow_the_organizations_that_they_are_known_by(tmp_path: Path, suffix: str) -> None:
    line = "join,organization/free-army-front,organization/front-of-the-free-army,,"
    graph = told(corrected(tmp_path, line, suffix=suffix))
    assert set(graph.objects(None, KG.recipient)) == {node("organization/free-army-front")}
    assert len(set(graph.subjects(KG.about, node("transfer/MLI_free-army-front_rifle")))) == 2
    assert not [s for s in graph.subjects() if "front-of-the" in str(s) and "override" not in str(s)]


@SUFFIXES
def test_one_person_becomes_two(tmp_path: Path, suffix: str) -> None:
    line = "split,person/oumar-diarra,person/oumar-diarra-of-gao,three.txt,another man"
    graph = told(corrected(tmp_path, line, suffix=suffix))
    for key, source in (("person/oumar-diarra", ONE), ("person/oumar-diarra-of-gao", THREE)):
        (only,) = graph.subjects(KG.claimant, node(key))
        assert graph.value(only, KG.reportedIn) == node(f"document/{source.key}")
        assert str(graph.value(node(key), RDFS.label)) == "Oumar Diarra"


@SUFFIXES
def test_two_treaties_become_one(tmp_path: Path, suffix: str) -> None:
    graph = told(corrected(tmp_path, f"join,{PACT},{BORDER},,", suffix=suffix))
    assert set(graph.objects(None, KG.reads)) == {node(PACT)}
    assert len(set(graph.subjects(KG.about, node(PACT)))) == 3


@SUFFIXES
def test_one_treaty_becomes_two(tmp_path: Path, suffix: str) -> None:
    graph = told(corrected(tmp_path, f"split,{PACT},{BORDER},two.txt,", suffix=suffix))
    assert len(set(graph.subjects(KG.about, node(BORDER)))) == 2
    assert len(set(graph.subjects(KG.about, node(PACT)))) == 1
    assert len(set(graph.subjects(KG.reads, node(BORDER)))) == 2


@SUFFIXES
def test_corrections_hold_when_the_graph_is_reconciled_again(tmp_path: Path, suffix: str) -> None:
    lines = (
        f"split,{PACT},treaty/MLI-TCD-secret,two.txt,",
        "join,person/oumar-diarra,person/umar-diarra,,",
        "split,transfer/MLI_free-army-front_rifle,transfer/other,one.txt,",
    )
    dataset = corrected(tmp_path, *lines, suffix=suffix)
    before = set(as_store(dataset))
    reconcile(dataset)
    assert set(as_store(dataset)) == before
    reconcile(dataset, BASE, overrides(tmp_path, *lines))
    assert set(as_store(dataset)) == before


def test_corrections_hold_for_documents_that_come_later(tmp_path: Path) -> None:
    dataset = corrected(tmp_path, "join,person/oumar-diarra,person/umar-diarra,,")
    late = document("late.txt")
    as_store(dataset).extend(
        quad
        for quad in as_store(build([late, claim(late, person("Umar Diarra"))]))
        if quad.graph_name == ox.NamedNode(f"{BASE}document/{late.key}")
    )
    reconcile(dataset)
    assert len(set(told(dataset).subjects(KG.claimant, node("person/oumar-diarra")))) == 4


def test_what_was_corrected_is_explained(tmp_path: Path) -> None:
    dataset = corrected(
        tmp_path,
        f"split,{PACT},treaty/MLI-TCD-secret,two.txt,a paper of its own",
        "join,person/oumar-diarra,person/umar-diarra,,same envoy",
    )
    account = Account(dataset)

    def account_of(key: str) -> str:
        return "\n".join("\n".join((s.heading, *s.lines)) for s in account.sections(account.find(key)))

    assert f"what was {PACT} in two.txt is treaty/MLI-TCD-secret by hand: a paper of its own" in account_of(
        PACT
    )
    assert f"by hand; without that it would be {PACT}" in account_of("treaty:MLI-TCD-secret")
    assert "what was person/umar-diarra is person/oumar-diarra by hand: same envoy" in account_of(
        "person/oumar-diarra"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("merge,person/a,person/b,,", "2: the action 'merge' is none of join, split"),
        ("join,person/a,person/a,,", "2: node and other are the same"),
        ("join,person/a,organization/a,,", "2: person/a and organization/a are of two kinds"),
        ("join,person/a,state/MLI,,", "2: other: 'state/MLI' is no node that can be joined or split"),
        ("join,Mr A,person/b,,", "2: node: 'Mr A' is no node"),
        ("split,person/a,person/b,,", "2: a split needs documents: name them"),
        ("join,person/a,person/b,one.txt,", "2: a join holds for all documents: leave them out"),
        ("join,person/a", "2: has not 5 values"),
        ("join,person/a,person/b,,x,y", "2: has not 5 values"),
        ("join,person/a,person/b,,\njoin,person/c,person/b,,", "3: person/b already goes to person/a"),
        ("join,person/a,person/b,,\njoin,person/c,person/a,,", "person/a itself goes to person/c"),
        ("join,person/a,person/b,,\nsplit,person/b,person/c,one.txt,", "3: person/b"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(IdentityError, match=re.escape(f"{tmp_path}/joins.csv:")) as caught:
        overrides(tmp_path, line)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_its_header_or_none_at_all_is_named(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("join,person/a,person/b,,\n")
    with pytest.raises(IdentityError, match=r"bare\.csv:1: the first line must be action,node"):
        read_overrides(tmp_path / "bare.csv")
    with pytest.raises(IdentityError, match=r"none\.csv: cannot be read"):
        read_overrides(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("join,person/oumar-diarra,person/nobody,,", "the graph says nothing of person/nobody"),
        ("join,treaty/a,treaty/b,,", "the graph says nothing of treaty/b"),
        (
            "split,person/umar-diarra,person/b,one.txt,",
            "the graph says nothing of person/umar-diarra in these",
        ),
        ("split,person/umar-diarra,person/b,on.txt,", "the graph has no document 'on.txt': it has one.txt"),
    ],
)
@SUFFIXES
def test_what_the_graph_lacks_is_named(tmp_path: Path, line: str, said: str, suffix: str) -> None:
    with pytest.raises(IdentityError, match=r"joins.csv:2: ") as caught:
        corrected(tmp_path, line, suffix=suffix)
    assert said in str(caught.value)


def test_the_worked_example_of_the_documentation(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (root / "docs" / "identity.md").read_text("utf-8")
    (table,) = re.findall(r"```csv\n(action,.*?)```", page, re.S)
    commands = re.findall(r"^\$ kgbuild (.*)$", page, re.M)
    shown = re.findall(r"^(what was .*)$", page, re.M)
    assert len(commands) == 3
    assert shown
    monkeypatch.chdir(tmp_path)
    (tmp_path / "joins.csv").write_text(table, "utf-8")
    said = ""
    for command in commands:
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0, result.output
        said += result.output
    for line in shown:
        assert line in said


def test_joins_from_the_command_line(tmp_path: Path) -> None:
    claims, joins, out = (tmp_path / name for name in ("claims.jsonl", "joins.csv", "out.trig"))
    with claims.open("w", encoding="utf-8") as stream:
        write_records(RECORDS, stream)
    joins.write_text(HEADER + "join,person/oumar-diarra,person/umar-diarra,,\n")
    arguments = ["export", str(out), "--all", "--claims", str(claims), "--identity", str(joins)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert len(set(told(read_graph([out])).subjects(KG.claimant, node("person/oumar-diarra")))) == 3
    joins.write_text(HEADER + "join,person/oumar-diarra,person/x,,\n")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert f"{joins}:2: the graph says nothing of person/x" in result.output
    result = CliRunner().invoke(main, ["explain", "person/umar", "--graph", str(out)])
    assert result.exit_code == 1
    assert "did you mean person/oumar-diarra (Oumar Diarra)" in result.output
