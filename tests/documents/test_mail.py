"""Messages and mailboxes, as mail programs write them and as nobody should."""

from __future__ import annotations

import random
from email.message import EmailMessage

import pytest

from kgbuild.documents import Document, Handed, Skipped, read_documents
from kgbuild.documents.mail import read
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError

SAID = "Chad's army said it had sent no helicopters to Niger."
PAGE = f"<html><body><article><h1>News</h1><p>{SAID} It repeated that on Friday.</p></article></body></html>"


def message(text: str | None = SAID, page: str | None = None, **headers: str) -> EmailMessage:
    made = EmailMessage()
    told = {
        "From": "Ama Osei <ama@example.org>",
        "Subject": "On Chad",
        "Date": "Tue, 04 Mar 2025 23:30:00 -0500",
    }
    for name, value in (told | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        made[name] = value
    if text is not None:
        made.set_content(text)
    if page is not None:
        (made.add_alternative if text is not None else made.set_content)(page, subtype="html")
    return made


def only(made: EmailMessage | bytes) -> Portion:
    (found,) = read(made if isinstance(made, bytes) else bytes(made))
    return found


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(data)
    return str(caught.value)


def test_a_message_is_its_body_with_subject_and_day_as_written() -> None:
    (found,) = read_documents([Handed("a.eml", bytes(message()))])
    assert isinstance(found, Document)
    assert (found.text, found.title, found.issued) == (SAID, "On Chad", "2025-03-04")


def test_who_writes_to_people_is_no_publisher_but_a_list_is() -> None:
    assert only(message()).metadata.publisher is None
    listed = message(List_Id='"Sahel Daily" <daily.example.org>', Archived_At="<https://example.org/1>")
    assert (only(listed).metadata.publisher, only(listed).metadata.source) == (
        "Sahel Daily",
        "https://example.org/1",
    )
    unnamed = message(List_Id="<daily.example.org>", List_Unsubscribe="<https://example.org/leave>")
    assert only(unnamed).metadata.publisher == "Ama Osei"


def test_the_plain_body_counts_else_the_article_of_the_page() -> None:
    assert only(message(SAID, "<p>Other words.</p>")).text == SAID
    assert SAID in only(message(None, PAGE)).text
    assert "<" not in only(message("  ", PAGE)).text


def test_a_signature_is_no_text_and_flowed_lines_are_whole() -> None:
    assert only(message(f"{SAID}\n\n-- \nAma Osei\nDesk\n")).text == SAID
    made = message("Chad's army said \nthat it sent none.\n\n> Did it \n> really?\n-- \nAma\n")
    made.set_param("format", "flowed")
    assert only(made).text == "Chad's army said that it sent none.\n\n> Did it \n> really?"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "no-such-charset"])
def test_letters_are_decoded(charset: str) -> None:
    data = b"Subject: x\nContent-Type: text/plain; charset=%s\n\n" % charset.encode()
    body = "José said “no” – in Besançon, at the café where the ministers met on Sunday afternoon.".replace(
        "“no” –", "no," if charset == "iso-8859-1" else "“no” –"
    )
    encoded = body.encode("utf-8" if charset == "utf-8" else "windows-1252")
    assert only(data + encoded).text == body


def test_attachments_are_named() -> None:
    made = message()
    for number in range(5):
        made.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{number}.pdf")
    assert only(made).metadata.problems == ("attached, and not read: '0.pdf', '1.pdf', '2.pdf' and 2 more",)


def test_what_cannot_be_read_is_refused_by_name() -> None:
    encrypted = b"Subject: x\nContent-Type: %s; boundary=b\n\n--b\n\nx\n--b--\n"
    for kind in (b"multipart/encrypted", b"application/pkcs7-mime"):
        assert "encrypted or sealed" in refused(encrypted % kind)
    assert refused(bytes(message(""))) == "has no text"
    assert "no header" in refused(b"\nNot one.")
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1500))
    assert refused(b"Subject: x\n" + deep)


def test_a_mailbox_is_its_messages() -> None:
    box = b"".join(
        b"From a@example.org Tue Mar  4 10:00:00 2025\n" + bytes(made) + b"\n"
        for made in (message(), message(""), message(f"Later. {SAID}\n>From then on.", Subject="Again"))
    )
    found = list(read_documents([Handed("a.mbox", box)]))
    assert [f.identifier if isinstance(f, Document) else f.path for f in found] == [
        "a.mbox#1",
        "a.mbox#2",
        "a.mbox#3",
    ]
    assert isinstance(found[1], Skipped)
    assert isinstance(found[2], Document)
    assert (found[2].title, found[2].text) == ("Again", f"Later. {SAID}\nFrom then on.")
    (none,) = read_documents([Handed("a.mbox", b"Not one.")])
    assert isinstance(none, Skipped)
    assert "holds no message" in none.reason


def test_mutated_messages_are_read_or_refused() -> None:
    chosen = random.Random(3)
    made = message(SAID, PAGE, List_Id="Daily <d.example.org>", To='"A; B" <b@example.org>, c@example.org')
    made.add_attachment(b"x" * 99, maintype="application", subtype="pdf", filename="é.pdf")
    whole, kinds = bytes(made), set()
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(chosen.randrange(1, 12)):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        try:
            found = only(bytes(data))
        except DocumentError as error:
            kinds.add("refused")
            del error
        else:
            assert found.text.encode()
            kinds.add("read")
    assert "read" in kinds
