"""Documents come and go: what is derived then is what would have been derived from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from builders import (
    TEXT,
    claim,
    deployment,
    document,
    evidence,
    official,
    organization,
    state,
    transfer,
    treaty,
)
from kgbuild.claims.jsonl import write_records
from kgbuild.claims.model import Agent, Claim, DocumentRecord, Quantity, Stance, Subject
from kgbuild.cli import main
from kgbuild.derivation import Watch, derive, load_rules
from kgbuild.graph import BASE, build, reconcile
from kgbuild.graph.store import as_store
from kgbuild.identity import unify
from kgbuild.identity.keys import document_key

RULES = load_rules()
MALI, CHAD, NIGER = state("MLI"), state("TCD"), state("NER", "Niger")
WORDS = "A column of forty tanks crossed the border near Adre before dawn on Tuesday, and villagers fled."
AGENTS: tuple[Agent, ...] = (
    MALI,
    CHAD,
    official("Awa Diarra", MALI),
    official("Awa Diarra"),
    official("Issa Keita", organization("Army of Mali", part_of=MALI)),
    official("a source", anonymous=True),
    organization("Sahel News", part_of=MALI),
    organization("Gao Post"),
)
PAPERS = (
    organization("Sahel News", part_of=MALI),
    organization("Gao Post"),
    organization("Chad Herald"),
    None,
)
SUBJECTS: tuple[Subject, ...] = (
    deployment(MALI, CHAD),
    deployment(MALI, NIGER),
    transfer(MALI, CHAD, "tank"),
    transfer(CHAD, None, "tank"),
    treaty("Algiers Accord", MALI, CHAD),
    treaty(None, MALI, CHAD),
    treaty(None, MALI, CHAD, signed_in=2024),
)
Records = list[DocumentRecord | Claim]


STORED = f"{TEXT} {WORDS}"


def report(number: int, **fields: Any) -> DocumentRecord:
    return document(f"{number}.txt", STORED, **fields)


@st.composite
def versions(draw: st.DrawFn, number: int) -> Records:
    """One way in which a document of this number may have been read."""
    source = report(
        number,
        publisher=draw(st.sampled_from(PAPERS)),
        issued=draw(st.sampled_from([None, "2024-05-01", "2024-06"])),
    )
    claims = []
    for at in range(draw(st.integers(0, 4))):
        count = draw(st.sampled_from([None, None, 10, 500]))
        claims.append(
            claim(
                source,
                *draw(st.lists(st.sampled_from(AGENTS), min_size=1, max_size=2, unique=True)),
                stance=draw(
                    st.sampled_from([Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES, Stance.WITHHOLDS])
                ),
                about=tuple(draw(st.lists(st.sampled_from(SUBJECTS), max_size=2, unique=True))),
                quantity=None if count is None else Quantity(minimum=count, maximum=count),
                relayed_by=tuple(draw(st.lists(st.sampled_from(AGENTS[-2:]), max_size=1))),
                evidence=(evidence(WORDS if draw(st.booleans()) else WORDS[at : at + 9], STORED),),
            )
        )
    return [source, *claims]


def whole(records: Iterable[DocumentRecord | Claim]) -> Dataset:
    dataset = build(unify(records))
    derive(dataset, RULES)
    return dataset


def put(dataset: Dataset, number: int, records: Records | None) -> int:
    """Add, replace or remove a document, derive what this touches, and return how many claims that were."""
    store = as_store(dataset)
    graph = ox.NamedNode(BASE + document_key(report(number).key))
    watch = Watch(store, [graph.value], BASE)
    store.remove_graph(graph)
    if records:
        store.extend(as_store(build(unify(records))).quads_for_pattern(None, None, None, graph))
    reconcile(dataset)
    return derive(dataset, RULES, affected=watch.affected()).claims


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_step_by_step_is_as_at_once(data: st.DataObject) -> None:
    told: dict[int, Records] = {
        number: data.draw(versions(number)) for number in data.draw(st.sets(st.integers(0, 4), min_size=1))
    }
    dataset = whole(record for number in sorted(told) for record in told[number])
    for number in data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=4)):
        records = data.draw(st.none() | versions(number))
        put(dataset, number, records)
        told.pop(number, None)
        if records:
            told[number] = records
        expected = whole(record for number in sorted(told) for record in told[number])
        found, wanted = set(as_store(dataset)), set(as_store(expected))
        assert found - wanted == set()
        assert wanted - found == set()


def test_only_what_a_document_touches_is_looked_at() -> None:
    told = []
    for number in range(20):
        source = report(number)
        about = (transfer(MALI, state(f"AA{chr(65 + number)}"), "tank"),)
        told += [
            source,
            claim(source, MALI, about=about),
            claim(source, CHAD, about=about, stance=Stance.DENIES),
        ]
    dataset = whole(told)
    late = report(99)
    about = (transfer(MALI, state("AAC"), "tank"),)
    records: Records = [late, claim(late, NIGER, about=about)]
    assert put(dataset, 99, records) == 3
    assert put(dataset, 99, records) == 0
    assert put(dataset, 99, None) == 2
    assert set(as_store(dataset)) == set(as_store(whole(told)))


def test_who_turns_out_to_speak_for_a_state_is_looked_at_everywhere() -> None:
    """That somebody is an official may stand in a document of another block."""
    here, there = document("here.txt"), document("there.txt")
    known: Records = [here, claim(here, official("Awa Diarra"), about=(deployment(MALI, CHAD),))]
    late: Records = [
        there,
        claim(there, official("Awa Diarra", MALI), about=(transfer(CHAD, NIGER, "tank"),)),
    ]
    dataset = whole(known)
    store = as_store(dataset)
    graph = ox.NamedNode(BASE + document_key(there.key))
    watch = Watch(store, [graph.value], BASE)
    store.extend(as_store(build(unify(late))).quads_for_pattern(None, None, None, graph))
    reconcile(dataset)
    assert derive(dataset, RULES, affected=watch.affected()).claims == 2
    assert set(store) == set(as_store(whole([*known, *late])))


# --- The command


@pytest.fixture
def exported(tmp_path: Path) -> Callable[..., Path]:
    """Export some of the documents below with the command."""

    def export(name: str, *numbers: int) -> Path:
        lines = tmp_path / f"{name}.jsonl"
        with lines.open("w", encoding="utf-8") as stream:
            write_records([record for number in numbers for record in CORPUS[number]], stream)
        ran("export", tmp_path / name, "--claims", lines)
        return tmp_path / name

    return export


def ran(*args: object, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exit_code == code, result.output
    return result


def corpus() -> list[Records]:
    envoy, paper = official("Awa Diarra", MALI), organization("Gao Post")
    said: list[tuple[str, Agent, dict[str, object]]] = [
        ("2024-05-01", envoy, {"stance": Stance.DENIES, "about": (deployment(MALI, CHAD),)}),
        (
            "2024-06-01",
            MALI,
            {"about": (deployment(MALI, CHAD, "infantry"), treaty("Algiers Accord", MALI, CHAD))},
        ),
        ("2024-06-02", CHAD, {"about": (treaty(None, MALI, CHAD), transfer(MALI, CHAD, "tank"))}),
        (
            "2024-06-03",
            paper,
            {"about": (transfer(MALI, CHAD, "tank"),), "evidence": (evidence(WORDS, STORED),)},
        ),
        (
            "2024-06-04",
            paper,
            {"about": (transfer(MALI, CHAD, "tank"),), "evidence": (evidence(WORDS, STORED),)},
        ),
        ("2024-06-05", official("Awa Diarra"), {"about": (transfer(CHAD, NIGER, "drone"),)}),
    ]
    found: list[Records] = []
    for number, (issued, who, fields) in enumerate(said):
        publisher = organization("Gao Post" if number == 3 else f"Paper {number}")
        source = report(number, issued=issued, publisher=publisher)
        found.append([source, claim(source, publisher if who is paper else who, **fields)])
    return found


CORPUS = corpus()
ALL = range(len(CORPUS))


@pytest.mark.parametrize("suffix", ["ttl", "nq", "trig", "rdf", "jsonld"])
def test_two_halves_derived_are_the_whole(suffix: str, exported: Callable[..., Path], tmp_path: Path) -> None:
    whole = exported(f"whole.{suffix}", *ALL).read_bytes()
    assert b"contradicts" in whole
    assert b"revises" in whole
    one, other = exported(f"one.{suffix}", *ALL[::2]), exported(f"other.{suffix}", *ALL[1::2])
    for order in ([one, other], [other, one]):
        ran("derive", *order, "-o", tmp_path / f"union.{suffix}")
        assert (tmp_path / f"union.{suffix}").read_bytes() == whole
    ran("derive", one, other, "-o", one)
    assert one.read_bytes() == whole


@pytest.mark.parametrize("number", ALL)
def test_a_document_taken_out_leaves_no_trace(
    number: int, exported: Callable[..., Path], tmp_path: Path
) -> None:
    whole, rest = exported("whole.nq", *ALL), exported("rest.nq", *(n for n in ALL if n != number))
    before, alone = whole.read_bytes(), exported("alone.nq", number)
    for name in (f"{number}.txt", BASE + document_key(report(number).key)):
        ran("derive", whole, "--without", name, "-o", tmp_path / "out.nq")
        assert (tmp_path / "out.nq").read_bytes() == rest.read_bytes()
    assert report(number).key not in rest.read_text(encoding="utf-8")
    ran("derive", rest, alone, "-o", rest)
    assert rest.read_bytes() == before


def test_formats_can_be_mixed(exported: Callable[..., Path], tmp_path: Path) -> None:
    whole = exported("whole.ttl", *ALL)
    ran("derive", exported("one.ttl", *ALL[:3]), exported("two.trig", *ALL[3:]), "-o", tmp_path / "out.ttl")
    assert (tmp_path / "out.ttl").read_bytes() == whole.read_bytes()


def test_a_document_is_replaced_by_its_later_version(exported: Callable[..., Path], tmp_path: Path) -> None:
    whole = exported("whole.nq", *ALL)
    source, old = CORPUS[1]
    assert isinstance(old, Claim)
    lines = tmp_path / "late.jsonl"
    with lines.open("w", encoding="utf-8") as stream:
        write_records([source, old.model_copy(update={"stance": Stance.DENIES})], stream)
    late = tmp_path / "late.nq"
    ran("export", late, "--claims", lines)
    result = ran("derive", whole, late, "-o", whole)
    assert "2 claims looked at" not in result.output
    assert "kg" in result.output or "triples" in result.output
    text = whole.read_text(encoding="utf-8")
    assert "Admitted" not in text
    ran("derive", late, exported("old.nq", *ALL), "-o", tmp_path / "back.nq")
    assert "Admitted" in (tmp_path / "back.nq").read_text(encoding="utf-8")


def test_what_turtle_cannot_do_is_said(exported: Callable[..., Path], tmp_path: Path) -> None:
    whole, out = exported("whole.ttl", *ALL), tmp_path / "out.ttl"
    assert "cannot be left out" in ran("derive", whole, "--without", "0.txt", "-o", out, code=1).output
    source, old = CORPUS[0]
    lines = tmp_path / "late.jsonl"
    with lines.open("w", encoding="utf-8") as stream:
        write_records([source, old.model_copy(update={"stance": Stance.ASSERTS})], stream)
    ran("export", tmp_path / "late.ttl", "--claims", lines)
    assert "to replace a document" in ran("derive", whole, tmp_path / "late.ttl", "-o", out, code=1).output
    assert not out.exists()


def test_an_unknown_document_is_named(exported: Callable[..., Path], tmp_path: Path) -> None:
    result = ran("derive", exported("a.nq", 0, 1), "--without", "00.txt", "-o", tmp_path / "o.nq", code=1)
    assert "no document '00.txt' to leave out: there is 0.txt" in result.output


def test_rules_of_ones_own_are_run(exported: Callable[..., Path], tmp_path: Path) -> None:
    own = tmp_path / "rules"
    own.mkdir()
    (own / "echo.rq").write_text(
        "# title: Echo\n# says: S.\n# derives: kg:sameWording\n# stratum: 1\n# scope: event\n# example: E.\n"
        "PREFIX kg: <https://w3id.org/kgbuild/ns#>\n"
        "CONSTRUCT { ?a kg:sameWording ?b . [] kg:derivedFrom ?a, ?b }\n"
        "WHERE { ?a kg:about ?x . ?b kg:about ?x FILTER(?a != ?b) }\n"
    )
    graph = exported("a.nq", *ALL)
    before = graph.read_bytes()
    ran("derive", graph, "--rules", own, "-o", graph)
    assert b"rule/echo" in graph.read_bytes()
    ran("derive", graph, "-o", graph)
    assert graph.read_bytes() == before
    (own / "echo.rq").write_text("SELECT")
    assert "echo.rq:1: no title" in ran("derive", graph, "--rules", own, "-o", graph, code=1).output
    assert graph.read_bytes() == before


def test_an_archive_begins_on_the_first_day(tmp_path: Path, exported: Callable[..., Path]) -> None:
    today, archive = exported("today.nq", 0, 1), tmp_path / "archive.nq"
    first = ran("derive", archive, today, "-o", archive)
    assert f"Note: {archive}: not there yet" in first.stderr
    begun = archive.read_bytes()
    assert "Note" not in ran("derive", archive, today, "-o", archive).stderr
    assert archive.read_bytes() == begun


def test_graphs_that_are_not_there_begin_nothing_else(tmp_path: Path, exported: Callable[..., Path]) -> None:
    today, absent, out = exported("today.nq", 0), tmp_path / "absent.nq", tmp_path / "out.nq"
    for graphs, where in (((absent, today), out), ((absent,), absent)):
        assert "there is no such file" in ran("derive", *graphs, "-o", where, code=1).output
