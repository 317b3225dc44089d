"""Files of every kind that is read, and of the kinds that cannot be."""

from __future__ import annotations

import csv
import gzip
import itertools
import os
import sqlite3
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kgbuild.documents import SUFFIXES, Document, Skipped, read_documents
from kgbuild.errors import DocumentError

SENTENCE = "The café owner in Besançon said José Muñoz had seen two convoys cross the bridge near Tartu.\n"


def read(*paths: Path) -> tuple[list[Document], list[Skipped]]:
    found = list(read_documents(paths))
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skipped)]


def only(path: Path) -> Document:
    documents, skipped = read(path)
    assert skipped == []
    (document,) = documents
    return document


def reason(path: Path) -> str:
    documents, skipped = read(path)
    assert documents == []
    (one,) = skipped
    assert one.path == str(path)
    assert "\n" not in one.reason
    return one.reason


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(folder: Path, *rows: str) -> Path:
    return write(folder / "documents.csv", "\n".join(rows) + "\n")


# Text and its encoding


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_stored_as_a_line_feed(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / "a.txt", f"One.{ending}{ending}Two.{ending}")
    assert only(path).text == "One.\n\nTwo.\n" == path.read_text()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_in_all_its_encodings(tmp_path: Path, encoding: str) -> None:
    assert only(write(tmp_path / "a.txt", SENTENCE.encode(encoding))).text == SENTENCE


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_west_european_bytes_are_read_with_a_notice(tmp_path: Path, encoding: str) -> None:
    document = only(write(tmp_path / "a.txt", SENTENCE.encode(encoding)))
    assert document.text == SENTENCE
    assert "not UTF-8: read as cp1252" in document.notices[0]


def test_curly_quotes_of_windows_survive(tmp_path: Path) -> None:
    text = "“We don’t comment – ever,” the ministry in Nairobi said on Monday after the talks had ended.\n"
    assert only(write(tmp_path / "a.txt", text.encode("cp1252"))).text == text


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_skipped(tmp_path: Path, content: bytes) -> None:
    assert reason(write(tmp_path / "a.txt", content)) == "is empty"


def binaries(folder: Path) -> dict[str, bytes]:
    database = folder / "x.db"
    with sqlite3.connect(database) as connection:
        connection.execute("create table t (words text)")
    connection.close()
    return {
        "program": Path(sys.executable).read_bytes()[:200_000],
        "database": database.read_bytes(),
        "archive": gzip.compress(SENTENCE.encode() * 50, mtime=0),
        "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06",
    }


@pytest.mark.parametrize("kind", ["program", "database", "archive", "picture"])
def test_a_binary_file_is_skipped(tmp_path: Path, kind: str) -> None:
    assert "is a binary file" in reason(write(tmp_path / "in" / "a.txt", binaries(tmp_path)[kind]))


def test_bytes_in_no_known_encoding_are_skipped(tmp_path: Path) -> None:
    noise = bytes(128 + (i * i * 7919 + i * 104729) % 128 for i in range(3000))
    assert "not text in any encoding known" in reason(write(tmp_path / "a.txt", noise))


def test_five_megabytes_are_read_at_once(tmp_path: Path) -> None:
    text = SENTENCE * (5_000_000 // len(SENTENCE))
    utf8, latin = (
        write(tmp_path / "a.txt", text),
        write(tmp_path / "b.txt", text.replace("two", "2").encode("latin-1")),
    )
    before = time.perf_counter()
    documents, _ = read(utf8, latin)
    assert time.perf_counter() - before < 5
    assert [len(d.text) for d in documents] == [len(text), len(text) - text.count("two") * 2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\ufeff\ufeffTwo marks")
@example("---\nA rule, no front matter")
@example("---\nnot a mapping\n---\nBody")
@example("00000004\x000")
@example("Form\ffeed and \u2028 separators\x85")
def test_text_is_stored_as_written_or_skipped(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.txt", text)
    documents, skipped = read(path)
    assert len(documents) + len(skipped) == 1
    if documents:
        # the mark is no part of the text; the rest is what any reader of text files sees
        assert documents[0].text == path.read_text(encoding="utf-8-sig")
    else:
        assert (
            not text.removeprefix("\ufeff").strip() or "\0" in text or text.lstrip("\ufeff").startswith("---")
        )


# documents.csv


def test_a_row_describes_the_file_of_its_name(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    table(
        tmp_path,
        "language,url,issued,file,publisher,title,retrieved,desk",
        'fr,https://example.org/a,2024-06-19,a.txt,The Baltic Post," Two  convoys, one bridge ",2024-06,east',
    )
    document = only(tmp_path)
    assert document == Document(
        identifier="a.txt",
        text=SENTENCE,
        title="Two convoys, one bridge",
        publisher="The Baltic Post",
        issued="2024-06-19",
        retrieved="2024-06",
        source="https://example.org/a",
        language="fr",
    )
    assert document.issued is not None
    assert document.issued.datatype == "date"


def test_blank_cells_are_unknown(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "A title on top\n\n" + SENTENCE)
    table(tmp_path, "file,title,publisher,issued,retrieved,language", "a.txt,,The Baltic Post, ,,")
    document = only(tmp_path)
    assert (document.title, document.issued, document.retrieved, document.language) == (
        None,
        None,
        None,
        "en",
    )
    assert document.notices == ()


def test_a_table_in_another_encoding_with_other_line_ends(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    write(tmp_path / "documents.csv", "\ufefffile,publisher\r\na.txt,Süddeutsche\r\n".encode("utf-16-le"))
    assert only(tmp_path).publisher == "Süddeutsche"


def test_a_file_without_a_row_is_read_with_a_notice(tmp_path: Path) -> None:
    table(tmp_path, "file,publisher", "b.txt,The Baltic Post")
    write(tmp_path / "b.txt", "Other text.")
    document = only(write(tmp_path / "a.txt", SENTENCE))
    assert (document.identifier, document.publisher, document.issued) == ("a.txt", None, None)
    assert document.notices == (
        "nothing known of its publisher or date: add a row to documents.csv beside it",
    )


@pytest.mark.parametrize(
    "value", ["31/10/2024", "October 2024", "2024-13-01", "2024-02-30", "24", "0000", "soon"]
)
def test_a_malformed_date_is_left_out_and_named(tmp_path: Path, value: str) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    table(tmp_path, "file,publisher,issued", f"a.txt,The Baltic Post,{value}")
    document = only(tmp_path)
    assert document.issued is None
    assert document.notices == (
        f"documents.csv line 2: issued '{value}' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD;"
        " left out",
    )


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024", "2024"),
        ("2024-06", "2024-06"),
        ("2024-06-19T23:30:00-05:00", "2024-06-19"),
        ("20240619", "2024-06-19"),
    ],
)
def test_dates_keep_their_precision(tmp_path: Path, value: str, date: str) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    table(tmp_path, "file,issued", f"a.txt,{value}")
    assert only(tmp_path).issued == date


def test_a_source_that_is_no_web_address_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    table(tmp_path, "file,publisher,source", "a.txt,The Baltic Post,Reuters")
    document = only(tmp_path)
    assert document.source is None
    assert "source 'Reuters' is not a web address" in document.notices[0]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["name,title", "a.txt,T"], "has no column named file"),
        (["file,title", "a.txt,T", "gone.txt,U"], "line 3 names gone.txt, which is not there"),
        (["file,title", "a.txt,T", "9" * 300 + ",U"], "9, which is not there"),
        (["file,title", "a.txt,T", "a.txt,U"], "line 3 names a.txt again"),
        (["file,title", "a.txt,T", ",U"], "line 3 names no file"),
        (["file,title", "a.txt,T", 'b.txt,"U'], "breaks off after line 2"),
    ],
)
def test_a_fault_of_the_table_is_told_and_the_files_go_through(
    tmp_path: Path, rows: list[str], fault: str
) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    faulty = table(tmp_path, *rows)
    (document,), (skipped,) = read(tmp_path)
    assert document.title == (None if "column" in fault else "T")
    assert skipped.path == str(faulty)
    assert fault in skipped.reason


def test_an_unquoted_comma_does_not_shift_the_cells(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    table(tmp_path, "file,title,publisher", "a.txt,Two convoys, one bridge,The Baltic Post")
    document = only(tmp_path)
    assert (document.title, document.publisher) == (None, None)
    assert "line 2: more cells than columns" in document.notices[0]


def test_other_rows_do_not_matter_when_one_file_is_named(tmp_path: Path) -> None:
    table(tmp_path, "file,publisher", "a.txt,The Baltic Post", "gone.txt,X")
    assert only(write(tmp_path / "a.txt", SENTENCE)).publisher == "The Baltic Post"


def test_a_row_may_name_a_file_in_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path / "east" / "a.txt", SENTENCE)
    table(tmp_path, "file,publisher", "east/a.txt,The Baltic Post")
    assert only(tmp_path).publisher == "The Baltic Post"


# Front matter

FRONT = """---
title: "Two convoys: one bridge"
publisher: The Baltic Post
date: 2024-06-19
retrieved: 2024-06-20 11:30:00
url: https://example.org/a
---

# Two convoys

Body.
"""


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.txt", "A.MD"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_front_matter_is_metadata_and_the_body_is_the_text(tmp_path: Path, name: str, mark: str) -> None:
    document = only(write(tmp_path / name, mark + FRONT))
    assert document.text == "# Two convoys\n\nBody."
    assert (document.title, document.publisher) == ("Two convoys: one bridge", "The Baltic Post")
    assert (document.issued, document.retrieved) == ("2024-06-19", "2024-06-20")
    assert document.source == "https://example.org/a"
    assert document.notices == ()


def test_front_matter_without_a_date(tmp_path: Path) -> None:
    document = only(write(tmp_path / "a.md", FRONT.replace("date: 2024-06-19\n", "")))
    assert document.issued is None
    assert document.notices == ()


def test_the_table_counts_more_than_the_front_matter(tmp_path: Path) -> None:
    write(tmp_path / "a.md", FRONT)
    table(tmp_path, "file,publisher,issued", "a.md,,2024-06")
    document = only(tmp_path)
    assert (document.issued, document.publisher) == ("2024-06", "The Baltic Post")


@pytest.mark.parametrize("value", ["June 19, 2024", "[2024, 6]", "true"])
def test_a_front_matter_value_of_the_wrong_form_is_left_out(tmp_path: Path, value: str) -> None:
    document = only(write(tmp_path / "a.md", FRONT.replace("2024-06-19", value)))
    assert document.issued is None
    assert document.notices[0].startswith("front matter: date ")


@pytest.mark.parametrize(
    "line", ["title: a: b", "date: 2024-13-45", "title: [", "x: !!python/name:os.system"]
)
def test_front_matter_that_is_not_yaml_is_skipped(tmp_path: Path, line: str) -> None:
    assert "front matter" in reason(write(tmp_path / "a.md", f"---\n{line}\n---\nBody.\n"))


def test_front_matter_alone_is_empty(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.md", "---\ntitle: T\n---\n\n")) == "is empty below its front matter"


# Web pages

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}">
<title>Chad denies it | Sahel Daily</title>
<meta property="og:site_name" content="Sahel Daily"><meta property="og:title" content="Chad denies it">
{date}<link rel="canonical" href="https://sahel.example/chad.html"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<div class="ad">Buy our mattress now, half price</div>
<article><h1>Chad denies it</h1>
<p>Chad’s foreign ministry denied that it had sent forty tanks to its neighbour and called it “baseless”.</p>
<p>The army in Khartoum said last week that they had crossed near Adré, which nobody could confirm.</p>
<p>“We sent nothing,” the ministry’s spokesman told reporters. He said 300 soldiers guard the crossing.</p>
</article>
<aside><h3>Related</h3><a href="/x">Ten beaches to visit</a></aside>
<footer>Copyright 2019 Sahel Daily</footer></body></html>
"""
PUBLISHED = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(("charset", "name"), [("utf-8", "a.html"), ("windows-1252", "a.htm")])
def test_a_page_is_its_article(tmp_path: Path, charset: str, name: str) -> None:
    page = PAGE.format(charset=charset, date=PUBLISHED.format("2024-06-19T10:00:00+01:00"))
    document = only(write(tmp_path / name, page.encode(charset)))
    paragraphs = document.text.strip().split("\n")
    assert [p.split()[0] for p in paragraphs] == ["Chad", "Chad’s", "The", "“We"]
    assert "near Adré, which nobody" in document.text
    assert (document.title, document.publisher, document.issued) == (
        "Chad denies it",
        "Sahel Daily",
        "2024-06-19",
    )
    assert document.source == "https://sahel.example/chad.html"
    assert document.notices == ()


@pytest.mark.parametrize(
    ("markup", "issued"),
    [
        ("", None),
        ('<meta name="date" content="2024-06">', None),  # htmldate would add a day
        ('<meta name="date" content="2024">', None),
        (PUBLISHED.format("2091-03-04"), "2091-03-04"),  # read today as it will be then
        ('<meta name="date" content="June 4, 2024">', "2024-06-04"),
        ('<meta name="date" content="4th June 2024">', "2024-06-04"),
        ('<meta property="article:modified_time" content="2024-06-20">', None),
        (
            '<meta itemprop="dateModified" content="2024-06-20">' + PUBLISHED.format("2024-06-19"),
            "2024-06-19",
        ),
        ('<meta name="date" content="05/06/2024">', None),  # May or June
        ('<meta name="date" content="06/06/2024">', "2024-06-06"),
        ('<meta name="date" content="19/06/2024">', "2024-06-19"),
        ('<meta name="date" content="06/19/2024">', "2024-06-19"),
        ('<script type="application/ld+json">{"dateModified": "2024-06-20"}</script>', None),
        (
            '<script type="application/ld+json">{"dateModified": "2024-06-20", "datePublished": "2024-06-19"}'
            "</script>",
            "2024-06-19",
        ),
    ],
)
def test_a_page_has_the_day_it_writes_out_or_none(tmp_path: Path, markup: str, issued: str | None) -> None:
    page = PAGE.format(charset="utf-8", date=markup)
    assert only(write(tmp_path / "a.html", page)).issued == issued


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("<time datetime='2024-06-19'>19 June</time>", "2024-06-19"),
        ("<time class='updated' datetime='2024-06-20'>20 June</time>", None),
        ("<time class='published updated' datetime='2024-06-19'>19 June</time>", "2024-06-19"),
        ("Last updated: <time datetime='2024-06-20'>20 June 2024</time>", None),
        ("<span class='date'>Published 19 June 2024, updated 20 June 2024</span>", "2024-06-19"),
        ("<span class='date'>05-06-2024</span>", None),
        ("<span class='date'>By A. Diallo, Wednesday 19 June 2024</span>", "2024-06-19"),
        ("The ferry had left on 2024-05-02, with forty tanks aboard and a crew of Greek sailors, said a man "
         "in the harbour of Douala.", None),
    ],
)  # fmt: skip
def test_a_line_of_the_article_may_tell_the_day(tmp_path: Path, line: str, issued: str | None) -> None:
    page = PAGE.format(charset="utf-8", date="").replace("</h1>", f"</h1><p>{line}</p>")
    assert only(write(tmp_path / "a.html", page)).issued == issued


@pytest.mark.parametrize(
    "footer", ["© 2011-2024. Last updated 2024-11-02", "Page modified on 2 November 2024", "2024-11-02"]
)
def test_a_footer_tells_no_day(tmp_path: Path, footer: str) -> None:
    page = PAGE.format(charset="utf-8", date="").replace("Copyright 2019 Sahel Daily", footer)
    assert only(write(tmp_path / "a.html", page)).issued is None


def test_markup_counts_more_than_the_address(tmp_path: Path) -> None:
    page = PAGE.replace("chad.html", "2024/06/01/chad.html")
    dated = page.format(charset="utf-8", date=PUBLISHED.format("2024-06-19"))
    assert only(write(tmp_path / "a.html", dated)).issued == "2024-06-19"
    assert only(write(tmp_path / "b.html", page.format(charset="utf-8", date=""))).issued == "2024-06-01"


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p", "no page at all"])
def test_a_page_without_article_is_skipped(tmp_path: Path, page: str) -> None:
    assert "holds no article text" in reason(write(tmp_path / "a.html", page))


# Folders, names, order


def test_the_same_text_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    again = write(tmp_path / "b.txt", "\ufeff" + SENTENCE.replace("\n", "\r\n"))
    documents, skipped = read(tmp_path)
    assert [d.identifier for d in documents] == ["a.txt"]
    assert skipped == [Skipped(str(again), "has the same text as a.txt, which is read")]


def test_files_of_one_name_keep_apart_by_their_folders(tmp_path: Path) -> None:
    for i, name in enumerate(["a.txt", "x/a.txt", "y/a.txt", "y/x/a.txt", "y/b.txt"]):
        write(tmp_path / name, f"Text {i}.")
    documents, _ = read(tmp_path)
    assert [(d.identifier, d.text) for d in documents] == [
        ("a.txt", "Text 0."),
        ("b.txt", "Text 4."),
        ("x/a.txt", "Text 1."),
        ("y/a.txt", "Text 2."),
        ("y/x/a.txt", "Text 3."),
    ]


def test_files_of_one_name_in_two_given_folders(tmp_path: Path) -> None:
    paths = [write(tmp_path / "x" / "a.txt", "Text 1."), write(tmp_path / "y" / "a.txt", "Text 2.")]
    for given_paths in (paths, [p.parent for p in paths]):
        documents, _ = read(*given_paths)
        assert [d.identifier for d in documents] == ["x/a.txt", "y/a.txt"]


def test_the_order_and_place_of_the_input_make_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for here in ("one", "two"):
        write(tmp_path / here / "a.txt", "Text 1.")
        write(tmp_path / here / "sub" / "a.txt", "Text 2.")
        write(tmp_path / here / "sub" / "c.md", "Text 3.")
    one = tmp_path / "one"
    wanted = list(read_documents([tmp_path / "two"]))
    for order in itertools.permutations([one, one / "a.txt", one / "sub"]):
        assert list(read_documents(order)) == wanted
    monkeypatch.chdir(one)
    assert list(read_documents([Path()])) == wanted
    assert list(read_documents([Path("../one/sub/../")])) == wanted


def test_what_is_no_document_is_passed_over_or_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", SENTENCE)
    for name in (".hidden.txt", ".git/x.txt", "README.md", "a_files/advert.html"):
        write(tmp_path / name, "Not a document.")
    write(tmp_path / "report.xls", b"\xd0\xcf")
    documents, skipped = read(tmp_path)
    assert [d.identifier for d in documents] == ["a.txt"]
    assert [(Path(s.path).name, s.reason) for s in skipped] == [
        ("report.xls", f"no reader for .xls: save it as {', '.join(SUFFIXES)}")
    ]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "z.txt", SENTENCE)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    documents, skipped = read(tmp_path)
    assert [d.identifier for d in documents] == ["z.txt"]
    assert [Path(s.path).name for s in skipped] == ["gone.txt", "pipe.txt"]
    assert all("cannot be read: " in s.reason for s in skipped)


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="needs a file that no one can read from its start"
)
def test_a_read_error_of_the_system_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/proc/self/mem")
    assert reason(tmp_path / "a.txt") == "cannot be read: Input/output error"


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    write(tmp_path / "x.txt" / "a.txt", SENTENCE)
    assert only(tmp_path).identifier == "a.txt"


def test_a_name_in_no_encoding_becomes_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        write(tmp_path / name, SENTENCE)
    except OSError:
        pytest.skip("this file system takes only names in Unicode")
    assert only(tmp_path).identifier == "caf\ufffd.txt"


def test_missing_and_empty_folders_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    good = write(tmp_path / "good" / "a.txt", SENTENCE)
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, message in [
        (tmp_path / "gone", f"{tmp_path / 'gone'} does not exist: name a file or a folder of documents"),
        (empty, f"no documents in {empty}: put {', '.join(SUFFIXES)} files there"),
    ]:
        with pytest.raises(DocumentError) as caught:
            read_documents([good, path])
        assert str(caught.value) == message
    with pytest.raises(DocumentError, match="no document named"):
        read_documents([])


# The real ones


def test_the_shared_documents_read_as_any_reader_of_text_sees_them(shared: Path) -> None:
    documents, skipped = read(shared / "documents")
    assert skipped == []
    with (shared / "documents" / "documents.csv").open(encoding="utf-8") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    assert [d.identifier for d in documents] == sorted(rows)
    for document in documents:
        assert document.text == (shared / "documents" / document.identifier).read_text(encoding="utf-8")
        assert (document.publisher or "") == rows[document.identifier]["publisher"]
        assert (document.issued or "") == rows[document.identifier]["issued"]


ARTICLE = """<html><head><meta charset="{charset}"><title>Boats</title></head><body>{open}
<p>Officials of both ports met on Monday and spoke for three hours about boats, ice and the price of fuel.</p>
{part}
<p>The next round of talks will be held in June, the harbour master told reporters after the meeting.</p>
{close}</body></html>"""


def article(tmp_path: Path, part: str, frame: tuple[str, str] = ("<article>", "</article>")) -> list[str]:
    page = ARTICLE.format(charset="utf-8", part=part, open=frame[0], close=frame[1])
    return only(write(tmp_path / "a.html", page)).text.split("\n")


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_a_label_means_what_browsers_take_it_for(tmp_path: Path, label: str) -> None:
    page = ARTICLE.format(
        charset=label, part="<p>“We haven’t sold a boat — not one,” he said.</p>", open="", close=""
    )
    document = only(write(tmp_path / "a.html", page.encode("windows-1252")))
    assert "“We haven’t sold a boat — not one,” he said." in document.text


@pytest.mark.parametrize("frame", [("<article>", "</article>"), ("", "")])
def test_a_list_that_a_paragraph_opens_is_kept(tmp_path: Path, frame: tuple[str, str]) -> None:
    part = "<p>The port said:</p><ul><li><b>Two</b> boats were sold.<li>None was lost.</ul>"
    lines = article(tmp_path, part, frame)
    assert [line for line in lines if line.startswith("- ")] == ["- Two boats were sold.", "- None was lost."]


def test_the_cells_of_a_table_are_kept(tmp_path: Path) -> None:
    rows = "<table><tr><th>Port</th><th>Boats</th></tr><tr><td>Vadsø</td><td>12</td></tr></table>"
    assert "| Vadsø | 12 |" in [line.strip() for line in article(tmp_path, rows)]


def test_a_table_that_lays_out_the_page_is_no_table(tmp_path: Path) -> None:
    cell = "<p>Vadsø sold two boats last week.</p><p>They went to Kirkenes.</p>"
    lines = article(tmp_path, f"<table><tr><td>{cell}</td></tr></table>")
    assert {"Vadsø sold two boats last week.", "They went to Kirkenes."} <= set(lines)


@pytest.mark.parametrize("source", ["<cite>Kari Berg, mayor</cite>", "<footer>— Kari Berg, mayor</footer>"])
def test_who_is_cited_signs_below_the_quotation(tmp_path: Path, source: str) -> None:
    lines = article(tmp_path, f"<blockquote>“We sold two<br>boats.”{source}</blockquote>")
    at = lines.index("— Kari Berg, mayor")
    assert lines[at - 1] == "“We sold two boats.”"
