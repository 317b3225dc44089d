"""Documents that come, change and go in a graph that was made: the bytes are those of one made of all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from builders import claim, document, evidence, official, organization, state, transfer, treaty
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Place, Quantity, Stance
from kgbuild.export import rewrite, write
from kgbuild.graph.store import as_store
from kgbuild.pipeline.graphs import build, derive
from kgbuild.pipeline.renewal import renew

MALI, CHAD, NIGER = state("MLI"), state("TCD"), state("NER", "Niger")
TANKS = transfer(MALI, CHAD, "tank")
FORMATS = ("ttl", "nq", "trig")


def reports() -> dict[str, Bundle]:
    """Return documents that tell of one another's events, treaties and speakers, by their names."""
    paper = organization("Gao Post", part_of=MALI)
    a, b, c, d, e = (document(f"{name}.txt", publisher=paper) for name in "abcde")
    bamako = Place(name="Ouallam", in_state=NIGER, latitude=14.3, longitude=2.1)
    words = evidence("Suria denied that")
    return {
        "a": Bundle(a, (claim(a, MALI, about=(TANKS,), quantity=Quantity(minimum=10, maximum=10)),)),
        "b": Bundle(b, (claim(b, official("Awa Diarra"), about=(TANKS,), stance=Stance.DENIES),)),
        "c": Bundle(
            c,
            (
                claim(c, official("Awa Diarra", CHAD), about=(treaty("Gao Pact", MALI, CHAD),)),
                claim(c, NIGER, places=(bamako,), about=(TANKS,), evidence=(words,)),
            ),
        ),
        "d": Bundle(d, (claim(d, MALI, about=(treaty(None, MALI, CHAD, signed_in=1991),)),)),
        "e": Bundle(e, (claim(e, organization("Army of Chad", aliases=("ACH",)), relayed_by=(paper,)),)),
    }


def whole(bundles: Iterable[Bundle]) -> Dataset:
    return derive(build(bundles))


def written(dataset: Dataset, folder: Path) -> dict[str, bytes]:
    for form in FORMATS:
        write(dataset, folder / f"whole.{form}")
    return {form: (folder / f"whole.{form}").read_bytes() for form in FORMATS}


@pytest.fixture(scope="module")
def known() -> dict[str, Bundle]:
    return reports()


@pytest.fixture(scope="module")
def first(
    known: dict[str, Bundle], tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, dict[str, bytes]]:
    """The graph of all, to be read again and again, and the files of it."""
    dataset = whole(known.values())
    return as_store(dataset).dump(format=ox.RdfFormat.N_QUADS), written(
        dataset, tmp_path_factory.mktemp("all")
    )


@pytest.mark.parametrize("name", "abcde")
def test_the_bytes_are_those_of_a_graph_made_anew(
    name: str, known: dict[str, Bundle], first: tuple[bytes, dict[str, bytes]], tmp_path: Path
) -> None:
    """A document goes, comes back, and is exchanged for another form of it."""
    rest = [bundle for other, bundle in known.items() if other != name]
    (lines, one), without = first, written(whole(rest), tmp_path)
    source = known[name].document
    renamed = source.model_copy(update={"identifier": "renamed.txt", "publisher": None})
    otherwise = Bundle(renamed, (claim(renamed, NIGER, about=(TANKS,), stance=Stance.CONDEMNS),))
    changed = written(whole([*rest, otherwise]), tmp_path)
    assert len({one["ttl"], without["ttl"], changed["ttl"]}) == 3

    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.N_QUADS)
    for form in FORMATS:
        (tmp_path / f"out.{form}").write_bytes(one[form])
    for gone, coming, wanted in (
        ([source.key], [], without),
        ([], [known[name]], one),
        ([source.key], [otherwise], changed),
    ):
        before = len({quad.triple for quad in store})
        dataset, record = renew(store, gone, coming)
        for form in FORMATS:
            rewrite(dataset, record, tmp_path / f"out.{form}", form)
            assert (tmp_path / f"out.{form}").read_bytes() == wanted[form], form
        come, lost = record.told()
        assert len({quad.triple for quad in store}) == before + len(come) - len(lost)


def test_a_prefix_goes_with_the_last_that_needs_it(known: dict[str, Bundle], tmp_path: Path) -> None:
    """Only one document has a place on the map, though another has the words "geo:lat"."""
    told = document("quote.txt", "Suria said geo:lat is a word.")
    words = evidence("Suria said geo:lat is a word", told.text or "")
    bundles = [*known.values(), Bundle(told, (claim(told, CHAD, evidence=(words,)),))]
    store, out = as_store(whole(bundles)), tmp_path / "out.ttl"
    write(whole(bundles), out)
    assert b"@prefix geo:" in out.read_bytes()
    dataset, record = renew(store, [known["c"].document.key], [])
    rewrite(dataset, record, out, "ttl")
    assert b"@prefix geo:" not in out.read_bytes()
    assert b"geo:lat is a word" in out.read_bytes()
