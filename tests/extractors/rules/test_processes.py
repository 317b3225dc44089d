"""The rules travel to other processes: by name, and read there as they read here."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest

from kgbuild.claims.bundle import Bundle
from kgbuild.documents import Document
from kgbuild.errors import ModelError
from kgbuild.extractors.rules.extractor import RulesExtractor

DOCUMENTS = (
    Document(
        "one.txt", "Niger has sent 40 tanks to Benin, a minister said. Benin denied it.", publisher="Post"
    ),
    Document("two.txt", "Chad and Mali signed a defence treaty in 2021, Chad's president said."),
)


def bundles(extractor: RulesExtractor) -> list[Bundle]:
    return list(extractor.extract(DOCUMENTS))


def test_what_travels_is_a_name(extractor: RulesExtractor) -> None:
    packed = pickle.dumps(extractor)
    assert len(packed) < 500
    again = pickle.loads(packed)
    assert again.fingerprint() == extractor.fingerprint()
    assert bundles(again) == bundles(extractor)


def test_a_model_that_is_not_there_is_named(extractor: RulesExtractor) -> None:
    packed = pickle.dumps(RulesExtractor(extractor._reader, "en_core_web_none"))
    with pytest.raises(ModelError, match="en_core_web_none is not installed"):
        pickle.loads(packed)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_another_process_finds_the_same(method: str, extractor: RulesExtractor) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this system")
    expected = bundles(extractor)
    assert sum(len(bundle.claims) for bundle in expected) > 2
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        assert pool.submit(bundles, extractor).result() == expected
