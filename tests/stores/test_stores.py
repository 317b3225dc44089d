"""A load brings each kind of real store into step, and leaves alone what is not its own."""

from __future__ import annotations

import threading
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from loading import MANIFEST, ask, contents, counts, graph_name, load, opened, quads, write
from places import Place

from kgbuild.errors import LoadError
from kgbuild.stores import BASE, Transport, read_shares, sync

SOME = range(40)


def put(place: Place, path: Path) -> tuple[int, int, int, int]:
    report = load(place.url, path, **place.options)
    return report.sent, report.removed, report.same, report.requests


def expected(lines: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in set(lines):
        graph = line.split(" ")[-2][1:-1]
        found[graph] = found.get(graph, 0) + 1
    return found


def test_a_second_load_sends_nothing(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", quads(SOME))
    assert put(place, path) == (40, 0, 0, 1)
    assert counts(place.query_url) == expected(quads(SOME))
    assert put(place, path) == (0, 0, 40, 0)


def test_one_changed_document_is_one_request(place: Place, tmp_path: Path) -> None:
    put(place, write(tmp_path / "a.nq", quads(SOME)))
    changed = [*quads(range(39)), *quads([39], word="denies", triples=7)]
    assert put(place, write(tmp_path / "b.nq", changed)) == (1, 0, 39, 1)
    assert counts(place.query_url) == expected(changed)


def test_an_edited_document_takes_the_place_of_the_one_before(place: Place, tmp_path: Path) -> None:
    """Its name is a digest of its text, so that one is gone and one is new."""
    put(place, write(tmp_path / "a.nq", quads(SOME)))
    edited = quads([*range(39), 77])
    assert put(place, write(tmp_path / "b.nq", edited)) == (1, 1, 39, 1)
    assert counts(place.query_url) == expected(edited)


def test_documents_that_are_gone_are_removed(place: Place, tmp_path: Path) -> None:
    put(place, write(tmp_path / "a.nq", quads(SOME)))
    assert put(place, write(tmp_path / "b.nq", quads(range(3)))) == (0, 37, 3, 1)
    assert counts(place.query_url) == expected(quads(range(3)))
    assert len(ask(place.query_url, f"SELECT * {{ GRAPH <{MANIFEST}> {{ ?s ?p ?o }} }}")) == 3 * 5


def test_foreign_graphs_are_left_alone(place: Place, tmp_path: Path) -> None:
    foreign = "<urn:s> <urn:p> 'o' ."
    upload(place, "urn:foreign", foreign)
    upload(place, graph_name(5), foreign)  # by hand, under the name of a document
    put(place, write(tmp_path / "a.nq", quads(SOME)))
    put(place, write(tmp_path / "b.nq", quads(range(5, 7))))
    assert counts(place.query_url) == expected(quads(range(5, 7))) | {"urn:foreign": 1}


def upload(place: Place, graph: str, turtle: str) -> None:
    """Put a graph by the Graph Store Protocol, as others would."""
    base = place.url.removesuffix("/query") if place.kind in ("sparql", "oxigraph") else place.url
    service = {"fuseki": "data", "rdf4j": "rdf-graphs/service"}.get(place.kind, "store")
    request = urllib.request.Request(
        f"{base}/{service}?graph={quote(graph, safe='')}",
        turtle.encode(),
        {"Content-Type": "text/turtle"},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=30).close()


def test_a_graph_that_somebody_dropped_comes_back(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", quads(SOME))
    put(place, path)
    upload(place, graph_name(3), "")
    assert put(place, path) == (1, 0, 39, 1)
    assert counts(place.query_url) == expected(quads(SOME))


def test_a_graph_that_somebody_changed_is_found_on_request(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", quads(SOME))
    put(place, path)
    upload(place, graph_name(3), "<urn:s> <urn:p> 'o' .")
    with pytest.raises(LoadError, match=r"does not hold what it was sent: \S+ \(1 triples, not 20\): run it"):
        load(place.url, path, check_all=True, **place.options)
    assert put(place, path) == (1, 0, 39, 1)
    assert counts(place.query_url) == expected(quads(SOME))


def test_everything_can_be_sent_again(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", quads(SOME))
    put(place, path)
    report = load(place.url, path, all_again=True, **place.options)
    assert (report.sent, report.same) == (40, 0)
    assert counts(place.query_url) == expected(quads(SOME))


HARD = [
    '"} } ; DROP ALL ; INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:b> \\"c\\" } }"',
    '"a \\\\u0041 that is no letter"',
    '"line\\nfeed, return\\rand \\ttab, \\"quotes\\", \'single\', \\\\"',
    '"ünï ☃ 𝄞 \\u0007 %GRAPHS% {{}} ${x} #"',
    '"en"@en-gb',
    '"0.10"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '""',
    "<urn:x:%7B%22>",
]


def test_hard_values_arrive_as_they_are(place: Place, tmp_path: Path) -> None:
    """On both ways: as quads, and as the text of an update."""
    lines = [f"<urn:s> <urn:p{number}> {value} <urn:g> .\n" for number, value in enumerate(HARD)]
    put(place, write(tmp_path / "a.nq", lines))
    first = contents(place.query_url)
    put(place, write(tmp_path / "a.nq", [*lines, "<urn:s> <urn:p> <urn:o> <urn:g> .\n"]))
    assert contents(place.query_url) == first | {("urn:s", "urn:p", "urn:o", "urn:g")}
    values = {predicate: value for _, predicate, value, _ in first}
    assert values["urn:p1"] == "a \\u0041 that is no letter"
    assert values["urn:p2"] == "line\nfeed, return\rand \ttab, \"quotes\", 'single', \\"
    assert values["urn:p3"] == "ünï ☃ 𝄞 \x07 %GRAPHS% {{}} ${x} #"
    assert "DROP ALL" in values["urn:p0"]


def test_many_batches(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgbuild.stores.syncing._CHANGED", 60)
    monkeypatch.setattr("kgbuild.stores.syncing._GONE", 4)
    for kind in ("fuseki.Fuseki", "rdf4j.RDF4J", "sparql.SparqlStore", "sparql.Oxigraph"):
        monkeypatch.setattr(f"kgbuild.stores.kinds.{kind}.batch", 100, raising=False)
    report = load(place.url, write(tmp_path / "a.nq", quads(SOME)), jobs=4, **place.options)
    assert (report.sent, report.requests) == (40, 8)
    later = [*quads(range(20), word="denies"), *quads(range(100, 130))]
    report = load(place.url, write(tmp_path / "b.nq", later), jobs=4, **place.options)
    assert (report.sent, report.removed) == (50, 20)
    assert counts(place.query_url) == expected(later)


def test_two_loads_at_once_of_the_same(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", quads(range(60)))
    errors: list[BaseException] = []

    def one() -> None:
        try:
            load(place.url, path, **place.options)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert counts(place.query_url) == expected(quads(range(60)))


def test_two_loads_at_once_of_different_contents(place: Place, tmp_path: Path) -> None:
    """Both think that the graphs are new; whoever checks last says so, and the next load puts it right."""
    one, two = quads(range(30)), quads(range(30), word="denies")
    transport = Transport()
    store = opened(place.url, transport, **place.options)
    meanwhile = write(tmp_path / "b.nq", two)
    write_batch = store.write

    def slowly(batch: object) -> None:
        load(place.url, meanwhile, **place.options)
        write_batch(batch)  # type: ignore[arg-type]

    store.write = slowly  # type: ignore[method-assign,assignment]
    path = write(tmp_path / "a.nq", one)
    with pytest.raises(LoadError, match=r"another load has changed .* run it again when that has ended"):
        sync(store, read_shares([path], tmp_path, "urn:g"))
    transport.close()
    put(place, path)
    assert counts(place.query_url) == expected(one)
    assert {predicate for _, predicate, _, _ in contents(place.query_url)} == {f"{BASE}says"}


def test_a_reader_never_sees_half_a_document(place: Place, tmp_path: Path) -> None:
    """While documents of 300 triples come, change and go, each count is 0 or that of one version."""
    numbers = range(30)
    first, second = quads(numbers, 300), quads(numbers, 200, word="denies")
    paths = write(tmp_path / "a.nq", first), write(tmp_path / "b.nq", second)
    stop = threading.Event()
    found: set[int] = set()
    reads = 0

    def look() -> None:
        nonlocal reads
        while not stop.is_set():
            found.update(counts(place.query_url).values())
            reads += 1

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for path in (*paths, paths[0]):
            put(place, path)
    finally:
        stop.set()
        reader.join()
    assert reads > 2
    assert found <= {300, 200}


def test_turtle_becomes_one_graph(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", ["<urn:a> <urn:b> 1, 2 ."])
    assert put(place, path) == (1, 0, 0, 1)
    assert list(counts(place.query_url).values()) == [2]
    assert put(place, path) == (0, 0, 1, 0)


def test_the_kind_is_found_out(place: Place) -> None:
    transport = Transport()
    assert opened(place.url, transport, **place.options).kind == place.kind
    transport.close()
