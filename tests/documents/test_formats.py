"""Files that hold other than one text or page: several documents, packed ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kgbuild.documents import Document, Handed, Skipped, read_documents
from kgbuild.documents.unpacking import contents, unpacked
from kgbuild.errors import DocumentError

REPORT = "Chad's army said on Monday that it had sent no helicopters to Niger.\n"


def read(*sources: Path | Handed) -> tuple[list[Document], list[Skipped]]:
    found = list(read_documents(sources))
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skipped)]


def handed(name: str, data: bytes) -> tuple[list[Document], list[Skipped]]:
    return read(Handed(name, data))


def reason(name: str, data: bytes) -> str:
    documents, skipped = handed(name, data)
    assert documents == []
    (one,) = skipped
    assert "\n" not in one.reason
    return one.reason


def lines(*records: object) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records).encode()


# JSON Lines


def test_each_line_is_a_document_with_its_metadata() -> None:
    first = {"text": REPORT, "publisher": "Nile Post", "date": "2025-03-04", "url": "https://example.org/1"}
    documents, skipped = handed("a.jsonl", lines(first, "", {"id": "wire-7", "text": f"Later. {REPORT}"}))
    assert skipped == []
    assert [(d.identifier, d.text) for d in documents] == [
        ("a.jsonl#1", REPORT),
        ("wire-7", f"Later. {REPORT}"),
    ]
    assert (documents[0].publisher, documents[0].issued, documents[0].source) == (
        "Nile Post",
        "2025-03-04",
        "https://example.org/1",
    )


def test_identifiers_of_records_that_are_taken_are_not_given_twice() -> None:
    documents, _ = handed("a.jsonl", lines({"id": 1, "text": "One."}, {"id": 1, "text": "Two."}))
    assert [d.identifier for d in documents] == ["1", "a.jsonl#2"]


def test_a_line_that_is_no_document_is_named_and_the_rest_goes_through() -> None:
    deep = "[" * 100_000
    documents, skipped = handed("a.jsonl", lines({"text": REPORT}, "{", "3", {"text": " "}, deep, "9" * 5000))
    assert [d.text for d in documents] == [REPORT]
    assert [s.path for s in skipped] == [f"a.jsonl#{n}" for n in range(2, 7)]
    assert "is not JSON" in skipped[0].reason
    assert "nested too deeply" in skipped[3].reason


def test_half_a_character_and_nul_are_not_stored() -> None:
    documents, _ = handed("a.jsonl", lines('{"text": "a\\ud800b\\u0000c\\r\\nd", "title": "\\udfff"}'))
    assert (documents[0].text, documents[0].title) == ("a?bc\nd", "?")


def test_the_table_fills_up_what_records_do_not_say(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        lines({"text": "One.", "title": "First"}, {"text": "Two.", "publisher": "B"})
    )
    (tmp_path / "documents.csv").write_text("file,publisher,title\na.jsonl,A,All\n", encoding="utf-8")
    documents, _ = read(tmp_path)
    assert [(d.publisher, d.title) for d in documents] == [("A", "First"), ("B", "All")]


def test_what_extract_prints_is_read_as_documents_but_claims_are_not() -> None:
    record = {
        "record": "document",
        "text": REPORT,
        "publisher": {"kind": "Organization", "name": "Nile Post"},
    }
    documents, _ = handed("a.jsonl", lines(record))
    assert documents[0].publisher == "Nile Post"
    assert "kgbuild export --claims" in reason("a.jsonl", lines({"record": "claim"}))


# Packed files


def test_a_packed_file_is_what_was_packed(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(REPORT.encode()))
    (tmp_path / "b.jsonl.GZ").write_bytes(gzip.compress(lines({"text": f"B. {REPORT}"})))
    documents, skipped = read(tmp_path)
    assert skipped == []
    assert [(d.identifier, d.text) for d in documents] == [
        ("a.txt.gz", REPORT),
        ("b.jsonl.GZ#1", f"B. {REPORT}"),
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (gzip.compress(REPORT.encode() * 99)[:-20], "breaks off"),
        (REPORT.encode(), "is no gzip file"),
        (gzip.compress(b"")[:5], "breaks off"),
        (gzip.compress(gzip.compress(REPORT.encode())), "is a binary file"),
    ],
)
def test_a_packed_file_that_is_none_is_named(data: bytes, told: str) -> None:
    assert told in reason("a.txt.gz", data)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(2_000_001))
    with pytest.raises(DocumentError, match="is larger than 2 MB"):
        contents(path, 2_000_000)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(3_000_000))
    with pytest.raises(DocumentError, match="unpacks to more than 2 MB"):
        unpacked(bomb, 2_000_000)


# What came in without a name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (REPORT.encode(), "stdin.txt"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "stdin.html"),
        (b'{"text": "One."}', "stdin.jsonl"),
        (gzip.compress(b'{"text": "One."}'), "stdin.jsonl.gz"),
        (gzip.compress(gzip.compress(b"One.")), "stdin.txt.gz"),
        (b"\x1f\x8b\x08", "stdin.txt.gz"),
        (b"%PDF-1.7\n", "stdin.pdf"),
        (b"WARC/1.1\r\n", "stdin.warc"),
        (b"PK\x03\x04 word/document.xml", "stdin.docx"),
        (b"From a@example.org Tue Mar  4 10:00:00 2025\nSubject: x\n", "stdin.mbox"),
        (b"Received: by x\nFrom: a@example.org\nSubject: x\n\nHello.", "stdin.eml"),
        (b"Dateline: Lima.\nFrom there it spread.", "stdin.txt"),
        (b"", "stdin.txt"),
    ],
)
def test_a_file_without_a_name_is_what_it_begins_like(data: bytes, name: str) -> None:
    assert Handed.unnamed(data).name == name
