"""Messages and mailboxes as mail programs write them, by Python's own library."""

from __future__ import annotations

import base64
import mailbox
import tempfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from lifelike import Files, Lifelike, kinds_of
from lifelike import lines as told
from lifelike.prose import DENIED, HEADLINE, LOST, MOVED, SHIPPED, SIGNED

_DAY = {"title": HEADLINE, "issued": "2024-05-06"}
PAGE = (
    f"<html><head><style>p {{ color: navy }}</style></head><body><article><h1>{HEADLINE}</h1><p>{SHIPPED}</p>"
    f"<p>{DENIED}</p><p>{SIGNED}</p></article></body></html>"
)
PAGE_TEXT = (HEADLINE, SHIPPED, DENIED, SIGNED)


def message(**headers: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    usual = {"From": "Desk <desk@example.org>", "To": "all@example.org", "Subject": HEADLINE}
    usual["Date"] = "Mon, 06 May 2024 18:30:00 +0000"
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        made[name] = value
    return made


def _with_text(*paragraphs: str, **how: Any) -> EmailMessage:
    made = message()
    made.set_content("\n\n".join(paragraphs) + "\n", **how)
    return made


def _read(*paragraphs: str, **more: Any) -> Any:
    return {"texts": ("\n\n".join(paragraphs),), **_DAY, **more}


def plain_text() -> Lifelike:
    return Lifelike(bytes(_with_text(SHIPPED, LOST)), **_read(SHIPPED, LOST))


def quoted_printable() -> Lifelike:
    return Lifelike(bytes(_with_text(DENIED, MOVED, cte="quoted-printable")), **_read(DENIED, MOVED))


def in_base64() -> Lifelike:
    return Lifelike(bytes(_with_text(DENIED, MOVED, cte="base64")), **_read(DENIED, MOVED))


def eight_bits_of_windows() -> Lifelike:
    """As old programs send it: bytes as they are, with the name of the encoding."""
    head = f"From: desk@example.org\r\nSubject: {HEADLINE}\r\nDate: Mon, 6 May 2024 18:30:00 GMT\r\n"
    kind = "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return Lifelike(f"{head}{kind}".encode() + f"{DENIED}\r\n".encode("cp1252"), **_read(DENIED))


def in_cyrillic_letters() -> Lifelike:
    text = "Минск: Togo has shipped 12 boats."
    made = message()
    made.set_content(f"{text}\n", charset="koi8-r", cte="base64")
    return Lifelike(bytes(made), **_read(text))


def a_subject_in_encoded_words() -> Lifelike:
    words = [
        base64.b64encode(half.encode()).decode() for half in ("Lomé and Côte d’Ivoire: “no ", "boats” – 中文")
    ]
    subject = "\r\n ".join(f"=?utf-8?B?{word}?=" for word in words)
    data = bytes(_with_text(MOVED)).replace(HEADLINE.encode(), subject.encode())
    return Lifelike(data, **_read(MOVED, title="Lomé and Côte d’Ivoire: “no boats” – 中文"))


def text_and_page() -> Lifelike:
    """The plain one counts."""
    made = _with_text(SHIPPED, DENIED)
    made.add_alternative(PAGE, subtype="html")
    return Lifelike(bytes(made), **_read(SHIPPED, DENIED))


def a_page_alone() -> Lifelike:
    made = message()
    made.set_content(PAGE, subtype="html")
    return Lifelike(bytes(made), **told(*PAGE_TEXT, **_DAY))


def a_page_in_quoted_printable() -> Lifelike:
    made = message()
    page = PAGE.replace("“", "&ldquo;").replace("”", "&#8221;")
    made.set_content(page, subtype="html", charset="iso-8859-15", cte="quoted-printable")
    return Lifelike(bytes(made), **told(*PAGE_TEXT, **_DAY))


def a_page_with_its_pictures() -> Lifelike:
    made = message()
    made.set_content(PAGE, subtype="html")
    made.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    return Lifelike(bytes(made), **told(*PAGE_TEXT, **_DAY))


def attachments() -> Lifelike:
    made = _with_text(SHIPPED)
    made.add_attachment(b"%PDF-1.7", "application", "pdf", filename="report.pdf")
    made.add_attachment("a,b\n", subtype="csv", filename="Zahlen für Lomé.csv")
    notice = "attached, and not read: 'report.pdf', 'Zahlen für Lomé.csv'"
    return Lifelike(bytes(made), **_read(SHIPPED, told=notice))


def forwarded_in_the_text() -> Lifelike:
    said = ("See below.", "---------- Forwarded message ---------\nFrom: Ama Osei <ama@example.org>", SHIPPED)
    return Lifelike(bytes(_with_text(*said)), **_read(*said))


def forwarded_as_an_attachment() -> Lifelike:
    made = _with_text("Read this one.")
    inner = message(Subject="Inner")
    inner.set_content(f"{LOST}\n")
    made.add_attachment(inner)
    return Lifelike(bytes(made), **_read("Read this one.", told="attached, and not read"))


def an_answer_with_a_quotation() -> Lifelike:
    said = ("That is not so.", f"On 5 May 2024, Desk wrote:\n> {SHIPPED}")
    return Lifelike(bytes(_with_text(*said)), **_read(*said))


def a_signature() -> Lifelike:
    return Lifelike(bytes(_with_text(SHIPPED, "-- \nDesk\nThe Lagoon Courier")), **_read(SHIPPED))


def lines_that_flow() -> Lifelike:
    made = message()
    words, lines = SIGNED.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] += f"{word} "
    made.set_content("\n".join([*lines[:-1], lines[-1].strip()]) + "\n")
    made.set_param("format", "flowed")
    return Lifelike(bytes(made), **_read(SIGNED))


def a_newsletter() -> Lifelike:
    listed = {
        "List_Id": "The Lagoon Courier <news.example.org>",
        "List_Unsubscribe": "<mailto:out@example.org>",
    }
    made = message(**listed)
    made.set_content(f"{SHIPPED}\n\n{DENIED}\n")
    made.add_alternative(PAGE, subtype="html")
    return Lifelike(bytes(made), **_read(SHIPPED, DENIED, publisher="The Lagoon Courier"))


def archived_on_the_web() -> Lifelike:
    made = message(Archived_At="<https://example.org/archive/17>")
    made.set_content(f"{LOST}\n")
    return Lifelike(bytes(made), **_read(LOST))


def a_day_east_of_here() -> Lifelike:
    made = message(Date="Tue, 07 May 2024 01:30:00 +0900")
    made.set_content(f"{LOST}\n")
    return Lifelike(bytes(made), **_read(LOST, issued="2024-05-07"))


def without_a_day() -> Lifelike:
    head = "From: desk@example.org\nSubject: =?iso-8859-1?Q?Lom=E9?=\n\n"
    return Lifelike(f"{head}{LOST}\n".encode(), **_read(LOST, title="Lomé", issued=None))


def signed_by_a_key() -> Lifelike:
    """What is signed can be read; the signature is an attachment."""
    inner = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SHIPPED}\r\n"
    head = (
        f"From: desk@example.org\r\nSubject: {HEADLINE}\r\nDate: Mon, 6 May 2024 18:30:00 GMT\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=pgp-sha256; boundary=b;\r\n"
        ' protocol="application/pgp-signature"\r\n'
    )
    signature = "Content-Type: application/pgp-signature; name=s.asc\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n"
    whole = f"{head}\r\n--b\r\n{inner}\r\n--b\r\n{signature}\r\n--b--\r\n"
    return Lifelike(whole.encode(), **_read(SHIPPED, told="attached, and not read: 's.asc'"))


def sealed() -> Lifelike:
    kind = 'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b'
    part = "Content-Type: application/pgp-encrypted\n\nVersion: 1"
    whole = f"From: a@example.org\n{kind}\n\n--b\n{part}\n--b--\n"
    return Lifelike(whole.encode(), told="is encrypted or sealed: save it decrypted")


MESSAGES: Files = kinds_of(
    *(plain_text, quoted_printable, in_base64, eight_bits_of_windows, in_cyrillic_letters),
    *(a_subject_in_encoded_words, text_and_page, a_page_alone, a_page_in_quoted_printable),
    *(a_page_with_its_pictures, attachments, forwarded_in_the_text, forwarded_as_an_attachment),
    *(an_answer_with_a_quotation, a_signature, lines_that_flow, a_newsletter, archived_on_the_web),
    *(a_day_east_of_here, without_a_day, signed_by_a_key, sealed),
)


def _box(*messages: Lifelike) -> Lifelike:
    """Return a mailbox, as Python writes one, and what is read of those of its messages that can be."""
    with tempfile.TemporaryDirectory() as folder:
        box = mailbox.mbox(Path(folder) / "box")
        for one in messages:
            box.add(one.data)
        box.close()
        data = Path(folder, "box").read_bytes()
    first = next(one for one in messages if one.texts)
    texts = tuple(text for one in messages for text in one.texts)
    return Lifelike(data, texts, first.told, first.title, first.issued, first.publisher)


def _boxes() -> Files:
    """Pair each message with the next one, in a box of both."""
    makers = [*MESSAGES.values()]
    return {
        f"{one.__name__}_and_{other.__name__}": lambda one=one, other=other: _box(one(), other())
        for one, other in zip(makers, [*makers[1:], makers[0]], strict=True)
    }


def lines_that_begin_with_from() -> Lifelike:
    """They are marked in a mailbox, so that no message begins there."""
    said = "Togo has shipped boats.\n\nFrom Lomé they went to Cotonou."
    made = _with_text(said)
    data = b"From desk@example.org Mon May  6 18:30:00 2024\n" + bytes(made).replace(b"\r\n", b"\n")
    return Lifelike(data.replace(b"\nFrom Lom", b"\n>From Lom"), **_read(said))


def of_another_program() -> Lifelike:
    """Lines that end as Windows has them, and what a web mailer adds to the line From."""
    begin = b"From 1798@xxx Mon May 06 18:30:00 +0000 2024\r\nX-GM-THRID: 1798\r\n"
    two = begin + bytes(_with_text(SHIPPED)) + b"\r\n" + begin + bytes(_with_text(LOST))
    return Lifelike(two, texts=(SHIPPED, LOST), **_DAY)


def without_messages() -> Lifelike:
    return Lifelike(f"{SHIPPED}\n".encode(), told="holds no message")


BOXES: Files = {**_boxes(), **kinds_of(lines_that_begin_with_from, of_another_program, without_messages)}
