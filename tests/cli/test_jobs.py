"""Reading in several processes, as a person meets it."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgbuild.cli import main
from kgbuild.cli.jobs import ended_in_order

STRANGER = '''
import os
from kgbuild.extractors import Fingerprint, bundle, claim

class Fatal:
    """Dies by a word."""
    languages = ()
    pure = True
    def fingerprint(self):
        return Fingerprint(name="fatal", version="1.0")
    def extract(self, documents):
        for document in documents:
            if "poison" in document.text:
                os._exit(9)
            yield bundle(document, [claim(document, "Chad denied it", "Chad", "Denies")])
'''


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Documents, one of which kills an extractor that is installed."""
    package, reports = tmp_path / "package", tmp_path / "reports"
    told = package / "fatal-1.0.dist-info"
    told.mkdir(parents=True)
    (package / "fatal.py").write_text(STRANGER, encoding="ascii")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: fatal\nVersion: 1.0\n", encoding="ascii")
    (told / "entry_points.txt").write_text("[kgbuild.extractors]\nfatal = fatal:Fatal\n", encoding="ascii")
    monkeypatch.syspath_prepend(package)
    reports.mkdir()
    for name in "abc":
        text = f"{name}: Chad denied it." + (" It was poison." if name == "b" else "")
        (reports / f"{name}.txt").write_text(text, encoding="ascii")
    return reports


def extract(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def test_a_document_that_kills_is_named_and_ends_with_3(reports: Path) -> None:
    found = extract(reports, "--extractor", "fatal", "--jobs", 2)
    assert re.findall(r"^Skipped: (b\.txt: cannot be read: .* \(exit code 9\))", found.stderr, re.MULTILINE)
    assert found.stderr.splitlines()[-1] == "3 documents, 2 claims; 1 file skipped"
    assert found.exit_code == 3
    (reports / "b.txt").unlink()
    assert extract(reports, "--extractor", "fatal", "--jobs", 1).stdout == found.stdout != ""


def test_what_reads_in_one_process_alone_says_so(reports: Path) -> None:
    found = extract(reports, "--extractor", "scripted", "--jobs", 2)
    assert (found.exit_code, "scripted reads in one process alone" in found.stderr) == (2, True)
    assert extract(reports, "--extractor", "scripted", "--jobs", 1).exit_code == 0


def test_sigterm_ends_in_order_and_only_while_it_reads() -> None:

    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as ended, ended_in_order():
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == 143
    assert signal.getsignal(signal.SIGTERM) is before
