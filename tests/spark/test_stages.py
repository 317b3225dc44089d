"""The stages by themselves, as Spark calls them, without Spark."""

from __future__ import annotations

import gzip
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgbuild.documents.reader import list_files, read_documents
from kgbuild.errors import ClaimError, SparkError
from kgbuild.export.shards import shard_begins
from kgbuild.spark import reading, writing
from kgbuild.spark.deriving import blocks_of
from kgbuild.spark.rows import ordered, packed, unpacked
from kgbuild.spark.session import in_one_line

Key = tuple[int | str, ...]
KEYS = st.tuples(st.integers(0, 1 << 70), st.text(), st.integers(0, 300), st.text(alphabet="\0\x01a\xff"))


@given(KEYS, KEYS)
def test_keys_sort_as_bytes_as_they_do_as_tuples(
    one: tuple[int | str, ...], other: tuple[int | str, ...]
) -> None:
    assert (ordered(one) < ordered(other)) == (one < other)
    assert (ordered(one) == ordered(other)) == (one == other)


@given(st.binary(max_size=2_000))
def test_what_is_packed_is_unpacked(data: bytes) -> None:
    assert unpacked(packed(data)) == data


@pytest.mark.parametrize("shards", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("sizes", [[5], [1] * 9, [7, 1, 1, 12, 3], [30, 1]])
def test_pieces_are_cut_where_shards_begin(sizes: list[int], shards: int, tmp_path: Path) -> None:
    whole = [f"<s:{n}> <p:p> <o:o> .\n".encode() for n in range(sum(sizes))]
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    pieces = [
        (ordered([number]), end - begin, packed(b"".join(whole[begin:end])))
        for number, (begin, end) in enumerate(pairwise([0, *ends]))
    ]
    # As if each half of the pieces were a partition
    parts = [part for part in (pieces[: len(pieces) // 2], pieces[len(pieces) // 2 :]) if part]
    sums = [next(writing.totals((at, number) for at, number, _ in part)) for part in parts]
    before = {at: sum(count for _, count in sums[:index]) for index, (at, _) in enumerate(sums)}
    search = writing.Begins(before, shard_begins(len(whole), shards)[1:])
    begins = [each for part in parts for each in search((at, number) for at, number, _ in part)]
    cut = sorted(writing.Cut(begins)(iter(pieces)), key=itemgetter(0, 1, 2))
    written = dict(writing.Writing(str(tmp_path))(iter(cut)))
    expected = [b"".join(whole[a:b]) for a, b in pairwise([*shard_begins(len(whole), shards), len(whole)])]
    for shard, text in enumerate(expected):
        assert written.get(shard, 0) == len(text)
        path = tmp_path / f"part-{shard:05}.nq.gz"
        assert (gzip.decompress(path.read_bytes()) if path.exists() else b"") == text
    assert not list(tmp_path.glob(".*"))


def test_documents_have_the_names_that_they_have_on_one_machine(tmp_path: Path) -> None:
    lines = [
        '{"id": "b.txt", "text": "1."}',
        '{"id": "x", "text": "2."}',
        '{"id": "x", "text": "3."}',
        "no JSON",
    ]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, '{"id": "y", "text": "Two."}']))
    (tmp_path / "c.jsonl").write_text('{"id": "x", "text": "4."}\n{"id": "x", "text": "1."}\n')
    (tmp_path / "b.txt").write_text("Two.")
    (tmp_path / "d.pdf").write_text("no PDF")
    read = reading.read(reading.rows_of(list_files([tmp_path]).files))
    named = reading.named(sorted(read, key=itemgetter(0, 1, 2)))
    once = sorted(reading.once(sorted(named, key=itemgetter(3, 1, 2))), key=itemgetter(0, 1))
    assert [found for _, _, found in once] == list(read_documents([tmp_path]))


def test_a_block_is_named_by_the_least_of_what_its_claims_connect() -> None:
    links = [("e", "c"), ("a", "b"), ("d", "e"), ("f", "g")]
    expected = {"a": "a", "b": "a", "c": "c", "d": "c", "e": "c", "f": "f", "g": "f"}
    assert dict(blocks_of(links)) == dict(blocks_of(reversed(links))) == expected


def spark_fails(told: str) -> None:
    error = type("PythonException", (Exception,), {"__module__": "pyspark.errors"})
    with in_one_line():
        raise error(told)


def test_errors_of_spark_are_one_line() -> None:
    own = (
        'Traceback:\n  File "x.py", line 1\nkgbuild.errors.ClaimError: line 3: no claim\n\n\tat org.apache.X'
    )
    with pytest.raises(ClaimError, match=r"^line 3: no claim$"):
        spark_fails(own)
    with pytest.raises(SparkError, match=r"^Spark failed: java.lang.OutOfMemoryError: Java heap space$"):
        spark_fails("Job aborted\n\tat a.b.C\njava.lang.OutOfMemoryError: Java heap space\n\tat d.e.F")
    with pytest.raises(SparkError, match="needs Java 17"):
        spark_fails("[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.")
    with pytest.raises(ZeroDivisionError), in_one_line():
        1 / 0  # noqa: B018
