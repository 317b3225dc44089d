"""What several test files need from outside the project.

Where it is missing the tests that need it are skipped; with KGBUILD_CI set, as in `.ci/run`, they fail.
"""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

import servers
from builders import Read
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.extractors.rules.reading import Knowledge, Reading, RulesReader
from kgbuild.extractors.rules.syntax.parsing import load_model
from kgbuild.grounding.entities import Entity

ROOT = Path(__file__).resolve().parents[1]
FIGURES = pytest.StashKey[list[str]]()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed ones hold the time, and every worker has to collect the same."""
    return argname if isinstance(val, bytes) else None


def missing(reason: str) -> NoReturn:
    """Skip the test, or fail it where everything has to be there."""
    if os.environ.get("KGBUILD_CI"):
        pytest.fail(f"{reason}, and KGBUILD_CI forbids to skip", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def lacking() -> Callable[[str], NoReturn]:
    """Skip or fail for want of something, see `missing`."""
    return missing


@pytest.fixture(scope="session")
def needed() -> Callable[[str], Any]:
    """Import what few tests need; skip or fail where it is not installed."""

    def imported(module: str) -> Any:
        try:
            return importlib.import_module(module)
        except ModuleNotFoundError as error:
            missing(f"no {error.name}: pip install 'kgbuild[test-all]'")

    return imported


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the scorer and the real documents, which lies beside the project."""
    folder = Path(os.environ.get("KGBUILD_SHARED") or ROOT.parent / "shared")
    if not (folder / "score" / "score.py").is_file():
        missing(f"no scorer and documents at {folder}")
    return folder


@pytest.fixture(scope="session")
def java() -> str:
    """The Java program, which the OWL reasoner runs on."""
    found = shutil.which("java")
    if found is None:
        missing("no java on this machine: the OWL reasoner needs it")
    return found


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where commands keep what they found before: not where the user does."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KGBUILD_CACHE_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session")
def reader() -> RulesReader:
    """A reader with the shipped model and all the shipped knowledge."""
    return RulesReader(load_model(), Knowledge.load())


@pytest.fixture(scope="session")
def extractor(reader: RulesReader) -> RulesExtractor:
    """The rules, by that reader."""
    return RulesExtractor(reader)


def running(make: Callable[..., servers.Server], folder: Path, *options: str) -> Iterator[servers.Server]:
    """A server as long as a fixture lives; without what it needs the test is skipped (see `missing`)."""
    try:
        server = servers.provide(make, folder, *options)
    except servers.Unavailable as reason:
        missing(str(reason))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """Fuseki without a dataset; tests make their own, each with another name."""
    yield from running(servers.fuseki, tmp_path_factory.mktemp("fuseki"))


@pytest.fixture(scope="session")
def rdf4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An RDF4J server without a repository; tests make their own, each with another name."""
    yield from running(servers.rdf4j, tmp_path_factory.mktemp("rdf4j"))


@pytest.fixture
def oxigraph_server(tmp_path: Path) -> Iterator[servers.Server]:
    """Oxigraph's server over an empty store: it has one dataset only, so each test gets its own."""
    yield from running(servers.oxigraph, tmp_path / "oxigraph")


@pytest.fixture(scope="session")
def read(reader: RulesReader) -> Read:
    """Read a text; `home` is the state of its publisher."""

    def reading(text: str, home: Entity | None = None) -> Reading:
        (doc,) = reader.parse([text])
        return reader.read(doc, None, home)

    return reading


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Callable[[list[str]], None]:
    """Show lines at the end of the run, whatever its outcome."""
    return pytestconfig.stash.setdefault(FIGURES, []).extend


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the lines of one of several worker processes over to the process that prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["figures"] = session.config.stash.get(FIGURES, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take the lines of a worker process that has ended (a hook of pytest-xdist)."""
    config = node.config  # type: ignore[attr-defined]
    config.stash.setdefault(FIGURES, []).extend(getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if lines := config.stash.get(FIGURES, []):
        terminalreporter.section("figures against gold")
        for line in lines:
            terminalreporter.write_line(line)
