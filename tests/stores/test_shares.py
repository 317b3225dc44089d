"""Which graphs a file holds, and their digests, whatever its format and order."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loading import graph_name, quads, write
from rdflib import Dataset, Literal, URIRef

from kgbuild.errors import GraphFileError
from kgbuild.export import write as export
from kgbuild.graph import BASE as GRAPH_BASE
from kgbuild.stores import BASE, Share, ShareEntry, collect, read_shares, scan
from kgbuild.stores.blocks import Block, blocks, content
from kgbuild.stores.body import FilePart

STRING = "http://www.w3.org/2001/XMLSchema#string"
UNNAMED = f"{BASE}graph/export"


def digests(shares: list[Share]) -> dict[str, tuple[str, int]]:
    return {share.graph: (share.digest, share.triples) for share in shares}


def read(folder: Path, *paths: Path) -> dict[str, tuple[str, int]]:
    return digests(read_shares(paths, folder, UNNAMED))


def reference(lines: list[str]) -> dict[str, tuple[str, int]]:
    """The digest as the documentation defines it: of the sorted N-Triples, each once."""
    graphs: dict[str, set[bytes]] = {}
    for quad in ox.parse("".join(lines).encode(), ox.RdfFormat.N_QUADS):
        name = UNNAMED if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, set()).add(ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES))
    return {
        name: (hashlib.sha256(b"".join(sorted(found))).hexdigest(), len(found))
        for name, found in graphs.items()
    }


def test_the_base_is_that_of_the_graph() -> None:
    assert BASE == GRAPH_BASE


def test_each_graph_has_the_digest_of_its_sorted_triples(tmp_path: Path) -> None:
    lines = quads(range(5))
    assert read(tmp_path, write(tmp_path / "a.nq", lines)) == reference(lines)


def test_a_share_is_its_part_of_the_file(tmp_path: Path) -> None:
    lines = quads(range(3), triples=4)
    path = write(tmp_path / "a.nq", lines)
    (share,) = [share for share in read_shares([path], tmp_path, UNNAMED) if share.graph == graph_name(1)]
    assert b"".join(FilePart(share.path, share.offset, share.size)).decode() == "".join(lines[4:8])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("reversed", lambda lines: lines[::-1]),
        ("interleaved", lambda lines: lines[::2] + lines[1::2]),
        ("repeated", lambda lines: [*lines, *lines]),
        ("commented", lambda lines: ["# a comment\n", "\n", *lines]),
        ("tabs", lambda lines: [line.replace("> <", ">\t<", 1) for line in lines]),
        ("Windows ends", lambda lines: [line.replace("\n", "\r\n") for line in lines]),
        ("no end", lambda lines: [*lines[:-1], lines[-1].rstrip("\n")]),
        ("two blanks", lambda lines: [line.replace("> <", ">  <", 1) for line in lines]),
        ("datatype", lambda lines: [line.replace('" <', f'"^^<{STRING}> <') for line in lines]),
        ("remarks", lambda lines: [line.replace(" .\n", " . # <urn:g> .\n") for line in lines]),
        ("one remark", lambda lines: [f"# says it {lines[0].split(' ')[-2]} .\n", *lines]),
        ("escaped", lambda lines: [line.replace("é", "\\u00E9") for line in lines]),
    ],
)
def test_order_and_spelling_do_not_matter(tmp_path: Path, name: str, change: object) -> None:
    lines = quads(range(4), triples=6)
    changed = change(lines)  # type: ignore[operator]
    assert changed != lines
    assert read(tmp_path, write(tmp_path / "b.nq", changed)) == reference(lines)


@pytest.mark.parametrize("suffix", [".trig", ".jsonld"])
def test_formats_with_graphs_give_the_same(tmp_path: Path, suffix: str) -> None:
    lines = quads(range(4))
    found = list(ox.parse("".join(lines).encode(), ox.RdfFormat.N_QUADS))
    path = tmp_path / f"a{suffix}"
    ox.serialize(found, path, ox.RdfFormat.from_extension(suffix[1:]))
    assert read(tmp_path, path) == reference(lines)


def test_turtle_is_one_graph(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", ["<urn:a> <urn:b> <urn:c>, 5 ."])
    assert read(tmp_path, path) == reference(
        [
            "<urn:a> <urn:b> <urn:c> .\n",
            '<urn:a> <urn:b> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        ]
    )


@pytest.mark.parametrize(
    "line",
    [
        f"<urn:a> <urn:reportedIn> <{graph_name(0)}> .\n",
        '<urn:a> <urn:b> "x <y"^^<urn:type> .\n',
        '<urn:a> <urn:b> "x" .\n',
    ],
)
def test_a_triple_without_a_graph_is_not_taken_for_a_quad(tmp_path: Path, line: str) -> None:
    lines = [*quads([0]), line]
    found = read(tmp_path, write(tmp_path / "a.nq", lines))
    assert found == reference(lines)
    assert found[UNNAMED][1] == 1


def test_files_are_united(tmp_path: Path) -> None:
    one, two = quads([0, 1]), quads([1, 2], word="denies")
    paths = write(tmp_path / "a.nq", one), write(tmp_path / "b.nq", two)
    assert read(tmp_path, *paths) == read(tmp_path, *reversed(paths)) == reference([*one, *two])


def test_graphs_larger_than_memory_are_sorted_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgbuild.stores.blocks.LARGEST", 2_000)
    monkeypatch.setattr("kgbuild.stores.normalise._RUN", 3_000)
    lines = quads(range(3), triples=100)
    path = write(tmp_path / "a.nq", [*lines[::-1], *lines[:50]])
    assert read(tmp_path, path) == reference(lines)
    assert len(list(tmp_path.glob("*.nq"))) == 2, "the runs are tidied up"


def test_what_is_known_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.nq", quads(range(6), triples=30))
    before = read_shares([path], tmp_path, UNNAMED)
    known = {share.graph: share.entry for share in before}
    parsed = watch(monkeypatch)
    assert collect(scan([path]), tmp_path, UNNAMED, known) == before
    assert parsed == []
    later = write(tmp_path / "b.nq", [*quads(range(5), triples=30), *quads([5], triples=31)])
    after = collect(scan([later]), tmp_path, UNNAMED, known)
    assert parsed == [graph_name(5)]
    assert digests(after) == reference([later.read_text(encoding="utf-8")])


def test_what_an_export_writes_is_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with values that need escapes: a graph whose lines have changed is the only one to be parsed."""
    values = ["_:b", "> .\n", '"\\u0041"', "\x00\x7f\u2028é☃𝄞", "\t#", ""]
    dataset = Dataset()
    for number in range(4):
        graph = dataset.graph(URIRef(graph_name(number)))
        for value in values:
            graph.add((URIRef("urn:s"), URIRef("urn:p"), Literal(value, lang="en-GB" if number else None)))
    export(dataset, tmp_path / "a.nq")
    known = {share.graph: share.entry for share in read_shares([tmp_path / "a.nq"], tmp_path, UNNAMED)}
    dataset.add((URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:o"), URIRef(graph_name(2))))
    export(dataset, tmp_path / "b.nq")
    parsed = watch(monkeypatch)
    found = collect(scan([tmp_path / "b.nq"]), tmp_path, UNNAMED, known)
    assert parsed == [graph_name(2)]
    assert {share.path.name for share in found} == {"b.nq"}, "nothing was rewritten"
    assert [share.triples for share in found if share.graph == graph_name(2)] == [len(values) + 1]


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The graphs whose lines are read from now on."""
    seen: list[str] = []

    def noted(block: Block) -> tuple[bytes, int]:
        seen.append(block.graph)
        return content(block)

    monkeypatch.setattr("kgbuild.stores.shares.content", noted)
    return seen


@pytest.mark.parametrize("spelling", [".trig", ".nq with a comment", ".nq in another order"])
def test_other_ways_of_reading_have_the_same_outcome(tmp_path: Path, spelling: str) -> None:
    """So that nothing is sent again because it was read in another way, in either direction."""
    lines = quads(range(4))
    plain = write(tmp_path / "a.nq", lines)
    if spelling == ".trig":
        other = tmp_path / "b.trig"
        ox.serialize(list(ox.parse("".join(lines).encode(), ox.RdfFormat.N_QUADS)), other, ox.RdfFormat.TRIG)
    else:
        other = write(tmp_path / "b.nq", ["# first\n", *lines] if "comment" in spelling else sorted(lines))
    for one, two in ((plain, other), (other, plain)):
        first = {share.graph: share.entry for share in read_shares([one], tmp_path, UNNAMED)}
        second = collect(scan([two]), tmp_path, UNNAMED, first)
        assert {share.graph: share.entry for share in second} == first


def test_what_is_known_of_another_graph_does_not_count(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", quads(range(2)))
    one, two = read_shares([path], tmp_path, UNNAMED)
    known = {one.graph: ShareEntry("wrong", 1, two.block), two.graph: ShareEntry("wrong", 1)}
    assert collect(scan([path]), tmp_path, UNNAMED, known) == [one, two]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 40)), min_size=1, max_size=12),
    st.integers(1, 3000),
    st.integers(1, 3000),
)
def test_blocks_are_the_runs_of_lines_wherever_the_file_is_cut(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[int, int]], piece: int, step: int
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    lines = [line for number, size in runs for line in quads([number], size)]
    path = write(folder / "a.nq", lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kgbuild.stores.blocks._PIECE", piece)
        patch.setattr("kgbuild.stores.blocks._STEP", step)
        found = list(blocks(path))
    assert b"".join(block.read() for block in found) == path.read_bytes()
    assert all(block.digest == hashlib.sha256(block.read()).hexdigest() for block in found)
    if len({number for number, _ in runs}) == len(runs):
        assert [block.graph for block in found] == [graph_name(number) for number, _ in runs]
    assert read(folder, path) == reference(lines)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
lexical = st.one_of(
    words, st.sampled_from(["_:b", "> .\n", ' "a" <urn:x> .', "\\", "\\u0041", "\x00\x7f\u2028"])
)
statements = st.builds(
    ox.Quad,
    st.sampled_from([ox.NamedNode("urn:s"), ox.NamedNode("urn:_:s")]),
    st.just(ox.NamedNode("urn:p")),
    st.one_of(
        st.builds(ox.Literal, lexical),
        st.builds(lambda text: ox.Literal(text, language="en"), lexical),
        st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:type")), lexical),
        st.just(ox.NamedNode("urn:o")),
    ),
    st.sampled_from([ox.NamedNode("urn:g"), ox.NamedNode("urn:h"), ox.DefaultGraph()]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(statements, min_size=1, max_size=12))
def test_any_quads_have_the_digests_that_the_definition_gives(
    tmp_path_factory: pytest.TempPathFactory, found: list[ox.Quad]
) -> None:
    folder = tmp_path_factory.mktemp("quads")
    text = ox.serialize(found, format=ox.RdfFormat.N_QUADS).decode()
    assert read(folder, write(folder / "a.nq", [text])) == reference([text])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.nq", "<urn:a> <urn:b> _:c <urn:g> .\n", "blank nodes"),
        ("a.nq", "_:a <urn:b> <urn:c> <urn:g> .\n", "blank nodes"),
        ("a.ttl", "<urn:a> <urn:b> [] .\n", "blank nodes"),
        ("a.nq", "<urn:a> <urn:b> <urn:c> _:g .\n", "named by a blank node"),
        ("a.nq", "<urn:a> <urn:b> oops <urn:g> .\n# c\n", "malformed"),
        ("a.ttl", "<urn:a> <urn:b> ", "malformed"),
        ("a.nq", "", "not a single triple"),
        ("a.txt", "", "stands for no RDF format"),
    ],
)
def test_what_cannot_be_loaded_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(GraphFileError, match=message):
        read(tmp_path, write(tmp_path / name, [text]))


@pytest.mark.parametrize(
    "line", [b"<urn:a> <urn:b> <urn:c> <urn:\xff> .\n", b'<urn:a> <urn:b> "\xff" <urn:g> .\n']
)
def test_what_is_not_utf8_is_refused(tmp_path: Path, line: bytes) -> None:
    (tmp_path / "a.nq").write_bytes(line)
    with pytest.raises(GraphFileError, match="malformed"):
        read(tmp_path, tmp_path / "a.nq")


@pytest.mark.parametrize("name", ["none.nq", "none.ttl", "folder.nq"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.nq").mkdir()
    with pytest.raises(GraphFileError, match=rf"{name}: cannot be read: .*: name a graph file"):
        read(tmp_path, tmp_path / name)
