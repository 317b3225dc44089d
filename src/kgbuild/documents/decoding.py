"""From the bytes of a file to text.

The text has no byte order mark and each line ends in one line feed, whatever the file used: what
`Path.read_text` gives for UTF-8, less the mark. Offsets count code points of this text.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

import webencodings
from charset_normalizer import CharsetMatch, from_bytes

from kgbuild.errors import DocumentError

_MARKS = (  # the long ones first: the mark of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LAYOUT = frozenset("\t\n\v\f\r\x85")
_BINARY = (b"%PDF", b"PK", b"\x1f\x8b")
_MARKED = ["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7"]
"""Not guessed: too many bytes would do. With their mark they are read all the same."""
_OF_MACINTOSHES = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_turkish"]
"""Not guessed either: no news is written in them, and they fit many a text in windows-1252."""
_USUAL = "cp1252"
"""What English text is in when it is not Unicode; agrees with Latin-1 on every letter."""


class Decoded(NamedTuple):
    """A file's text, and the encoding where it had to be guessed."""

    text: str
    guessed: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by the byte order mark, else as UTF-8, else as declared, else as the bytes suggest.

    Raises DocumentError, with a reason that does not name the file, when the bytes are empty, not text, or
    text in an encoding that cannot be told.
    """
    meant = _meant_by(declared) if declared else None
    decoded = _by_mark(data) or _as(data, "utf-8") or (_as(data, meant) if meant else None) or _guess(data)
    if not decoded.text.strip():
        raise DocumentError("is empty")
    return decoded._replace(text=one_newline(decoded.text))


def one_newline(text: str) -> str:
    """Return the text with every line ending turned into a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def storable(text: str) -> str:
    """Return text of another format as it can be stored: with line feeds, without NUL and half characters."""
    return one_newline(text).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _meant_by(label: str) -> str | None:
    """Return the encoding that browsers take a label for: pages that say "iso-8859-1" are in windows-1252."""
    known = webencodings.lookup(label)
    return known.codec_info.name if known is not None else None


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding)
    return None


def _as(data: bytes, encoding: str) -> Decoded | None:
    """Decode strictly; None where the bytes are not text in this encoding."""
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return None if "\0" in text else Decoded(text)


def _guess(data: bytes) -> Decoded:
    if b"\0" in data or data.startswith(_BINARY):
        raise DocumentError("is a binary file, not text: save its text as .txt, .md or .html in UTF-8")
    matches = list(from_bytes(data, cp_exclusion=[*_MARKED, *_OF_MACINTOSHES]))
    best = [match for match in matches if _score(match) == _score(matches[0])]
    usual = any(_USUAL in (match.encoding, *match.could_be_from_charset) for match in best)
    encoding = _USUAL if usual or not best else best[0].encoding
    if not best or _has_controls(data.decode(encoding)):
        raise DocumentError("is not text in any encoding known here: save it as UTF-8")
    if not usual and len({str(match) for match in best}) > 1:
        raise DocumentError("is text in an encoding that cannot be told: save it as UTF-8")
    return Decoded(data.decode(encoding), encoding)


def _has_controls(text: str) -> bool:
    return any(ch < " " or "\x7f" <= ch < "\xa0" for ch in set(text) - _LAYOUT)


def _score(match: CharsetMatch) -> tuple[float, float]:
    return match.chaos, match.coherence
