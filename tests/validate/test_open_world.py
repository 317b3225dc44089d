"""An export as Python objects, as docs/check.md shows it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import owlready2
import pytest
from click.testing import CliRunner

import kgbuild
from kgbuild.cli import main
from kgbuild.validate.world import Year, YearMonth

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports that come with kgbuild, exported."""
    folder = tmp_path_factory.mktemp("sample")
    assert CliRunner().invoke(main, ["export", str(folder / "out.ttl"), "--all"]).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def onto(sample: Path) -> Any:
    opened = kgbuild.open_world(sample / "out.ttl")
    yield opened
    opened.world.close()


def test_the_example_of_the_documentation_runs(
    root: Path, sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (root / "docs" / "check.md").read_text(encoding="utf-8")
    code, output = re.findall(
        r"```(?:python|text)\n(.*?)```", text.split("## The graph as Python objects")[1], re.DOTALL
    )[:2]
    monkeypatch.chdir(sample)
    exec(compile(code, "docs/check.md", "exec"), {})
    assert capsys.readouterr().out == output


def test_things_are_objects_of_their_classes(onto: Any) -> None:
    claims = onto.Claim.instances()
    assert len(claims) > 100
    assert {type(agent) for claim in claims for agent in claim.claimant} <= {
        onto.State, onto.Organization, onto.Official, onto.Person,
    }  # fmt: skip
    assert {claim.stance for claim in claims} <= set(onto.Stance.instances())
    treaty = onto.Treaty.instances()[0]
    assert treaty in onto.Instrument.instances()
    assert isinstance(treaty.label[0], str)


def test_of_properties_with_one_name_those_of_kgbuild_are_meant(onto: Any) -> None:
    named = {prop.python_name: prop.iri for prop in onto.world.properties()}
    assert len(named) == len(list(onto.world.properties()))
    for name in ("recipient", "about", "partOf", "claimant"):
        assert named[name] == f"https://w3id.org/kgbuild/ns#{name}"
    assert named["title"] == "http://purl.org/dc/terms/title"
    assert named["schema_recipient"] == "https://schema.org/recipient"
    assert all(document.title for document in onto.Document.instances())
    suppliers = {
        state.iso3 for transfer in onto.Transfer.instances() for state in transfer.supplier if state.iso3
    }
    assert "IRN" in suppliers


def test_inverse_properties_lead_back(onto: Any) -> None:
    claim = onto.Claim.instances()[0]
    assert claim in claim.claimant[0].makesClaim
    assert claim in claim.reportedIn.reports


def test_evidence_leads_to_the_words(onto: Any) -> None:
    for claim in onto.Claim.instances()[:20]:
        for evidence in claim.evidence:
            assert evidence.hasSource == [claim.reportedIn]
            (position,) = (s for s in evidence.hasSelector if s.start)
            (quote,) = (s for s in evidence.hasSelector if s.exact)
            assert position.end[0] - position.start[0] == len(quote.exact[0])


def test_dates_of_every_precision_are_read(onto: Any) -> None:
    times = [claim.eventTime for claim in onto.Claim.instances() if claim.eventTime is not None]
    assert {type(time) for time in times} == {datetime.date, YearMonth, Year}
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(time)) for time in times)
    assert all(isinstance(document.issued[0], datetime.date) for document in onto.Document.instances())


def test_each_call_opens_a_world_of_its_own(onto: Any, sample: Path) -> None:
    other = kgbuild.open_world(str(sample / "out.ttl"))
    assert other.world is not onto.world
    other.world.close()
    assert onto.Claim.instances()
    assert list(owlready2.default_world.individuals()) == []


def test_several_files_are_opened_together(sample: Path, onto: Any) -> None:
    together = kgbuild.open_world(sample / "out.ttl", GRAPH)
    alone = kgbuild.open_world(GRAPH)
    claims, both = len(alone.Claim.instances()), len(together.Claim.instances())
    assert claims > 0
    assert both == claims + len(onto.Claim.instances())
    for opened in (together, alone):
        opened.world.close()


def test_named_graphs_are_opened_too(sample: Path, onto: Any) -> None:
    assert CliRunner().invoke(main, ["export", str(sample / "out.nq"), "--all"]).exit_code == 0
    opened = kgbuild.open_world(sample / "out.nq")
    assert len(opened.Claim.instances()) == len(onto.Claim.instances())
    opened.world.close()


@pytest.mark.slow
def test_hermit_can_be_run_on_it(sample: Path, java: str) -> None:
    opened = kgbuild.open_world(sample / "out.ttl")
    owlready2.sync_reasoner_hermit(opened.world, ignore_unsupported_datatypes=True, debug=0)
    assert list(opened.world.inconsistent_classes()) == []
    opened.world.close()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("none.ttl", None, "there is no such file"),
        ("bad.ttl", "no Turtle", r"bad\.ttl:1: "),
        ("out.txt", "", "stands for no RDF format"),
        ("empty.ttl", "", "no kg:Document in it: open what kgbuild export wrote"),
        (
            "ill.ttl",
            "<x:d> a <https://w3id.org/kgbuild/ns#Document> . <x:c> <https://w3id.org/kgbuild/ns#confidence> "
            '"high"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
            "see what kgbuild check says",
        ),
    ],
)
def test_errors_say_what_to_do(tmp_path: Path, name: str, text: str | None, words: str) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(kgbuild.GraphFileError, match=words):
        kgbuild.open_world(path)


def test_no_file_is_an_error() -> None:
    with pytest.raises(kgbuild.GraphFileError, match="name at least one file"):
        kgbuild.open_world()
