"""Word files made with python-docx, whole and spoilt."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from docx import Document as WordFile

from kgbuild.documents import Document, Handed, Skipped, read_documents
from kgbuild.documents.word import read
from kgbuild.errors import DocumentError

SAID = "Chad's army said it had sent no helicopters to Niger."
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>'
)
RUN = "<w:r><w:t>{}</w:t></w:r>"


def made(fill: Callable[[object], None] | None = None) -> bytes:
    file = WordFile()
    file.core_properties.title = "On Chad"
    file.core_properties.author = "A. Clerk"
    file.add_heading("Chad denies it", 1)
    file.add_paragraph(SAID)
    if fill:
        fill(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def with_parts(data: bytes, **changed: bytes) -> bytes:
    """The same file with parts changed, or more; "_" stands for "/"."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        parts |= {name.replace("_", "/"): content for name, content in changed.items()}
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def small(xml: bytes = b"") -> bytes:
    """A file with what a Word file has at least, which is read fast."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", xml or body(f"<w:p>{RUN.format(SAID)}</w:p>" * 3))
    return stream.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(data)
    return str(caught.value)


def body(xml: str) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{name}"><w:body>{xml}</w:body></w:document>'.encode()


def test_paragraphs_lists_and_tables_are_text_and_the_making_is_no_date() -> None:
    def fill(file: object) -> None:
        file.add_paragraph("Mali agreed.", style="List Bullet")  # type: ignore[attr-defined]
        cells = file.add_table(1, 2).rows[0].cells  # type: ignore[attr-defined]
        cells[0].text, cells[1].text = "2024", "12 tanks"

    (found,) = read_documents([Handed("a.docx", made(fill))])
    assert isinstance(found, Document)
    assert found.text == f"Chad denies it\n{SAID}\nMali agreed.\n2024\n12 tanks"
    assert (found.title, found.publisher, found.issued) == ("On Chad", None, None)


def test_tracked_changes_are_read_as_accepted() -> None:
    changed = (
        f"<w:p>{RUN.format('Mali sent ')}<w:del><w:r><w:delText>no</w:delText></w:r></w:del>"
        f"<w:ins>{RUN.format('ten')}</w:ins>{RUN.format(' tanks.')}</w:p>"
    )
    (found,) = read(small(body(changed)))
    assert found.text == "Mali sent ten tanks."


def test_macros_and_encryption_are_refused_by_name() -> None:
    assert "has macros" in refused(with_parts(small(), **{"word_vbaProject.bin": b"x"}))
    (skipped,) = read_documents([Handed("a.docm", made())])
    assert isinstance(skipped, Skipped)
    assert "may have macros" in skipped.reason
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert "is encrypted" in refused(ole + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    assert "is of an old Word" in refused(ole + bytes(512))
    locked = bytearray(small())
    place = locked.index(b"PK\x01\x02")  # the first entry of the table at the end says that it is encrypted
    locked[place + 8] |= 1
    assert "is encrypted" in refused(bytes(locked))


def test_bombs_and_deep_nests_are_refused_by_name() -> None:
    bomb = small(b" " * 41_000_000)
    assert len(bomb) < 200_000
    assert "unpacks to over 40 MB more" in refused(bomb)
    deep = body("<w:p>" + "<w:hyperlink>" * 20_000 + "</w:hyperlink>" * 20_000 + "</w:p>")
    assert "nested too deeply" in refused(small(deep))
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (b"bcdefghijk"[n], b"&%c;" % b"abcdefghij"[n] * 10) for n in range(10)
    )
    laughing = laughs + b"]>" + body(f"<w:p>{RUN.format('&k;')}</w:p>")
    assert "is damaged" in refused(small(laughing))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"Not one.", small()[:300], small()[:-30]])
def test_damaged_files_are_refused(data: bytes) -> None:
    assert "is no Word file, or is damaged" in refused(data)


def test_an_empty_file_holds_no_text() -> None:
    assert refused(small(body("<w:p/>"))) == "holds no text"


def test_mutated_files_are_read_or_refused() -> None:
    chosen = random.Random(5)
    whole, xml = small(), body(f"<w:p>{RUN.format(SAID)}</w:p>" * 3)
    kinds = set()
    for turn in range(200):
        data = bytearray(xml if turn % 2 else whole)
        for _ in range(chosen.randrange(1, 12)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        kinds.add(outcome(small(bytes(data)) if turn % 2 else bytes(data)))
    assert kinds == {"refused", "read"}


def outcome(data: bytes) -> str:
    try:
        (found,) = read(data)
    except DocumentError:
        return "refused"
    return "read" if found.text.encode() else "empty"
