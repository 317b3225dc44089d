"""A store of several graphs answers questions about all of them from one that holds them merged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgbuild.engine import child
from kgbuild.engine.files import MERGED
from kgbuild.engine.kept import open_store

FACTS = """<e:a> <e:says> "x" <e:one> .
<e:a> <e:says> "x" <e:two> .
<e:b> <e:says> "y" <e:two> .
"""
COUNT = "SELECT (COUNT(*) AS ?all) WHERE { ?s ?p ?o }"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "facts.nq"
    path.write_text(FACTS, encoding="utf-8")
    with open_store([path], tmp_path / "stores") as found:
        return found


def answer(stores: child._Stores, text: str, tmp_path: Path, **given: list[str]) -> str:
    with (tmp_path / "answer").open("w+b") as pieces:
        job = {"text": text, "accept": "text/csv", **given}
        child._query(stores, job, child.Limits(), pieces)
        pieces.seek(0)
        return pieces.read().decode()


def test_what_is_asked_of_all_graphs_is_answered_from_one(place: Path, tmp_path: Path) -> None:
    stores = child._opened({"mode": "read", "paths": [str(place)]})
    assert stores.merged is not None
    assert (len(stores.all), len(stores.merged)) == (3, 2)
    assert list(stores.all.named_graphs()) == [ox.NamedNode("e:one"), ox.NamedNode("e:two")]
    assert answer(stores, COUNT, tmp_path).split() == ["all", "2"]
    by_graph = COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }")
    assert answer(stores, by_graph, tmp_path).split() == ["all", "3"]
    assert answer(stores, COUNT, tmp_path, default_graph=["e:one"]).split() == ["all", "1"]


def test_one_holds_what_several_files_of_any_format_say(tmp_path: Path) -> None:
    """A node without a name is another one in another file; a relative IRI means the file it stands in."""
    (tmp_path / "a.nq").write_text(
        '_:n <e:says> "x" <e:one> .\n_:n <e:says> "y" <e:two> .\n', encoding="utf-8"
    )
    (tmp_path / "b.trig").write_text('<e:three> { _:n <e:says> "x" . <#here> <e:says> [] }', encoding="utf-8")
    (tmp_path / "c.ttl").write_text('<e:a> <e:says> "x" .', encoding="utf-8")
    paths = [tmp_path / name for name in ("a.nq", "b.trig", "c.ttl")]
    with open_store(paths, tmp_path / "stores") as place:
        stores = child._opened({"mode": "read", "paths": [str(place)]})
        assert stores.merged is not None
        assert len(stores.merged) == len(stores.all) == 5
        subjects = {quad.subject for quad in stores.merged}
        assert len(subjects) == 4
        named = {node.value for node in subjects if isinstance(node, ox.NamedNode)}
        assert named == {"e:a", f"{paths[1].resolve().as_uri()}#here"}


def test_answers_are_the_same_without_it(place: Path, tmp_path: Path) -> None:
    shutil.rmtree(place / MERGED)
    stores = child._opened({"mode": "read", "paths": [str(place)]})
    assert stores.merged is None
    distinct = "SELECT DISTINCT ?s ?o WHERE { ?s ?p ?o } ORDER BY ?s"
    assert answer(stores, distinct, tmp_path).split() == ["s,o", "e:a,x", "e:b,y"]


def test_what_is_written_to_has_none(place: Path, tmp_path: Path) -> None:
    assert (place / MERGED).is_dir()
    with open_store([tmp_path / "facts.nq"], tmp_path / "stores", writing=True) as found:
        assert found == place
        assert not (place / MERGED).exists()
