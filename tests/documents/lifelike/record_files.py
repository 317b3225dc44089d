"""Web archives by warcio, and JSON Lines as news services and corpora give them."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from lifelike import Files, Lifelike, kinds_of
from lifelike.page_files import FILES as PAGES
from lifelike.prose import DENIED, HEADLINE, LOST, MOVED, REPORT, SHIPPED


def archive(
    *records: tuple[bytes, str, str], packed: bool = False, version: str = "1.0", headers: Any = ()
) -> bytes:
    """Return an archive of answers: body, type and status of each."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for number, (body, kind, status) in enumerate(records):
        head = StatusAndHeaders(status, [("Content-Type", kind), *headers], protocol="HTTP/1.1")
        address = f"https://example.org/{number}"
        asked = StatusAndHeaders(f"GET /{number} HTTP/1.1", [("Host", "example.org")], is_http_request=True)
        writer.write_record(writer.create_warc_record(address, "request", http_headers=asked))
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=head)
        )
    return out.getvalue()


def _of_page(name: str, packed: bool) -> Lifelike:
    """Return an archive with one of the web pages, and what is read of it there."""
    page = PAGES[name]()
    data = archive((page.data, "text/html", "200 OK"), packed=packed)
    return Lifelike(data, page.texts, title=page.title, issued=page.issued, publisher=page.publisher)


_CAPTURED = [name for name in PAGES if name != "drawn_by_a_script"][:14]


def text_beside_pages() -> Lifelike:
    data = archive((SHIPPED.encode(), "text/plain", "200 OK"), (b"\x89PNG", "image/png", "200 OK"))
    return Lifelike(data, (SHIPPED,))


def answers_that_found_nothing() -> Lifelike:
    gone = (b"<p>Not here.</p>", "text/html", "404 Not Found")
    moved = (b"<p>Elsewhere.</p>", "text/html", "301 Moved Permanently")
    return Lifelike(archive(gone, moved, (LOST.encode(), "text/plain", "200 OK")), (LOST,))


def with_a_charset_in_the_header() -> Lifelike:
    return Lifelike(archive((MOVED.encode(), "text/plain; charset=utf-8", "200 OK")), (MOVED,))


def of_version_1_1() -> Lifelike:
    return Lifelike(archive((LOST.encode(), "text/plain", "200 OK"), version="1.1"), (LOST,))


def packed_bodies() -> Lifelike:
    body = gzip.compress(DENIED.encode(), mtime=0)
    data = archive((body, "text/plain", "200 OK"), headers=[("Content-Encoding", "gzip")])
    return Lifelike(data, (DENIED,))


def what_was_kept_without_an_answer() -> Lifelike:
    """Records of the kind "resource": a file as it was found."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    writer.write_record(
        writer.create_warc_record(
            "file:///a.txt", "resource", payload=io.BytesIO(SHIPPED.encode()), warc_content_type="text/plain"
        )
    )
    return Lifelike(out.getvalue(), (SHIPPED,), told="source 'file:///a.txt' is not a web address; left out")


def only_pictures() -> Lifelike:
    return Lifelike(archive((b"\x89PNG", "image/png", "200 OK")), told="holds no page that can be read")


ARCHIVES: Files = {
    **{
        f"page_{name}": lambda name=name, packed=bool(number % 2): _of_page(name, packed)
        for number, name in enumerate(_CAPTURED)
    },
    **kinds_of(
        *(text_beside_pages, answers_that_found_nothing, with_a_charset_in_the_header, of_version_1_1),
        *(packed_bodies, what_was_kept_without_an_answer, only_pictures),
    ),
}


def rows(*records: dict[str, object], ascii_only: bool = True, end: str = "\n") -> bytes:
    return "".join(json.dumps(record, ensure_ascii=ascii_only) + end for record in records).encode()


_FULL = {"title": HEADLINE, "publisher": "Courier", "issued": "2024-05-06", "source": "https://example.org/1"}
_TOLD = {"title": HEADLINE, "publisher": "Courier", "issued": "2024-05-06"}
_DAY = {"issued": "2024-05-06"}
_VARIANTS: dict[str, tuple[list[dict[str, object]], dict[str, str]]] = {
    "text_alone": ([{"text": SHIPPED}], {}),
    "all_fields": ([{"text": SHIPPED, **_FULL}], _TOLD),
    "identifiers": ([{"id": "a", "text": SHIPPED}, {"identifier": "b", "text": LOST}], {}),
    "many_rows": ([{"text": f"{n}. {text}"} for n, text in enumerate(REPORT * 20)], {}),
    "other_names": ([{"text": LOST, "date": "2024-05-06", "url": "https://a.org/"}], _DAY),
    "fields_of_no_interest": ([{"text": LOST, "score": 0.5, "tags": ["a"], "author": {"name": "A"}}], {}),
    "paragraphs_within": ([{"text": f"{SHIPPED}\n\n{DENIED}"}], {}),
    "a_month": ([{"text": LOST, "issued": "2024-05"}], {"issued": "2024-05"}),
    "a_year": ([{"text": LOST, "issued": "2024"}], {"issued": "2024"}),
    "a_moment": ([{"text": LOST, "issued": "2024-05-06T18:30:00Z"}], {"issued": "2024-05-06"}),
    "nulls": ([{"text": LOST, "title": None, "publisher": None, "issued": None}], {}),
    "blank_fields": ([{"text": LOST, "title": " ", "issued": ""}], {}),
    "odd_letters": ([{"text": f"{MOVED} \u2028 İ \U0001f600 {DENIED}"}], {}),
}  # fmt: skip


def _of_rows(name: str, **how: Any) -> Lifelike:
    records, known = _VARIANTS[name]
    return Lifelike(rows(*records, **how), tuple(str(record["text"]) for record in records), **known)


def letters_as_they_are() -> Lifelike:
    return _of_rows("odd_letters", ascii_only=False)


def lines_of_windows() -> Lifelike:
    return _of_rows("identifiers", end="\r\n")


def blank_lines_between() -> Lifelike:
    return _of_rows("identifiers", end="\n\n")


def no_end_of_the_last_line() -> Lifelike:
    return Lifelike(rows({"text": SHIPPED}).rstrip(b"\n"), (SHIPPED,))


def with_a_byte_order_mark() -> Lifelike:
    return Lifelike(b"\xef\xbb\xbf" + rows({"text": SHIPPED}), (SHIPPED,))


def a_row_that_is_broken() -> Lifelike:
    """The others go through."""
    return Lifelike(rows({"text": SHIPPED}) + b'{"text": "brok\n' + rows({"text": LOST}), (SHIPPED, LOST))


def rows_without_text() -> Lifelike:
    return Lifelike(rows({"title": "Nothing"}, {"text": LOST}), (LOST,))


RECORDS: Files = {
    **{name: lambda name=name: _of_rows(name) for name in _VARIANTS},
    **kinds_of(
        *(letters_as_they_are, lines_of_windows, blank_lines_between, no_end_of_the_last_line),
        *(with_a_byte_order_mark, a_row_that_is_broken, rows_without_text),
    ),
}
