"""What `import kgbuild` offers: verbs, the values they pass on, all errors, and nothing heavy."""

from __future__ import annotations

import inspect
import io
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kgbuild
from builders import claim, deployment, document, state
from kgbuild import errors
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Stance
from kgbuild.documents import Document, Skipped
from kgbuild.extractors.scripted import ScriptedExtractor

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

VERBS = {"build", "derive", "export", "extract", "open_world", "query", "read", "read_claims"}
VALUES = {"Bundle", "Document", "Extractor"}
REPORT = "Chad has sent soldiers to Sudan, the Sudanese foreign minister said. Chad denied sending troops."


def denial() -> Bundle:
    record = document()
    sent = deployment(state("TCD"), state("SDN", "Sudan"))
    return Bundle(record, (claim(record, state("TCD"), stance=Stance.DENIES, about=(sent,)),))


def test_the_face_is_the_verbs_the_values_and_all_errors() -> None:
    raised = {
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if kind.__module__ == errors.__name__
    }
    assert set(kgbuild.__all__) == VERBS | VALUES | raised | {"__version__"}
    assert kgbuild.__all__ == sorted(kgbuild.__all__)
    for name in kgbuild.__all__:
        assert getattr(kgbuild, name).__doc__ or name == "__version__", name
    public = {name for name in vars(kgbuild) if not name.startswith("_")}
    rooms = {path.name.removesuffix(".py") for path in Path(kgbuild.__file__).parent.iterdir()}
    assert public - set(kgbuild.__all__) <= rooms | {"annotations"}


def test_importing_kgbuild_loads_nothing_heavy() -> None:
    code = (
        "import sys, kgbuild\n"
        "print([m for m in ('spacy', 'rdflib', 'pyoxigraph', 'pydantic', 'click') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("before", ["", "import kgbuild.query, kgbuild.export; "])
def test_verbs_that_are_packages_too_can_be_called_either_way(before: str) -> None:
    code = (
        f"{before}import kgbuild, io\n"
        "from kgbuild.query import Rows\n"
        "from kgbuild.export import FORMATS\n"
        "graph = kgbuild.build([])\n"
        "kgbuild.export(graph, io.BytesIO())\n"
        "print(len(kgbuild.query('contradictions', graph)))"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = kgbuild.nonsense


def test_what_is_skipped_is_told_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "note.txt").write_text(REPORT)
    (tmp_path / "note.odt").write_text("no")
    told: list[Skipped] = []
    assert [d.identifier for d in kgbuild.read(tmp_path, skipped=told.append)] == ["note.txt"]
    assert [file.path for file in told] == [str(tmp_path / "note.odt")]
    assert caplog.records == []
    with caplog.at_level(logging.WARNING, "kgbuild"):
        list(kgbuild.read(str(tmp_path)))
    (record,) = caplog.records
    assert "note.odt: no reader for .odt" in record.getMessage()


def test_a_graph_goes_out_and_is_asked(tmp_path: Path) -> None:
    graph = kgbuild.derive(kgbuild.build([denial()]))
    kgbuild.export(graph, str(tmp_path / "out.nq"))
    stream = io.BytesIO()
    kgbuild.export(graph, stream, "nq")
    assert stream.getvalue() == (tmp_path / "out.nq").read_bytes()
    for asked in (graph, tmp_path / "out.nq", str(tmp_path / "out.nq")):
        answer = kgbuild.query("positions", asked, state="TCD")
        assert len(answer) == 1


def test_an_answer_becomes_a_data_frame(needed: Callable[[str], Any]) -> None:
    needed("pandas")
    graph = kgbuild.derive(kgbuild.build([denial()]))
    answer = kgbuild.query("positions", graph, state="TCD")
    frame = answer.to_dataframe()
    assert tuple(frame.columns) == answer.columns
    assert len(frame) == 1
    assert frame["quote"][0] == denial().claims[0].evidence[0].quote
    assert frame["turn"][0] is None
    assert frame["at"][0] == 0
    assert frame["said"][0] == ""


def test_without_pandas_a_data_frame_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    answer = kgbuild.query("contradictions", kgbuild.build([]))
    with pytest.raises(kgbuild.QueryError, match=r"pip install 'kgbuild\[notebook\]'"):
        answer.to_dataframe()


def test_an_extractor_of_ones_own_needs_no_name() -> None:
    note = Document("note.txt", REPORT)
    (bundle,) = kgbuild.extract([note], ScriptedExtractor({"note.txt": denial().claims}))
    assert (bundle.document.key, len(bundle.claims)) == (note.key, 1)


def test_the_examples_of_the_manual_run(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    needed: Callable[[str], Any],
) -> None:
    needed("pandas")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "report.txt").write_text(REPORT)
    monkeypatch.chdir(tmp_path)
    page = (root / "docs" / "python.md").read_text(encoding="utf-8")
    known: dict[str, object] = {}
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), known)
    printed = capsys.readouterr().out
    assert len(examples) > 6
    assert "denies" in printed
    assert "nonsense" in printed
    assert (tmp_path / "out.ttl").stat().st_size > 1000
