"""Small sound files of each kind that is read, for fuzz.py to break: small, for many in a second."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence

SAID = "Chad said on Friday that it had sent no helicopters to Niger, and that nobody had asked for any. "
_DAY = "2024-05-01"
_PARAGRAPHS = "".join(
    f"<p>{SAID.replace('Niger', state)}</p>" for state in ("Niger", "Mali", "Togo", "Benin")
)
"""Enough that no second look for an article is taken."""


def _texts() -> list[bytes]:
    return [(SAID * 4).encode(), f"\ufeff{SAID}\r\n\r\n“Keine”, sagte Zoë.\r\n".encode("utf-16")]


def _markdown() -> list[bytes]:
    matter = f"---\ntitle: Boats\nissued: {_DAY}\npublisher: Post\n---\n\n# Boats\n\n"
    return [f"{matter}{SAID * 3}\n".encode(), f"{matter}- {SAID}\n- [x](y)\n\n> {SAID}\n".encode()]


def _page() -> bytes:
    day = f'<meta property="article:published_time" content="{_DAY}">'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Boats</title>{day}</head><body><article>'
        f"<h1>Boats</h1>{_PARAGRAPHS}<blockquote>x<cite>Y</cite></blockquote><table><tr><td>1</td><td>2</td>"
        f"</tr></table><ul><li>{SAID}</ul></article></body></html>"
    ).encode()


def _live_page() -> bytes:
    posts = [{"articleBody": SAID, "datePublished": _DAY, "headline": "Boats"}] * 2
    told = json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": posts})
    return f'<html><script type="application/ld+json">{told}</script>{_PARAGRAPHS}</html>'.encode()


def _pages() -> list[bytes]:
    latin = f'<meta charset="iso-8859-1">{_PARAGRAPHS}<p>„Zoë“, she said.</p>'.encode("cp1252")
    return [_page(), _live_page(), latin]


def _mail(kind: str = "mixed") -> bytes:
    body = f"{SAID}\n\n> {SAID}\n-- \nA\n"
    return (
        "From: A <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?q?Boats?=\nList-Id: <x.example.org>\n"
        "Date: Wed, 1 May 2024 10:00:00 +0200\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/{kind}; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n'
        f"Content-Transfer-Encoding: quoted-printable\n\n{body}\n--x\nContent-Type: text/html\n"
        'Content-Disposition: attachment; filename="a.html"\nContent-Transfer-Encoding: base64\n\n'
        "PHA+eDwvcD4=\n--x--\n"
    ).encode()


def _messages() -> list[bytes]:
    plain = f"From: a@example.org\nSubject: Boats\nDate: 1 May 2024\n\n{SAID}\n".encode()
    page = b"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n" + _page()
    return [_mail(), _mail("alternative"), plain, page]


def _mailboxes() -> list[bytes]:
    line = b"From a@example.org Wed May  1 10:00:00 2024\n"
    return [b"".join(line + message + b"\n" for message in _messages()[1:3])]


def _records() -> list[bytes]:
    row = json.dumps({"text": SAID, "title": "Boats", "issued": _DAY, "id": "a", "language": "en"})
    return [f"{row}\n{row}\n".encode()]


def _archives() -> list[bytes]:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - an extra
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - an extra

    found = []
    for packed in (False, True):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed)
        for kind, content in (("text/html", _live_page()), ("text/plain", SAID.encode())):
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://example.org/{kind}", "response", payload=io.BytesIO(content), http_headers=head
                )
            )
        found.append(out.getvalue())
    return found


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _word_parts() -> dict[str, str]:
    """Return the parts of a Word file with all that the reader looks at, but without pages of styles."""

    def paragraph(inner: str) -> str:
        return f"<w:p>{inner}</w:p>"

    run = f"<w:r><w:t>{SAID}</w:t></w:r>"
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run}</w:p>'
        + paragraph(f'<w:ins w:id="1" w:author="a">{run}</w:ins><w:del w:id="2">{run}</w:del>')
        + paragraph(
            f'{run}<w:r><w:footnoteReference w:id="1"/></w:r><w:hyperlink r:id="r9">{run}</w:hyperlink>'
        )
        + f"<w:tbl><w:tr><w:tc>{paragraph(run)}</w:tc><w:tc>{paragraph('')}</w:tc></w:tr></w:tbl>"
        + paragraph(
            f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph(run)}</w:txbxContent></v:textbox></w:pict></w:r>"
        )
    )
    targets = {"styles": "styles.xml", "footnotes": "footnotes.xml", "numbering": "numbering.xml"}
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for n, (kind, name) in enumerate(targets.items())
    )
    inside += f'<Relationship Id="r9" Type="{_OFFICE}/hyperlink" Target="https://example.org/"/>'
    core = f"{_PACKAGE}/metadata/core-properties"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}'
        "</Relationships>",
        "word/document.xml": f'<w:document {_W} xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml">'
        f"<w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name '
        'w:val="heading 1"/></w:style></w:styles>',
        "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="1">{paragraph(run)}</w:footnote>'
        "</w:footnotes>",
        "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"/>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Boats</dc:title><dc:language>en</dc:language></cp:coreProperties>",
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file of parts that are not packed, so that a change hits what they say."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _word_files() -> list[bytes]:
    return [zipped({name: content.encode() for name, content in _word_parts().items()})]


def _pdfs() -> list[bytes]:
    """Return a file of two pages with its operators readable, and one with them packed."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - an extra

    found = []
    for packed in (0, 1):
        out = io.BytesIO()
        canvas = Canvas(out, pageCompression=packed, invariant=1)
        canvas.setTitle("Boats")
        for page in range(2):
            canvas.drawString(72, 800, f"Post {page + 1}")
            for line in range(4):
                canvas.drawString(72 + 250 * (line % 2), 720 - 14 * line, SAID[:40])
            canvas.showPage()
        canvas.save()
        found.append(out.getvalue())
    return found


def _feeds() -> list[bytes]:
    rss = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>'
        "Post</title><item><title>Boats &amp;amp; more</title><link>https://example.org/1</link><pubDate>"
        "Wed, 01 May 2024 10:00:00 GMT</pubDate><dc:publisher>Post</dc:publisher><description>"
        f"{SAID}</description></item>"
        "</channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title type="html">Boats</title>'
        '<link rel="alternate" href="1.html"/><published>2024-05-01T10:00:00Z</published></entry></feed>'
    )
    return [rss.encode(), atom.encode()]


def _tables() -> list[bytes]:
    return [f'file,title,issued,url\na.txt,"Boats, and more",{_DAY},https://example.org/1\n'.encode()]


def _claims() -> list[bytes]:
    digest = hashlib.sha256(SAID.encode()).hexdigest()
    document = {
        "record": "document",
        "key": digest[:16],
        "sha256": digest,
        "identifier": "a.txt",
        "text": SAID,
    }
    chad, niger = ({"kind": "State", "name": name, "iso3": name[:3].upper()} for name in ("Tchad", "Niger"))
    claim = {
        "record": "claim",
        "document": digest[:16],
        "claimants": [{"kind": "State", "name": "Chad", "iso3": "TCD"}],
        "stance": "Denies",
        "about": [
            {"kind": "Transfer", "supplier": {**chad, "iso3": "TCD"}, "recipient": {**niger, "iso3": "NER"}}
        ],
        "act": "Delivered",
        "quantity": {"minimum": 2, "maximum": 2},
        "made_on": _DAY,
        "event_time": {"start": "2024-04", "end": "2024"},
        "evidence": [{"span": [0, 4], "quote": SAID[:4]}],
    }
    return [f"{json.dumps(document)}\n{json.dumps(claim)}\n".encode()]


SOUND: dict[str, Callable[[], Sequence[bytes]]] = {
    ".txt": _texts,
    ".md": _markdown,
    ".jsonl": _records,
    ".gz": lambda: [gzip.compress(SAID.encode(), mtime=0)],
    "claims": _claims,
    "documents.csv": _tables,
    "feed": _feeds,
    ".docx": _word_files,
    ".pdf": _pdfs,
    ".eml": _messages,
    ".mbox": _mailboxes,
    ".warc": _archives,
    ".html": _pages,
}
"""What is read, the quickest first: by its suffix, or its name where it is no document."""
