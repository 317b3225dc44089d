"""Broken files for every reader: whatever comes in, a reader gives documents or one line that says why not.

    python benchmarks/fuzz.py [READER...] [--seconds 60] [--inputs 100000] [--seed 0]

Each input is a sound file that was changed: bytes flipped, runs cut out, doubled or replaced by what is odd
in its format. It is read as the command line reads it (`Format.read`). Ends non-zero with the first input
that raises anything but DocumentError, which is kept in a file. PDF files are read in a process each, so that
far fewer go through in the same time.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from kgbuild.documents.formats import format_of
from kgbuild.documents.unpacking import unpacked
from kgbuild.errors import DocumentError

_SAID = "Chad said on Friday that it had sent no helicopters to Niger, and that nobody had asked for any. "
_ODD = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\r",
        b"\x1b[2J",
        b"---\n",
        b"<![CDATA[",
        b"<!--",
    ),
    *(
        b"&#x0;",
        b"&#1;",
        b"&#55555;",
        b"</",
        b"<table>",
        b"{",
        b"[" * 300,
        b'"',
        b"\\ud800",
        b"9" * 5000,
        b"1e999",
    ),
    *(b"NaN", b"=?utf-8?b?/w==?=", b"Content-Type: multipart/mixed; boundary=a\n\n", b"--a\n", b"\nFrom x\n"),
    *(
        b"%PDF-1.7",
        b"endobj",
        b"stream\r\n",
        b"PK\x03\x04",
        b"WARC/1.0\r\n",
        b"Content-Length: 99999999999\r\n",
    ),
    *(
        b"HTTP/1.1 200 OK\r\n",
        "\u202e\U0001f600İ".encode(),
        b"2024-13-45",
        b"!!python/object:os.system",
        b"*a",
    ),
    *(b"&a [*a]", b": - ? ", b'"liveBlogUpdate":', b'"@type":"LiveBlogPosting"', b"<blockquote><cite>"),
    *(b"<base href=//>", b"charset=utf-7"),
)


def _text() -> bytes:
    return (_SAID * 4).encode()


def _markdown() -> bytes:
    return f"---\ntitle: Boats\nissued: 2024-05-01\npublisher: Post\n---\n\n# Boats\n\n{_SAID * 3}\n".encode()


def _page() -> bytes:
    live = {
        "@type": "LiveBlogPosting",
        "liveBlogUpdate": [{"articleBody": _SAID, "datePublished": "2024-05-01"}] * 2,
    }
    day = '<meta property="article:published_time" content="2024-05-01">'
    head = f'<meta charset="utf-8"><title>Boats</title>{day}'
    return (
        f'<!DOCTYPE html><html><head>{head}<script type="application/ld+json">{json.dumps(live)}'
        f"</script></head><body><article><h1>Boats</h1><p>{_SAID}</p><blockquote>x<cite>Y</cite></blockquote>"
        f"<table><tr><td>1</td><td>2</td></tr></table><ul><li>{_SAID}</ul><p>{_SAID}</p></article></body></html>"
    ).encode()


def _mail() -> bytes:
    return (
        "From: A <a@example.org>\nTo: b@example.org\nSubject: =?utf-8?q?Boats?=\n"
        "Date: Wed, 1 May 2024 10:00:00 +0200\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="x"\n\n--x\nContent-Type: text/plain; '
        f"charset=utf-8\n\n{_SAID}\n\n--x\nContent-Type: text/html\n\n<p>{_SAID}</p>\n--x--\n"
    ).encode()


def _mailbox() -> bytes:
    return b"".join(b"From a@example.org Wed May  1 10:00:00 2024\n" + _mail() + b"\n" for _ in range(3))


def _records() -> bytes:
    row = json.dumps({"text": _SAID, "title": "Boats", "issued": "2024-05-01", "id": "a", "language": "en"})
    return f"{row}\n{row}\n".encode()


def _archive() -> bytes:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - an extra
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - an extra

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for number in range(2):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        address = f"https://example.org/{number}"
        record = writer.create_warc_record(
            address, "response", payload=io.BytesIO(_page()), http_headers=head
        )
        writer.write_record(record)
    return out.getvalue()


def _word() -> bytes:
    import docx  # noqa: PLC0415 - an extra

    file = docx.Document()
    file.add_heading("Boats", 1)
    for _ in range(3):
        file.add_paragraph(_SAID)
    file.add_table(1, 2).rows[0].cells[0].text = "1"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - an extra

    out = io.BytesIO()
    canvas = Canvas(out)
    for line in range(12):
        canvas.drawString(72, 720 - 14 * line, _SAID[:80])
    canvas.save()
    return out.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _page,
    ".eml": _mail,
    ".mbox": _mailbox,
    ".jsonl": _records,
    ".warc": _archive,
    ".docx": _word,
    ".gz": lambda: gzip.compress(_page(), mtime=0),
    ".pdf": _pdf,
}


def changed(sound: bytes, chance: random.Random) -> bytes:
    """Return a file with some changes."""
    data = bytearray(sound)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        size = min(len(data) - at, chance.choice((1, 2, 16, 200)))
        match chance.randrange(6):
            case 0:
                data[at : at + size] = bytes(
                    byte ^ (1 << chance.randrange(8)) for byte in data[at : at + size]
                )
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size]
            case 3:
                data[at:at] = chance.choice(_ODD)
            case 4:
                data[at : at + size] = chance.choice(_ODD)
            case _:
                data = data[:at] if chance.random() < 0.3 else data
    return bytes(data)


def changed_within(sound: bytes, chance: random.Random) -> bytes:
    """Return a Word file of which a part is changed before it is packed."""
    if chance.random() < 0.3:
        return changed(sound, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
        names = before.namelist()
        wanted = chance.choice(["word/document.xml", *names])
        for name in names:
            content = before.read(name)
            after.writestr(name, changed(content, chance) if name == wanted else content)
    return out.getvalue()


def read(suffix: str, data: bytes) -> str:
    """Read a file; return what came of it, in a word."""
    try:
        if suffix == ".gz":
            found = list(format_of(".html").read(unpacked(data)))
        else:
            found = list(format_of(suffix).read(data))
    except DocumentError as error:
        if "\n" in str(error):
            raise
        return "refused"
    for part in found:
        if text := getattr(part, "text", None):
            text.encode("utf-8")
            assert "\r" not in text
    return "read"


def run(suffix: str, seconds: float, inputs: int, seed: int) -> None:
    """Read changed files of one format, until the time or the number is reached."""
    chance = random.Random(f"{seed}{suffix}")
    sound = SOUND[suffix]()
    assert read(suffix, sound) == "read", suffix
    change = changed_within if suffix == ".docx" else changed
    counts = {"read": 0, "refused": 0}
    slowest, began = 0.0, time.process_time()
    wall = time.monotonic()
    while (
        sum(counts.values()) < inputs
        and time.process_time() - began < seconds
        and time.monotonic() - wall < 4 * seconds
    ):
        data = change(sound, chance)
        at = time.process_time()
        try:
            counts[read(suffix, data)] += 1
        except Exception:
            kept = Path(tempfile.gettempdir(), f"fuzz-{seed}-{sum(counts.values())}{suffix}")
            kept.write_bytes(data)
            print(f"{suffix}: input {sum(counts.values())} raises, kept at {kept}", flush=True)
            raise
        slowest = max(slowest, time.process_time() - at)
    spent = time.process_time() - began
    total = sum(counts.values())
    outcome = f"{counts['read']:,} read, {counts['refused']:,} refused, slowest {slowest:.2f} s"
    print(f"{suffix}: {total:,} inputs in {spent:.0f} s: {outcome}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=list(SOUND), metavar="READER")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    sys.setrecursionlimit(1000)
    for reader in given.readers:
        run(reader if reader.startswith(".") else f".{reader}", given.seconds, given.inputs, given.seed)
