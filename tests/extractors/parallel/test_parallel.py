"""Several processes find what one finds, in the same order, and survive a document that kills them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from kgbuild.claims.bundle import Bundle
from kgbuild.documents import Document, Skipped
from kgbuild.errors import ExtractorError, ModelError
from kgbuild.extractors import Fingerprint, bundle, claim
from kgbuild.extractors.cache import CachedExtractor, CacheFile
from kgbuild.extractors.parallel import ParallelExtractor, machine, processes
from kgbuild.extractors.parallel.backlog import CHUNK

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
LIMIT = 60


class Poisoned:
    """Finds a denial of Chad's in each document; some words in a document end it, or make it fail."""

    languages = ("en",)
    pure = True

    def __init__(self, dies_at_once: bool = False) -> None:
        if dies_at_once:
            os._exit(7)

    def fingerprint(self) -> Fingerprint:
        return Fingerprint(name="poisoned", version="1")

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        for document in documents:
            if "SLEEP" in document.text:
                time.sleep(LIMIT)
            if "KILL" in document.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "EXIT" in document.text:
                os._exit(5)
            if "FAIL" in document.text:
                raise ModelError("no more")
            if "SLOW" in document.text:
                time.sleep(0.3)
            if "PASS" not in document.text:
                yield bundle(document, [claim(document, f"by {os.getpid()}", "Chad", "Denies")])


class Unwanted(Poisoned):
    """Must not be asked: other processes are."""

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        pytest.fail(f"{documents} read in this process")


def reports(count: int, **words: str) -> list[Document]:
    """Return so many documents; a word stands in the one of its number."""
    told = {int(name.removeprefix("at")): word for name, word in words.items()}
    return [
        Document(f"{number:03}.txt", f"Report {number} {told.get(number, '')}") for number in range(count)
    ]


def parallel(jobs: int = 2, **options: object) -> ParallelExtractor:
    return ParallelExtractor(Unwanted(), Poisoned, jobs, **options)  # type: ignore[arg-type]


def names(found: Iterable[Bundle]) -> list[str]:
    return [each.document.identifier for each in found]


def test_two_processes_read_and_keep_the_order() -> None:
    documents = reports(5 * CHUNK, at0="SLOW", at9="PASS")
    with parallel() as reader:
        found = list(reader.extract(documents))
        readers = {each.claims[0].evidence[0].quote for each in found}
        again = list(reader.extract(documents[:CHUNK]))
    assert names(found) == [each.identifier for each in documents if "PASS" not in each.text]
    assert found[0].document.text == documents[0].text
    assert len(readers) == reader.used == 2
    assert f"by {os.getpid()}" not in readers
    assert {each.claims[0].evidence[0].quote for each in again} <= readers, "processes stay"
    assert reader.memory > 10_000_000 or sys.platform != "linux"


def test_it_looks_ahead_a_little_only() -> None:
    pulled = 0

    def counted() -> Iterator[Document]:
        nonlocal pulled
        for document in reports(20 * CHUNK):
            pulled += 1
            yield document

    with parallel(1) as reader:
        found = reader.extract(counted())
        next(found)
        assert pulled <= 4 * CHUNK
        found.close()  # type: ignore[attr-defined]
        assert names(reader.extract(reports(1))) == ["000.txt"], "and can be asked again"


def test_documents_that_kill_are_found_and_passed_over() -> None:
    passed_over: list[Skipped] = []
    documents = reports(3 * CHUNK, at1="KILL", at12="EXIT", at20="PASS")
    with parallel(passed_over=passed_over.append) as reader:
        found = list(reader.extract(documents))
    assert names(found) == [d.identifier for d in documents if not d.text.endswith(("KILL", "EXIT", "PASS"))]
    told = {each.path: each.reason for each in passed_over}
    assert told.keys() == {"001.txt", "012.txt"}
    assert "(SIGKILL)" in told["001.txt"]
    assert "(exit code 5)" in told["012.txt"]


def test_where_all_die_it_ends() -> None:
    with (
        parallel(1, passed_over=lambda _: None) as reader,
        pytest.raises(ExtractorError, match=r"one after the other \(SIGKILL\)"),
    ):
        list(reader.extract([Document(f"{number}.txt", f"KILL {number}") for number in range(30)]))


def test_what_cannot_be_loaded_ends_it() -> None:
    dying = ParallelExtractor(Unwanted(), partial(Poisoned, True), 1)
    with dying, pytest.raises(ExtractorError, match=r"while it loaded the extractor \(exit code 7\)"):
        list(dying.extract(reports(2 * CHUNK)))


def test_what_is_raised_there_is_raised_here() -> None:
    with parallel() as reader, pytest.raises(ModelError, match="no more") as raised:
        list(reader.extract(reports(2 * CHUNK, at3="FAIL")))
    assert "in extract" in raised.value.__notes__[0]


def test_a_few_documents_are_read_here() -> None:
    here = Poisoned()
    with ParallelExtractor(here, Poisoned, 2, few=2) as reader:
        long = [Document(f"{number}.txt", f"{number} ".ljust(3_000, "-")) for number in range(3)]
        for some in (long[:1], reports(20), long[1:]):
            quotes = {each.claims[0].evidence[0].quote for each in reader.extract(some)}
            assert (f"by {os.getpid()}" in quotes) is (some != long[1:])
    assert (reader.languages, reader.fingerprint()) == (here.languages, here.fingerprint())


def test_what_is_known_is_not_given_to_other_processes(tmp_path: Path) -> None:
    documents = reports(4 * CHUNK, at1="KILL")
    passed_over: list[Skipped] = []
    with CacheFile(tmp_path, pytest.fail) as file:
        known = list(CachedExtractor(Poisoned(), file).extract(documents[2:]))
        with parallel(passed_over=passed_over.append) as reader:
            found = list(CachedExtractor(reader, file).extract(documents))
    assert found[1:] == known
    assert names(found)[0] == "000.txt"
    assert [each.path for each in passed_over] == ["001.txt"]


def test_a_few_that_are_read_here_are_kept(tmp_path: Path) -> None:
    documents = reports(4, at1="PASS")
    with CacheFile(tmp_path, pytest.fail) as file:
        with ParallelExtractor(Poisoned(), Poisoned, 2, few=9) as reader:
            first = list(CachedExtractor(reader, file).extract(documents))
        known = [documents[number] for number in (0, 2, 3)]
        assert list(CachedExtractor(Unwanted(), file).extract(known)) == first


def test_what_was_found_ahead_is_kept_when_it_ends_early(tmp_path: Path) -> None:
    told: list[str] = []
    with CacheFile(tmp_path, pytest.fail) as file, parallel() as reader:
        cached = CachedExtractor(reader, file)
        keep = reader.found

        def found(document: Document, bundle: Bundle) -> None:
            keep(document, bundle)
            told.append(document.identifier)
            if len(told) == CHUNK:
                raise KeyboardInterrupt

        reader.found = found
        with pytest.raises(KeyboardInterrupt):
            list(cached.extract(reports(3 * CHUNK, at0="SLEEP")))
        assert "000.txt" not in told
        assert [each.documents for each in file.state().readers] == [CHUNK]


def alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        stat = Path(f"/proc/{process}/stat")
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at the processes of Linux")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_behind(end: signal.Signals, root: Path) -> None:
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_parallel import Poisoned, reports\n"
        "from kgbuild.cli.jobs import ended_in_order\n"
        "from kgbuild.extractors.parallel import ParallelExtractor\n"
        "with ended_in_order(), ParallelExtractor(Poisoned(), Poisoned, 2) as reader:\n"
        "    for found in reader.extract(reports(32, at9='SLEEP', at1='SLEEP')):\n"
        "        print(*(w._process.pid for w in reader._workers), flush=True)\n"
    )
    done = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert done.stdout is not None
    readers = [int(word) for word in done.stdout.readline().split()]
    assert len(readers) == 2
    os.killpg(done.pid, end) if end == signal.SIGINT else done.send_signal(end)
    _, told = done.communicate(timeout=LIMIT / 2)
    assert done.returncode in {128 + end, -end}
    assert "SpawnProcess" not in told
    deadline = time.monotonic() + LIMIT / 2
    while any(map(alive, readers)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu.max": "max 100000"}, 8),
        ({"cpu.max": "250000 100000"}, 2),
        ({"cpu.max": "50000 100000"}, 1),
        ({"memory.max": "max", "memory.current": "1"}, 8),
        ({"memory.max": str(3 * machine.MEMORY), "memory.current": "1000"}, 2),
        ({"memory.max": "1000", "memory.current": "2000"}, 1),
        ({"meminfo": f"MemTotal: 1 kB\nMemAvailable:   {5 * machine.MEMORY // 1000} kB\n"}, 5),
        ({}, 8),
    ],
)
def test_there_are_as_many_as_the_machine_has_room_for(
    files: dict[str, str], expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cores: Callable[[int], set[int]] = lambda _: set(range(8))  # noqa: E731
    monkeypatch.setattr(os, "sched_getaffinity", cores, raising=False)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="ascii")
    assert processes(tmp_path, tmp_path / "meminfo") == expected
