"""Graphs of documents put together, taken apart, and reconciled."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, URIRef

from builders import claim, document, evidence, official, organization, person, place, state, transfer, treaty
from kgbuild.claims.model import Agent, Claim, DocumentRecord, Resolution, Stance
from kgbuild.documents import Document, read_documents
from kgbuild.export import write
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.graph import BASE, build, read_graph, reconcile
from kgbuild.graph.store import as_dataset, as_store

Records = list[DocumentRecord | Claim]
MALI, CHAD, FRANCE, NIGER = (
    state("MLI", "Mali"),
    state("TCD", "Chad"),
    state("FRA", "France"),
    state("NER", "Niger"),
)


def told(dataset: Dataset) -> set[ox.Triple]:
    """The statements of a dataset as triples."""
    return {quad.triple for quad in as_store(dataset)}


def parted(records: Iterable[DocumentRecord | Claim]) -> dict[str, Records]:
    """The records of each document."""
    of: dict[str, Records] = {}
    for record in records:
        key = record.key if isinstance(record, DocumentRecord) else record.document
        of.setdefault(key, []).append(record)
    return of


def assert_halves_make_the_whole(records: Records, here: set[str], folder: Path, suffix: str) -> None:
    of = parted(records)
    halves = [[r for key in of if (key in here) is side for r in of[key]] for side in (True, False)]
    paths = [folder / f"{name}{suffix}" for name in ("one", "other")]
    for half, path in zip(halves, paths, strict=True):
        write(build(half), path)
    union = read_graph(paths)
    reconcile(union)
    whole = folder / f"whole{suffix}"
    write(build(records), whole)
    assert told(union) == told(read_graph([whole]))


@pytest.fixture(scope="module")
def sample(root: Path, extractor: RulesExtractor) -> Records:
    return read(extractor, root / "data" / "documents")


def read(extractor: RulesExtractor, folder: Path) -> Records:
    documents = [d for d in read_documents([folder]) if isinstance(d, Document)]
    return list(extractor.records(documents))


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".ttl"])
@pytest.mark.parametrize("seed", range(4))
def test_halves_of_the_sample_make_the_whole(sample: Records, tmp_path: Path, suffix: str, seed: int) -> None:
    keys = sorted(parted(sample))
    assert_halves_make_the_whole(
        sample, set(random.Random(seed).sample(keys, len(keys) // 2)), tmp_path, suffix
    )


@pytest.fixture(scope="module")
def real(shared: Path, extractor: RulesExtractor) -> Records:
    return read(extractor, shared / "documents")


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".ttl"])
def test_halves_of_real_documents_make_the_whole(real: Records, tmp_path: Path, suffix: str) -> None:
    keys = sorted(parted(real))
    for number in range(1, 2 ** (len(keys) - 1), 3):
        here = {key for at, key in enumerate(keys) if number >> at & 1}
        assert_halves_make_the_whole(real, here, tmp_path, suffix)


def test_a_document_that_is_removed_leaves_no_trace(sample: Records, real: Records) -> None:
    for records in (sample, real):
        of = parted(records)
        for gone in sorted(of)[:6]:
            dataset = build(records)
            dataset.remove_graph(URIRef(f"{BASE}document/{gone}"))
            reconcile(dataset)
            assert told(dataset) == told(build(r for key in of if key != gone for r in of[key]))


def test_reconciling_what_is_settled_changes_nothing(sample: Records) -> None:
    dataset = build(sample)
    before = set(as_store(dataset))
    reconcile(dataset)
    assert set(as_store(dataset)) == before


def test_a_dataset_on_another_store_is_refused() -> None:
    with pytest.raises(TypeError, match="build"):
        reconcile(Dataset())


# made-up corpora: few parties and names, so that much is confusable

PARTIES = [(MALI, CHAD), (MALI, FRANCE), (MALI, CHAD, NIGER), (MALI,), ()]
TITLES = [
    None,
    "defence pact",
    "Treaty on Comprehensive Strategic Partnership",
    "Strategic Partnership Agreement",
    "Friendship Treaty",
    "Algiers Accord",
    "Chad-Mali Treaty",
]
AGENTS: list[Agent] = [
    MALI,
    person("Awa Diarra"),
    person("AWA DIARRA"),
    person("Diarra"),
    official("Awa B. Diarra", MALI, office="envoy"),
    official("Awa Diarra", CHAD, office="minister"),
    organization("Sahel Monitoring Group", part_of=MALI),
    organization("The Sahel Monitoring Group"),
    organization("SMG"),
    official("a diplomat", CHAD, anonymous=True),
]
PLACES = [
    place("Gao", "MLI", latitude=16.3, longitude=0.1),
    place("GAO", "MLI"),
    place("Gao", "MLI", latitude=16.4, longitude=0.2),
]
treaties = st.builds(
    lambda name, parties, year, signatories, aliases: treaty(
        name, *parties, signed_in=year, signatories=signatories, aliases=aliases
    ),
    st.sampled_from(TITLES),
    st.sampled_from(PARTIES),
    st.sampled_from([None, None, 1961, 2024]),
    st.sampled_from([(), (person("Awa Diarra"),)]),
    st.sampled_from([(), ("the pact",), ("the June treaty",)]),
)
revivals = st.tuples(treaties, st.none() | treaties).map(
    lambda two: two[0].model_copy(update={"revives": two[1]})
)
others = st.sampled_from(
    [
        transfer(MALI, CHAD, "tank"),
        Resolution(adopted_by=organization("UN Security Council"), number="1718", adopted_in=2006),
        Resolution(adopted_by=organization("UN Security Council"), number="1718", adopted_in=2007),
    ]
)
WORDS = ["Norland", "said", "sent", "tanks", "Suria", "denied", "general"]


@st.composite
def corpora(draw: st.DrawFn) -> Records:
    records: Records = []
    for number in range(draw(st.integers(2, 5))):
        source = document(f"{number}.txt", publisher=organization("Sahel News"))
        records.append(source)
        for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True)):
            about = draw(st.lists(revivals | others, max_size=2))
            breached = draw(st.lists(treaties, max_size=1))
            records.append(
                claim(
                    source,
                    draw(st.sampled_from(AGENTS)),
                    about=tuple(about),
                    alleges_breach_of=tuple(breached),
                    stance=draw(st.sampled_from([Stance.ASSERTS, Stance.DENIES])),
                    places=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=1))),
                    evidence=(evidence(word),),
                )
            )
    return records


@settings(deadline=None, max_examples=150)
@given(records=corpora(), data=st.data())
def test_halves_of_any_corpus_make_the_whole(records: Records, data: st.DataObject) -> None:
    of = parted(records)
    here = set(data.draw(st.lists(st.sampled_from(sorted(of)), unique=True)))
    whole = told(build(records))
    merged = ox.Store()
    named = ox.Store()
    for side in (True, False):
        for quad in as_store(build(r for key in of if (key in here) is side for r in of[key])):
            named.add(quad)
            merged.add(ox.Quad(*quad.triple))
    for store in (named, merged):
        assert told(reconciled(store)) == whole


@settings(deadline=None, max_examples=100)
@given(records=corpora(), data=st.data())
def test_any_document_that_is_removed_leaves_no_trace(records: Records, data: st.DataObject) -> None:
    of = parted(records)
    gone = data.draw(st.sampled_from(sorted(of)))
    dataset = build(records)
    dataset.remove_graph(URIRef(f"{BASE}document/{gone}"))
    reconcile(dataset)
    assert told(dataset) == told(build(r for key in of if key != gone for r in of[key]))


def reconciled(store: ox.Store) -> Dataset:
    dataset = as_dataset(store)
    reconcile(dataset)
    return dataset
