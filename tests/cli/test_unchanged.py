"""An export of documents that have not changed is not made again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgbuild.cli import main
from kgbuild.cli.options import STDIN, Chosen
from kgbuild.cli.unchanged import unchanged
from kgbuild.documents import read_documents
from kgbuild.extractors.cache import CachedExtractor, CacheFile
from kgbuild.extractors.rules.extractor import RulesExtractor

REPORTS = {
    "camp.txt": "Mali has sent 200 soldiers to Niger, the Nigerien defence minister said. Mali denied it.",
    "depot.txt": "Peru delivered 12 tanks to Chile, the Chilean president said on Monday.",
}
MORE = "Ghana will send drones to Togo, a government official said."
CORRECTED = "Mali has sent 300 soldiers to Niger, the Nigerien defence minister said. Mali denied it."


def export(out: Path, documents: Path, *options: object) -> Result:
    found = CliRunner().invoke(main, ["export", str(out), "-d", str(documents), *map(str, options)])
    assert found.exit_code in (0, 3), found.output
    return found


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KGBUILD_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def documents(cache: Path, tmp_path: Path, extractor: RulesExtractor) -> Path:
    """Documents that were read before, so that no command here loads a language model; one is in German."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in (REPORTS | {"more.txt": MORE}).items():
        (folder / name).write_text(text, encoding="utf-8")
    with CacheFile(cache, pytest.fail) as file:
        for text in (CORRECTED, REPORTS["camp.txt"]):
            (folder / "camp.txt").write_text(text, encoding="utf-8")
            list(CachedExtractor(extractor, file).extract(read_documents([folder])))  # type: ignore[arg-type]
    (folder / "more.txt").unlink()
    (folder / "heer.html").write_text(
        '<html lang="de"><body><p>Das Heer hat Soldaten geschickt.</p></body></html>'
    )
    return folder


def test_the_file_is_left_and_all_is_told_as_before(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    first = export(out, documents)
    bytes_, place = out.read_bytes(), out.stat().st_ino
    again = export(out, documents)
    assert (again.exit_code, again.stdout, again.stderr) == (first.exit_code, first.stdout, first.stderr)
    assert "heer.html" in again.stderr
    assert out.stat().st_ino == place  # whatever is written is renamed from another file
    assert json.loads(export(out, documents, "--format", "json").stdout)["documents"] == 2
    assert out.stat().st_ino == place
    assert out.read_bytes() == bytes_


def test_whatever_it_depends_on_makes_another(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    export(out, documents)
    bytes_, place = out.read_bytes(), out.stat().st_ino
    out.write_bytes(bytes_.replace(b"Mali", b"Bali"))
    export(out, documents)
    assert out.read_bytes() == bytes_, "a file that was changed by hand"
    out.unlink()
    export(out, documents)
    assert out.read_bytes() == bytes_, "a file that was removed"
    place = out.stat().st_ino
    export(out, documents, "--base", "https://example.org/id/")
    assert out.read_bytes() != bytes_, "another option"
    export(out, documents)
    assert out.read_bytes() == bytes_
    (documents / "more.txt").write_text(MORE, encoding="utf-8")
    assert "3 documents" in export(out, documents).stderr, "one document more"
    assert b"more.txt" in out.read_bytes()
    (documents / "more.txt").unlink()
    export(out, documents)
    assert out.read_bytes() == bytes_, "and without it"
    place = out.stat().st_ino
    assert CliRunner().invoke(main, ["cache", "clear"]).exit_code == 0
    known = unchanged(out, "ttl", None, None, [documents], Chosen(None, {}))
    assert known is not None
    assert known.last() is None, "forgotten"
    assert out.stat().st_ino == place


def test_where_it_cannot_be_told_or_is_not_wanted(cache: Path, tmp_path: Path) -> None:
    del cache
    out = tmp_path / "out.ttl"
    assert unchanged(out, "ttl", None, None, [tmp_path], Chosen(None, {}, cache=False)) is None
    assert unchanged(out, "ttl", None, None, [STDIN], Chosen(None, {})) is None
    assert unchanged(out, "ttl", None, None, [tmp_path], Chosen("scripted", {"file": "x"})) is None


def test_a_damaged_note_is_none(documents: Path, cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    export(out, documents)
    bytes_ = out.read_bytes()
    (note,) = (cache / "exports").glob("*.json")
    for content in (b"", b"[]", b'{"documents": 1}', b"\xff"):
        note.write_bytes(content)
        export(out, documents)
        assert out.read_bytes() == bytes_
        assert note.read_bytes() != content


@pytest.mark.parametrize("form", ["ttl", "nq", "trig"])
def test_a_document_more_or_less_costs_that_one(
    form: str, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgbuild.cli.unchanged._SHARE", 1)
    out, anew = tmp_path / f"out.{form}", tmp_path / f"anew.{form}"
    export(out, documents)
    for way in ("a document more", "a document that has changed", "a document less"):
        if way == "a document more":
            (documents / "more.txt").write_text(MORE, encoding="utf-8")
        elif way == "a document that has changed":
            (documents / "camp.txt").write_text(CORRECTED, encoding="utf-8")
        else:
            (documents / "more.txt").unlink()
        wanted = export(anew, documents)
        with monkeypatch.context() as patched:
            patched.delattr("kgbuild.cli.export.build_graph")
            found = export(out, documents)
        assert out.read_bytes() == anew.read_bytes(), way
        assert found.stderr == wanted.stderr.replace("anew", "out"), way
        anew.unlink()
    assert CliRunner().invoke(main, ["cache", "clear"]).exit_code == 0


def test_a_graph_that_was_damaged_is_made_anew(
    documents: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgbuild.cli.unchanged._SHARE", 1)
    out = tmp_path / "out.ttl"
    export(out, documents)
    (graph,) = (cache / "exports").glob("*.nq")
    graph.write_bytes(graph.read_bytes().replace(b"Mali", b"Bali"))
    (documents / "more.txt").write_text(MORE, encoding="utf-8")
    export(out, documents)
    assert b"Bali" not in out.read_bytes()
    assert b"more.txt" in out.read_bytes()
    (kept,) = (cache / "exports").glob("*.nq")
    assert kept != graph, "the graph of a file that was written again is kept in the place of the last"
