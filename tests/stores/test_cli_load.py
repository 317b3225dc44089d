"""`kgbuild load` as a user meets it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from faulty import proxied
from loading import ask, counts, graph_name, quads, write

import json_shapes
from kgbuild.cli import main
from servers import Server

_NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KGBUILD_USER", "KGBUILD_PASSWORD", "KGBUILD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["load", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three documents."""
    return write(tmp_path / "out.nq", quads(range(3)))


EXPECTED = {graph_name(number): 20 for number in range(3)}


def test_fuseki_from_nothing(fuseki: Server, path: Path) -> None:
    url = f"{fuseki.url}/cli{next(_NUMBERS)}"
    refused = run(url, path)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"Error: {url}: cannot be asked: there is none of this name")
    assert refused.stderr.count("\n") == 1
    first = run(url, path, "--create")
    assert first.exit_code == 0, first.stderr
    told = f"Note: made {url}\n3 graphs sent (60 triples), 0 removed, 0 unchanged: {url} is up to date"
    assert first.stderr.startswith(told)
    assert first.stdout == ""
    assert counts(url) == EXPECTED
    second = run(url, path, "--create")
    assert second.stderr.startswith("0 graphs sent (0 triples), 0 removed, 3 unchanged")
    third = run(url, path, "--format", "json")
    told = json_shapes.check("load", third.stdout, empty=("skipped", "refused", "notes"))
    assert (told["store"], told["sent"], told["same"], third.stderr) == (url, 0, 3, "")


@pytest.mark.parametrize("suffix", ["", "/", "/sparql", "/query", "/data", "/update"])
def test_any_address_of_a_dataset_will_do(dataset: str, path: Path, suffix: str) -> None:
    assert run(f"{dataset}{suffix}", path).exit_code == 0
    assert counts(dataset) == EXPECTED


def test_a_repository_from_nothing(rdf4j: Server, path: Path) -> None:
    name = f"cli{next(_NUMBERS)}"
    refused = run(rdf4j.url, path, "--repository", name)
    assert refused.exit_code == 1
    assert "make it with --create" in refused.stderr
    first = run(rdf4j.url, path, "--repository", name, "--create")
    assert first.exit_code == 0, first.stderr
    assert counts(f"{rdf4j.url}/repositories/{name}") == EXPECTED
    assert "3 unchanged" in run(f"{rdf4j.url}/repositories/{name}/statements", path).stderr


def test_the_address_of_a_server_only(fuseki: Server, path: Path) -> None:
    result = run(fuseki.url, path)
    assert result.exit_code == 1
    assert "name what to load into with --dataset NAME" in result.stderr
    assert run(fuseki.url, path, "--dataset", f"cli{next(_NUMBERS)}", "--create").exit_code == 0


def test_documents_are_exported_on_the_way(dataset: str, tmp_path: Path) -> None:
    text = "Norland's defence minister said on Monday that Sudland had delivered missiles to Westland.\n"
    write(tmp_path / "report.txt", [text])
    result = run(dataset, "-d", tmp_path / "report.txt")
    assert result.exit_code == 0, result.stderr
    found = ask(dataset, "SELECT ?d { GRAPH ?d { ?d a <https://w3id.org/kgbuild/ns#Document> } }")
    assert len(found) == 1
    assert "0 graphs sent" in run(dataset, "-d", tmp_path / "report.txt").stderr


def test_turtle_comes_with_advice(dataset: str, tmp_path: Path) -> None:
    path = write(tmp_path / "out.ttl", ["<urn:a> <urn:b> <urn:c> ."])
    result = run(dataset, path, "--graph", "urn:mine")
    assert "export to .nq for a graph per document" in result.stderr
    assert counts(dataset) == {"urn:mine": 1}


def test_a_password_in_the_address_is_refused(path: Path) -> None:
    result = run("http://me:secret@127.0.0.1:1/kg", path)
    assert result.exit_code == 2
    assert "secret" not in result.output
    assert "KGBUILD_PASSWORD" in result.output


def test_graphs_and_documents_exclude_each_other(path: Path) -> None:
    assert run("http://127.0.0.1:1/kg", path, "-d", path).exit_code == 2


@pytest.mark.parametrize("source", ["environment", "token", "netrc"])
def test_credentials_come_from_outside(
    dataset: str, path: Path, source: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if source == "environment":
        monkeypatch.setenv("KGBUILD_USER", "me")
        monkeypatch.setenv("KGBUILD_PASSWORD", "open sesame")
    elif source == "token":
        monkeypatch.setenv("KGBUILD_TOKEN", "abc")
    else:
        write(tmp_path / "netrc", ['machine 127.0.0.1 login me password "open sesame"\n'])
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    def guard(handler: object, seen: object) -> bool:
        if "Authorization" in seen.headers:  # type: ignore[attr-defined]
            return False
        handler.body(seen)  # type: ignore[attr-defined]
        handler.reply(401, b"", {"WWW-Authenticate": 'Basic realm="x"'})  # type: ignore[attr-defined]
        return True

    with proxied(dataset, guard) as proxy:
        result = run(proxy.url, path)
    assert result.exit_code == 0, result.stderr
    assert "sesame" not in result.output
    wanted = "Bearer abc" if source == "token" else "Basic bWU6b3BlbiBzZXNhbWU="
    assert wanted in {seen.headers.get("Authorization") for seen in proxy.seen}


def test_half_of_the_credentials(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGBUILD_PASSWORD", "x")
    assert "set both" in run("http://127.0.0.1:1/kg", path).stderr
    monkeypatch.delenv("KGBUILD_PASSWORD")
    monkeypatch.setenv("KGBUILD_USER", "me")
    assert "no password for 127.0.0.1 is known" in run("http://127.0.0.1:1/kg", path).stderr


LIMIT = 150 << 20
"""Bytes of memory that a load may take, whatever the size of the file."""


def test_memory_stays_flat(dataset: str, tmp_path: Path, root: Path) -> None:
    """Peak memory of a small and of a six times larger load, as the kernel has measured it."""
    peaks = [peak(dataset, write(tmp_path / "a.nq", quads(range(n), 1000)), root) for n in (20, 120)]
    assert (tmp_path / "a.nq").stat().st_size > 20 << 20
    assert peaks[1] < LIMIT
    assert peaks[1] - peaks[0] < 25 << 20


def peak(url: str, path: Path, root: Path) -> int:
    """Load in a process of its own; return its largest memory in bytes."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    # By way of a small process: one that is started by a large one counts as large
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "kgbuild", "load", url, str(path)]
    found = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return int(found.stdout) * (1 if sys.platform == "darwin" else 1024)
