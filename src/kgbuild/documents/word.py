"""Word files (.docx): mammoth finds the text as it is after all tracked changes; one paragraph a line.

A Word file is a ZIP file of XML. Its parts are looked at before anything is unpacked: files that are
encrypted, carry macros, or unpack to too much are refused. Nothing in them is run, and nothing is fetched.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from kgbuild.documents.decoding import storable
from kgbuild.documents.metadata import Metadata, from_fields
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0"
"""How Word files before 2007 begin, and encrypted ones."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST = 40_000_000
"""Bytes by which a file may grow when it is unpacked; a book of a thousand pages grows by half of it."""
_MOST_PARTS = 10_000
_CORE = "docProps/core.xml"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_DAMAGED = "is no Word file, or is damaged: open it in a word processor and save it anew"


def read(data: bytes) -> list[Portion]:
    """Return the text of a Word file, with its title.

    Raises DocumentError when it is encrypted, has macros, unpacks to too much, is damaged or holds no text.
    """
    if data.startswith(_OLE):
        encrypted = _ENCRYPTED in data
        raise DocumentError(
            "is encrypted: save it without a password" if encrypted else "is of an old Word: save it as .docx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _look_at(file.infolist(), len(data))
            fields = _fields(file)
        text = _text(data)
    except DocumentError:
        raise
    except RecursionError as error:
        raise DocumentError("is nested too deeply to be a text") from error
    except Exception as error:  # what damaged parts make zipfile, expat and mammoth raise has no common class
        raise DocumentError(_DAMAGED) from error
    if not text:
        raise DocumentError("holds no text")
    return [Portion(text, fields)]


def _look_at(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what must not be unpacked; zipfile unpacks no more than a file says of its parts."""
    grows = sum(max(part.file_size - part.compress_size, 0) for part in parts)
    if len(parts) > _MOST_PARTS or grows > _MOST or sum(part.compress_size for part in parts) > size:
        raise DocumentError(f"unpacks to over {_MOST // 1_000_000} MB more than it is large: split it")
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("is encrypted: save it without a password")
    if any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
        raise DocumentError("has macros: save it as .docx without them")


def _text(data: bytes) -> str:
    import mammoth  # noqa: PLC0415 - where a Word file is read

    lines = mammoth.transforms.run(_with_line_feeds)(mammoth.docx.read(io.BytesIO(data)).value)
    found = storable(mammoth.extract_raw_text_from_element(lines))
    paragraphs = (" ".join(paragraph.split()) for paragraph in found.split("\n"))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _with_line_feeds(run: Any) -> Any:
    """Return a run whose breaks are text: mammoth's raw text has none of them, and joins what they part."""
    from mammoth.documents import Break, text  # noqa: PLC0415 - see above

    return run.copy(children=[text("\n") if isinstance(child, Break) else child for child in run.children])


def _fields(file: zipfile.ZipFile) -> Metadata:
    """Return title and language; days in a Word file are of its making, and its author is no publisher."""
    if _CORE not in file.namelist():
        return Metadata()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    core: Any = etree.fromstring(file.read(_CORE), parser)
    told = {name: storable(core.findtext(f"{_DUBLIN_CORE}{name}") or "") for name in ("title", "language")}
    return from_fields(told, "Word file")
