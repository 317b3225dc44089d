"""A graph in compressed files for bulk loaders: the same statements in the same order, the same bytes."""

from __future__ import annotations

import errno
import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from rdflib import Dataset

from kgbuild.cli import main
from kgbuild.errors import ExportError
from kgbuild.export import write, write_shards
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.store import as_dataset

PAPERS = 3
CLAIMS = 10


@pytest.fixture
def dataset() -> Dataset:
    store = ox.Store()
    for paper in range(PAPERS):
        graph = ox.NamedNode(f"{BASE}document/{paper}")
        for number in reversed(range(CLAIMS)):
            claim = ox.NamedNode(f"{BASE}claim/{number}")
            store.add(ox.Quad(claim, ox.NamedNode("e:says"), ox.Literal(f"{number} tanks"), graph))
    return as_dataset(store)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def whole(folder: Path) -> bytes:
    return b"".join(gzip.decompress(part.read_bytes()) for part in parts(folder))


@pytest.mark.parametrize("shards", [1, 4, 40])
def test_one_after_the_other_they_are_the_one_sorted_file(
    dataset: Dataset, tmp_path: Path, shards: int
) -> None:
    triples = write(dataset, tmp_path / "one.nq")
    assert write_shards(dataset, tmp_path / "many", shards) == triples == CLAIMS
    assert whole(tmp_path / "many") == (tmp_path / "one.nq").read_bytes()
    assert [part.name for part in parts(tmp_path / "many")] == [f"part-{n:05}.nq.gz" for n in range(shards)]
    lines = [gzip.decompress(part.read_bytes()).count(b"\n") for part in parts(tmp_path / "many")]
    assert sum(lines) == PAPERS * CLAIMS
    assert max(lines) - min(lines) <= 1


def test_a_loader_gets_the_same_statements(dataset: Dataset, tmp_path: Path) -> None:
    write_shards(dataset, tmp_path / "many", 4)
    loaded = ox.Store()
    for part in reversed(parts(tmp_path / "many")):
        with gzip.open(part) as stream:
            loaded.bulk_load(stream, format=ox.RdfFormat.N_QUADS)
    assert set(loaded) == set(dataset.store._inner)


def test_they_have_the_same_bytes_again_and_older_ones_give_way(dataset: Dataset, tmp_path: Path) -> None:
    write_shards(dataset, tmp_path / "one", 4)
    write_shards(dataset, tmp_path / "other", 9)
    write_shards(dataset, tmp_path / "other", 4)
    assert [p.read_bytes() for p in parts(tmp_path / "one")] == [
        p.read_bytes() for p in parts(tmp_path / "other")
    ]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["one", "other"]


def test_what_is_not_theirs_is_left_alone(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ExportError, match=r"holds other files \(letter.txt\)"):
        write_shards(dataset, tmp_path / "mine", 2)
    with pytest.raises(ExportError, match="this is a file"):
        write_shards(dataset, tmp_path / "mine" / "letter.txt", 2)
    with pytest.raises(ExportError, match="does not exist"):
        write_shards(dataset, tmp_path / "none" / "many", 2)
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_export_writes_them(tmp_path: Path, root: Path) -> None:
    claims = ["--claims", str(root / "tests" / "questions" / "reports.jsonl"), "--all"]
    texts = ["--documents", str(root / "tests" / "questions" / "reports")]
    for out, more in (("one.nq", []), ("many", ["--shards", "3"])):
        done = CliRunner().invoke(main, ["export", str(tmp_path / out), *claims, *texts, *more])
        assert done.exit_code == 0, done.output
    assert whole(tmp_path / "many") == (tmp_path / "one.nq").read_bytes()
    refused = CliRunner().invoke(
        main, ["export", str(tmp_path / "x"), *claims, "--shards", "3", "--format", "ttl"]
    )
    assert refused.exit_code == 2
    assert "shards are N-Quads, not ttl" in refused.output


def test_an_older_folder_stays_where_the_new_one_cannot_take_its_place(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "many"
    write_shards(dataset, folder, 2)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.suffix == ".part":
            raise OSError(errno.EIO, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ExportError, match="input/output error"):
        write_shards(dataset, folder, 3)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["many"]
