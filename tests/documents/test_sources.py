"""Documents from elsewhere than a folder: Parquet, zstd, patterns, addresses, formats of other packages."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.testing import CliRunner

from kgbuild.cli import main
from kgbuild.documents import Document, Handed, Skipped, formats, read_documents
from kgbuild.documents.addresses import address_of
from kgbuild.documents.sniffing import suffix_of
from kgbuild.documents.unpacking import unpacked_zstd
from kgbuild.errors import DocumentError

REPORT = "Chad's army said on Monday that it had sent no helicopters to Niger.\n"
zstandard = pytest.importorskip("zstandard")
fsspec = pytest.importorskip("fsspec")


def read(*sources: Path | Handed) -> tuple[list[Document], list[Skipped]]:
    found = list(read_documents(sources))
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skipped)]


def names(*sources: Path | Handed) -> list[str]:
    documents, skipped = read(*sources)
    assert skipped == []
    return [document.identifier for document in documents]


# Parquet


@pytest.fixture
def arrow(lacking: Callable[[str], NoReturn]) -> Any:
    try:
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        lacking("no pyarrow: pip install 'kgbuild[parquet]'")
    import pyarrow  # noqa: PLC0415

    return pyarrow


def parquet(arrow: Any, columns: dict[str, Any], **options: Any) -> bytes:
    import pyarrow.parquet as pq  # noqa: PLC0415

    stream = io.BytesIO()
    pq.write_table(arrow.table(columns), stream, **options)
    return stream.getvalue()


def test_each_row_is_a_document_with_its_metadata(arrow: Any) -> None:
    columns = {
        "id": ["wire-1", None, "wire-3"],
        "text": [REPORT, f"Later. {REPORT}", None],
        "publisher": [{"name": "Nile Post"}, None, None],
        "date": [date(2025, 3, 4), None, None],
        "embedding": [[0.1], [0.2], [0.3]],
    }
    documents, skipped = read(Handed("a.parquet", parquet(arrow, columns)))
    assert [(d.identifier, d.text) for d in documents] == [
        ("wire-1", REPORT),
        ("a.parquet#2", f"Later. {REPORT}"),
    ]
    assert (documents[0].publisher, documents[0].issued) == ("Nile Post", "2025-03-04")
    assert [(s.path, "has no text" in s.reason) for s in skipped] == [("a.parquet#3", True)]


def test_rows_say_what_lines_say(arrow: Any) -> None:
    rows = parquet(
        arrow, {"id": [7], "text": [REPORT], "title": ["A title"], "url": ["https://example.org/1"]}
    )
    line = json.dumps({"id": 7, "text": REPORT, "title": "A title", "url": "https://example.org/1"}).encode()
    assert read(Handed("a.parquet", rows)) == read(Handed("a.jsonl", line))


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 90 + b"PAR1", b"text"])
def test_what_is_no_parquet_is_named(arrow: Any, data: bytes) -> None:
    documents, (skipped,) = read(Handed("a.parquet", data))
    assert documents == []
    assert "is no Parquet file, or is damaged" in skipped.reason


def test_a_parquet_file_unpacks_to_so_much_at_most(arrow: Any) -> None:
    from kgbuild.documents.parquet import read as rows  # noqa: PLC0415

    # A text that comes often is written once: the file does not say how much it unpacks to
    data = parquet(arrow, {"text": ["x" * 50_000] * 1_000})
    assert len(data) < 10_000
    found = rows(data, 1_000_000)
    assert len(list(islice(found, 20))) == 20
    with pytest.raises(DocumentError, match="unpacks to more than"):
        next(found)
    with pytest.raises(DocumentError, match="unpacks to more than"):
        next(rows(parquet(arrow, {"text": [f"{n:050}" for n in range(1_000)]}), 10_000))


# zstd


def packed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)  # type: ignore[no-any-return]


def test_zstd_is_unpacked_in_all_its_frames() -> None:
    first, second = REPORT.encode(), b"It had sent two.\n"
    (document,), skipped = read(Handed("a.txt.zst", packed(first) + packed(second)))
    assert (document.text, skipped) == (REPORT + "It had sent two.\n", [])


def test_zstd_on_standard_input_is_known_by_its_beginning() -> None:
    assert suffix_of(packed(b'{"text": "One."}')) == ".jsonl.zst"
    assert suffix_of(packed(packed(b"One."))) == ".txt.zst"


@pytest.mark.parametrize("data", [b"text", b"\x28\xb5\x2f\xfd", packed(b"x" * 5000)[:-9] + b"?????????"])
def test_damaged_zstd_is_named(data: bytes) -> None:
    documents, (skipped,) = read(Handed("a.txt.zst", data))
    assert documents == []
    assert "zstd" in skipped.reason or "empty" in skipped.reason


def test_zstd_unpacks_to_so_much_at_most() -> None:
    bomb = packed(b"0" * 30_000_000)
    assert len(bomb) < 5_000
    with pytest.raises(DocumentError, match="unpacks to more than 1 MB"):
        unpacked_zstd(bomb, 1_000_000)
    assert len(unpacked_zstd(bomb, 30_000_000)) == 30_000_000


# Patterns


def test_a_pattern_means_the_files_of_its_form(tmp_path: Path) -> None:
    for name in ("a/x.txt", "a/b/x.txt", "a/b/y.md", "a/.hidden.txt", "a/README.txt", "a/page_files/z.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} {REPORT}")
    assert names(tmp_path / "a" / "**" / "*.txt") == ["b/x.txt", "x.txt"]
    assert names(tmp_path / "a" / "*" / "?.md") == ["y.md"]
    # What has such a name is that file
    (tmp_path / "what[1].txt").write_text(REPORT)
    assert names(tmp_path / "what[1].txt") == ["what[1].txt"]


@pytest.mark.parametrize("pattern", ["none/*.txt", "*.docx", "***.txt"])
def test_a_pattern_of_nothing_is_an_error(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(DocumentError, match=r"\*"):
        read(tmp_path / pattern)


# Addresses


@pytest.fixture
def remote() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for name in ("one.txt", "deep/one.txt", "deep/two.jsonl", "README.md", ".hidden.txt"):
        text = f'{{"text": "{name} said."}}' if name.endswith("jsonl") else f"{name}: {REPORT}"
        system.pipe(f"/news/{name}", text.encode())
    yield "memory:/news"  # as a path writes memory://news
    system.rm("/news", recursive=True)


def test_a_folder_at_an_address_is_read_like_one_here(remote: str) -> None:
    assert names(Path(remote)) == ["deep/one.txt", "one.txt", "two.jsonl#1"]
    assert names(Path(f"{remote}/deep/one.txt")) == ["one.txt"]
    assert names(Path(f"{remote}/deep/*.jsonl")) == ["two.jsonl#1"]


def test_a_file_within_an_archive_has_an_address(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("a/one.txt", REPORT)
        archive.writestr("a/two.txt", f"Later. {REPORT}")
    assert names(Path(f"zip://a/one.txt::file://{tmp_path}/news.zip")) == ["one.txt"]
    assert names(Path(f"zip://a/*.txt::{tmp_path}/news.zip")) == ["one.txt", "two.txt"]


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("s3://bucket/key", "s3://bucket/key"),
        ("file:///tmp/none.txt", "file:///tmp/none.txt"),
        ("zip://a.txt::s3://b/c.zip", "zip://a.txt::s3://b/c.zip"),
        ("C:/reports/none.txt", None),
        ("reports/a:/b", None),
    ],
)
def test_what_a_path_makes_of_an_address_is_undone(given: str, address: str | None) -> None:
    assert address_of(Path(given)) == address


@pytest.mark.parametrize("address", ["memory://nothing/here.txt", "nowhere://x", "zip://a.txt::none.zip"])
def test_what_cannot_be_reached_is_one_line(address: str) -> None:
    result = CliRunner().invoke(main, ["extract", address])
    assert result.exit_code == 1
    assert address.partition(":")[0] in result.stderr
    assert len(result.stderr.splitlines()) == 1


# Formats of other packages


def test_another_package_may_read_a_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = tmp_path / "letters-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: letters\nVersion: 1\n")
    (about / "entry_points.txt").write_text(
        "[kgbuild.formats]\nltr = letters:read\nlost = letters:gone\ntxt = letters:read\n"
    )
    (tmp_path / "letters.py").write_text(
        "from kgbuild.documents.portions import Portion\n"
        "def read(data):\n"
        "    yield from (Portion(line, name=str(n)) for n, line in enumerate(data.decode().split('\\n')))\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    formats._of_others.cache_clear()
    assert names(Handed("a.LTR", b"One.\nTwo."), Handed("a.txt", b"One.\nTwo.\nThree.")) == [
        "a.LTR#0",
        "a.LTR#1",
        "a.txt",
    ]
    _, (skipped,) = read(Handed("a.lost", b"One."))
    assert "reinstall its package" in skipped.reason
    formats._of_others.cache_clear()
