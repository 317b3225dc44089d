"""A graph in files, described for catalogues: DCAT 3 with VoID's counts.

A description depends on the files and on what its publisher says, on nothing else: no time, no machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from kgbuild.engine.files import format_of
from kgbuild.errors import ExportError, GraphFileError
from kgbuild.export.counting import Count
from kgbuild.graph.namespaces import BASE, KG, NS
from kgbuild.graph.store import as_store, pattern

DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SPDX = "http://spdx.org/rdf/terms#"
_IANA = "https://www.iana.org/assignments/media-types/"
_ENGLISH = "http://id.loc.gov/vocabulary/iso639-1/en"
_COUNTED = ("Document", "Claim", "Transfer", "Deployment", "Casualties", "Treaty", "Resolution", "Dispute")
_PIECE = 1 << 20

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Described:
    """What a publisher says of a graph; all but the title may be left open."""

    title: str
    iri: str | None = None
    """What the dataset is called, by default a name under kgbuild's own base."""
    publisher: str | None = None
    """IRI of who publishes it."""
    licence: str | None = None
    """IRI of the licence."""
    address: str | None = None
    """Where its files are to be had: what their names are appended to."""


def describe(dataset: Dataset, files: Sequence[Path], told: Described) -> list[ox.Quad]:
    """Return the description of a graph that lies in files, subject by subject.

    Raises ExportError where what is told is no IRI, GraphFileError where a file cannot be read.
    """
    graph, this = as_store(dataset), _named(told.iri or f"{BASE}dataset")
    # not by way of a store, which would make xsd:integer of what DCAT wants as xsd:nonNegativeInteger
    found = [
        *_dataset(graph, this, told),
        *_counts(graph, this),
        *(triple for file in files for triple in _distribution(this, file, told)),
    ]
    first = {triple[0]: number for number, triple in reversed(list(enumerate(found)))}
    return [
        ox.Quad(*triple) for triple in sorted(found, key=lambda triple: (first[triple[0]], triple[1].value))
    ]


def _dataset(graph: ox.Store, this: ox.NamedNode, told: Described) -> Iterator[Triple]:
    yield this, _rdf("type"), _named(f"{DCAT}Dataset")
    yield this, _rdf("type"), _named(f"{VOID}Dataset")
    yield this, _dcterms("title"), ox.Literal(told.title)
    yield this, _named(str(RDFS.label)), ox.Literal(told.title)
    claims, documents = _number(graph, "Claim"), _number(graph, "Document")
    summary = f"{claims:,} claims of {documents:,} documents: who takes which stance on what, in which words."
    yield this, _dcterms("description"), ox.Literal(f"{summary} A claim is never a fact.", language="en")
    yield this, _dcterms("conformsTo"), _named(NS)
    yield this, _dcterms("language"), _named(_ENGLISH)
    if told.publisher:
        yield this, _dcterms("publisher"), _named(told.publisher)
    if told.licence:
        yield this, _dcterms("license"), _named(told.licence)
    if days := _days(graph):
        period = _named(f"{this.value}/period")
        yield this, _dcterms("temporal"), period
        yield period, _rdf("type"), _dcterms("PeriodOfTime")
        yield period, _named(f"{DCAT}startDate"), days[0]
        yield period, _named(f"{DCAT}endDate"), days[-1]


def _counts(graph: ox.Store, this: ox.NamedNode) -> Iterator[Triple]:
    """Yield how many statements there are, and how many things of which class."""
    counted = Count()
    for _ in counted.quads(graph):
        pass
    yield this, _named(f"{VOID}triples"), _integer(int(counted))
    yield this, _named(f"{VOID}vocabulary"), _named(str(KG))
    for name in _COUNTED:
        if found := _number(graph, name):
            part = _named(f"{this.value}/{name.lower()}")
            yield this, _named(f"{VOID}classPartition"), part
            yield part, _named(f"{VOID}class"), _named(str(KG[name]))
            yield part, _named(f"{VOID}entities"), _integer(found)


def _distribution(this: ox.NamedNode, file: Path, told: Described) -> Iterator[Triple]:
    size, digest = _measured(file)
    part, checksum = (_named(f"{this.value}/file/{digest[:16]}{end}") for end in ("", "/sha256"))
    yield this, _named(f"{DCAT}distribution"), part
    yield part, _rdf("type"), _named(f"{DCAT}Distribution")
    yield part, _dcterms("title"), ox.Literal(file.name)
    yield part, _named(f"{DCAT}mediaType"), _named(_IANA + format_of(file).media_type)
    yield part, _named(f"{DCAT}byteSize"), ox.Literal(str(size), datatype=_named(str(XSD.nonNegativeInteger)))
    yield part, _named(f"{SPDX}checksum"), checksum
    yield checksum, _rdf("type"), _named(f"{SPDX}Checksum")
    yield checksum, _named(f"{SPDX}algorithm"), _named(f"{SPDX}checksumAlgorithm_sha256")
    yield checksum, _named(f"{SPDX}checksumValue"), ox.Literal(digest, datatype=_named(str(XSD.hexBinary)))
    if told.licence:
        yield part, _dcterms("license"), _named(told.licence)
    if told.address:
        yield part, _named(f"{DCAT}downloadURL"), _named(f"{told.address.rstrip('/')}/{quote(file.name)}")


def _measured(file: Path) -> tuple[int, str]:
    """Return the size of a file and the digest of its bytes."""
    digest, size = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise GraphFileError(f"{file}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    return size, digest.hexdigest()


def _days(graph: ox.Store) -> list[ox.Literal]:
    """Return the whole days on which documents came out, in order."""
    day = _named(str(XSD.date))
    issued = {quad.object for quad in pattern(graph, None, _dcterms("issued"), None)}
    days = [each for each in issued if isinstance(each, ox.Literal) and each.datatype == day]
    return sorted(days, key=lambda each: each.value)


def _number(graph: ox.Store, name: str) -> int:
    quads = pattern(graph, None, _rdf("type"), _named(str(KG[name])))
    return len({quad.subject for quad in quads})


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_named(str(XSD.integer)))


def _rdf(name: str) -> ox.NamedNode:
    return ox.NamedNode(str(RDF[name]))


def _dcterms(name: str) -> ox.NamedNode:
    return ox.NamedNode(str(DCTERMS[name]))


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise ExportError(f"{iri!r} is not an absolute IRI") from error
