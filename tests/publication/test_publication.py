"""Nanopublications hold to the library's own validator; a description tells the files as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, Dataset, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, PROV

from kgbuild.cli import main
from kgbuild.export import write
from looked_at import ID, dataset

KG = Namespace("https://w3id.org/kgbuild/ns#")
VOID = Namespace("http://rdfs.org/ns/void#")
NP = Namespace("http://www.nanopub.org/nschema#")
ORCID = "https://orcid.org/0000-0002-1825-0097"

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "a graph.nq"
    write(dataset(), path)
    return path


@pytest.fixture(scope="module")
def claims() -> list[str]:
    return sorted(str(claim) for claim in dataset().subjects(RDF.type, KG.Claim, unique=True))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def parsed(text: str) -> Dataset:
    found = Dataset()
    found.parse(data=text, format="trig")
    return found


def test_every_claim_is_a_valid_nanopublication(
    graph: Path, claims: list[str], needed: Callable[[str], Any]
) -> None:
    library = needed("nanopub")
    from rdflib import ConjunctiveGraph  # noqa: PLC0415 - what the library takes

    assert len(claims) == 7
    for claim in claims:
        done = run("nanopub", claim, "--graph", graph, "--creator", ORCID)
        assert done.exit_code == 0, done.output
        read = ConjunctiveGraph()
        read.parse(data=done.stdout, format="trig")
        assert library.Nanopub(rdf=read).is_valid


def test_what_is_claimed_stands_apart_from_where_it_is_read(graph: Path, claims: list[str]) -> None:
    denial = next(claim for claim in claims if (URIRef(claim), KG.stance, KG.Denies) in dataset())
    done = run("nanopub", denial.removeprefix(ID), "--graph", graph)
    found = parsed(done.stdout)
    this = f"{ID}nanopub/{denial.rpartition('/')[2]}"
    parts = {name: found.graph(URIRef(f"{this}/{name}")) for name in ("assertion", "provenance", "pubinfo")}
    node = URIRef(denial)
    assert (node, KG.stance, KG.Denies) in parts["assertion"]
    assert (URIRef(f"{ID}state/TCD"), KG.iso3, None) in parts["assertion"]
    assert (URIRef(f"{ID}deployment/MLI-TCD"), KG.sender, URIRef(f"{ID}state/MLI")) in parts["assertion"]
    evidence = parts["provenance"].value(URIRef(f"{this}/assertion"), PROV.wasDerivedFrom)
    assert "Chad denied that" in str(parts["provenance"].value(evidence, KG.sentence))
    assert (node, KG.confidence, None) in parts["provenance"]
    said = {str(p).rpartition("#")[2] for _, p, _ in parts["assertion"]}
    assert said.isdisjoint({"contradicts", "corroborates", "revises", "origin", "standing", "evidence"})
    assert len(parts["pubinfo"]) == 2


def test_the_same_claim_gives_the_same_bytes(graph: Path, claims: list[str], tmp_path: Path) -> None:
    ttl = tmp_path / "out.ttl"
    write(dataset(), ttl)
    options = ("--licence", "https://example.org/l", "--created", "2025-03")
    first, again = (run("nanopub", claims[0], "--graph", path, *options).stdout for path in (graph, ttl))
    assert first == again
    assert '"2025-03"^^xsd:gYearMonth' in first
    out = tmp_path / "claim.trig"
    assert run("nanopub", claims[0], "--graph", graph, *options, "-o", out).exit_code == 0
    assert out.read_bytes().decode("utf-8") == first
    as_json = run("nanopub", claims[0], "--graph", graph, *options, "--format", "json").stdout
    quads = {str(quad) for quad in ox.parse(json.dumps(json.loads(as_json)), format=ox.RdfFormat.JSON_LD)}
    assert quads == {str(quad) for quad in ox.parse(first, format=ox.RdfFormat.TRIG)}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("state:TCD",), 1, "state/TCD is no claim of this graph: take one that `kgbuild query` prints"),
        (("claim:0",), 1, "the graph has no node 'claim:0'"),
        (("{claim}", "--creator", "me"), 1, "'me' is not an absolute IRI"),
        (("{claim}", "--created", "2025-02-30"), 2, "is no day of the calendar"),
    ],
)
def test_what_cannot_be_published_is_said(
    graph: Path, claims: list[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = run("nanopub", *(each.format(claim=claims[0]) for each in arguments), "--graph", graph)
    assert (done.exit_code, said in done.stderr, done.stdout) == (code, True, ""), done.output


def test_a_description_tells_the_file_as_it_is(graph: Path, claims: list[str]) -> None:
    done = run(
        "describe", graph, "--licence", "https://example.org/l", "--address", "https://example.org/data/"
    )
    assert done.exit_code == 0, done.output
    assert done.stdout == run(*done_arguments(graph)).stdout
    read = Graph()
    read.parse(data=done.stdout, format="turtle")
    (this,) = read.subjects(RDF.type, DCAT.Dataset)
    (file,) = read.objects(this, DCAT.distribution)
    assert "^^xsd:nonNegativeInteger" in done.stdout
    assert int(str(read.value(file, DCAT.byteSize))) == graph.stat().st_size
    checksum = read.value(file, URIRef("http://spdx.org/rdf/terms#checksum"))
    digest = hashlib.sha256(graph.read_bytes()).hexdigest()
    assert str(read.value(checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))).lower() == digest
    assert str(read.value(file, DCAT.downloadURL)) == "https://example.org/data/a%20graph.nq"
    assert str(read.value(file, DCAT.mediaType)).endswith("/application/n-quads")
    assert read.value(this, DCTERMS.license) == URIRef("https://example.org/l")
    counted = {
        str(read.value(part, VOID["class"])).rpartition("#")[2]: int(str(read.value(part, VOID.entities)))
        for part in read.objects(this, VOID.classPartition)
    }
    assert (counted["Claim"], counted["Document"]) == (len(claims), 2)
    assert int(str(read.value(this, VOID.triples))) == len(set(dataset().triples((None, None, None))))
    period = read.value(this, DCTERMS.temporal)
    assert [str(read.value(period, DCAT[day])) for day in ("startDate", "endDate")] == [
        "2024-10-20",
        "2025-04-02",
    ]


def done_arguments(graph: Path) -> tuple[object, ...]:
    """The same command in another order."""
    return ("describe", "--address", "https://example.org/data", "--licence", "https://example.org/l", graph)


def test_a_description_as_json(graph: Path) -> None:
    told = json.loads(run("describe", graph, "--title", "Mine", "--format", "json").stdout)
    assert any(node.get("http://purl.org/dc/terms/title") == [{"@value": "Mine"}] for node in told)
    refused = run("describe", graph, "--publisher", "not an iri")
    assert (refused.exit_code, refused.stderr) == (1, "Error: 'not an iri' is not an absolute IRI\n")
