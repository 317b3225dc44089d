"""What was read before is not read again, and comes out as it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim
from kgbuild.documents import Document
from kgbuild.extractors import Fingerprint, bundle, claim
from kgbuild.extractors.cache import CachedExtractor, CacheFile
from kgbuild.extractors.cache.extractor import _AHEAD, _AT_ONCE
from kgbuild.extractors.rules.extractor import RulesExtractor
from kgbuild.times import PartialDate

REPORT = Document(
    "a.txt",
    "Chad denied it.",
    title="Tanks",
    publisher="Sahel Post",
    issued=PartialDate("2021-03-02"),
    retrieved=PartialDate("2021-04"),
    source="https://example.org/a",
    notices=("no date",),
)


class Reading:
    """Finds a denial of Chad's in each document, and remembers which documents it was given."""

    languages = ("en",)

    def __init__(self, version: str = "1", passes_over: Iterable[str] = ()) -> None:
        self.read: list[str] = []
        self._version = version
        self._passes_over = set(passes_over)

    def fingerprint(self) -> Fingerprint:
        return Fingerprint(name="reading", version=self._version)

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        for document in documents:
            self.read.append(document.identifier)
            if document.identifier not in self._passes_over:
                yield bundle(document, self.claims(document))

    def claims(self, document: Document) -> list[Claim]:
        return [claim(document, "Chad denied it", "Chad", "Denies", confidence=0.7)]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[CacheFile]:
    with CacheFile(tmp_path, pytest.fail) as file:
        yield file


def reports(count: int) -> list[Document]:
    return [Document(f"{number:04}.txt", f"Report {number}: Chad denied it.") for number in range(count)]


def test_only_what_is_new_is_read_and_all_comes_in_order(file: CacheFile) -> None:
    documents = reports(7)
    known = list(CachedExtractor(Reading(), file).extract(documents[1:6:2]))
    assert [found.document.identifier for found in known] == ["0001.txt", "0003.txt", "0005.txt"]
    behind = Reading()
    found = list(CachedExtractor(behind, file).extract(documents))
    assert behind.read == ["0000.txt", "0002.txt", "0004.txt", "0006.txt"]
    assert found == list(Reading().extract(documents))


def test_what_the_rules_find_comes_out_to_the_byte(file: CacheFile, extractor: RulesExtractor) -> None:
    documents = [
        Document(
            "one.txt",
            "KHARTOUM - Chad has sent some 300 soldiers to Sudan since 2021, the Sudanese foreign minister "
            "said on Monday.\n\nChad denied it. “We have no soldiers there,” Ali Moussa told reporters.\n",
            publisher="Sahel Post",
            issued=PartialDate("2021-03-02"),
        ),
        Document("two.txt", "Nobody said so."),
    ]
    cached = CachedExtractor(extractor, file)
    first, second = (
        [record.model_dump_json() for found in cached.extract(documents) for record in found.records()]
        for _ in range(2)
    )
    plain = [record.model_dump_json() for found in extractor.extract(documents) for record in found.records()]
    assert first == second == plain
    assert len(plain) > len(documents) + 1
    assert sum(reader.documents for reader in file.state().readers) == len(documents)


@pytest.mark.parametrize(
    "change",
    [
        {"identifier": "b/a.txt"},
        {"text": "Chad denied it!"},
        {"title": None},
        {"publisher": "Sahel Times"},
        {"issued": PartialDate("2021-03")},
        {"retrieved": None},
        {"source": "https://example.org/b"},
        {"language": "en-GB"},
    ],
)
def test_a_document_of_which_anything_has_changed_is_read_again(
    change: dict[str, str], file: CacheFile
) -> None:
    list(CachedExtractor(Reading(), file).extract([REPORT]))
    behind = Reading()
    changed = replace(REPORT, **change)
    found = list(CachedExtractor(behind, file).extract([REPORT, changed]))
    assert behind.read == [changed.identifier]
    assert found == list(Reading().extract([REPORT, changed]))


def test_notices_to_the_user_change_nothing(file: CacheFile) -> None:
    list(CachedExtractor(Reading(), file).extract([REPORT]))
    behind = Reading()
    assert list(CachedExtractor(behind, file).extract([replace(REPORT, notices=())]))
    assert behind.read == []


def test_another_fingerprint_reads_again(file: CacheFile) -> None:
    list(CachedExtractor(Reading("1"), file).extract([REPORT]))
    behind = Reading("2")
    cached = CachedExtractor(behind, file)
    list(cached.extract([REPORT]))
    assert behind.read == ["a.txt"]
    assert (cached.fingerprint(), cached.languages) == (behind.fingerprint(), ("en",))


def test_what_is_passed_over_is_not_kept(file: CacheFile) -> None:
    documents = reports(4)
    for _ in range(2):
        behind = Reading(passes_over=["0001.txt", "0003.txt"])
        found = list(CachedExtractor(behind, file).extract(documents))
        assert [each.document.identifier for each in found] == ["0000.txt", "0002.txt"]
    assert behind.read == ["0001.txt", "0003.txt"]


def test_a_run_that_ends_early_keeps_what_it_has(file: CacheFile) -> None:
    class Failing(Reading):
        def claims(self, document: Document) -> list[Claim]:
            if document.identifier == "0003.txt":
                raise KeyboardInterrupt
            return super().claims(document)

    with pytest.raises(KeyboardInterrupt):
        list(CachedExtractor(Failing(), file).extract(reports(5)))
    behind = Reading()
    list(CachedExtractor(behind, file).extract(reports(5)))
    assert behind.read == ["0003.txt", "0004.txt"]


def test_it_looks_ahead_a_little_only(file: CacheFile) -> None:
    documents = reports(2 * (_AHEAD + _AT_ONCE))
    list(CachedExtractor(Reading(), file).extract(documents[1:]))
    pulled = 0

    def counted() -> Iterator[Document]:
        nonlocal pulled
        for document in documents:
            pulled += 1
            yield document

    class Greedy(Reading):
        """Reads nothing before it has all, as one that works in batches."""

        def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
            return super().extract(list(documents))

    found = CachedExtractor(Greedy(), file).extract(counted())
    assert next(found).document.identifier == "0000.txt"
    assert pulled <= _AHEAD + _AT_ONCE
    assert [each.document.identifier for each in found] == [each.identifier for each in documents[1:]]


def test_places_in_a_file_are_not_kept(file: CacheFile) -> None:
    class Placed(Reading):
        def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
            return (replace(found, places=("claims.jsonl:2",)) for found in super().extract(documents))

    for _ in range(2):
        behind = Placed()
        (found,) = CachedExtractor(behind, file).extract([REPORT])
        assert (behind.read, found.places) == (["a.txt"], ("claims.jsonl:2",))
