"""From bundles to a graph: a stream, and the same graph whether it lies in memory or on disk."""

from __future__ import annotations

import gc
import io
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset

from builders import claim, document, evidence, organization, state, transfer, treaty
from kgbuild.claims.bundle import Bundle, bundled
from kgbuild.claims.model import Stance
from kgbuild.errors import ClaimError
from kgbuild.export import FORMATS, write_stream
from kgbuild.graph import build as build_records
from kgbuild.pipeline import graphs
from kgbuild.pipeline.graphs import build, derive, size
from small_graph import two_reports

STATES = ("TCD", "MLI", "NER", "SDN", "LBY")


def reports(count: int) -> Iterator[Bundle]:
    """Yield documents that speak of each other's events and treaties."""
    for number in range(count):
        record = document(f"{number:03}.txt", publisher=organization(f"Paper {number % 3}"))
        one, other = (state(STATES[(number + step) % 5]) for step in (0, 2))
        sent = transfer(one, other, "tank")
        pact = treaty("Gao Pact" if number % 2 else None, one, other, signed_in=1990 + number % 3)
        yield Bundle(
            record,
            (
                claim(record, one, stance=Stance.DENIES, about=(sent,)),
                claim(record, other, about=(sent,), evidence=(evidence("Suria denied that"),)),
                claim(record, other, about=(pact,), evidence=(evidence("a general told the Herald"),)),
            ),
        )


def written(dataset: Dataset, form: str) -> bytes:
    stream = io.BytesIO()
    write_stream(dataset, stream, form)
    return stream.getvalue()


def test_a_stream_of_bundles_makes_the_graph_of_their_records() -> None:
    bundles = list(reports(12))
    expected = build_records([record for bundle in bundles for record in bundle.records()])
    assert written(build(reversed(bundles)), "nq") == written(expected, "nq")
    assert size(expected).documents == 12


def test_a_graph_on_disk_is_the_same_and_goes_when_nobody_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    in_memory = derive(build(reports(12)))
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(graphs, "LARGE", 1)
    monkeypatch.setattr("kgbuild.graph.store._BATCH", 100)
    on_disk = derive(build(reports(12)))
    (folder,) = tmp_path.iterdir()
    assert any(folder.iterdir())
    for form in FORMATS:
        assert written(on_disk, form) == written(in_memory, form)
    del on_disk
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_fault_leaves_nothing_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(graphs, "LARGE", 0)
    record = document()
    unknown = claim(record, about=(transfer(state("TCD"), None, "no-such-thing"),))
    with pytest.raises(ClaimError, match="no-such-thing"):
        build([Bundle(record, (unknown,))])
    assert list(tmp_path.iterdir()) == []


def test_only_one_bundle_is_held_while_they_come() -> None:
    alive: list[weakref.ref[object]] = []

    def watched() -> Iterator[Bundle]:
        for number, bundle in enumerate(reports(40)):
            alive.extend(weakref.ref(record) for record in bundle.records())
            yield bundle
            del bundle
            assert sum(ref() is not None for ref in alive) <= 8, number

    assert size(build(watched())).claims > 100


def test_documents_may_come_in_parts() -> None:
    records = list(two_reports())
    bundles = list(bundled(records))
    parts = [Bundle(b.document, (c,)) for b in bundles for c in b.claims]
    assert written(build(parts), "trig") == written(build(bundles), "trig")
