"""Stores on disk: in step with their files, whole whatever happens, and locked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgbuild.cli import graphs, main
from kgbuild.engine import files
from kgbuild.engine.kept import forget_gone, open_store
from kgbuild.errors import GraphFileError, StoreError
from kgbuild.graph import read_graph
from kgbuild.query import find, run, saved_queries
from kgbuild.query.embedded import open_graph
from processes import failed_in_one_line, kgbuild

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
DENIALS = find("denials", saved_queries())
ONE_MORE = "<http://e.example/s> <http://e.example/p> <http://e.example/o> .\n"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    path.write_bytes(GRAPH.read_bytes())
    os.utime(path, (1_600_000_000, 1_600_000_000))
    return path


@pytest.fixture
def made() -> list[str]:
    return []


def size(graph: Path, folder: Path, made: list[str]) -> int:
    with open_graph([graph], folder, making=lambda: made.append("made")) as dataset:
        return len(dataset)


def stores(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*/"))


def test_the_answers_are_those_of_the_file(graph: Path, tmp_path: Path) -> None:
    with open_graph([graph], tmp_path / "stores") as dataset:
        for query in saved_queries():
            if not any(parameter.required for parameter in query.parameters):
                assert run(dataset, query) == run(read_graph([graph]), query), query.name


def test_a_file_is_read_once(graph: Path, tmp_path: Path, made: list[str]) -> None:
    assert size(graph, tmp_path / "s", made) == size(graph, tmp_path / "s", made)
    assert made == ["made"]


def test_a_change_is_followed_and_the_old_store_goes(graph: Path, tmp_path: Path, made: list[str]) -> None:
    before = size(graph, tmp_path / "s", made)
    graph.write_text(graph.read_text(encoding="utf-8") + ONE_MORE, encoding="utf-8")
    assert size(graph, tmp_path / "s", made) == before + 1
    assert made == ["made", "made"]
    assert len(stores(tmp_path / "s")) == 1


def test_a_change_that_leaves_size_and_time_is_seen_while_the_file_is_new(
    graph: Path, tmp_path: Path, made: list[str]
) -> None:
    """Two writes within the grain of the clock: the time stamp alone would not tell."""
    now = time.time()
    os.utime(graph, (now, now))
    size(graph, tmp_path / "s", made)
    text = graph.read_text(encoding="utf-8")
    graph.write_text(text.replace("4,000 soldiers", "5,000 soldiers"), encoding="utf-8")
    os.utime(graph, (now, now))
    assert "4,000 soldiers" in text
    size(graph, tmp_path / "s", made)
    assert made == ["made", "made"]


def test_a_file_only_touched_is_not_read_again(graph: Path, tmp_path: Path, made: list[str]) -> None:
    size(graph, tmp_path / "s", made)
    graph.touch()
    size(graph, tmp_path / "s", made)
    assert made == ["made"]


def test_several_files_are_one_graph_in_any_order(graph: Path, tmp_path: Path, made: list[str]) -> None:
    other = tmp_path / "other.nt"
    other.write_text(ONE_MORE, encoding="utf-8")
    with open_graph([graph, other], tmp_path / "s") as dataset:
        both = len(dataset)
    with open_graph([other, graph], tmp_path / "s", making=lambda: made.append("made")) as dataset:
        assert len(dataset) == both == len(read_graph([graph])) + 1
    assert made == []


def test_a_broken_file_leaves_the_old_store(graph: Path, tmp_path: Path, made: list[str]) -> None:
    size(graph, tmp_path / "s", made)
    kept = stores(tmp_path / "s")
    graph.write_text("@prefix : <http://e.example/> .\n:s :p", encoding="utf-8")
    with pytest.raises(GraphFileError, match=r"graph\.ttl:2"):
        size(graph, tmp_path / "s", made)
    assert stores(tmp_path / "s") == kept


def test_readers_share_and_a_writer_is_alone(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    with open_graph([graph], folder) as one, open_graph([graph], folder) as two:
        assert len(one) == len(two)
        with (
            pytest.raises(StoreError, match="in use: stop that one first"),
            open_store([graph], folder, writing=True),
        ):
            pass
    with open_store([graph], folder, writing=True):
        with (
            pytest.raises(StoreError, match="open for writing in another process"),
            open_graph([graph], folder),
        ):
            pass
        with pytest.raises(StoreError, match="in use"), open_store([graph], folder, writing=True):
            pass


def test_a_store_that_is_read_stays_until_it_is_closed(graph: Path, tmp_path: Path, made: list[str]) -> None:
    folder = tmp_path / "s"
    with open_graph([graph], folder) as old:
        graph.write_text(graph.read_text(encoding="utf-8") + ONE_MORE, encoding="utf-8")
        assert size(graph, folder, made) == len(old) + 1
        assert len(stores(folder)) == 2
        assert run(old, DENIALS).rows
    graph.write_text(graph.read_text(encoding="utf-8") + "# and again\n", encoding="utf-8")
    size(graph, folder, made)
    assert len(stores(folder)) == 1


def test_what_was_written_to_a_store_is_not_thrown_away(graph: Path, tmp_path: Path, made: list[str]) -> None:
    folder = tmp_path / "s"
    with open_store([graph], folder, writing=True):
        pass
    graph.write_text(graph.read_text(encoding="utf-8") + ONE_MORE, encoding="utf-8")
    with pytest.raises(StoreError, match="what was written to this store is not in the files"):
        size(graph, folder, made)
    assert len(stores(folder)) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from kgbuild.engine import kept
from kgbuild.query.embedded import open_graph
step, graph, folder = sys.argv[1:]
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
if step == "loading":
    kept.load_into = die
elif step == "naming":
    kept._write = die
elif step == "clearing":
    kept._remove_stores = die
with open_graph([Path(graph)], Path(folder)):
    pass
"""


@pytest.mark.parametrize("step", ["loading", "naming", "clearing"])
def test_a_killed_process_leaves_no_half_store(
    step: str, graph: Path, tmp_path: Path, made: list[str]
) -> None:
    folder = tmp_path / "s"
    before = size(graph, folder, [])
    graph.write_text(graph.read_text(encoding="utf-8") + ONE_MORE, encoding="utf-8")
    killed = subprocess.run([sys.executable, "-c", KILLED, step, str(graph), str(folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert size(graph, folder, made) == before + 1
    assert made == ([] if step == "clearing" else ["made"])
    graph.write_text(graph.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    size(graph, folder, made)
    assert len(stores(folder)) == 1


def test_many_processes_make_one_store(graph: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kgbuild", "query", "denials", "-g", str(graph), "--format", "csv"]
    command += ["--store-dir", str(tmp_path / "s")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    answers = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], answers
    assert len({out for out, _ in answers}) == 1
    assert len(stores(tmp_path / "s")) == 1


@pytest.mark.parametrize("harm", ["", "{", '{"version": 0}', '{"version": 1, "store": 1}'])
def test_a_damaged_state_is_made_anew(harm: str, graph: Path, tmp_path: Path, made: list[str]) -> None:
    size(graph, tmp_path / "s", made)
    (state,) = (tmp_path / "s").glob("*/state.json")
    state.write_text(harm, encoding="utf-8")
    size(graph, tmp_path / "s", made)
    assert made == ["made", "made"]
    assert json.loads(state.read_text(encoding="utf-8"))["version"] == 1


def test_a_cache_forgets_files_that_are_gone(graph: Path, tmp_path: Path, made: list[str]) -> None:
    folder = tmp_path / "s"
    size(graph, folder, made)
    other = tmp_path / "other.nt"
    other.write_text(ONE_MORE, encoding="utf-8")
    size(other, folder, made)
    other.unlink()
    forget_gone(folder)
    assert len(stores(folder)) == 1
    assert size(graph, folder, made) == len(read_graph([graph]))
    assert made == ["made", "made"]


# --- On the command line


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(graphs, "cache", lambda: folder)
    return folder


Ask = Callable[..., tuple[int, str, str]]


def ask(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["query", "denials", "--format", "csv", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_small_graph_leaves_nothing_on_disk(graph: Path, cache: Path) -> None:
    code, out, err = ask("-g", str(graph))
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 3
    assert not cache.exists()


def test_a_large_graph_has_a_store_in_the_cache_and_says_so(
    graph: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGE", 1000)
    first, second = ask("-g", str(graph)), ask("-g", str(graph))
    assert "Note: a store of this graph is made in" in first[2]
    assert second == (0, first[1], "")
    assert (cache / "CACHEDIR.TAG").is_file()
    assert ask("-g", str(graph), "--no-store") == second


def test_a_cache_that_cannot_be_is_done_without(
    graph: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGE", 1000)
    cache.write_text("a file where the folder should be", encoding="ascii")
    code, out, err = ask("-g", str(graph))
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 3


def test_a_store_folder_that_cannot_be_is_an_error(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    code, _, err = ask("-g", str(graph), "--store-dir", str(tmp_path / "file"))
    assert code == 1
    assert err.startswith(f"Error: {tmp_path / 'file'}: no store can be kept there: ")


# --- Damage


def _bytes_turned(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(0, len(data), 97):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))


def _harm(store: Path, how: str) -> None:
    """Do to the files of a store what disks and crashes do."""
    tables = sorted(store.glob("*.sst"))
    (manifest,) = store.glob("MANIFEST-*")
    if how == "turned":
        for table in tables:
            _bytes_turned(table)
    elif how == "cut":
        for table in tables:
            table.write_bytes(table.read_bytes()[: table.stat().st_size // 2])
    elif how == "gone":
        for table in tables:
            table.unlink()
    elif how == "manifest":
        _bytes_turned(manifest)
    elif how == "half built":
        for path in (manifest, store / "CURRENT"):
            path.unlink()
    else:
        for path in store.iterdir():
            path.unlink()


HARMS = ("turned", "cut", "gone", "manifest", "half built", "empty")


@pytest.mark.parametrize("how", HARMS)
def test_a_damaged_store_is_made_anew_with_a_word(how: str, graph: Path, tmp_path: Path) -> None:
    options = ("-g", graph, "--store-dir", tmp_path / "s", "--format", "csv")
    whole = kgbuild("query", "denials", *options)
    assert (whole.returncode, whole.stderr) == (0, "")
    (store,) = (path for path in (tmp_path / "s").glob("*/*/") if path.is_dir())
    _harm(store, how)
    mended = kgbuild("query", "denials", *options)
    assert (mended.returncode, mended.stdout) == (0, whole.stdout)
    assert mended.stderr == f"Note: the store in {tmp_path / 's'} is damaged and is made anew.\n"
    again = kgbuild("query", "denials", *options)
    assert (again.returncode, again.stdout, again.stderr) == (0, whole.stdout, "")
    assert len(stores(tmp_path / "s")) == 1


def test_the_library_makes_a_damaged_store_anew(graph: Path, tmp_path: Path, made: list[str]) -> None:
    before = size(graph, tmp_path / "s", made)
    (name,) = stores(tmp_path / "s")
    (store,) = (tmp_path / "s").glob(f"*/{name}/")
    _harm(store, "half built")
    assert size(graph, tmp_path / "s", made) == before
    assert made == ["made", "made"]


def test_what_was_written_to_a_damaged_store_is_not_thrown_away(graph: Path, tmp_path: Path) -> None:
    with open_store([graph], tmp_path / "s", writing=True) as store:
        pass
    _harm(store, "half built")
    done = kgbuild("query", "denials", "-g", graph, "--store-dir", tmp_path / "s")
    assert "cannot be opened" in failed_in_one_line(done)
    assert store.is_dir()


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
from kgbuild.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_where_there_is_no_room_for_a_store_it_is_said(graph: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, "query", "denials", "-g", str(graph)]
    command += ["--store-dir", str(tmp_path / "s")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert "cannot be" in failed_in_one_line(done)
    assert kgbuild("query", "denials", "-g", graph, "--store-dir", tmp_path / "s").returncode == 0
    assert len(stores(tmp_path / "s")) == 1
