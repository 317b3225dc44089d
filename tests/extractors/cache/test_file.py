"""The file is trusted in nothing, shared with other processes, and bounded."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kgbuild.documents import Document
from kgbuild.extractors import Fingerprint, bundle, claim
from kgbuild.extractors.cache import CacheFile, file
from kgbuild.extractors.cache.packed import pack, unpack

DOCUMENT = Document("a.txt", "Chad denied it.")
BUNDLE = bundle(DOCUMENT, [claim(DOCUMENT, "Chad denied it", "Chad", "Denies")])
READER = Fingerprint(name="reader", version="1")


def filled(folder: Path, keys: list[bytes], size: int = 10) -> None:
    """Keep something under keys; what is told is a failure."""
    with CacheFile(folder, pytest.fail) as cache:
        for key in keys:
            cache.keep(READER, b"reader", {key: random.Random(key).randbytes(size)})
        assert cache.find(keys).keys() == set(keys)


def aged(folder: Path, key: bytes, days: float) -> None:
    with closing(sqlite3.connect(folder / file.NAME)) as connection, connection:
        connection.execute("UPDATE bundles SET used = ? WHERE key = ?", (time.time() - days * 86_400, key))


def test_what_is_packed_is_unpacked() -> None:
    packed = pack(BUNDLE, DOCUMENT)
    assert packed is not None
    assert b"denied it." not in packed
    assert unpack(packed, DOCUMENT) == BUNDLE


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda packed: packed[:-3],
        lambda packed: packed.decode("latin-1"),
        lambda _: pack(bundle(other := Document("b.txt", "Mali denied it."), []), other),
        lambda packed: zlib.compress(zlib.decompress(packed).replace(b"Denies", b"Dances")),
        lambda _: zlib.compress(b"[]"),
    ],
    ids=["empty", "cut", "text", "of another document", "no claim", "no record"],
)
def test_what_is_no_bundle_of_the_document_counts_for_nothing(spoil: Callable[[bytes], bytes]) -> None:
    assert unpack(spoil(pack(BUNDLE, DOCUMENT) or b""), DOCUMENT) is None


def test_a_damaged_file_is_set_aside_and_another_begun(tmp_path: Path) -> None:
    (tmp_path / file.NAME).write_bytes(b"no database at all " * 500)
    told: list[str] = []
    with CacheFile(tmp_path, told.append) as cache:
        assert cache.find([b"1"]) == {}
        cache.keep(READER, b"reader", {b"1": b"one"})
        assert cache.find([b"1"]) == {b"1": b"one"}
    (line,) = told
    assert f"{file.NAME}.damaged" in line
    assert (tmp_path / f"{file.NAME}.damaged").read_bytes().startswith(b"no database")


def test_a_file_damaged_within_is_set_aside_too(tmp_path: Path) -> None:
    filled(tmp_path, [bytes([number]) for number in range(100)], size=2_000)
    path = tmp_path / file.NAME
    content = bytearray(path.read_bytes())
    content[8_192:] = b"\xff" * (len(content) - 8_192)
    path.write_bytes(content)
    told: list[str] = []
    with CacheFile(tmp_path, told.append) as cache:
        cache.find([bytes([number]) for number in range(100)])
        cache.keep(READER, b"reader", {b"new": b"one"})
        assert cache.find([b"new"]) == {b"new": b"one"}
    assert len(told) == 1


def test_where_no_file_can_be_it_is_told_once_and_nothing_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="ascii")
    told: list[str] = []
    with CacheFile(tmp_path / "cache", told.append) as cache:
        cache.keep(READER, b"reader", {b"1": b"one"})
        assert cache.find([b"1"]) == {}
    (line,) = told
    assert line.endswith("documents are read without it")


def test_another_process_that_writes_too_long_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path, [b"1"])
    monkeypatch.setattr(file, "_WAIT", 0.05)
    told: list[str] = []
    with closing(sqlite3.connect(tmp_path / file.NAME)) as other, CacheFile(tmp_path, told.append) as cache:
        other.execute("BEGIN IMMEDIATE")
        assert cache.find([b"1"]).keys() == {b"1"}  # who reads does not wait
        cache.keep(READER, b"reader", {b"2": b"two"})
    (line,) = told
    assert "locked" in line


@pytest.mark.slow
def test_two_processes_fill_one_file(tmp_path: Path) -> None:
    mine, theirs = ([f"{who}{number}".encode() for number in range(150)] for who in "ab")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        for done in [pool.submit(filled, tmp_path, keys) for keys in (mine, theirs)]:
            done.result()
    with CacheFile(tmp_path, pytest.fail) as cache:
        assert cache.find(mine + theirs).keys() == {*mine, *theirs}


class Contended(sqlite3.Connection):
    """Is told twice what SQLite tells one of two that begin a file at once."""

    times = 2

    def execute(self, *arguments: object) -> sqlite3.Cursor:
        if self.times:
            self.times -= 1
            raise sqlite3.OperationalError("database is locked")
        return super().execute(*arguments)  # type: ignore[arg-type]


def test_two_that_begin_a_file_at_once_wait_for_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / file.NAME, factory=Contended)) as connection:
        file._log_ahead(connection)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    monkeypatch.setattr(file, "_WAIT", 0.0)
    with (
        closing(sqlite3.connect(tmp_path / file.NAME, factory=Contended)) as connection,
        pytest.raises(sqlite3.OperationalError),
    ):
        file._log_ahead(connection)


def test_what_was_not_used_for_longest_goes_when_it_is_full(tmp_path: Path) -> None:
    keys = [bytes([number]) for number in range(30)]
    filled(tmp_path, keys, size=30_000)
    for age, key in enumerate(keys[:-5]):
        aged(tmp_path, key, 40 - age)
    aged(tmp_path, keys[0], 0)
    with CacheFile(tmp_path, pytest.fail, megabytes=1) as cache:
        for number in range(30, 45):
            cache.keep(READER, b"reader", {bytes([number]): random.Random(number).randbytes(30_000)})
        left = cache.find([*keys, *(bytes([number]) for number in range(30, 45))]).keys()
        assert sum(reader.size for reader in cache.state().readers) < 1_000_000
    assert {keys[0], bytes([44])} <= left
    assert not left & set(keys[1:10])


def test_use_is_known_to_the_day(tmp_path: Path) -> None:
    filled(tmp_path, [b"1", b"2"])
    for key in (b"1", b"2"):
        aged(tmp_path, key, 20)
    with CacheFile(tmp_path, pytest.fail) as cache:
        cache.find([b"2"])
        cache.keep(READER, b"reader", {})
        assert cache.clear(10 * 86_400) == 1
        assert cache.find([b"1", b"2"]).keys() == {b"2"}
        assert cache.clear() == 1
        assert cache.state().readers == ()
